"""Pasting into a note."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

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
    clipboard.clear()
