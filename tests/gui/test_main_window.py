"""What a clerk does in the window, on the real store and printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.editor.inputs.choice import ChoiceInput
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import (
    FILLED,
    add_filled,
    focus,
    input_of,
    only_record,
    row_of,
    trigger,
)

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]
Widget = TypeVar("Widget", bound=QWidget)


# making and typing


def test_an_empty_program_says_what_to_do_next(window: MainWindow) -> None:
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "还没有附件1" in texts
    assert not window.actions_table["print"].isEnabled()
    assert window.actions_table["new"].isEnabled()


def test_a_new_record_waits_in_its_first_empty_field(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    trigger(window, "new")
    first = input_of(window, "annex1.county")
    qtbot.wait_until(first.hasFocus)
    assert only_record(ws).values == {"city": "大连"}
    assert contents.tabs.tabText(0).endswith("1")


def test_typing_is_stored_without_being_asked(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    trigger(window, "new")
    type_chinese(input_of(window, "annex1.unit_name"), "大连示例重工")
    qtbot.wait_until(lambda: only_record(ws).value("unit_name") == "大连示例重工", timeout=1000)
    qtbot.wait_until(lambda: window.status.saved_text == "已保存 12:00:00")


def test_leaving_a_field_stores_at_once_and_in_canonical_form(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    trigger(window, "new")
    employees = input_of(window, "annex1.employees")
    assert isinstance(employees, QLineEdit)
    focus(qtbot, employees)
    type_chinese(employees, "１，２００")
    assert employees.text() == "１，２００"
    focus(qtbot, input_of(window, "annex1.contact"))
    qtbot.wait_until(lambda: only_record(ws).value("employees") == "1200")
    qtbot.wait_until(lambda: employees.text() == "1200")


def test_text_being_composed_is_never_stored(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    trigger(window, "new")
    name = input_of(window, "annex1.unit_name")
    type_chinese(name, "大连")
    QApplication.sendEvent(name, QInputMethodEvent("shi li", []))
    trigger(window, "save")
    assert only_record(ws).value("unit_name") == "大连"


def test_switching_records_and_tabs_and_closing_store_at_once(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    trigger(window, "new")
    first = only_record(ws)
    type_chinese(input_of(window, "annex1.unit_name"), "甲")
    trigger(window, "new")
    assert ws.store.record(first.id).value("unit_name") == "甲"
    type_chinese(input_of(window, "annex1.unit_name"), "乙")
    contents.tabs.setCurrentIndex(1)
    qtbot.wait_until(
        lambda: [each.value("unit_name") for each in records.records(ws, "annex1")] == ["甲", "乙"]
    )
    trigger(window, "new")
    type_chinese(input_of(window, "annex2.unit_name"), "丙")
    window.close()
    assert only_record(ws, "annex2").value("unit_name") == "丙"


def test_an_implied_value_appears_in_its_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    trigger(window, "new")
    QTest.keyClick(input_of(window, "annex1.unit_nature"), Qt.Key.Key_5)
    non_public = input_of(window, "annex1.non_public")
    assert isinstance(non_public, ChoiceInput)
    assert non_public.value() == "yes"
    assert not non_public.isVisible()  # it follows, nobody need be asked
    qtbot.wait_until(lambda: only_record(ws).value("non_public") == "yes")


def test_the_tab_key_follows_the_page_and_enter_moves_on(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    trigger(window, "new")
    form = ws.campaign.form("annex1")
    printed = [*form.heading, *(field_id for row in form.rows for field_id in row)]
    focus(qtbot, input_of(window, f"annex1.{printed[0]}"))
    for field_id in printed[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        paragraphs = focused.objectName().endswith(("goals", "measures"))
        QTest.keyClick(focused, Qt.Key.Key_Tab if paragraphs else Qt.Key.Key_Return)
        qtbot.wait_until(input_of(window, f"annex1.{field_id}").hasFocus)
    for field_id in reversed(printed[:-1]):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Backtab)
        qtbot.wait_until(input_of(window, f"annex1.{field_id}").hasFocus)


def test_every_input_is_read_out_by_its_official_label(window: MainWindow, ws: Workspace) -> None:
    for form in ws.campaign.forms:
        for field in form.fields:
            assert input_of(window, f"{form.id}.{field.id}").accessibleName() == field.label


def test_somebody_who_types_without_a_pause_is_stored_meanwhile(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    trigger(window, "new")
    name = input_of(window, "annex1.unit_name")

    def types_on_until_it_is_stored() -> bool:  # a key every 10 ms
        type_chinese(name, "字")
        return bool(only_record(ws).values)

    qtbot.wait_until(types_on_until_it_is_stored, timeout=5000)


# undo


def test_each_record_has_steps_of_its_own(
    window: MainWindow, contents: WindowContents, ws: Workspace, type_chinese: TypeChinese
) -> None:
    first, second = add_filled(ws), add_filled(ws)
    contents.tabs.reload()
    city = input_of(window, "annex1.city")
    type_chinese(city, "甲")
    trigger(window, "next")
    assert not window.actions_table["undo"].isEnabled()
    type_chinese(city, "乙")
    trigger(window, "undo")
    assert not window.actions_table["undo"].isEnabled()
    trigger(window, "save")
    assert ws.store.record(first.id).value("city") == "甲大连市"
    assert ws.store.record(second.id).value("city") == "大连市"
    trigger(window, "previous")
    trigger(window, "undo")
    trigger(window, "save")
    assert ws.store.record(first.id).value("city") == "大连市"


def test_undo_reaches_fields_that_were_left(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    trigger(window, "new")
    name, city = input_of(window, "annex1.unit_name"), input_of(window, "annex1.city")
    for widget, text in ((name, "大连示例"), (city, "大连市")):
        focus(qtbot, widget)
        type_chinese(widget, text)
    QTest.keyClick(city, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row_of(window, "annex1.city").value == "大连"
    QTest.keyClick(city, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row_of(window, "annex1.unit_name").value == ""
    qtbot.wait_until(name.hasFocus)
    assert window.actions_table["undo"].text().startswith("撤销 新建 附件1")
    QTest.keyClick(name, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert row_of(window, "annex1.unit_name").value == "大连示例"
    trigger(window, "save")
    assert only_record(ws).values == {"city": "大连", "unit_name": "大连示例"}


def test_undoing_a_choice_takes_back_what_followed_from_it(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    trigger(window, "new")
    QTest.keyClick(input_of(window, "annex1.unit_nature"), Qt.Key.Key_5)
    trigger(window, "save")
    assert only_record(ws).value("non_public") == "yes"
    trigger(window, "undo")
    trigger(window, "save")
    assert only_record(ws).values == {"city": "大连"}


# records


def test_records_are_copied_and_deleted_with_a_way_back(
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    qtbot: QtBot,
    open_window: OpenWindow,
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    trigger(window, "copy")
    assert [each.values for each in records.records(ws, "annex1")] == [
        FILLED | {"non_public": "yes"}
    ] * 2
    trigger(window, "delete")
    assert len(records.records(ws, "annex1")) == 1
    assert contents.notifications.banner.text == "已删除“大连示例重工有限公司”。"
    QTest.mouseClick(contents.notifications.banner.button, Qt.MouseButton.LeftButton)
    assert len(records.records(ws, "annex1")) == 2
    trigger(window, "delete")
    trigger(window, "undo")
    assert len(records.records(ws, "annex1")) == 2


def test_a_final_record_is_read_only_until_reopened_with_a_reason(
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws)
    contents.tabs.reload()
    prompts.answers.append(True)
    trigger(window, "finish")
    assert ws.store.record(record.id).state is RecordState.FINAL
    assert "不能再改" in contents.tabs.current_page.panel.banner.text
    name = input_of(window, "annex1.unit_name")
    assert isinstance(name, QLineEdit)
    assert name.isReadOnly()
    prompts.answers.extend(["。", "电话写错"])
    trigger(window, "reopen")
    assert ws.store.record(record.id).state is RecordState.FINAL
    trigger(window, "reopen")
    assert input_of(window, "annex1.city").hasFocus()
    reopened = ws.store.record(record.id)
    assert (reopened.state, reopened.revision) == (RecordState.DRAFT, 2)
    assert "电话写错" in contents.tabs.current_page.panel.banner.text
    type_chinese(name, "新")
    trigger(window, "save")
    assert ws.store.record(record.id).value("unit_name").startswith("新")


def test_finishing_a_faulty_record_goes_to_the_first_fault(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
) -> None:
    record = add_filled(ws, employees="")
    contents.tabs.reload()
    trigger(window, "finish")
    qtbot.wait_until(input_of(window, "annex1.employees").hasFocus)
    qtbot.wait_until(lambda: bool(row_of(window, "annex1.employees").findings))
    assert ws.store.record(record.id).state is RecordState.DRAFT
    assert not prompts.asked


def test_the_search_filters_every_list(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, unit_name="大连甲厂")
    add_filled(ws, unit_name="大连乙厂")
    contents.tabs.reload()
    search = input_of(window, "search")
    assert isinstance(search, QLineEdit)
    search.setText("乙")
    page = contents.tabs.current_page
    qtbot.wait_until(lambda: page.model.rowCount() == 1)
    assert page.record is not None
    assert page.record.value("unit_name") == "大连甲厂"  # what is open stays open
    search.setText("丙")
    qtbot.wait_until(lambda: page.model.rowCount() == 0)
    search.clear()
    qtbot.wait_until(lambda: page.model.rowCount() == 2)


def test_the_search_finds_a_unit_in_another_tab(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, unit_name="大连甲厂")
    other = records.create(ws, "annex2")
    records.change(ws, other.id, {"unit_name": "餐饮行业工会"})
    contents.tabs.reload()
    search = input_of(window, "search")
    assert isinstance(search, QLineEdit)
    search.setText("餐饮")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert contents.tabs.currentIndex() == 1
    assert contents.tabs.tabText(0).endswith("0/1")
    assert contents.tabs.current_page.record is not None
    assert contents.tabs.current_page.record.id == other.id


def test_deleting_the_last_match_opens_another_record(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    first = add_filled(ws, unit_name="甲")
    second = add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    page = contents.tabs.current_page
    contents.tabs.set_filter("乙")
    page.open_by_id(second.id)
    trigger(window, "delete")
    assert page.record is not None
    assert page.record.id == first.id


def test_the_delete_key_deletes_a_record_in_the_list_and_a_character_in_a_text(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    record = add_filled(ws)
    contents.tabs.reload()
    goals = input_of(window, "annex1.goals")
    focus(qtbot, goals)
    QTest.keyClick(goals, Qt.Key.Key_Delete)
    trigger(window, "save")
    assert ws.store.record(record.id).value("goals") == FILLED["goals"][1:]
    view = contents.tabs.current_page.list.view
    focus(qtbot, view)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert records.records(ws, "annex1") == []


def test_the_tab_key_leads_from_the_list_to_the_first_field(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    view = contents.tabs.current_page.list.view
    focus(qtbot, view)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    qtbot.wait_until(input_of(window, "annex1.city").hasFocus)


def test_the_keys_go_to_the_list_at_first(ws: Workspace, open_window: OpenWindow) -> None:
    first, second = add_filled(ws), add_filled(ws)
    window = open_window(None)  # as the program starts: the window first
    page = fill_window(window, ws).tabs.current_page

    assert window.focusWidget() is page.list.view
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)

    assert page.record == second
    assert records.records(ws) == [first, second]  # a blank would have pressed a button
