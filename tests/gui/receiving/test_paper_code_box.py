"""Scanners of every kind: what they type is taken once, code by code, wherever the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTreeView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.checkcode import check_code, qr_digits
from gonghui_desktop.ui.receiving.paper.digit_catcher import DigitCatcher
from gonghui_desktop.ui.receiving.paper.paper_code_box import PaperCodeBox

FIRST, SECOND = (qr_digits(bytes([n]) * 32, 1, 1, 2) for n in (1, 2))


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    """A box above a list and a button."""
    view = QWidget()
    qtbot.addWidget(view)
    column = QVBoxLayout(view)
    box = PaperCodeBox()
    DigitCatcher(view, box)
    for widget in (box, QTreeView(), QPushButton("从头数")):
        column.addWidget(widget)
    view.show()
    view.activateWindow()
    box.setFocus()
    qtbot.wait_until(box.hasFocus)
    return view


@pytest.fixture
def box(view: QWidget) -> PaperCodeBox:
    found = view.findChild(PaperCodeBox)
    assert found is not None
    return found


@pytest.fixture
def entered(box: PaperCodeBox) -> list[str]:
    """What was entered, in its order."""
    codes: list[str] = []
    box.entered.connect(codes.append)
    return codes


def _type(text: str, *ends: Qt.Key) -> None:
    """Types where the focus is, as a scanner does."""
    for key in (*text, *ends):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


@pytest.mark.parametrize("ends", [(), (Qt.Key.Key_Return,), (Qt.Key.Key_Enter,), (Qt.Key.Key_Tab,)])
def test_codes_never_run_together_however_the_scanner_ends_them(
    box: PaperCodeBox, entered: list[str], ends: tuple[Qt.Key, ...]
) -> None:
    for code in (FIRST, SECOND, FIRST):
        _type(code, *ends)
    assert entered == [FIRST, SECOND, FIRST]
    assert box.text() == ""
    assert box.hasFocus()


@pytest.mark.parametrize("place", [QTreeView, QPushButton])
def test_what_is_scanned_while_the_focus_is_elsewhere_goes_to_the_box(
    view: QWidget, box: PaperCodeBox, entered: list[str], place: type[QWidget]
) -> None:
    box.setText("12345")  # what was no code stays to be looked at
    other = view.findChild(place)
    assert other is not None
    other.setFocus()
    _type(FIRST, Qt.Key.Key_Return)
    assert entered == [FIRST]
    assert box.hasFocus()


def test_each_line_that_is_pasted_or_dropped_is_a_code(
    box: PaperCodeBox, entered: list[str]
) -> None:
    lines = f"{FIRST}\r\n\n12345\n{SECOND}\t{FIRST}"
    QGuiApplication.clipboard().setText(lines)
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    assert entered == [FIRST, "12345", SECOND, FIRST]
    entered.clear()
    data = QMimeData()
    data.setText(lines)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier)
    box.dropEvent(drop)
    assert entered == [FIRST, "12345", SECOND, FIRST]
    assert box.text() == ""


def test_a_short_code_is_taken_after_a_pause_and_what_is_no_code_waits_for_its_end(
    qtbot: QtBot, box: PaperCodeBox, entered: list[str]
) -> None:
    short = check_code(bytes([3]) * 32)
    spy = QSignalSpy(box.entered)
    _type(short)
    assert entered == []  # more digits may come
    qtbot.wait_until(lambda: spy.count() == 1)
    _type("12345", Qt.Key.Key_Tab)
    assert entered == [short, "12345"]


def test_the_tab_key_leaves_an_empty_box_and_one_with_what_is_known_to_be_no_code(
    box: PaperCodeBox, entered: list[str]
) -> None:
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert not box.hasFocus()
    box.setText("12345")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert not box.hasFocus()
    assert entered == []


def test_a_code_with_a_wrong_digit_is_told_without_a_key_at_its_end(
    qtbot: QtBot, box: PaperCodeBox, entered: list[str]
) -> None:
    wrong = FIRST[:-1] + str((int(FIRST[-1]) + 1) % 10)
    _type(wrong)
    qtbot.wait_until(lambda: entered == [wrong])
