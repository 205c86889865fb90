"""What another record, or another state of it, finds in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, contents_of, focus, input_of, row_of, trigger

OpenWindow = Callable[..., MainWindow]
LONG = "很长的措施。" * 400


def _settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait_until(lambda: contents_of(window).tabs.current_page.is_settled)


def test_a_new_record_is_not_blamed_for_where_the_caret_was(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    focus(qtbot, input_of(window, "annex1.chairperson"))
    trigger(window, "new")
    qtbot.wait_until(input_of(window, "annex1.unit_name").hasFocus)  # what is known is there
    qtbot.wait_until(lambda: "强制" in contents.tabs.current_page.panel.strip.summary)
    _settle(qtbot, window)
    assert not row_of(window, "annex1.chairperson").findings


def test_a_copy_has_the_page_count_of_its_own(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, measures=LONG)
    contents.tabs.reload()
    page = contents.tabs.current_page
    qtbot.wait_until(lambda: "提示" in page.panel.strip.summary)
    trigger(window, "copy")
    qtbot.wait_until(lambda: "提示" in page.panel.strip.summary)


def test_a_copy_begins_at_the_head_of_its_page(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, measures=LONG)
    add_filled(ws, measures=LONG)
    contents.tabs.reload()
    page = contents.tabs.current_page
    bar = page.preview.verticalScrollBar()
    qtbot.wait_until(lambda: page.page_in_view[1] > 1)
    bar.setValue(bar.maximum())
    trigger(window, "next")
    assert bar.value() == 0


def test_every_final_record_is_called_final(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    made = [add_filled(ws, measures=LONG) for _ in range(2)]
    records.make_final(ws, [record.id for record in made])
    contents.tabs.reload()
    page = contents.tabs.current_page
    for record in made:
        page.open_by_id(record.id)
        qtbot.wait_until(lambda: page.page_in_view[1] > 1)
        _settle(qtbot, window)
        assert page.panel.strip.summary == "已定稿"


def test_a_final_record_shows_no_help_for_writing(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    goals = row_of(window, "annex1.goals")
    assert goals.gauge is not None
    assert not goals.gauge.isHidden()
    prompts.answers.append(True)
    trigger(window, "finish")
    assert goals.gauge.isHidden()
    labels = [label.text() for label in goals.findChildren(QLabel) if not label.isHidden()]
    assert not [text for text in labels if text.endswith(" *")]
    prompts.answers.append("电话写错")
    trigger(window, "reopen")
    assert not goals.gauge.isHidden()


def test_the_first_fault_is_in_sight_with_its_label(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    add_filled(ws, chairperson="", address="", contact="", employees="", goals="")
    window = open_window(size=QSize(1024, 560))
    contents = contents_of(window)
    page = contents.tabs.current_page
    _settle(qtbot, window)
    focus(qtbot, input_of(window, "annex1.measures"))
    trigger(window, "finish")
    qtbot.wait_until(input_of(window, "annex1.chairperson").hasFocus)
    row = row_of(window, "annex1.chairperson")

    def in_sight() -> bool:
        top = _place(row, page.panel.editor.viewport())
        return top >= 0 and top + row.height() <= page.panel.editor.viewport().height()

    qtbot.wait_until(in_sight)
    _settle(qtbot, window)
    assert in_sight()
    assert contents.notifications.banner.text == "还不能定稿：5 处必须改，请按列出的几处改好。"


def _place(widget: QWidget, within: QWidget) -> int:
    return widget.mapTo(within, widget.rect().topLeft()).y()


def test_a_final_record_is_deleted_without_a_question_and_comes_back(
    window: MainWindow, contents: WindowContents, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    record = add_filled(ws)
    (final,) = records.make_final(ws, [record.id])
    contents.tabs.reload()
    trigger(window, "delete")
    assert prompts.asked == []
    assert records.records(ws, "annex1") == []
    trigger(window, "undo")
    assert records.records(ws, "annex1") == [final]


def test_to_finish_is_not_the_default(
    window: MainWindow, contents: WindowContents, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    trigger(window, "finish")
    assert prompts.asked[-1].options[0] == "取消"
