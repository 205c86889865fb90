"""The windows 回收站 and 修改历史: what was deleted or typed over comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services import bin as bin_service
from gonghui_desktop.services import records, stages
from gonghui_desktop.services.history import history
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import Reason
from gonghui_desktop.store.store import FILE_NAME
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import TypeChinese, add_filled, dialog_of, input_of, row_of, trigger
from tests.services.markers import files_with

Widget = TypeVar("Widget", bound=QWidget)
GOALS = "工会健全组织，开展协商。每月开一次会，听取职工意见；年底总结。" * 8


def _part(dialog: QDialog, kind: type[Widget], name: str) -> Widget:
    found = dialog.findChild(kind, name)
    assert found is not None
    return found


def _names(ws: Workspace) -> list[str]:
    return [record.value("unit_name") for record in records.records(ws)]


# 回收站


@pytest.fixture
def deleted(ws: Workspace, contents: WindowContents) -> list[Record]:
    """Three records in the bin: two drafts, and a final one, which went last."""
    drafts = [add_filled(ws, unit_name=name) for name in ("甲 & <b>厂</b>", "乙厂")]
    final = records.make_final(ws, [add_filled(ws, unit_name="丙厂").id])[0]
    add_filled(ws, unit_name="丁厂")
    for record in (*drafts, final):
        records.delete(ws, record.id)
    contents.tabs.reload()
    return [*drafts, final]


def _bin(qtbot: QtBot, window: MainWindow) -> tuple[QDialog, QTreeWidget, QPushButton]:
    trigger(window, "bin")
    dialog = dialog_of(qtbot, window, "bin_dialog")
    accept = _part(dialog, QPushButton, "bin_restore")
    return dialog, _part(dialog, QTreeWidget, "bin_list"), accept


@pytest.mark.usefixtures("deleted")
def test_the_bin_lists_what_was_deleted_last_first(qtbot: QtBot, window: MainWindow) -> None:
    _dialog, view, _accept = _bin(qtbot, window)
    rows = [view.topLevelItem(row) for row in range(view.topLevelItemCount())]
    texts = [[item.text(column) for column in range(5)] for item in rows if item]
    assert [row[0] for row in texts] == ["丙厂", "乙厂", "甲 & <b>厂</b>"]
    assert [row[2] for row in texts] == ["已定稿", "草稿", "草稿"]
    assert {row[1] for row in texts} == {"附件1"}
    assert all(row[4].endswith("天") for row in texts)


@pytest.mark.usefixtures("deleted")
def test_several_come_back_by_keys_alone_and_can_go_again(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    dialog, view, accept = _bin(qtbot, window)
    assert view.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
    qtbot.wait_until(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert accept.text() == "恢复 2 份"
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.wait_until(dialog.isHidden)
    qtbot.wait_until(lambda: _names(ws) == ["乙厂", "丙厂", "丁厂"])
    assert contents.notifications.banner.text == "已恢复 2 份申报表。"
    qtbot.wait_until(lambda: contents.tabs.current_page.record is not None)
    trigger(window, "undo")
    assert _names(ws) == ["丁厂"]
    trigger(window, "redo")
    assert _names(ws) == ["乙厂", "丙厂", "丁厂"]


def test_a_final_form_comes_back_as_it_was(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace, deleted: list[Record]
) -> None:
    _dialog, _view, accept = _bin(qtbot, window)
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: _names(ws) == ["丙厂", "丁厂"])
    assert contents.tabs.current_page.record == deleted[2]


def test_an_empty_bin_says_so(qtbot: QtBot, window: MainWindow) -> None:
    dialog, view, accept = _bin(qtbot, window)
    assert not view.isVisible()
    assert not accept.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait_until(dialog.isHidden)


def _purge(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> QDialog:
    QTest.mouseClick(_part(dialog, QPushButton, "bin_purge"), Qt.MouseButton.LeftButton)
    return dialog_of(qtbot, window, "purge_dialog")


def _await_end(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.wait_until(lambda: not isValid(dialog) or dialog.isHidden())


def test_nothing_brings_back_what_was_purged(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace, deleted: list[Record]
) -> None:
    again = add_filled(ws, unit_name="戊厂")
    contents.tabs.reload()
    contents.tabs.current_page.open_by_id(again.id)
    trigger(window, "delete")
    qtbot.wait_until(lambda: "戊厂" not in _names(ws))
    ws.store.keep_backup(ws.clock(), Reason.DAILY)
    dialog, view, _accept = _bin(qtbot, window)
    qtbot.wait_until(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert _part(dialog, QPushButton, "bin_purge").text() == "彻底删除 2 份…"

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):  # neither does it
        question = _purge(qtbot, window, dialog)
        texts = _part(question, QListWidget, "erase_list")
        lines = [item.text() for row in range(texts.count()) if (item := texts.item(row))]
        assert any("1 个自动备份" in line for line in lines)
        assert any("纸质表" in line for line in lines)
        assert any("纸质表和报送包" in label.text() for label in question.findChildren(QLabel))
        QTest.keyClick(QApplication.focusWidget() or question, key)
        _await_end(qtbot, question)
        assert len(bin_service.binned(ws)) == 4

    question = _purge(qtbot, window, dialog)
    QTest.mouseClick(_part(question, QPushButton, "erase_yes"), Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: view.topLevelItemCount() == 2)
    assert {each.record.id for each in bin_service.binned(ws)} == {each.id for each in deleted[:2]}
    assert "1 个自动备份" in contents.notifications.banner.text
    assert not window.actions_table["undo"].isEnabled()
    for name in ("戊厂", "丙厂"):
        assert files_with(ws.store.folder, name) == []
    dialog.close()


# 修改历史


@pytest.fixture
def changed(ws: Workspace, contents: WindowContents) -> Record:
    """A record whose name and long text were changed, the name twice."""
    record = add_filled(ws, unit_name="甲厂", goals=GOALS, contact="找传达室")
    records.change(ws, record.id, {"unit_name": "大连甲厂有限公司"})
    records.change(ws, record.id, {"goals": GOALS[:100]})
    changed = records.change(ws, record.id, {"unit_name": "乙"})
    contents.tabs.reload()
    return changed


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow, changed: Record) -> QDialog:
    """The window 修改历史 of that record."""
    assert changed
    trigger(window, "history")
    return dialog_of(qtbot, window, "history_dialog")


def _rows(dialog: QDialog) -> list[str]:
    view = _part(dialog, QListWidget, "history_list")
    return [view.item(row).text() for row in range(view.count())]


def _press(dialog: QDialog, name: str) -> None:
    buttons = [b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name]
    (button,) = [button for button in buttons if button.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _reads(dialog: QDialog, name: str) -> Callable[[], str]:
    def text() -> str:
        found = [t for t in dialog.findChildren(QTextEdit) if t.accessibleName() == name]
        return next((each.toPlainText() for each in found if each.isVisible()), "")

    return text


def test_the_history_tells_each_change_newest_first(shown: QDialog) -> None:
    rows = _rows(shown)
    assert rows[:3] == ["改动 单位名称", "改动 工作目标", "改动 单位名称"]
    assert rows[-1] == "新建"
    assert _reads(shown, "单位名称，原来")() == "大连甲厂有限公司"
    assert _reads(shown, "单位名称，改为")() == "乙"


def test_one_text_comes_back_and_can_go_again(
    qtbot: QtBot,
    window: MainWindow,
    ws: Workspace,
    changed: Record,
    shown: QDialog,
) -> None:
    _press(shown, "单位名称，原来：恢复")
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("unit_name") == "大连甲厂有限公司")
    qtbot.wait_until(lambda: _rows(shown)[0] == "恢复旧内容 单位名称")
    assert row_of(window, "annex1.unit_name").value == "大连甲厂有限公司"
    assert window.actions_table["undo"].text().startswith("撤销 恢复 单位名称")
    banner = _part(shown, Banner, "history_banner")
    assert banner.text == "已恢复 单位名称。"
    banner.button.click()
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("unit_name") == "乙")
    qtbot.wait_until(lambda: not banner.isVisible())
    assert row_of(window, "annex1.unit_name").value == "乙"
    assert history(ws, changed.id)[0].action is Action.REVERT


def test_the_whole_form_comes_back_as_one_step(
    qtbot: QtBot,
    window: MainWindow,
    ws: Workspace,
    changed: Record,
    shown: QDialog,
    type_chinese: TypeChinese,
) -> None:
    view = _part(shown, QListWidget, "history_list")
    view.setCurrentRow(2)  # after the name had become longer, before the text was cut
    next(b for b in shown.findChildren(QRadioButton) if b.text() == "与现在相比").click()
    assert _reads(shown, "单位名称，那时")() == "大连甲厂有限公司"
    assert _reads(shown, "单位名称，现在")() == "乙"
    _part(shown, QPushButton, "history_restore_form").click()
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("goals") == GOALS)
    assert ws.store.record(changed.id).value("unit_name") == "大连甲厂有限公司"
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    type_chinese(input_of(window, "annex1.city"), "新")
    trigger(window, "undo")
    trigger(window, "undo")
    assert ws.store.record(changed.id).values == changed.values
    trigger(window, "redo")
    assert ws.store.record(changed.id).value("goals") == GOALS


def test_taking_back_a_restored_text_leaves_what_another_program_wrote(
    qtbot: QtBot, window: MainWindow, ws: Workspace, changed: Record, shown: QDialog
) -> None:
    records.change(ws, changed.id, {"address": "别处改的地址"})  # since the window was read
    _press(shown, "单位名称，原来：恢复")
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("unit_name") == "大连甲厂有限公司")
    trigger(window, "undo")
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("unit_name") == "乙")
    assert ws.store.record(changed.id).value("address") == "别处改的地址"


def test_a_restored_text_that_was_changed_elsewhere_is_not_taken_back(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    changed: Record,
    shown: QDialog,
) -> None:
    _press(shown, "单位名称，原来：恢复")
    qtbot.wait_until(lambda: ws.store.record(changed.id).value("unit_name") == "大连甲厂有限公司")
    qtbot.wait_until(window.actions_table["undo"].isEnabled)
    records.change(ws, changed.id, {"unit_name": "别处改的名称"})
    trigger(window, "undo")
    qtbot.wait_until(lambda: "没有改回" in contents.notifications.banner.text)
    assert ws.store.record(changed.id).value("unit_name") == "别处改的名称"
    assert not window.actions_table["undo"].isEnabled()  # it cannot be taken back any more


def test_the_tab_key_goes_from_top_to_bottom(qtbot: QtBot, shown: QDialog) -> None:
    view = _part(shown, QListWidget, "history_list")
    qtbot.wait_until(view.hasFocus)
    view.setCurrentRow(1)
    names = []
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or focused.property("text"))
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    texts = ["工作目标，原来", "工作目标，改为"]
    places = [names.index(name) for name in (*texts, "整份恢复到这时", "关闭")]
    assert places == sorted(places)
    assert names.index("修改历史") < places[0]


def test_the_history_of_one_field(shown: QDialog) -> None:
    fields = _part(shown, QComboBox, "history_filter")
    fields.setCurrentIndex(fields.findText("工作目标"))
    assert len(_rows(shown)) == 2
    assert _rows(shown)[0] == "改动 工作目标"
    fields.setCurrentIndex(0)
    assert len(_rows(shown)) > 2


def test_a_final_form_is_shown_and_not_changed(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    record = add_filled(ws)
    records.change(ws, record.id, {"employees": "130"})
    records.make_final(ws, [record.id])
    contents.tabs.reload()
    trigger(window, "history")
    dialog = dialog_of(qtbot, window, "history_dialog")
    assert _rows(dialog)[0] == "定稿"
    view = _part(dialog, QListWidget, "history_list")
    view.setCurrentRow(1)
    assert _reads(dialog, "职工人数，改为")() == "130"
    captions = [b.text() for b in dialog.findChildren(QPushButton) if b.isVisible()]
    assert captions == ["关闭"]


def test_what_was_just_typed_is_in_the_history(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, unit_name="甲")
    contents.tabs.reload()
    type_chinese(input_of(window, "annex1.unit_name"), "新")
    trigger(window, "history")
    dialog = dialog_of(qtbot, window, "history_dialog")
    assert _reads(dialog, "单位名称，改为")() == "新甲"


def test_a_damaged_seal_in_the_history_is_shown_as_it_is(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace, tmp_path: Path
) -> None:
    record = add_filled(ws)
    records.make_final(ws, [record.id])
    stages.set_seal(ws, record.id, 0, is_there=True)
    with closing(sqlite3.connect(next(tmp_path.rglob(FILE_NAME)))) as connection, connection:
        connection.execute("UPDATE history SET after = '某处 2017' WHERE action = 'seal'")
    contents.tabs.reload()
    trigger(window, "history")
    dialog = dialog_of(qtbot, window, "history_dialog")
    assert _rows(dialog)[0] == "“某处 2017”：已盖"


def test_the_history_names_the_seal_and_the_reason_of_reopening(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    record = add_filled(ws, measures="开展集体协商，每季度一次。\n" * 80)  # several pages
    records.make_final(ws, [record.id])
    stages.mark(ws, [record.id], Stage.PRINTED)
    for number in (1, 3):
        stages.set_seal(ws, record.id, number, is_there=True)
    records.reopen(ws, record.id, "电话写错")
    contents.tabs.reload()
    trigger(window, "history")
    dialog = dialog_of(qtbot, window, "history_dialog")
    assert _rows(dialog)[:3] == ["重新打开", "骑缝章：已盖", "县级总工会：已盖"]
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "重新打开的原因：电话写错" in texts
