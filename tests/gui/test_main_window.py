"""What a clerk does in the window, on the real store and printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import EMPTY, Profile, Record, RecordState
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.field_row import FieldRow
from gonghui_desktop.ui.inputs.choice import ChoiceInput
from gonghui_desktop.ui.main_window import MainWindow
from gonghui_desktop.ui.prompts_scripted import ScriptedPrompts

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]
Widget = TypeVar("Widget", bound=QWidget)

FILLED = {
    "city": "大连市",
    "county": "中山区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83641234",
    "unit_nature": "5",
    "employees": "120",
    "goals": "健全组织。",
    "measures": "开展协商。",
}


def _filled(ws: Workspace, form: str = "annex1", **values: str) -> Record:
    record = records.create(ws, form)
    return records.change(ws, record.id, {**FILLED, **values})


def _do(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action_{name}")
    assert isinstance(action, QAction)
    assert action.isEnabled()
    action.trigger()


def _field(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def _focus(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait_until(widget.hasFocus)


def _row(window: MainWindow, name: str) -> FieldRow:
    form_id, field_id = name.split(".")
    return window.tabs.pages[form_id].panel.editor.row(field_id)


def _only(ws: Workspace, form: str = "annex1") -> Record:
    (record,) = records.records(ws, form)
    return record


# making and typing


def test_an_empty_program_says_what_to_do_next(window: MainWindow) -> None:
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "还没有附件1" in texts
    assert not window.actions_table["print"].isEnabled()
    assert window.actions_table["new"].isEnabled()


def test_a_new_record_waits_in_its_first_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _do(window, "new")
    first = _field(window, "annex1.city")
    qtbot.wait_until(first.hasFocus)
    assert _only(ws).values == {}
    assert window.tabs.tabText(0).endswith("1")


def test_typing_is_stored_without_being_asked(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _do(window, "new")
    type_chinese(_field(window, "annex1.unit_name"), "大连示例重工")
    qtbot.wait_until(lambda: _only(ws).value("unit_name") == "大连示例重工", timeout=1000)
    qtbot.wait_until(lambda: window.status.saved_text == "已保存 12:00:00")


def test_leaving_a_field_stores_at_once_and_in_canonical_form(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _do(window, "new")
    employees = _field(window, "annex1.employees")
    assert isinstance(employees, QLineEdit)
    _focus(qtbot, employees)
    type_chinese(employees, "１，２００")
    assert employees.text() == "１，２００"
    _focus(qtbot, _field(window, "annex1.contact"))
    assert employees.text() == "1200"
    assert _only(ws).value("employees") == "1200"


def test_text_being_composed_is_never_stored(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _do(window, "new")
    name = _field(window, "annex1.unit_name")
    type_chinese(name, "大连")
    QApplication.sendEvent(name, QInputMethodEvent("shi li", []))
    _do(window, "save")
    assert _only(ws).value("unit_name") == "大连"


def test_switching_records_and_tabs_and_closing_store_at_once(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _do(window, "new")
    first = _only(ws)
    type_chinese(_field(window, "annex1.unit_name"), "甲")
    _do(window, "new")
    assert ws.store.record(first.id).value("unit_name") == "甲"
    type_chinese(_field(window, "annex1.unit_name"), "乙")
    window.tabs.setCurrentIndex(1)
    assert [each.value("unit_name") for each in records.records(ws, "annex1")] == ["甲", "乙"]
    _do(window, "new")
    type_chinese(_field(window, "annex2.unit_name"), "丙")
    window.close()
    assert _only(ws, "annex2").value("unit_name") == "丙"


def test_an_implied_value_appears_in_its_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _do(window, "new")
    QTest.keyClick(_field(window, "annex1.unit_nature"), Qt.Key.Key_5)
    non_public = _field(window, "annex1.non_public")
    assert isinstance(non_public, ChoiceInput)
    qtbot.wait_until(lambda: non_public.value() == "yes")
    assert _only(ws).value("non_public") == "yes"


def test_the_tab_key_follows_the_page_and_enter_moves_on(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _do(window, "new")
    form = ws.campaign.form("annex1")
    printed = [*form.heading, *(field_id for row in form.rows for field_id in row)]
    beside = [field.id for field in form.fields if not field.printed]
    _focus(qtbot, _field(window, f"annex1.{printed[0]}"))
    for field_id in [*printed, *beside][1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        paragraphs = focused.objectName().endswith(("goals", "measures"))
        QTest.keyClick(focused, Qt.Key.Key_Tab if paragraphs else Qt.Key.Key_Return)
        qtbot.wait_until(_field(window, f"annex1.{field_id}").hasFocus)
    for field_id in reversed([*printed, *beside][:-1]):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Backtab)
        qtbot.wait_until(_field(window, f"annex1.{field_id}").hasFocus)


def test_every_input_is_read_out_by_its_official_label(window: MainWindow, ws: Workspace) -> None:
    for form in ws.campaign.forms:
        for field in form.fields:
            assert _field(window, f"{form.id}.{field.id}").accessibleName() == field.label


# undo


def test_undo_reaches_fields_that_were_left(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _do(window, "new")
    name, city = _field(window, "annex1.unit_name"), _field(window, "annex1.city")
    for widget, text in ((name, "大连示例"), (city, "大连市")):
        _focus(qtbot, widget)
        type_chinese(widget, text)
    QTest.keyClick(city, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _row(window, "annex1.city").value == ""
    QTest.keyClick(city, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _row(window, "annex1.unit_name").value == ""
    qtbot.wait_until(name.hasFocus)
    assert not window.actions_table["undo"].isEnabled()
    QTest.keyClick(name, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert _row(window, "annex1.unit_name").value == "大连示例"
    _do(window, "save")
    assert _only(ws).values == {"unit_name": "大连示例"}


def test_undoing_a_choice_takes_back_what_followed_from_it(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _do(window, "new")
    QTest.keyClick(_field(window, "annex1.unit_nature"), Qt.Key.Key_5)
    _do(window, "save")
    assert _only(ws).value("non_public") == "yes"
    _do(window, "undo")
    _do(window, "save")
    assert _only(ws).values == {}


# records


def test_records_are_copied_and_deleted_with_a_way_back(
    window: MainWindow, ws: Workspace, qtbot: QtBot, open_window: OpenWindow
) -> None:
    _filled(ws)
    window.tabs.reload()
    _do(window, "copy")
    assert [each.values for each in records.records(ws, "annex1")] == [
        FILLED | {"non_public": "yes"}
    ] * 2
    _do(window, "delete")
    assert len(records.records(ws, "annex1")) == 1
    assert window.news.banner.text == "已删除“大连示例重工有限公司”。"
    QTest.mouseClick(window.news.banner.button, Qt.MouseButton.LeftButton)
    assert len(records.records(ws, "annex1")) == 2
    _do(window, "delete")
    _do(window, "undo")
    assert len(records.records(ws, "annex1")) == 2


def test_a_final_record_is_read_only_until_reopened_with_a_reason(
    window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, type_chinese: TypeChinese
) -> None:
    record = _filled(ws)
    window.tabs.reload()
    prompts.answers.append(True)
    _do(window, "finish")
    assert ws.store.record(record.id).state is RecordState.FINAL
    assert "只读" in window.tabs.current_page.panel.banner.text
    name = _field(window, "annex1.unit_name")
    assert isinstance(name, QLineEdit)
    assert name.isReadOnly()
    prompts.answers.append("电话写错")
    _do(window, "reopen")
    reopened = ws.store.record(record.id)
    assert (reopened.state, reopened.revision) == (RecordState.DRAFT, 2)
    assert "电话写错" in window.tabs.current_page.panel.banner.text
    type_chinese(name, "新")
    _do(window, "save")
    assert ws.store.record(record.id).value("unit_name").startswith("新")


def test_finishing_a_faulty_record_goes_to_the_first_fault(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    record = _filled(ws, employees="")
    window.tabs.reload()
    _do(window, "finish")
    qtbot.wait_until(_field(window, "annex1.employees").hasFocus)
    qtbot.wait_until(lambda: bool(_row(window, "annex1.employees").findings))
    assert ws.store.record(record.id).state is RecordState.DRAFT
    assert not prompts.asked


def test_the_search_filters_every_list(qtbot: QtBot, window: MainWindow, ws: Workspace) -> None:
    _filled(ws, unit_name="大连甲厂")
    _filled(ws, unit_name="大连乙厂")
    window.tabs.reload()
    search = _field(window, "search")
    assert isinstance(search, QLineEdit)
    search.setText("乙")
    page = window.tabs.current_page
    qtbot.wait_until(lambda: page.model.rowCount() == 1)
    assert page.record is not None
    assert page.record.value("unit_name") == "大连甲厂"  # what is open stays open
    search.setText("丙")
    qtbot.wait_until(lambda: page.model.rowCount() == 0)
    search.clear()
    qtbot.wait_until(lambda: page.model.rowCount() == 2)


def test_the_search_finds_a_unit_in_another_tab(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _filled(ws, unit_name="大连甲厂")
    other = records.create(ws, "annex2")
    records.change(ws, other.id, {"unit_name": "餐饮行业工会"})
    window.tabs.reload()
    search = _field(window, "search")
    assert isinstance(search, QLineEdit)
    search.setText("餐饮")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert window.tabs.currentIndex() == 1
    assert window.tabs.tabText(0).endswith("0/1")
    assert window.tabs.current_page.record is not None
    assert window.tabs.current_page.record.id == other.id


def test_deleting_the_last_match_opens_another_record(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    first = _filled(ws, unit_name="甲")
    second = _filled(ws, unit_name="乙")
    window.tabs.reload()
    page = window.tabs.current_page
    window.tabs.set_filter("乙")
    page.open_by_id(second.id)
    _do(window, "delete")
    assert page.record is not None
    assert page.record.id == first.id


def test_the_delete_key_deletes_a_record_in_the_list_and_a_character_in_a_text(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    record = _filled(ws)
    window.tabs.reload()
    goals = _field(window, "annex1.goals")
    _focus(qtbot, goals)
    QTest.keyClick(goals, Qt.Key.Key_Delete)
    _do(window, "save")
    assert ws.store.record(record.id).value("goals") == FILLED["goals"][1:]
    view = window.tabs.current_page.list.view
    _focus(qtbot, view)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert records.records(ws, "annex1") == []


def test_the_tab_key_leads_from_the_list_to_the_first_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _filled(ws)
    window.tabs.reload()
    view = window.tabs.current_page.list.view
    _focus(qtbot, view)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    qtbot.wait_until(_field(window, "annex1.city").hasFocus)


# findings


def test_a_field_is_not_blamed_before_the_clerk_was_there(qtbot: QtBot, window: MainWindow) -> None:
    _do(window, "new")
    strip = window.tabs.current_page.panel.strip
    qtbot.wait_until(lambda: "强制" in strip.summary)
    city = _row(window, "annex1.city")
    assert not city.findings
    _focus(qtbot, _field(window, "annex1.county"))
    (finding,) = city.findings
    assert finding.severity is Severity.MANDATORY
    assert _field(window, "annex1.city").property("problem") == "error"


def test_a_doubtful_value_stands_with_a_reason(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _filled(ws, contact="找传达室")
    window.tabs.reload()
    strip = window.tabs.current_page.panel.strip
    qtbot.wait_until(lambda: strip.summary == "1 核实")
    reason = _field(window, "annex1.contact.reason")
    qtbot.wait_until(reason.isVisible)
    type_chinese(reason, "山区没有电话")
    qtbot.wait_until(lambda: strip.summary == "没有问题，可以定稿")
    _do(window, "save")
    assert _only(ws).explanations == {"contact": "山区没有电话"}


def test_the_gauge_tells_how_much_still_fits(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _filled(ws)
    window.tabs.reload()
    gauge = _row(window, "annex1.goals").gauge
    assert gauge is not None
    qtbot.wait_until(lambda: gauge.text.startswith("本页还可写约"))


# saving fails


class _FullDisk(Store):
    """The real store on a disk that is full when told so."""

    full = False

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] = EMPTY,
    ) -> Record:
        if self.full:
            raise StoreError("无法保存：磁盘已满，请清理磁盘后再试。")
        return super().change(record_id, values, explanations)


@pytest.fixture
def broken(ws: Workspace, tmp_path: Path) -> Iterator[_FullDisk]:
    with _FullDisk.open(tmp_path / "data") as store:
        yield store


def test_what_cannot_be_stored_stays_and_is_tried_again(
    qtbot: QtBot,
    ws: Workspace,
    broken: _FullDisk,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    window = open_window(replace(ws, store=broken))
    _do(window, "new")
    name = _field(window, "annex1.unit_name")
    broken.full = True
    type_chinese(name, "大连示例")
    qtbot.wait_until(window.failure.isVisible)
    assert "磁盘已满" in window.failure.text
    assert window.status.saved_text == "尚未保存"
    assert not window.close()  # the safe answer is to stay
    assert prompts.asked[-1].kind == "confirm"
    assert _row(window, "annex1.unit_name").value == "大连示例"
    broken.full = False
    QTest.mouseClick(window.failure.button, Qt.MouseButton.LeftButton)
    assert not window.failure.isVisible()
    assert _only(ws).value("unit_name") == "大连示例"


def test_unsaved_text_comes_back_with_its_record(
    qtbot: QtBot,
    ws: Workspace,
    broken: _FullDisk,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    first = _filled(ws)
    _filled(ws)
    window = open_window(replace(ws, store=broken))
    broken.full = True
    type_chinese(_field(window, "annex1.goals"), "新")
    _do(window, "next")
    assert _row(window, "annex1.goals").value == FILLED["goals"]
    _do(window, "previous")
    assert _row(window, "annex1.goals").value == "新" + FILLED["goals"]
    broken.full = False
    _do(window, "save")
    assert ws.store.record(first.id).value("goals") == "新" + FILLED["goals"]


# the page


def test_a_click_on_a_cell_goes_to_its_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _filled(ws)
    window.tabs.reload()
    page = window.tabs.current_page
    page.preview.field_clicked.emit("employees")
    qtbot.wait_until(_field(window, "annex1.employees").hasFocus)


def test_the_page_follows_the_typing(
    qtbot: QtBot, window: MainWindow, ws: Workspace, type_chinese: TypeChinese
) -> None:
    _filled(ws)
    window.tabs.reload()
    page = window.tabs.current_page
    qtbot.wait_until(lambda: page.page_in_view == (1, 1))
    type_chinese(_field(window, "annex1.measures"), "很长的措施。" * 500)
    qtbot.wait_until(lambda: page.page_in_view[1] > 1)
    qtbot.wait_until(lambda: "提示" in page.panel.strip.summary)


# the window


def test_the_window_comes_back_as_it_was_left(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    _filled(ws, unit_name="甲")
    second = _filled(ws, unit_name="乙")
    window = open_window()
    _do(window, "next")
    window.tabs.current_page.moveSplitter(260, 1)
    widths = window.tabs.current_page.sizes()
    window.tabs.setCurrentIndex(2)
    window.close()
    again = open_window()
    assert again.tabs.currentIndex() == 2
    again.tabs.setCurrentIndex(0)
    assert again.tabs.current_page.record is not None
    assert again.tabs.current_page.record.id == second.id
    assert again.tabs.current_page.sizes() == widths


def test_nothing_needs_horizontal_scrolling_on_a_small_screen(
    window: MainWindow, ws: Workspace
) -> None:
    _filled(ws)
    window.tabs.reload()
    page = window.tabs.current_page
    assert window.minimumSizeHint().width() <= 1024
    editor = page.panel.editor
    assert editor.horizontalScrollBar().maximum() == 0
    content = editor.widget()
    assert content is not None
    assert content.width() <= editor.viewport().width()


def test_labels_stand_above_when_it_is_narrow(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    _filled(ws)
    window = open_window(size=QSize(1024, 700))
    page = window.tabs.current_page
    page.setSizes([220, 330, 474])
    row = _row(window, "annex1.unit_name")
    label = row.findChild(QLabel)
    assert label is not None
    qtbot.wait_until(lambda: row.input.widget().y() > label.y())


def test_quota_and_deadline_are_in_sight(qtbot: QtBot, window: MainWindow, ws: Workspace) -> None:
    quota, deadline = _field(window, "quota"), _field(window, "deadline")
    assert isinstance(deadline, QLabel)
    assert "距截止 12 天" in deadline.text()
    qtbot.wait_until(lambda: quota.accessibleName() == "未填上报单位")
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例工会"))
    window.refresh_progress()
    qtbot.wait_until(lambda: quota.accessibleName() == "还差 1 个典型单位")
    window.tabs.setCurrentIndex(2)
    _do(window, "new")
    qtbot.wait_until(lambda: quota.accessibleName() == "名额已满足")


def test_appearance_and_large_type_are_kept(
    window: MainWindow, open_window: OpenWindow, ws: Workspace
) -> None:
    window.actions_table["large_type"].setChecked(True)
    window.actions_table["seals"].setChecked(True)
    again = open_window()
    assert again.actions_table["large_type"].isChecked()
    assert again.actions_table["seals"].isChecked()
    again.actions_table["large_type"].setChecked(False)


def test_no_key_or_mnemonic_means_two_things(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    bar = window.menuBar()
    for actions in (bar.actions(), *(menu.actions() for menu in bar.findChildren(QMenu))):
        letters = [text[text.index("&") + 1] for each in actions if "&" in (text := each.text())]
        assert len(letters) == len(set(letters))


def test_a_unit_named_like_markup_is_shown_as_written(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    _filled(ws, unit_name="<b>甲</b> & 乙")
    window.tabs.reload()
    index = window.tabs.current_page.model.index(0)
    assert "&lt;b&gt;" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    _do(window, "delete")
    assert window.news.banner.text == "已删除“<b>甲</b> & 乙”。"
