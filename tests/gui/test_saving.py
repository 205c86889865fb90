"""Nothing typed is lost: a locked store, other writers, a crash, a data folder that is gone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME
from gonghui_desktop.ui.background.writer_thread import PATIENCE
from gonghui_desktop.ui.dialogs.prompts import Waiting
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import (
    FILLED,
    GOALS,
    TYPED,
    accept,
    add_filled,
    contents_of,
    dialog_of,
    focus,
    input_of,
    rescued,
    row_of,
    trigger,
)

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Another program writes meanwhile."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _longest_turn(qtbot: QtBot, until: Callable[[], bool]) -> float:
    """Seconds that the window stood still at most, until then."""
    turns = [time.monotonic()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: turns.append(time.monotonic()))
    timer.start()
    qtbot.wait_until(until, timeout=20_000)
    return max(after - before for before, after in pairwise(turns))


def test_the_window_goes_on_while_another_program_writes(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    record, folder = add_filled(ws), tmp_path / "data"
    window = open_window(patience=PATIENCE)
    with _locked(folder):
        type_chinese(input_of(window, GOALS), "新")
        trigger(window, "save")
        trigger(window, "new")
        keeper = contents_of(window).keeper
        longest = _longest_turn(qtbot, lambda: keeper.error is not None)
        assert longest < 1.5  # SQLite waits two seconds; this machine may be busy
        assert window.status.saved_text == "尚未保存"
        assert not contents_of(window).save_failure.isVisible()  # it passes by itself
        assert row_of(window, GOALS).value == TYPED
        assert rescued(folder) == [{"goals": TYPED}]
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED, timeout=10_000)
    qtbot.wait_until(lambda: window.status.saved_text.startswith("已保存"))
    qtbot.wait_until(lambda: rescued(folder) == [])


def test_closing_waits_for_another_program_with_a_word(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    record = add_filled(ws)
    window = open_window(patience=PATIENCE)
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        type_chinese(input_of(window, GOALS), "新")
        QTimer.singleShot(500, lambda: other.execute("ROLLBACK"))
        assert window.close()
    assert [(each.kind, each.title) for each in prompts.asked] == [("wait", "正在保存")]
    assert ws.store.record(record.id).value("goals") == TYPED


class _Impatient(ScriptedPrompts):
    """A clerk who presses 取消."""

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        """Cancels soon."""
        assert cancel is not None
        QTimer.singleShot(100, cancel)
        return super().wait(title, cancel)


@pytest.mark.parametrize("prompts", [_Impatient()])
def test_closing_can_be_cancelled_while_another_program_writes(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    record = add_filled(ws)
    window = open_window(patience=PATIENCE)
    with _locked(tmp_path / "data"):
        type_chinese(input_of(window, GOALS), "新")
        assert not window.close()
        assert [each.kind for each in prompts.asked] == ["wait"]
        assert row_of(window, GOALS).value == TYPED
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED, timeout=10_000)


def test_typing_without_a_pause_is_stored_meanwhile(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese
) -> None:
    record = add_filled(ws)
    goals = input_of(open_window(), GOALS)
    typing = QTimer(interval=30)
    typing.timeout.connect(lambda: type_chinese(goals, "新"))
    typing.start()
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals").startswith("新"))
    assert typing.isActive()


def test_typing_goes_on_while_a_write_is_under_way(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    """What is stored meanwhile is older than what stands in the field."""
    record = add_filled(ws)
    window = open_window(patience=PATIENCE)
    goals = input_of(window, GOALS)
    with _locked(tmp_path / "data"):
        type_chinese(goals, "一")
        trigger(window, "save")
        type_chinese(goals, "二")
        focus(qtbot, input_of(window, "annex1.address"))
    whole = f"一二{FILLED['goals']}"
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == whole, timeout=10_000)
    assert row_of(window, GOALS).value == whole
    assert contents_of(window).keeper.refusals == ()


# others write


def test_what_another_program_changed_is_not_written_over(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws)
    window = open_window()
    banner = contents_of(window).refused_banner
    records.change(other, record.id, {"goals": "别处写的", "employees": "7"})
    type_chinese(input_of(window, GOALS), "新")
    type_chinese(input_of(window, "annex1.address"), "新")
    trigger(window, "save")

    qtbot.wait_until(banner.isVisible)
    assert "您写下的 1 处还没有保存" in banner.text
    stored = ws.store.record(record.id)
    assert stored.value("goals") == "别处写的"
    assert stored.value("address") == f"新{FILLED['address']}"  # nobody else touched it
    banner.button.click()
    dialog = dialog_of(qtbot, window, "both_texts")
    accept(dialog)
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    assert not banner.isVisible()


def test_the_text_of_another_program_can_be_taken(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    record = add_filled(ws)
    window = open_window()
    records.change(other, record.id, {"goals": "别处写的"})
    type_chinese(input_of(window, GOALS), "新")
    trigger(window, "save")
    banner = contents_of(window).refused_banner
    qtbot.wait_until(banner.isVisible)
    qtbot.wait_until(lambda: rescued(tmp_path / "data") == [{"goals": TYPED}])
    banner.button.click()
    dialog = dialog_of(qtbot, window, "both_texts")
    theirs = dialog.findChildren(QRadioButton)[0]
    theirs.setChecked(True)
    accept(dialog)
    qtbot.wait_until(lambda: row_of(window, GOALS).value == "别处写的")
    assert ws.store.record(record.id).value("goals") == "别处写的"
    qtbot.wait_until(lambda: rescued(tmp_path / "data") == [])


def test_what_another_program_writes_is_shown(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws)
    window = open_window()
    page = contents_of(window).tabs.current_page
    qtbot.wait(2500)  # it has looked once
    type_chinese(input_of(window, GOALS), "新")
    records.change(other, record.id, {"unit_name": "别处改的名称"})
    added = add_filled(other, unit_name="别处加的")
    qtbot.wait_until(lambda: row_of(window, "annex1.unit_name").value == "别处改的名称")
    qtbot.wait_until(lambda: page.model.holds(added.id))
    assert row_of(window, GOALS).value == TYPED
    trigger(window, "save")
    stored = ws.store.record(record.id)
    assert (stored.value("goals"), stored.value("unit_name")) == (TYPED, "别处改的名称")

    records.change(other, record.id, {"goals": "别处写的"})
    type_chinese(input_of(window, GOALS), "再")
    told = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "您写下的没有动，其余的显示的是改动后的" in told.text)


def test_text_for_a_record_that_others_made_final_becomes_a_form_of_its_own(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    first, second = add_filled(ws), add_filled(ws)
    window = open_window()
    contents = contents_of(window)
    contents.tabs.go_to(first.id)
    type_chinese(input_of(window, GOALS), "新")
    records.make_final(other, [first.id])
    contents.tabs.go_to(second.id)
    type_chinese(input_of(window, "annex1.address"), "新")
    trigger(window, "save")
    banner = contents.refused_banner
    qtbot.wait_until(banner.isVisible)
    assert ws.store.record(second.id).value("address") == f"新{FILLED['address']}"
    assert banner.button.text() == "存为新的一份"
    banner.button.click()
    qtbot.wait_until(lambda: not banner.isVisible())
    made = records.records(ws, "annex1")[-1]
    assert made.id not in (first.id, second.id)
    assert made.values == {**first.values, "goals": TYPED}
    assert ws.store.record(first.id).value("goals") == FILLED["goals"]


def test_undo_leaves_alone_what_another_program_wrote(
    ws: Workspace, other: Workspace, open_window: OpenWindow, type_chinese: TypeChinese
) -> None:
    record = add_filled(ws)
    window = open_window()
    records.change(other, record.id, {"address": "别处改的地址"})
    type_chinese(input_of(window, GOALS), "新")
    trigger(window, "save")
    trigger(window, "undo")
    trigger(window, "save")
    stored = ws.store.record(record.id)
    assert (stored.value("goals"), stored.value("address")) == (FILLED["goals"], "别处改的地址")


# a crash, and the next start


def test_what_was_not_stored_at_a_crash_is_stored_at_the_next_start(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    record, folder = add_filled(ws), tmp_path / "data"
    window = open_window(patience=PATIENCE)
    with _locked(folder):
        type_chinese(input_of(window, GOALS), "新")
        qtbot.wait_until(lambda: rescued(folder) == [{"goals": TYPED}])
        contents_of(window).keeper.discard()  # the process is gone
        window.hide()
    again = open_window()
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: row_of(again, GOALS).value == TYPED)
    notifications = contents_of(again).notifications
    assert "已经找回" in notifications.banner.text
    qtbot.wait_until(lambda: rescued(folder) == [])
    notifications.banner.button.click()
    dialog = dialog_of(qtbot, again, "both_texts")
    before = dialog.findChildren(QRadioButton)[0]
    before.setChecked(True)
    accept(dialog)
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == FILLED["goals"])
    qtbot.wait_until(lambda: row_of(again, GOALS).value == FILLED["goals"])


def test_what_was_not_stored_at_a_crash_waits_until_it_is_decided(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    record, folder = add_filled(ws), tmp_path / "data"
    window = open_window(patience=PATIENCE)
    with _locked(folder):
        type_chinese(input_of(window, GOALS), "新")
        qtbot.wait_until(lambda: rescued(folder) == [{"goals": TYPED}])
        contents_of(window).keeper.discard()
        window.hide()
    records.change(ws, record.id, {"goals": "后来写的"})
    for _ in range(2):  # not decided at the first start
        again = open_window()
        banner = contents_of(again).refused_banner
        qtbot.wait_until(banner.isVisible)
        assert ws.store.record(record.id).value("goals") == "后来写的"
        assert again.close()
        assert rescued(folder) == [{"goals": TYPED}]
    again = open_window()
    banner = contents_of(again).refused_banner
    qtbot.wait_until(banner.isVisible)
    banner.button.click()
    accept(dialog_of(qtbot, again, "both_texts"))
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: rescued(folder) == [])


def test_the_crash_path_rescues_what_the_store_does_not_take(
    ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    add_filled(ws)
    window = open_window(patience=PATIENCE)
    with _locked(tmp_path / "data"):
        type_chinese(input_of(window, GOALS), "新")
        window.rescue()
        (file,) = (tmp_path / "data" / "rescue").glob("*.json")
        assert rescued(tmp_path / "data") == [{"goals": TYPED}]
        assert file.stat().st_mode & 0o077 == 0
        contents_of(window).keeper.discard()


def test_a_data_folder_that_goes_away_and_comes_back_loses_nothing(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese, tmp_path: Path
) -> None:
    record, folder = add_filled(ws), tmp_path / "data"
    window = open_window()
    folder.rename(tmp_path / "away")
    type_chinese(input_of(window, GOALS), "新")
    banner = contents_of(window).save_failure
    qtbot.wait_until(banner.isVisible)
    assert not folder.exists()
    assert row_of(window, GOALS).value == TYPED
    (tmp_path / "away").rename(folder)
    banner.button.click()
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: not banner.isVisible())
