"""Reasons for 核实 findings are typed, stored and taken back like values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, add_filled, focus, input_of, only_record, row_of, trigger

TypeChinese = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reason(qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace) -> QLineEdit:
    """The input for why the telephone of the only record is none; the caret is in it."""
    add_filled(ws, contact="找传达室")
    contents.tabs.reload()
    reason = input_of(window, "annex1.contact.reason")
    assert isinstance(reason, QLineEdit)
    qtbot.wait_until(reason.isVisible)
    focus(qtbot, reason)
    return reason


def test_a_typed_reason_is_taken_back_and_done_again(
    window: MainWindow, ws: Workspace, reason: QLineEdit, type_chinese: TypeChinese
) -> None:
    type_chinese(reason, "山区")
    type_chinese(reason, "没有电话")
    QTest.keyClick(reason, Qt.Key.Key_Z, CTRL)
    assert reason.text() == ""
    assert not window.actions_table["undo"].isEnabled()
    trigger(window, "save")
    assert only_record(ws).explanations == {}
    QTest.keyClick(reason, Qt.Key.Key_Y, CTRL)
    assert reason.text() == "山区没有电话"
    trigger(window, "save")
    assert only_record(ws).explanations == {"contact": "山区没有电话"}


def test_a_reason_is_stored_without_being_asked(
    qtbot: QtBot, ws: Workspace, reason: QLineEdit, type_chinese: TypeChinese
) -> None:
    type_chinese(reason, "山区没有电话")
    qtbot.wait_until(lambda: only_record(ws).explanations == {"contact": "山区没有电话"})
    assert reason.hasFocus()


def test_reasons_and_values_are_taken_back_in_the_order_in_which_they_were_typed(
    qtbot: QtBot, window: MainWindow, reason: QLineEdit, type_chinese: TypeChinese
) -> None:
    chairperson, city = row_of(window, "annex1.chairperson"), row_of(window, "annex1.city")
    was = (chairperson.value, city.value)
    for widget in (chairperson.input.widget(), reason, city.input.widget()):
        focus(qtbot, widget)
        type_chinese(widget, "新")

    trigger(window, "undo")
    assert (reason.text(), city.value) == ("新", was[1])
    trigger(window, "undo")
    assert (reason.text(), chairperson.value) == ("", "新")
    qtbot.wait_until(reason.hasFocus)  # where she sees what was taken back
    trigger(window, "undo")
    assert chairperson.value == was[0]
    trigger(window, "redo")
    trigger(window, "redo")
    assert reason.text() == "新"


def test_a_reason_whose_finding_is_gone_is_taken_back_in_its_turn(
    qtbot: QtBot, window: MainWindow, ws: Workspace, reason: QLineEdit, type_chinese: TypeChinese
) -> None:
    type_chinese(reason, "山区没有电话")
    contact = input_of(window, "annex1.contact")
    assert isinstance(contact, QLineEdit)
    focus(qtbot, contact)
    contact.selectAll()
    type_chinese(contact, "0411-83641234")
    qtbot.wait_until(reason.isHidden)
    trigger(window, "undo")
    trigger(window, "undo")
    trigger(window, "save")
    assert only_record(ws).explanations == {}
    assert only_record(ws).value("contact") == "找传达室"


def test_a_reason_stays_with_its_record(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    reason: QLineEdit,
    type_chinese: TypeChinese,
) -> None:
    first = only_record(ws)
    second = add_filled(ws, contact="找门卫")
    contents.tabs.reload()
    qtbot.wait_until(reason.isVisible)
    focus(qtbot, reason)
    type_chinese(reason, "山区没有电话")
    trigger(window, "next")
    qtbot.wait_until(reason.isVisible)
    assert reason.text() == ""
    assert not window.actions_table["undo"].isEnabled()
    type_chinese(reason, "搬迁中")
    trigger(window, "save")
    assert ws.store.record(first.id).explanations == {"contact": "山区没有电话"}
    assert ws.store.record(second.id).explanations == {"contact": "搬迁中"}


def test_a_ready_phrase_is_chosen_by_keys(
    qtbot: QtBot, ws: Workspace, contents: WindowContents, reason: QLineEdit
) -> None:
    QTest.keyClick(reason, Qt.Key.Key_Down)
    menu = reason.findChild(QMenu, "annex1.contact.reason.phrases")
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert reason.text() == menu.actions()[0].text()
    assert not menu.isVisible()
    qtbot.wait_until(lambda: only_record(ws).explanations == {"contact": reason.text()})


def test_a_text_that_is_left_shows_its_beginning(
    qtbot: QtBot, window: MainWindow, reason: QLineEdit, type_chinese: TypeChinese
) -> None:
    type_chinese(reason, "山区没有电话，由上级工会代为转告，每周二、周四上午到村里联系")
    QTest.keyClick(reason, Qt.Key.Key_Left)
    caret = reason.cursorPosition()
    focus(qtbot, input_of(window, "annex1.unit_name"))
    assert reason.cursorPosition() == 0
    reason.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.wait_until(reason.hasFocus)
    assert reason.cursorPosition() == caret


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", [QSize(1366, 728), QSize(1024, 660), QSize(683, 384)])
def test_a_reason_has_room_for_a_sentence_beside_the_whole_value(
    qtbot: QtBot,
    dressed: Theme,
    ws: Workspace,
    open_window: OpenWindow,
    size: QSize,
    large: bool,
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    add_filled(ws, contact="无", employees="12000000")
    window = open_window(size=size)
    for name in ("annex1.contact", "annex1.employees"):
        value = input_of(window, name)
        reason = input_of(window, f"{name}.reason")
        assert isinstance(value, QLineEdit)
        assert isinstance(reason, QLineEdit)
        qtbot.wait_until(reason.isVisible)
        qtbot.wait_until(partial(_holds, value, value.text(), 20))
        qtbot.wait_until(partial(_holds, reason, "单位没有固定电话", 50))  # and its menu's button


def _holds(line: QLineEdit, words: str, beside: int) -> bool:
    """Whether words can be seen whole in an input, with so many pixels beside them."""
    return line.width() >= line.fontMetrics().horizontalAdvance(words) + beside
