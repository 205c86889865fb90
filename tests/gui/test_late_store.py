"""A store that opens late, or not, behind a window in which the clerk types already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from gonghui_desktop.errors import StoreBusyError, StoreError
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.records.record_model import OPEN_POINTS_ROLE
from gonghui_desktop.ui.start.start import run_window
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.severity import OpenPoints
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, contents_of
from tests.gui.starting import as_it_is, soon, the_window, with_first_look

pytestmark = pytest.mark.usefixtures("dressed_anew")


@pytest.fixture
def one_theme(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start takes the tests' own: Qt copies a banner's icon, and the copy keeps the theme."""
    monkeypatch.setattr("gonghui_desktop.ui.start.start.Theme", lambda *_arguments: theme)


def test_a_store_that_fails_behind_the_lists_is_told(
    ws: Workspace, project_folder: Path, tmp_path: Path, logged_errors: list[object]
) -> None:
    told: list[str] = []

    def broken() -> Store:
        raise StoreError("磁盘读写出错。")

    def read_and_close() -> bool:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            told.append(dialog.windowTitle())
            dialog.findChildren(QPushButton)[0].click()
        return dialog is not None

    starting = with_first_look(ws, tmp_path / "data", broken)
    QTimer.singleShot(0, lambda: soon(read_and_close))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 2
    assert len(told) == 1
    logged_errors.clear()


def _type_and_fail(go_on: Event) -> Callable[[], bool]:
    """What types a name into the first form, and then lets the store open."""

    def type_one() -> bool:
        line = the_window().findChild(QLineEdit, "annex1.unit_name")
        if line is not None:
            line.insert("示例单位")
            line.textEdited.emit(line.text())
            go_on.set()
        return line is not None

    return type_one


def _failing(go_on: Event, times: int, kind: type[StoreError], then: Store) -> Callable[[], Store]:
    """What opens the store: only after so many failures."""
    left = [None] * times

    def open_store() -> Store:
        go_on.wait()
        if left:
            left.pop()
            raise kind("数据文件打不开。")
        return then

    return open_store


def _close_once_stored(starting: Workspace, record_id: str) -> Callable[[], bool]:
    def close() -> bool:
        if not starting.is_open or not starting.store.record(record_id).value("unit_name"):
            return False
        return the_window().close()

    return close


@pytest.mark.usefixtures("one_theme")
def test_a_store_that_another_program_uses_for_long_ends_no_window(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    go_on = Event()
    opening = _failing(go_on, 3, StoreBusyError, ws.store)
    starting = with_first_look(ws, tmp_path / "data", opening)
    QTimer.singleShot(0, lambda: soon(_type_and_fail(go_on)))
    QTimer.singleShot(0, lambda: soon(_close_once_stored(starting, record.id)))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    assert ws.store.record(record.id).value("unit_name") == "示例单位"


@pytest.mark.usefixtures("one_theme")
def test_a_store_that_fails_behind_what_was_typed_takes_nothing_away(
    ws: Workspace,
    project_folder: Path,
    tmp_path: Path,
    prompts: ScriptedPrompts,
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[object],
) -> None:
    """She is told, stays, and it opens later."""
    record = records.create(ws, "annex1")
    go_on = Event()
    opening = _failing(go_on, 8, StoreError, ws.store)  # tried by the window and by its keeper
    starting = with_first_look(ws, tmp_path / "data", opening)
    starting.folder = tmp_path / "data"
    prompts.answers.append(False)
    monkeypatch.setattr("gonghui_desktop.ui.start.start.QtPrompts", lambda _theme: prompts)
    QTimer.singleShot(0, lambda: soon(_type_and_fail(go_on)))
    QTimer.singleShot(0, lambda: soon(_close_once_stored(starting, record.id)))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    told, asked = prompts.asked
    assert (told.kind, told.title) == ("warn", "数据没能打开")
    assert asked.options[0] == "留下"
    assert ws.store.record(record.id).value("unit_name") == "示例单位"
    logged_errors.clear()


def test_what_was_said_of_a_pair_of_names_is_known_as_soon_as_the_store_is_open(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    one = add_filled(ws, unit_name="大连示例机械有限公司")
    add_filled(ws, unit_name="大连示例机诫有限公司", contact="0411-83640002")
    records.explain(ws, one.id, "unit_name", "两家，地址不同")
    records.delete(ws, one.id)
    add_filled(ws, unit_name="大连示例机械有限公司", contact="0411-83640003")
    go_on = Event()
    seen: list[list[OpenPoints | None]] = []

    def open_late() -> Store:
        go_on.wait()
        return ws.store

    def points() -> list[OpenPoints | None]:
        model = contents_of(the_window()).tabs.current_page.model
        return [model.index(row).data(OPEN_POINTS_ROLE) for row in range(model.rowCount())]

    def see_it_asked() -> bool:
        if not isinstance(the_window().centralWidget(), WindowContents):
            return False
        if points() == [OpenPoints(0, 1)] * 2:
            seen.append(points())
            go_on.set()
        return go_on.is_set()

    def close_once_it_is_known() -> bool:
        is_known = go_on.is_set() and points() == [OpenPoints(0, 0)] * 2
        if is_known:
            the_window().close()
        return is_known

    starting = with_first_look(ws, tmp_path / "data", open_late)
    QTimer.singleShot(0, lambda: soon(see_it_asked))
    QTimer.singleShot(0, lambda: soon(close_once_it_is_known))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    assert seen
