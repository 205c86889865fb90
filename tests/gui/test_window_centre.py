"""The main window as a shell: what happens when another centre takes the place of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, contents_of, input_of, trigger


@pytest.fixture
def other(ws: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A second workspace with one record."""
    with Store.open(tmp_path / "other") as store:
        workspace = Workspace(ws.campaign, lambda: store, lambda: ws.printer)
        add_filled(workspace, unit_name="乙厂")
        yield workspace


@pytest.fixture
def replaced(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, other: Workspace
) -> WindowContents:
    """The contents on the second workspace, in the place of the first."""
    assert contents.prepare_close()
    made = fill_window(window, other)
    qtbot.wait_until(lambda: not isValid(contents))
    return made


def test_commands_work_on_the_contents_that_are_shown(
    qtbot: QtBot, window: MainWindow, ws: Workspace, replaced: WindowContents, other: Workspace
) -> None:
    trigger(window, "new")
    trigger(window, "zoom_in")
    trigger(window, "seals")
    window.tool_bar.search.insert("乙")
    page = replaced.tabs.current_page
    qtbot.wait_until(lambda: page.model.rowCount() == 1)

    assert records.records(ws) == []
    assert len(records.records(other)) == 2


def test_what_is_typed_goes_into_the_shown_workspace_and_is_saved_at_the_end(
    window: MainWindow, ws: Workspace, replaced: WindowContents, other: Workspace
) -> None:
    QTest.keyClicks(input_of(window, "annex1.goals"), "1")
    window.close()

    (record,) = records.records(other)
    assert record.value("goals").startswith("1")


def test_background_work_of_former_contents_ends_unheard(
    qtbot: QtBot,
    open_window: Callable[..., MainWindow],
    ws: Workspace,
    other: Workspace,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    go_on = Event()

    def late_printer() -> FormPrinter:
        go_on.wait()
        return ws.printer

    add_filled(ws)
    window = open_window(Workspace(ws.campaign, lambda: ws.store, late_printer))
    prompts.answers.append(tmp_path / "表.docx")
    trigger(window, "save_word")
    contents = contents_of(window)  # its page and findings wait for the printer
    fill_window(window, other)
    qtbot.wait_until(lambda: not isValid(contents))
    go_on.set()
    qtbot.wait_until(lambda: not window.tasks.is_busy)

    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.page_in_view == (1, 1))


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # the offscreen platform cannot
def test_the_menu_of_a_record_has_what_can_be_done_with_it(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    view = contents.tabs.current_page.list.view

    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(), view.mapToGlobal(QPoint())))

    menu = next(each for each in view.window().findChildren(QMenu) if each.isVisible())
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    menu.close()
    assert names[0] == "action_print"
    assert "action_delete" in names
