"""The start: the window at once, the data after it, and what happens when it cannot be opened."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from gonghui_desktop.errors import StoreError
from gonghui_desktop.instance_lock import InstanceLock
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.settings import stored_settings
from gonghui_desktop.store.store import FILE_NAME, Store
from gonghui_desktop.ui.start.single_instance import SingleInstance
from gonghui_desktop.ui.start.start import run_window
from gonghui_desktop.ui.window.centre import WindowCentre
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import contents_of
from tests.gui.starting import as_it_is, soon, the_window, with_first_look

pytestmark = pytest.mark.usefixtures("dressed_anew")

_HEAVY = {
    *("sqlalchemy", "alembic", "pypdfium2", "xlsxwriter", "docx", "segno", "pypinyin"),
    *("rapidfuzz", "lxml", "PySide6.QtNetwork", "asyncio", "email", "multiprocessing"),
}
_AT_THE_START = """
import sys
import gonghui_desktop.app, gonghui_desktop.store.file.snapshot, gonghui_desktop.ui.start.start
import gonghui_desktop.services.catalogue, gonghui_desktop.ui.window.window_contents
print(*sys.modules)
"""


def test_nothing_heavy_is_imported_before_the_page_in_front_is_there(project_folder: Path) -> None:
    script = [sys.executable, "-c", _AT_THE_START]

    answer = subprocess.run(script, cwd=project_folder, capture_output=True, text=True, check=True)

    assert not _HEAVY & set(answer.stdout.split())


def test_the_clerk_types_as_soon_as_the_data_is_open(ws: Workspace, project_folder: Path) -> None:
    record = records.create(ws, "annex1")

    def type_and_close() -> bool:
        line = the_window().findChild(QLineEdit, "annex1.unit_name")
        if line is not None:
            line.setFocus()
            line.insert("示例单位")
            line.textEdited.emit(line.text())
            the_window().close()
        return line is not None

    QTimer.singleShot(0, lambda: soon(type_and_close))

    assert run_window(project_folder / "resources", lambda: as_it_is(ws), {}) == 0
    assert ws.store.record(record.id).value("unit_name") == "示例单位"


def test_what_lay_in_the_bin_for_a_month_goes_behind_the_start(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    old, young = (records.create(ws, "annex1") for _ in range(2))
    records.delete_all(ws, [old.id, young.id])
    long_ago = (datetime.now(UTC) - timedelta(days=33)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET deleted_at = ? WHERE id = ?", (long_ago, old.id))
        connection.execute("UPDATE history SET at = ?", (long_ago,))
    recycle_bin.purge(ws, datetime.now(UTC) - timedelta(hours=20))

    def close_once_tidy() -> bool:
        if len(ws.store.binned()) > 1:
            return False
        the_window().close()
        return True

    QTimer.singleShot(0, lambda: soon(close_once_tidy))

    assert run_window(project_folder / "resources", lambda: as_it_is(ws), {}) == 0
    assert [each.record.id for each in ws.store.binned()] == [young.id]


def test_further_starts_are_listened_for_once_the_lists_are_there(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    """Not before: QtNetwork brings ten of Windows' libraries along."""
    seen: list[bool] = []

    class Watched(SingleInstance):
        def listen(
            self, started_again: Callable[[list[Path]], None], parent: QObject | None = None
        ) -> None:
            seen.append(isinstance(the_window().centralWidget(), WindowContents))
            super().listen(started_again, parent)

    def close() -> bool:
        window = the_window()
        if window.tool_bar.isEnabled():
            window.close()
            return True
        return False

    QTimer.singleShot(0, lambda: soon(close))
    with InstanceLock(tmp_path / "data") as lock:
        run_window(project_folder / "resources", lambda: as_it_is(ws), {}, Watched(lock))

    assert seen == [True]


def test_the_clerk_types_before_the_store_is_open(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    go_on = Event()
    typed_before: list[bool] = []

    def open_late() -> Store:
        go_on.wait()
        return ws.store

    def type_one() -> bool:
        line = the_window().findChild(QLineEdit, "annex1.unit_name")
        if line is not None:
            line.insert("示例单位")
            line.textEdited.emit(line.text())
            typed_before.append(not go_on.is_set())
            go_on.set()
        return line is not None

    def close() -> bool:
        if the_window().tool_bar.isEnabled():
            the_window().close()
            return True
        return False

    starting = with_first_look(ws, tmp_path / "data", open_late)
    QTimer.singleShot(0, lambda: soon(type_one))
    QTimer.singleShot(0, lambda: soon(close))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    assert typed_before == [True]
    assert ws.store.record(record.id).value("unit_name") == "示例单位"


def test_the_first_text_is_on_the_disk_before_the_store_is_open(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    """A kill at that moment loses nothing, however slow the machine opens it."""
    record, folder = records.create(ws, "annex1"), tmp_path / "data"
    go_on = Event()

    def open_late() -> Store:
        go_on.wait()
        return ws.store

    def type_one() -> bool:
        line = the_window().findChild(QLineEdit, "annex1.unit_name")
        if line is not None:
            line.insert("示例单位")
            line.textEdited.emit(line.text())
            QTimer.singleShot(0, lambda: soon(see_rescued))
        return line is not None

    def see_rescued() -> bool:
        texts = [path.read_text("utf-8") for path in (folder / "rescue").glob("*.json")]
        if any("示例单位" in text for text in texts):
            go_on.set()
        return go_on.is_set()

    def close() -> bool:
        if go_on.is_set() and the_window().tool_bar.isEnabled():
            the_window().close()
            return True
        return False

    starting = with_first_look(ws, folder, open_late)
    starting.folder = folder
    QTimer.singleShot(0, lambda: soon(type_one))
    QTimer.singleShot(0, lambda: soon(close))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    assert ws.store.record(record.id).value("unit_name") == "示例单位"
    assert list((folder / "rescue").glob("*.json")) == []


def test_the_tab_that_was_in_front_is_in_front_again(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    kept = [records.create(ws, form.id) for form in ws.campaign.forms]
    ws.store.set_setting("window.tab", "annex2")
    seen: list[str] = []

    def look() -> bool:
        window = the_window()
        if not window.tool_bar.isEnabled():
            return False
        contents = contents_of(window)
        seen.append(contents.tabs.current_page.form.id)
        seen.extend(
            page.record.id for page in contents.tabs.pages.values() if page.record is not None
        )
        window.close()
        return True

    starting = with_first_look(ws, tmp_path / "data", lambda: ws.store)
    QTimer.singleShot(0, lambda: soon(look))

    assert run_window(project_folder / "resources", lambda: as_it_is(starting), {}) == 0
    assert seen == ["annex2", *(record.id for record in kept)]


def test_another_tab_can_be_chosen_before_everything_is_there(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    record = records.create(ws, "annex3")
    seen: list[str] = []

    class Eager(MainWindow):
        def set_centre(self, centre: WindowCentre) -> None:
            super().set_centre(centre)
            if isinstance(centre, WindowContents):
                centre.tabs.setCurrentIndex(2)
                page = centre.tabs.current_page
                assert page.record is not None
                seen.append(page.record.id)

        def set_commands_enabled(self, enabled: bool) -> None:
            super().set_commands_enabled(enabled)
            if enabled:
                tabs = contents_of(self).tabs
                seen.append(tabs.current_page.form.id)
                seen.extend(tabs.pages)
                QTimer.singleShot(0, self.close)

    starting = with_first_look(ws, tmp_path / "data", lambda: ws.store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gonghui_desktop.ui.start.start.MainWindow", Eager)
        code = run_window(project_folder / "resources", lambda: as_it_is(starting), {})

    assert code == 0
    assert seen == [record.id, "annex3", "annex1", "annex2", "annex3"]


def test_nothing_can_be_done_while_the_data_is_being_opened(
    ws: Workspace, project_folder: Path
) -> None:
    seen: list[bool] = []
    go_on = Event()

    @contextmanager
    def slow() -> Iterator[Workspace]:
        go_on.wait()
        yield ws

    def look() -> bool:
        window = the_window()
        seen.append(window.isVisible() and not window.tool_bar.isEnabled())
        go_on.set()
        return True

    def close() -> bool:
        window = the_window()
        if window.tool_bar.isEnabled():
            window.close()
            return True
        return False

    QTimer.singleShot(100, lambda: soon(look))
    QTimer.singleShot(100, lambda: soon(close))

    assert run_window(project_folder / "resources", slow, {}) == 0
    assert seen == [True]


def test_a_window_closed_while_the_data_is_being_opened_leaves_it_closed(
    ws: Workspace, project_folder: Path
) -> None:
    steps: list[str] = []
    is_opening, go_on = Event(), Event()

    @contextmanager
    def slow() -> Iterator[Workspace]:
        is_opening.set()
        go_on.wait()
        steps.append("opened")
        yield ws
        steps.append("closed")

    def close() -> bool:
        if is_opening.is_set():
            go_on.set()
            the_window().close()
        return is_opening.is_set()

    QTimer.singleShot(0, lambda: soon(close))

    assert run_window(project_folder / "resources", slow, {}) == 0
    assert steps == ["opened", "closed"]


def test_data_that_cannot_be_opened_is_told(
    project_folder: Path, logged_errors: list[object]
) -> None:
    told: list[str] = []

    def broken() -> AbstractContextManager[Workspace]:
        raise StoreError("数据库已损坏。")

    def read_and_close() -> bool:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            told.append(dialog.windowTitle())
            dialog.findChildren(QPushButton)[0].click()
        return dialog is not None

    QTimer.singleShot(0, lambda: soon(read_and_close))

    assert run_window(project_folder / "resources", broken, {}) == 2
    assert len(told) == 1
    logged_errors.clear()


def test_the_window_comes_back_where_it_was(ws: Workspace, project_folder: Path) -> None:
    places: list[QRect] = []

    def close() -> bool:
        window = the_window()
        if window.tool_bar.isEnabled():
            if not places:
                window.setGeometry(10, 40, 780, 500)  # on the tests' small screen
            places.append(window.geometry())
            window.close()
            return True
        return False

    for _ in range(2):
        QTimer.singleShot(0, lambda: soon(close))
        settings = {key: ws.store.setting(key) for key in ("window.geometry",)}
        run_window(project_folder / "resources", lambda: as_it_is(ws), settings)

    assert places[0] == places[1]


def test_settings_are_read_before_the_store_is_open(tmp_path: Path) -> None:
    assert stored_settings(tmp_path) == {}
    with Store.open(tmp_path) as store:
        store.set_setting("window.appearance", "dark")
        assert stored_settings(tmp_path) == {"window.appearance": "dark"}

    assert stored_settings(tmp_path) == {"window.appearance": "dark"}


def test_a_damaged_file_has_no_settings_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 500)

    assert stored_settings(tmp_path) == {}
    assert (tmp_path / FILE_NAME).read_bytes() == b"no database" * 500
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
