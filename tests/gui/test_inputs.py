from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.fieldtypes import Choice, OneOf
from gonghui_desktop.ui.editor.inputs.choice import ChoiceInput
from gonghui_desktop.ui.editor.inputs.line import LineInput
from gonghui_desktop.ui.editor.inputs.paragraphs import ParagraphsInput
from gonghui_desktop.ui.editor.inputs.protocol import FieldInput, caret_after_change
from gonghui_desktop.ui.theme.theme import Theme

TypeChinese = Callable[[QWidget, str], None]
NATURES = OneOf((Choice("1", "国有企业"), Choice("5", "私营企业")), numbered=True)
MAKERS: list[Callable[[], FieldInput]] = [LineInput, ParagraphsInput, lambda: ChoiceInput(NATURES)]


@pytest.mark.parametrize("make", MAKERS)
def test_setting_a_value_is_silent_and_reads_back(
    qtbot: QtBot, make: Callable[[], FieldInput]
) -> None:
    made = make()
    qtbot.add_widget(made.widget())
    with qtbot.assert_not_emitted(made.changed):
        for text in ("5", "", "1"):
            made.set_value(text)
            assert made.value() == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_are_kept_code_point_by_code_point(qapp: QApplication, text: str) -> None:
    for made in (LineInput(), ParagraphsInput()):
        made.set_value(text)
        assert made.value() == text


def test_paragraphs_keep_line_breaks(qtbot: QtBot) -> None:
    made = ParagraphsInput()
    qtbot.add_widget(made)
    made.set_value("一\n二\n")
    assert made.value() == "一\n二\n"


@pytest.mark.parametrize("make", [LineInput, ParagraphsInput])
def test_text_being_composed_is_no_value(
    qtbot: QtBot, type_chinese: TypeChinese, make: Callable[[], FieldInput]
) -> None:
    made = make()
    qtbot.add_widget(made.widget())
    with qtbot.assert_not_emitted(made.changed):
        QApplication.sendEvent(made.widget(), QInputMethodEvent("da lian", []))
        assert made.value() == ""
    with qtbot.wait_signal(made.changed) as told:
        type_chinese(made.widget(), "大连")
    assert told.args == ["大连"]
    assert made.value() == "大连"


def test_pasted_line_breaks_become_spaces_in_a_line(qtbot: QtBot) -> None:
    line = LineInput()
    qtbot.add_widget(line)
    line.set_value("前后")
    line.setCursorPosition(1)
    QGuiApplication.clipboard().setText("大连\r\n示例\n重工")
    with qtbot.wait_signal(line.pasted) as told:
        line.paste()
    assert told.args == ["前大连 示例 重工后"] * 2
    assert line.cursorPosition() == len("前大连 示例 重工")


def _paste(made: FieldInput, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    made.widget().paste()  # type: ignore[attr-defined]  # each has it


@pytest.mark.parametrize("make", [LineInput, ParagraphsInput])
def test_what_is_pasted_beyond_the_limit_is_left_out_and_told(
    qtbot: QtBot, make: Callable[[], FieldInput]
) -> None:
    made = make()
    qtbot.add_widget(made.widget())
    made.set_value("头尾")
    QTest.keyClick(made.widget(), Qt.Key.Key_Right)
    text = "\N{CJK UNIFIED IDEOGRAPH-20BB7}" * LONGEST_TEXT  # two units each in Qt
    with qtbot.wait_signal(made.not_taken) as told, qtbot.wait_signal(made.pasted):
        _paste(made, text)
    assert "2 万字，最后 2 字没有粘贴" in told.args[0]
    full = f"头{text[2:]}尾"
    assert made.value() == full
    with qtbot.wait_signal(made.not_taken) as again, qtbot.assert_not_emitted(made.pasted):
        _paste(made, "放不下")
    assert "3 字都没有粘贴" in again.args[0]
    assert made.value() == full


@pytest.mark.parametrize("make", [LineInput, ParagraphsInput])
def test_what_is_typed_beyond_the_limit_is_left_out_and_told(
    qtbot: QtBot, type_chinese: TypeChinese, make: Callable[[], FieldInput]
) -> None:
    made = make()
    qtbot.add_widget(made.widget())
    made.set_value("长" * (LONGEST_TEXT - 3))
    for _ in range(2):
        QTest.keyClick(made.widget(), Qt.Key.Key_Right)
    with qtbot.wait_signal(made.not_taken) as told, qtbot.wait_signal(made.changed):
        type_chinese(made.widget(), "甲乙\N{CJK UNIFIED IDEOGRAPH-20BB7}丁")
    assert "多出的 1 字没有输入" in told.args[0]
    full = "长长甲乙\N{CJK UNIFIED IDEOGRAPH-20BB7}" + "长" * (LONGEST_TEXT - 5)
    assert made.value() == full
    with qtbot.wait_signal(made.not_taken), qtbot.assert_not_emitted(made.changed):
        QTest.keyClick(made.widget(), Qt.Key.Key_A)
    assert made.value() == full
    QTest.keyClick(made.widget(), Qt.Key.Key_Backspace)  # the caret stands behind what went in
    QTest.keyClick(made.widget(), Qt.Key.Key_B)
    assert made.value() == full.replace("\N{CJK UNIFIED IDEOGRAPH-20BB7}", "b")


@pytest.mark.parametrize("make", [LineInput, ParagraphsInput])
def test_a_longer_text_of_an_earlier_version_is_shown_whole_and_can_be_shortened(
    qtbot: QtBot, make: Callable[[], FieldInput]
) -> None:
    made = make()
    qtbot.add_widget(made.widget())
    stored = "长" * 100_000
    made.set_value(stored)
    assert made.value() == stored
    QTest.keyClick(made.widget(), Qt.Key.Key_Delete)
    assert len(made.value()) == 99_999
    with qtbot.wait_signal(made.not_taken):
        QTest.keyClick(made.widget(), Qt.Key.Key_A)
    assert len(made.value()) == 99_999


def test_a_paste_that_nobody_can_mean_is_refused_whole(qtbot: QtBot) -> None:
    line = LineInput()
    qtbot.add_widget(line)
    with qtbot.wait_signal(line.not_taken) as told, qtbot.assert_not_emitted(line.pasted):
        _paste(line, "长" * 6_000_000)
    assert "600 万字，没有粘贴" in told.args[0]


def test_a_paste_of_a_thousand_paragraphs_is_taken(qtbot: QtBot, theme: Theme) -> None:
    made = ParagraphsInput()
    qtbot.add_widget(made)
    made.resize(300, 100)
    made.show()
    text = "\n".join(["健全组织，推动工作。"] * 1000)
    QGuiApplication.clipboard().setText(text)
    made.paste()
    assert made.value() == text
    assert made.height() > 1000 * made.fontMetrics().lineSpacing()


def test_paragraphs_grow_with_their_text(qtbot: QtBot, theme: Theme) -> None:
    made = ParagraphsInput()
    qtbot.add_widget(made)
    made.resize(300, 100)
    made.show()
    empty = made.height()
    made.set_value("很长的一段文字。" * 80)
    qtbot.wait_until(lambda: made.height() > 2 * empty)
    made.set_value("短")
    qtbot.wait_until(lambda: made.height() == empty)


def test_a_choice_is_made_by_its_number_while_its_list_is_open(qtbot: QtBot) -> None:
    choice = ChoiceInput(NATURES)
    qtbot.add_widget(choice)
    choice.show()
    choice.showPopup()
    qtbot.wait_until(choice.view().isVisible)
    with qtbot.wait_signal(choice.changed) as told:
        QTest.keyClick(choice.view(), Qt.Key.Key_5)
    assert told.args == ["5"]
    qtbot.wait_until(lambda: not choice.view().isVisible())


def test_the_wheel_changes_no_choice(qtbot: QtBot) -> None:
    choice = ChoiceInput(NATURES)
    qtbot.add_widget(choice)
    choice.show()
    choice.setFocus()
    down = QWheelEvent(
        QPointF(5, 5),
        QPointF(choice.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, down)
    assert choice.value() == ""


def test_a_choice_is_made_by_its_number_and_emptied_by_delete(qtbot: QtBot) -> None:
    choice = ChoiceInput(NATURES)
    qtbot.add_widget(choice)
    with qtbot.wait_signal(choice.changed) as told:
        QTest.keyClick(choice, Qt.Key.Key_5)
    assert told.args == ["5"]
    assert choice.currentText() == "（5）私营企业"
    with qtbot.wait_signal(choice.changed):
        QTest.keyClick(choice, Qt.Key.Key_Delete)
    assert choice.value() == ""


def test_an_unofficial_value_is_shown_until_another_is_chosen(qtbot: QtBot) -> None:
    choice = ChoiceInput(NATURES)
    qtbot.add_widget(choice)
    choice.set_value("私企")
    assert (choice.value(), choice.currentText()) == ("私企", "私企")
    choice.set_value("1")
    assert choice.findText("私企") < 0


def test_a_read_only_choice_stays_as_it_is(qtbot: QtBot) -> None:
    choice = ChoiceInput(NATURES)
    qtbot.add_widget(choice)
    choice.set_value("1")
    choice.set_read_only(True)
    QTest.keyClick(choice, Qt.Key.Key_5)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert choice.value() == "1"
    assert not choice.view().isVisible()


def test_an_outline_is_shown_and_taken_back(qtbot: QtBot) -> None:
    for make in MAKERS:
        made = make()
        qtbot.add_widget(made.widget())
        made.show_problem("error")
        assert made.widget().property("problem") == "error"
        made.show_problem(None)
        assert made.widget().property("problem") is None


@given(st.text("大连甲𠀀", max_size=6), st.text("大连甲𠀀", max_size=6))
def test_the_caret_stands_behind_the_change(old: str, new: str) -> None:
    place = caret_after_change(old, new)
    assert 0 <= place <= len(new)
    assert old.endswith(new[place:])


def test_undo_puts_the_caret_where_the_text_changed(qtbot: QtBot, theme: Theme) -> None:
    made = ParagraphsInput()
    qtbot.add_widget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.wait_until(made.hasFocus)
    made.set_value("𠀀大连示例重工")
    made.set_value("𠀀大连重工")
    cursor = made.textCursor()
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "重工"
    assert isinstance(made, QPlainTextEdit)
