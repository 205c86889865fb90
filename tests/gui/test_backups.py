"""备份与恢复 in the window, what is done by itself, and the start without usable data."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.app import open_workspace
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.safekeeping.backups import back_up_if_due, look_into, own_backups
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store
from gonghui_desktop.ui.backups.data_care import DataCare
from gonghui_desktop.ui.start.start import BAD_START, run_window
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.files import copy_folder
from tests.gui.clerk import add_filled, contents_of, dialog_of, trigger
from tests.gui.conftest import NOON, OpenWindow


@pytest.fixture
def look_of_the_other_tests(qapp: QApplication, theme: Theme) -> Iterator[None]:
    """A start dresses the application anew; afterwards it is as the other tests expect it."""
    before = (theme.is_dark, QApplication.font())
    yield
    assert theme.is_dark is before[0]
    QApplication.setFont(before[1])
    for translator in qapp.findChildren(QTranslator):
        translator.deleteLater()


def _message(window: MainWindow) -> str:
    return contents_of(window).notifications.banner.text


def _names(ws: Workspace) -> list[str]:
    return [record.value("unit_name") for record in ws.store.records()]


def _act_on_message(window: MainWindow) -> None:
    contents_of(window).notifications.banner.button.click()


def _restored(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, prompts: ScriptedPrompts
) -> MainWindow:
    """A window in which the backup of one record was restored over two."""
    add_filled(ws, unit_name="一")
    back_up_if_due(ws, NOON - timedelta(days=3))
    add_filled(ws, unit_name="二")
    window = open_window()
    trigger(window, "backups")
    dialog = dialog_of(qtbot, window, "backups_window")
    view = dialog.findChild(QTreeWidget, "backups_list")
    assert view is not None
    item = view.topLevelItem(0)
    assert item is not None
    assert [item.text(column) for column in (0, 1, 2, 4)] == [
        "2017年3月5日 12:00",
        "3 天前",
        "1 份",
        "每天自动",
    ]
    prompts.answers.append(True)
    button = dialog.findChild(QPushButton, "backups_restore")
    assert button is not None
    button.click()
    qtbot.wait_until(lambda: "已恢复" in _message(window))
    return window


def test_a_backup_is_restored_and_the_restore_taken_back(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    window = _restored(qtbot, open_window, ws, prompts)

    question = next(call for call in prompts.asked if call.kind == "confirm")
    assert question.title == "恢复 2017年3月5日 12:00 的备份？"
    assert "有 1 份申报表，现在有 2 份" in question.text
    assert "备份以后才定稿、上报的，会变回备份时的样子" in question.text
    assert question.options[0] == "取消"
    assert _names(ws) == ["一"]
    assert contents_of(window).tabs.pages["annex1"].record_count == 1
    assert "共 1 份" in _message(window)

    _act_on_message(window)
    qtbot.wait_until(lambda: "已退回恢复前的内容，共 2 份" in _message(window))
    assert contents_of(window).notifications.banner.button.text() == "撤销退回"

    assert _names(ws) == ["一", "二"]
    assert contents_of(window).tabs.pages["annex1"].record_count == 2


@pytest.mark.parametrize("is_there", [True, False])
def test_a_restore_leaves_the_keys_in_the_list_at_the_record_that_was_open(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, prompts: ScriptedPrompts, is_there: bool
) -> None:
    first, kept = (add_filled(ws, "annex2", unit_name=name) for name in "一二")
    back_up_if_due(ws, NOON - timedelta(days=3))
    later = add_filled(ws, "annex2", unit_name="三")
    window = open_window()
    contents_of(window).tabs.go_to((kept if is_there else later).id, "unit_name")
    trigger(window, "backups")
    dialog = dialog_of(qtbot, window, "backups_window")
    prompts.answers.append(True)
    button = dialog.findChild(QPushButton, "backups_restore")
    assert button is not None
    button.click()
    qtbot.wait_until(lambda: "已恢复" in _message(window))
    window.activateWindow()

    page = contents_of(window).tabs.current_page
    qtbot.wait_until(page.list.view.hasFocus)
    assert page.record is not None
    assert page.record.id == (kept if is_there else first).id
    assert [record.id for record in page.selection] == [page.record.id]


def test_what_was_typed_last_is_in_the_backup_before_a_restore(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    _restored(qtbot, open_window, ws, prompts)
    before = own_backups(ws)[0]
    assert (before.reason.value, before.records) == ("restore", 2)


def test_one_file_with_everything_for_a_stick(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    add_filled(ws, unit_name="一")
    target = tmp_path / "u盘.gonghui-backup"
    target.write_bytes(b"the one before, which the file dialog has asked about")
    trigger(window, "backups")
    dialog = dialog_of(qtbot, window, "backups_window")
    prompts.answers.append(target)
    save = dialog.findChild(QPushButton, "backups_save")
    assert save is not None
    save.click()
    qtbot.wait_until(lambda: "已备份" in _message(window))
    assert look_into(target, ws.readers).records == 1
    assert prompts.asked[0].options[0].endswith("工会申报备份-2017-03-08.gonghui-backup")


def test_a_file_that_is_no_backup_is_refused_in_one_sentence(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    add_filled(ws, unit_name="一")
    (tmp_path / "其他.txt").write_text("x" * 5000)
    trigger(window, "backups")
    dialog = dialog_of(qtbot, window, "backups_window")
    prompts.answers.append([tmp_path / "其他.txt"])
    button = dialog.findChild(QPushButton, "backups_file")
    assert button is not None
    button.click()
    qtbot.wait_until(lambda: any(call.kind == "warn" for call in prompts.asked))
    assert "不是本程序的备份" in prompts.asked[-1].text
    assert _names(ws) == ["一"]
    dialog.reject()


def test_the_daily_backup_is_made_behind_and_told_in_the_about_box(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    trigger(window, "about")
    assert "还没有自动备份" in prompts.asked[-1].text
    add_filled(ws, unit_name="一")
    care = contents_of(window).findChild(DataCare)
    assert isinstance(care, DataCare)
    care.run()
    qtbot.wait_until(lambda: len(own_backups(ws)) == 1)
    trigger(window, "about")
    assert "最近一次自动备份：今天 12:00，1 份申报表" in prompts.asked[-1].text
    assert _message(window) == ""


def test_a_backup_that_cannot_be_made_is_told_once(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    add_filled(ws, unit_name="一")
    (ws.store.folder / "backups").write_text("in the way")
    care = contents_of(window).findChild(DataCare)
    assert isinstance(care, DataCare)
    care.run()
    qtbot.wait_until(lambda: "自动备份没有完成" in _message(window))
    contents_of(window).notifications.banner.hide()
    care.run()
    qtbot.wait_until(lambda: not contents_of(window).main_window.tasks.is_busy)
    assert contents_of(window).notifications.banner.isHidden()


def test_a_backup_laid_over_a_killed_programs_data_is_told_in_the_window(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, tmp_path: Path
) -> None:
    add_filled(ws, unit_name="备份里的")
    ws.store.backup(tmp_path / "good")
    add_filled(ws, unit_name="后来的")
    killed = tmp_path / "killed"
    copy_folder(ws.store.folder, killed)
    (killed / f"{FILE_NAME}-shm").unlink()
    shutil.copyfile(tmp_path / "good", killed / FILE_NAME)

    with Store.open(killed) as store:
        window = open_window(Workspace(ws.campaign, lambda: store, lambda: ws.printer))
        care = contents_of(window).findChild(DataCare)
        assert isinstance(care, DataCare)
        care.run()
        qtbot.wait_until(lambda: "不属于现有数据文件的附属文件" in _message(window))
        assert [record.value("unit_name") for record in store.records()] == ["备份里的"]


@contextmanager
def _no_logs(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as workspace:
        yield workspace


def _soon(act: Callable[[], bool]) -> None:
    if not act():
        QTimer.singleShot(20, lambda: _soon(act))


def _press(verb: str) -> Callable[[], bool]:
    """Presses a button of the message that is shown, once there is one."""

    def press() -> bool:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return False
        buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
        if verb not in buttons:
            return False
        buttons[verb].click()
        return True

    return press


def _close_when_complete(seen: list[int]) -> Callable[[], bool]:
    def close() -> bool:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.tool_bar.isEnabled():
                pages = contents_of(window).tabs.pages.values()
                seen.append(sum(page.record_count for page in pages))
                window.close()
                return True
        return False

    return close


@pytest.fixture
def emptied(tmp_path: Path) -> Path:
    """A data folder whose database has lost everything, with a backup."""
    data = tmp_path / "emptied"
    with open_workspace(data) as ws:
        ws.store.add([NewRecord("annex1", {"unit_name": "一"}, campaign="2017")])
        back_up_if_due(ws, NOON)
    (data / FILE_NAME).write_bytes(b"")
    return data


@pytest.mark.usefixtures("look_of_the_other_tests")
def test_the_start_offers_the_newest_good_backup(emptied: Path, project_folder: Path) -> None:
    seen: list[int] = []
    QTimer.singleShot(0, lambda: _soon(_press("恢复这个备份")))
    QTimer.singleShot(0, lambda: _soon(_close_when_complete(seen)))

    code = run_window(project_folder / "resources", lambda: _no_logs(emptied), {}, None, emptied)

    assert code == 0
    assert seen == [1]
    (aside,) = emptied.glob(f"{FILE_NAME}.damaged-*")
    assert aside.read_bytes() == b""


@pytest.mark.usefixtures("look_of_the_other_tests")
def test_the_start_can_begin_with_nothing_and_keeps_the_file(
    emptied: Path, project_folder: Path
) -> None:
    content = b"SQLite format 3\0" + b"\xff" * 3000
    (emptied / FILE_NAME).write_bytes(content)
    seen: list[int] = []
    QTimer.singleShot(0, lambda: _soon(_press("从空白开始…")))
    QTimer.singleShot(0, lambda: _soon(_press("从空白开始")))
    QTimer.singleShot(0, lambda: _soon(_close_when_complete(seen)))

    code = run_window(project_folder / "resources", lambda: _no_logs(emptied), {}, None, emptied)

    assert (code, seen) == (0, [0])
    (aside,) = emptied.glob(f"{FILE_NAME}.damaged-*")
    assert aside.read_bytes() == content


@pytest.mark.usefixtures("look_of_the_other_tests")
def test_the_start_can_be_given_up_and_nothing_changes(emptied: Path, project_folder: Path) -> None:
    QTimer.singleShot(0, lambda: _soon(_press("退出")))

    code = run_window(project_folder / "resources", lambda: _no_logs(emptied), {}, None, emptied)

    assert code == BAD_START
    assert (emptied / FILE_NAME).read_bytes() == b""
    assert not list(emptied.glob("*.damaged-*"))


def test_data_that_can_only_be_read_is_shown_so(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    add_filled(ws, unit_name="一")
    ws.store.close()
    with closing(sqlite3.connect(ws.store.folder / FILE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9000'")
        connection.commit()
    with Store.open(ws.store.folder) as store:
        newer = Workspace(ws.campaign, lambda: store, lambda: ws.printer)
        newer.open()
        window = open_window(newer)
        contents = contents_of(window)
        assert "新版本" in contents.past_banner.text
        assert contents.past_banner.isVisible()
        assert "只能查看" in window.windowTitle()
        assert not window.actions_table["new"].isEnabled()
        assert contents.tabs.current_page.record_count == 1
        trigger(window, "backups")
        dialog = dialog_of(qtbot, window, "backups_window")
        names = ("backups_restore", "backups_file", "backups_save")
        buttons = [dialog.findChild(QPushButton, name) for name in names]
        assert [button is not None and button.isEnabled() for button in buttons] == [0, 0, 1]
        dialog.reject()
