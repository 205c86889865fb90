"""The first start asks who reports; what is known is filled in; what is not needed is folded."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.first_start_commands import ask_at_first_start
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import (
    FILLED,
    OpenWindow,
    TypeChinese,
    add_filled,
    contents_of,
    focus,
    input_of,
    only_record,
    trigger,
)

_INDUSTRY = Profile("nonresident_industry", "机械冶金产业工会")


def _page(contents: WindowContents) -> QWidget | None:
    page = contents.findChild(QWidget, "first_start")
    return page if page is not None and page.isVisible() else None


def _chip(window: MainWindow) -> QToolButton:
    chip = window.findChild(QToolButton, "reporter_chip")
    assert chip is not None
    return chip


def test_the_question_fits_the_smallest_screen(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    small = QSize(683, 384)
    window = open_window(size=small)
    contents = contents_of(window)
    ask_at_first_start(contents)
    qtbot.wait(1)
    assert window.size() == small
    page = _page(contents)
    assert isinstance(page, QScrollArea)
    assert page.verticalScrollBar().maximum() == 0  # nothing has to be scrolled into sight
    assert page.findChildren(QRadioButton)[-1].isVisible()
    number = window.findChild(QLabel, "page_number")
    assert number is not None
    assert not number.text()  # there is a blank page, but nobody sees it

    QTest.keyClick(input_of(window, "first_start.later"), Qt.Key.Key_Space)
    qtbot.wait_until(contents.tabs.isVisible)
    qtbot.wait(1)
    assert window.size() == small


def _notes(window: MainWindow, name: str) -> list[str]:
    labels = input_of(window, name).findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_the_office_is_asked_for_by_keys_and_the_first_form_opened(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    ask_at_first_start(contents)
    name = input_of(window, "first_start.name")
    qtbot.wait_until(name.hasFocus)
    assert not contents.tabs.isVisible()

    type_chinese(name, "中山区总工会")
    QTest.keyClick(name, Qt.Key.Key_Return)
    district = window.findChild(QRadioButton, "first_start.district")
    assert district is not None
    QTest.keyClick(district, Qt.Key.Key_Space)
    accept = window.findChild(QPushButton, "first_start.accept")
    assert accept is not None
    accept.click()

    qtbot.wait_until(lambda: input_of(window, "annex1.unit_name").hasFocus())
    assert reporter.current_reporter(ws) == Profile("district", "中山区总工会")
    assert only_record(ws).values == {"city": "大连", "county": "中山"}
    qtbot.wait_until(lambda: "中山区总工会" in _chip(window).text())
    assert window.windowTitle().endswith(" · 中山区总工会")
    assert _page(contents) is None


def test_tab_goes_from_the_name_to_the_kinds_and_on_to_the_buttons(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, type_chinese: TypeChinese
) -> None:
    ask_at_first_start(contents)
    name = input_of(window, "first_start.name")
    qtbot.wait_until(name.hasFocus)
    type_chinese(name, "中山区总工会")
    walked = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Tab):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        after = QApplication.focusWidget()
        walked.append(after.objectName().removeprefix("first_start.") if after else "")
    assert walked == ["district", "district", "resident_industry", "accept", "later"]


def test_enter_at_a_kind_that_is_not_chosen_chooses_it(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, type_chinese: TypeChinese
) -> None:
    ask_at_first_start(contents)
    name = input_of(window, "first_start.name")
    qtbot.wait_until(name.hasFocus)
    type_chinese(name, "中山区总工会")
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    kind = window.findChild(QRadioButton, "first_start.resident_industry")
    assert kind is not None
    assert (kind.isChecked(), kind.hasFocus()) == (True, True)
    assert _page(contents) is not None  # she has not said yet that she begins


def test_a_unit_says_who_it_is_and_chooses_its_form_itself(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    ask_at_first_start(contents)
    name = input_of(window, "first_start.name")
    qtbot.wait_until(name.hasFocus)
    type_chinese(name, "大连示例机械有限公司")
    unit = window.findChild(QRadioButton, "first_start.unit")
    accept = window.findChild(QPushButton, "first_start.accept")
    assert unit is not None
    assert accept is not None
    unit.click()
    accept.click()
    qtbot.wait_until(contents.tabs.isVisible)

    assert records.records(ws) == []  # which form it is, only the union above knows
    assert "选上级工会要您填的那张表" in contents.notifications.banner.text
    quota = window.findChild(QLabel, "quota")
    deadline = window.findChild(QLabel, "deadline")
    assert quota is not None
    assert deadline is not None
    qtbot.wait_until(lambda: "大连示例机械有限公司" in _chip(window).text())
    assert not quota.isVisible()
    assert deadline.text() == "距截止 12 天"

    trigger(window, "reporter")
    receiver = input_of(window, "reporter.receiver")
    qtbot.wait_until(receiver.isVisible)
    type_chinese(receiver, "中山区总工会")
    QTest.keyClick(receiver, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: reporter.receiver_name(ws) == "中山区总工会")
    trigger(window, "new")
    assert only_record(ws).values == {
        "city": "大连",
        "county": "中山",
        "unit_name": "大连示例机械有限公司",
    }


def _answer(qtbot: QtBot, window: MainWindow, type_chinese: TypeChinese) -> QRadioButton:
    """Types the name and chooses the kind by keys; the focus stays at the kind."""
    name = input_of(window, "first_start.name")
    qtbot.wait_until(name.hasFocus)
    type_chinese(name, "中山区总工会")
    QTest.keyClick(name, Qt.Key.Key_Return)
    district = window.findChild(QRadioButton, "first_start.district")
    assert district is not None
    focus(qtbot, district)
    QTest.keyClick(district, Qt.Key.Key_Space)
    return district


def test_enter_at_the_kind_begins(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    ask_at_first_start(contents)
    district = _answer(qtbot, window, type_chinese)
    assert _page(contents) is not None
    QTest.keyClick(district, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: input_of(window, "annex1.unit_name").hasFocus())
    assert only_record(ws).values == {"city": "大连", "county": "中山"}


def test_a_complete_answer_is_kept_whatever_comes_next(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    ask_at_first_start(contents)
    _answer(qtbot, window, type_chinese)
    trigger(window, "new")
    qtbot.wait_until(contents.tabs.isVisible)
    assert reporter.current_reporter(ws) == Profile("district", "中山区总工会")
    assert only_record(ws).values == {"city": "大连", "county": "中山"}
    qtbot.wait_until(lambda: "中山区总工会" in _chip(window).text())


def test_it_can_be_put_off_for_good(
    window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    ask_at_first_start(contents)
    later = window.findChild(QPushButton, "first_start.later")
    assert later is not None
    later.click()

    assert contents.tabs.isVisible()
    assert not reporter.is_asked_for(ws)
    assert _chip(window).accessibleName() == "填写上报单位"


def test_who_has_records_or_has_said_it_is_not_asked(
    contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    ask_at_first_start(contents)
    assert _page(contents) is None


def test_a_record_that_is_made_meanwhile_ends_it(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    ask_at_first_start(contents)

    trigger(window, "new")

    qtbot.wait_until(contents.tabs.isVisible)
    assert _page(contents) is None


def test_a_value_that_was_filled_in_says_so_until_it_is_changed(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, type_chinese: TypeChinese
) -> None:
    add_filled(ws, county="中山区")
    window = open_window()
    trigger(window, "new")
    county = input_of(window, "annex1.county")
    qtbot.wait_until(lambda: _notes(window, "annex1.county") == ["沿用上一份"])

    trigger(window, "previous")
    assert _notes(window, "annex1.county") == []
    trigger(window, "next")
    assert _notes(window, "annex1.county") == ["沿用上一份"]
    qtbot.wait_until(lambda: QApplication.focusWidget() is not None)
    focus(qtbot, county)
    type_chinese(county, "甘井子区")

    assert _notes(window, "annex1.county") == []
    trigger(window, "save")
    assert records.records(ws, "annex1")[1].value("county") == "甘井子区"


def test_a_final_form_has_no_notes_that_speak_of_changing(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws)
    window = open_window()
    trigger(window, "new")
    qtbot.wait_until(lambda: _notes(window, "annex1.county") == ["沿用上一份"])
    record = records.records(ws, "annex1")[1]
    records.change(ws, record.id, {**FILLED, "unit_name": "大连乙示例厂"})
    records.make_final(ws, [record.id])
    tabs = contents_of(window).tabs
    tabs.reload()
    tabs.go_to(record.id)

    assert _notes(window, "annex1.county") == []
    assert input_of(window, "annex1.county").toolTip() == ""


def test_forms_that_the_office_never_fills_are_folded_and_can_be_reached(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(ws, _INDUSTRY)
    contents = contents_of(open_window())
    tabs = contents.tabs
    other = tabs.findChild(QToolButton, "other_forms")
    assert other is not None
    assert [tabs.isTabVisible(index) for index in range(3)] == [False, False, True]
    assert tabs.current_page.form.id == "annex3"

    menu = other.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()

    assert tabs.current_page.form.id == "annex2"
    assert [tabs.isTabVisible(index) for index in range(3)] == [False, True, True]
    tabs.show_page(tabs.pages["annex1"])
    assert tabs.current_page.form.id == "annex1"
    assert not other.isVisible()


def test_a_form_with_records_is_never_folded(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, _INDUSTRY)
    add_filled(ws, "annex2")
    tabs = contents_of(open_window()).tabs
    assert [tabs.isTabVisible(index) for index in range(3)] == [False, True, True]


def test_the_chip_opens_the_office(qtbot: QtBot, window: MainWindow) -> None:
    _chip(window).click()
    qtbot.wait_until(lambda: input_of(window, "reporter.name").isVisible())


def test_a_value_comes_before_the_note_where_it_is_from(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(ws, _INDUSTRY)
    telephone = "0411-83641234、0411-83641235、13904110000"
    add_filled(ws, "annex3", contact=telephone)
    window = open_window()
    tabs = contents_of(window).tabs
    tabs.show_page(tabs.pages["annex3"])
    trigger(window, "new")
    contact = input_of(window, "annex3.contact")
    assert isinstance(contact, QLineEdit)
    qtbot.wait_until(lambda: contact.text() == telephone and contact.isVisible())
    qtbot.wait_until(lambda: not _notes(window, "annex3.contact"))
    assert contact.textMargins().right() == 0
    assert "沿用" in contact.toolTip()

    page = tabs.current_page
    page.set_pane_widths([240, 760, 300])
    qtbot.wait_until(lambda: bool(_notes(window, "annex3.contact")))
