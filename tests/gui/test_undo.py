"""Ctrl+Z in the window: typing and actions in one list, each with its name in the menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.undo_list import Deed
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import TypeChinese, add_filled, focus, input_of, row_of, trigger

CTRL = Qt.KeyboardModifier.ControlModifier


def _names(ws: Workspace, form: str = "annex1") -> list[str]:
    return [record.value("unit_name") for record in records.records(ws, form)]


def _caption(window: MainWindow, name: str = "undo") -> str:
    action = window.actions_table[name]
    return action.text() if action.isEnabled() else ""


def test_the_menu_names_what_will_be_undone(
    window: MainWindow, contents: WindowContents, ws: Workspace, type_chinese: TypeChinese
) -> None:
    add_filled(ws, unit_name="甲 & 乙厂")
    contents.tabs.reload()
    assert (_caption(window), _caption(window, "redo")) == ("", "")
    type_chinese(input_of(window, "annex1.city"), "新")
    assert _caption(window) == "撤销 输入 市（省产业）(&U)"
    QTest.keyClick(input_of(window, "annex1.unit_nature"), Qt.Key.Key_3)
    assert _caption(window) == "撤销 选择 单位性质(&U)"
    trigger(window, "delete")
    assert _caption(window) == "撤销 删除 “甲 && 乙厂”(&U)"
    trigger(window, "undo")
    assert _caption(window) == "撤销 选择 单位性质(&U)"
    assert _caption(window, "redo") == "恢复 删除 “甲 && 乙厂”(&R)"
    assert "删除 “甲 & 乙厂”" in window.actions_table["redo"].toolTip()


def test_typing_after_a_deletion_is_taken_back_before_it(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, unit_name="甲")
    add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    trigger(window, "delete")
    city = input_of(window, "annex1.city")
    focus(qtbot, city)
    type_chinese(city, "新")
    assert contents.notifications.banner.isVisible()  # it still offers to undo the deletion
    QTest.keyClick(city, Qt.Key.Key_Z, CTRL)
    assert row_of(window, "annex1.city").value == "大连市"
    assert _names(ws) == ["乙"]
    QTest.keyClick(city, Qt.Key.Key_Z, CTRL)
    assert _names(ws) == ["甲", "乙"]


@pytest.mark.parametrize("count", [1, 2])
def test_who_takes_back_by_the_message_is_where_she_was(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace, count: int
) -> None:
    for name in ("甲", "乙")[:count]:
        add_filled(ws, unit_name=name)
    contents.tabs.reload()
    page = contents.tabs.current_page
    focus(qtbot, page.list.view)
    trigger(window, "delete")
    button = contents.notifications.banner.button
    focus(qtbot, button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: len(_names(ws)) == count)
    qtbot.wait_until(page.list.view.hasFocus)


def test_the_message_goes_with_the_step_that_it_offers_to_undo(
    window: MainWindow, contents: WindowContents, ws: Workspace, type_chinese: TypeChinese
) -> None:
    add_filled(ws, unit_name="甲")
    contents.tabs.reload()
    contents.tabs.current_page.session.change_at_once("粘贴为一整行", {Target("city"): "新"})
    step = contents.command_context().undo.latest
    notifications = contents.notifications
    notifications.notify_undoable("已按表格填入 1 栏。", lambda: None, step)
    type_chinese(input_of(window, "annex1.address"), "新")
    trigger(window, "undo")
    assert notifications.banner.isVisible()
    trigger(window, "undo")
    assert row_of(window, "annex1.city").value == "大连市"
    assert not notifications.banner.isVisible()


def test_the_form_that_came_back_alone_is_selected(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, unit_name="甲")
    add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    trigger(window, "delete")
    city = input_of(window, "annex1.city")
    focus(qtbot, city)
    QTest.keyClick(city, Qt.Key.Key_Z, CTRL)  # Ctrl is down when the row is selected
    assert _names(ws) == ["甲", "乙"]
    page = contents.tabs.current_page
    assert [record.value("unit_name") for record in page.selection] == ["甲"]


def test_a_deletion_is_taken_back_from_another_form_which_shows_it(
    window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    first = add_filled(ws, unit_name="甲")
    add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    trigger(window, "delete")
    trigger(window, "delete")
    contents.tabs.setCurrentIndex(1)
    trigger(window, "undo")
    assert contents.tabs.current_page.form.id == "annex1"
    assert _names(ws) == ["乙"]
    trigger(window, "undo")
    assert _names(ws) == ["甲", "乙"]
    assert contents.tabs.current_page.record == first
    trigger(window, "redo")
    assert _names(ws) == ["乙"]


def test_the_button_beside_a_deletion_undoes_that_one(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, unit_name="甲")
    add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    trigger(window, "delete")
    type_chinese(input_of(window, "annex1.city"), "新")
    QTest.mouseClick(contents.notifications.banner.button, Qt.MouseButton.LeftButton)
    assert _names(ws) == ["甲", "乙"]
    trigger(window, "next")
    assert row_of(window, "annex1.city").value == "新大连市"
    assert _caption(window) == "撤销 输入 市（省产业）(&U)"


def test_a_final_form_is_deleted_without_a_question_and_comes_back_as_it_was(
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
) -> None:
    record = add_filled(ws)
    final = records.make_final(ws, [record.id])[0]
    contents.tabs.reload()
    trigger(window, "delete")
    assert not prompts.asked
    assert _names(ws) == []
    trigger(window, "undo")
    assert ws.store.record(record.id) == final
    assert contents.tabs.current_page.record == final


def test_new_and_copied_forms_go_back_with_what_was_typed_into_them(
    window: MainWindow, contents: WindowContents, ws: Workspace, type_chinese: TypeChinese
) -> None:
    add_filled(ws, unit_name="甲")
    contents.tabs.reload()
    trigger(window, "copy")
    name = input_of(window, "annex1.unit_name")
    type_chinese(name, "新")
    trigger(window, "undo")
    assert _caption(window) == "撤销 复制 “甲”(&U)"
    trigger(window, "undo")
    assert _names(ws) == ["甲"]
    trigger(window, "redo")
    trigger(window, "redo")
    trigger(window, "save")
    assert sorted(_names(ws)) == ["新甲", "甲"]


def test_ctrl_z_elsewhere_changes_nothing_in_a_form_that_is_not_open(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    first = add_filled(ws, unit_name="甲")
    add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    type_chinese(input_of(window, "annex1.unit_name"), "新")
    trigger(window, "next")
    assert _caption(window) == ""
    contents.tabs.setCurrentIndex(1)
    assert _caption(window) == ""
    qtbot.wait_until(lambda: ws.store.record(first.id).value("unit_name") == "新甲")


def test_an_import_is_taken_back_without_what_was_there_before(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
    project_folder: Path,
) -> None:
    add_filled(ws, unit_name="本来就有")
    contents.tabs.reload()
    prompts.answers.append([project_folder / "tests" / "data" / "district.json"])
    trigger(window, "import")
    qtbot.wait_until(lambda: len(records.records(ws)) > 1 and _caption(window) != "")
    imported = records.records(ws)
    assert _caption(window).startswith(f"撤销 导入 {len(imported) - 1} 份申报表")
    trigger(window, "undo")
    assert [record.value("unit_name") for record in records.records(ws)] == ["本来就有"]
    trigger(window, "redo")
    assert records.records(ws) == imported


def test_a_deletion_that_cannot_be_taken_back_any_more_is_told_once(
    window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    record = add_filled(ws, unit_name="甲")
    contents.tabs.reload()
    trigger(window, "delete")
    records.undelete(ws, record.id)  # somebody else took it out of the bin
    trigger(window, "undo")
    assert contents.notifications.banner.isVisible()
    assert _caption(window) == ""


def test_what_was_typed_before_a_form_became_final_is_kept(
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws)
    contents.tabs.reload()
    name = input_of(window, "annex1.unit_name")
    assert isinstance(name, QLineEdit)
    type_chinese(name, "新")
    trigger(window, "save")
    records.make_final(ws, [record.id])  # by an export, which nothing takes back
    contents.tabs.reload()
    assert _caption(window) == ""
    assert ws.store.record(record.id).state is RecordState.FINAL
    assert ws.store.record(record.id).value("unit_name").startswith("新")


def test_making_final_and_opening_again_are_taken_back(
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws, unit_name="甲")
    contents.tabs.reload()
    prompts.answers.append(True)
    trigger(window, "finish")
    final = ws.store.record(record.id)
    assert _caption(window) == "撤销 定稿 “甲”(&U)"
    prompts.answers.append("写错")
    trigger(window, "reopen")
    type_chinese(input_of(window, "annex1.unit_name"), "新")
    assert ws.store.record(record.id).revision == 2
    trigger(window, "undo")
    trigger(window, "save")
    assert _caption(window) == "撤销 重新打开 “甲”(&U)"
    contents.tabs.setCurrentIndex(1)
    trigger(window, "undo")
    assert contents.tabs.current_page.record == ws.store.record(record.id) == final
    trigger(window, "undo")
    assert ws.store.record(record.id) == record
    assert not row_of(window, "annex1.unit_name").input.widget().property("readOnly")
    trigger(window, "redo")
    assert ws.store.record(record.id).state is RecordState.FINAL
    trigger(window, "undo")
    assert ws.store.record(record.id).state is RecordState.DRAFT


def test_a_form_that_was_printed_stays_final(
    window: MainWindow, contents: WindowContents, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    record = add_filled(ws)
    contents.tabs.reload()
    prompts.answers.append(True)
    trigger(window, "finish")
    ws.store.mark([record.id], Stage.PRINTED)
    trigger(window, "undo")
    assert ws.store.record(record.id).state is RecordState.FINAL
    assert "请重新打开" in contents.notifications.banner.text


def test_an_undo_works_again_after_a_fault_in_one(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    undone = []

    def write() -> None:
        undone.append("try")
        if len(undone) == 1:
            raise ZeroDivisionError("某处出错")

    deed = Deed(write, lambda _nothing: undone.append("shown"))
    contents.command_context().undo.push("某事", deed, deed, ["any"])
    with qtbot.capture_exceptions() as caught:
        trigger(window, "undo")
        qtbot.wait_until(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    trigger(window, "undo")
    qtbot.wait_until(lambda: undone == ["try", "try", "shown"])
