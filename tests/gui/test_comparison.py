"""The comparison of two states: what is seen, read out, copied and chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QRadioButton, QTextEdit
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.comparison import difference
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.widgets.comparison import ComparisonView, Side

LONG = "工会健全组织，开展协商。每月开一次会，听取职工意见；年底总结。" * 20
DIFFERENCES = (
    difference("name", "单位名称", "大连重工有限公司", "大连重工集团有限公司"),
    difference("goals", "工作目标", LONG, LONG[:200] + "另外，" + LONG[200:]),
    difference("contact", "联系方式 的原因", "", "<b>没有电话</b>"),
)


def _shown(qtbot: QtBot, view: ComparisonView) -> ComparisonView:
    qtbot.add_widget(view)
    view.show_differences(DIFFERENCES)
    view.resize(QSize(480, 360))
    view.show()
    qtbot.wait_exposed(view)
    return view


@pytest.fixture
def history(qtbot: QtBot, theme: Theme) -> ComparisonView:
    sides = (Side("原来", verb="恢复"), Side("改为", verb="恢复"))
    return _shown(qtbot, ComparisonView(theme, *sides))


@pytest.fixture
def conflict(qtbot: QtBot, theme: Theme) -> ComparisonView:
    sides = (Side("已保存的", "取已保存的"), Side("这里写的", "取这里写的"))
    return _shown(qtbot, ComparisonView(theme, *sides))


@pytest.fixture(autouse=True)
def _light_again(theme: Theme) -> Iterator[None]:
    yield
    theme.apply(Appearance.LIGHT)


def _text(view: ComparisonView, name: str) -> QTextEdit:
    return next(each for each in view.findChildren(QTextEdit) if each.accessibleName() == name)


def _button(view: ComparisonView, name: str) -> QPushButton:
    found = view.findChildren(QPushButton)
    return next(each for each in found if each.accessibleName() == name)


def test_both_texts_stand_there_to_be_read_and_copied(history: ComparisonView) -> None:
    new = _text(history, "单位名称，改为")
    assert _text(history, "单位名称，原来").toPlainText() == "大连重工有限公司"
    assert new.toPlainText() == "大连重工集团有限公司"
    assert new.accessibleDescription() == "加上“集团”"
    assert _text(history, "联系方式 的原因，原来").toPlainText() == "（空）"
    assert _text(history, "联系方式 的原因，改为").toPlainText() == "<b>没有电话</b>"
    new.setFocus()
    QTest.keyClick(new, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert new.textCursor().selectedText() == "大连重工集团有限公司"
    QTest.keyClick(new, Qt.Key.Key_X)
    assert new.toPlainText() == "大连重工集团有限公司"


def test_a_long_text_shows_its_changes_and_wholly_when_asked(
    qtbot: QtBot, history: ComparisonView
) -> None:
    new = _text(history, "工作目标，改为")
    assert "另外，" in new.toPlainText()
    assert len(new.toPlainText()) < 150
    low = new.height()
    QTest.mouseClick(_button(history, "工作目标：显示全文"), Qt.MouseButton.LeftButton)
    assert new.toPlainText() == DIFFERENCES[1].after
    qtbot.wait_until(lambda: new.height() > low)
    assert new.verticalScrollBar().maximum() == 0  # all of it, without a bar of its own
    QTest.mouseClick(_button(history, "工作目标：只看改动"), Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: new.height() == low)


def test_a_narrower_window_makes_room_for_more_lines(qtbot: QtBot, history: ComparisonView) -> None:
    new = _text(history, "工作目标，改为")
    low = new.height()
    history.resize(300, 360)
    qtbot.wait_until(lambda: new.height() > low)
    assert new.verticalScrollBar().maximum() == 0


def test_a_button_names_its_field_and_what_is_taken(history: ComparisonView) -> None:
    pressed: list[tuple[str, bool]] = []
    history.acted.connect(lambda key, is_new: pressed.append((key, is_new)))
    QTest.keyClick(_button(history, "工作目标，原来：恢复"), Qt.Key.Key_Space)
    QTest.keyClick(_button(history, "单位名称，改为：恢复"), Qt.Key.Key_Space)
    assert pressed == [("goals", False), ("name", True)]
    history.set_can_act(False)
    assert _button(history, "工作目标，原来：恢复").isHidden()


def test_what_is_there_now_has_no_button(history: ComparisonView) -> None:
    history.show_differences(DIFFERENCES, now={"name": "大连重工集团有限公司"})
    names = [each.accessibleName() for each in history.findChildren(QPushButton)]
    assert "单位名称，改为：恢复" not in names[-6:]


def test_one_text_is_taken_for_each_field(conflict: ComparisonView) -> None:
    assert conflict.chosen == {"name": True, "goals": True, "contact": True}
    choices = {each.accessibleName(): each for each in conflict.findChildren(QRadioButton)}
    choices["工作目标：取已保存的"].click()
    assert conflict.chosen == {"name": True, "goals": False, "contact": True}


def test_nothing_that_differs_is_said_so(qtbot: QtBot, conflict: ComparisonView) -> None:
    conflict.show_differences((), "两边没有不同。")
    assert conflict.chosen == {}


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_words_are_marked_by_more_than_colour(
    theme: Theme, history: ComparisonView, appearance: Appearance
) -> None:
    theme.apply(appearance)
    text = _text(history, "单位名称，改为")
    cursor = text.textCursor()
    cursor.setPosition(len("大连重工集"))
    assert cursor.charFormat().fontUnderline()
    assert cursor.charFormat().background().color() == theme.colour("info_soft")
    cursor.setPosition(2)
    assert not cursor.charFormat().fontUnderline()


def test_what_is_not_seen_has_a_mark_and_turns_nothing(qtbot: QtBot, theme: Theme) -> None:
    view = ComparisonView(theme, Side("原来"), Side("改为"))
    qtbot.add_widget(view)
    view.show_differences([difference("goals", "工作目标", "甲\n乙", "甲\n\u202e乙\u200b")])
    assert _text(view, "工作目标，改为").toPlainText() == "甲\n\ufffd乙\ufffd"
