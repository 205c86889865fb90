"""Texts that take no more than they may have: what is over is taken out again at the caret."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolTip

from gonghui_desktop.model.pasted.longest import surplus

_SEPARATORS = ("\u2028", "\u2029")  # Qt's, of lines and paragraphs


def text_in(edit: QPlainTextEdit) -> str:
    """The whole text; unlike ``toPlainText``, it keeps no-break spaces."""
    text = edit.document().toRawText()
    for separator in _SEPARATORS:
        text = text.replace(separator, "\n")  # a key asks several times: a translation takes 3 ms
    return text


def units_of(text: str) -> int:
    """Length in UTF-16 units, by which Qt counts places."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def before_unit(text: str, units: int) -> str:
    """The part of a text before a place that Qt counts."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode(
        "utf-16-le", "surrogatepass"
    )


def drop_surplus(edit: QPlainTextEdit, before: str) -> int:
    """Takes out again what was just typed before the caret and is too much.

    Args:
        edit: where.
        before: its text before that.

    Returns:
        How many characters were taken out.
    """
    text = text_in(edit)
    left_out = surplus(before, text)
    if left_out:
        cursor = edit.textCursor()
        typed = before_unit(text, cursor.position())[-left_out:]
        cursor.setPosition(cursor.position() - units_of(typed), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    return left_out


def bound_line(line: QLineEdit, most: int) -> None:
    """Lets a line take that many characters, and tells where more was typed or pasted."""

    def tell() -> None:
        words = f"最多 {most} 字，多出的没有放进去。"
        QToolTip.showText(line.mapToGlobal(line.rect().bottomLeft()), words, line)

    line.setMaxLength(most)
    line.inputRejected.connect(tell)
