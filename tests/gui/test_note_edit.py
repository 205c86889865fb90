"""Pasting into a note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.ui.widgets.note_edit import NoteEdit


def test_a_paste_is_clean_and_bounded(qtbot: QtBot) -> None:
    note = NoteEdit()
    qtbot.add_widget(note)
    note.show()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("\u3000市总工会\u200b同意\r\n\r\n\r\n\r\n见批复")
    note.paste()
    assert note.toPlainText() == "市总工会同意\n\n见批复"
    clipboard.setText("工会" * 9_000_000)
    note.paste()
    assert note.toPlainText() == "市总工会同意\n\n见批复"
    assert "太长" in QToolTip.text()
    QToolTip.hideText()
    clipboard.setText("长" * (LONGEST_TEXT + 5))
    note.selectAll()
    note.paste()
    assert note.toPlainText() == "长" * LONGEST_TEXT
    assert "最后 5 字没有粘贴" in QToolTip.text()
    QToolTip.hideText()
    QTest.keyClick(note, Qt.Key.Key_A)
    assert note.toPlainText() == "长" * LONGEST_TEXT
    assert "1 字没有输入" in QToolTip.text()
    QToolTip.hideText()
    note.setPlainText("长" * 100_000)  # of an earlier version
    QTest.keyClick(note, Qt.Key.Key_Delete)
    assert len(note.toPlainText()) == 99_999
    clipboard.clear()
