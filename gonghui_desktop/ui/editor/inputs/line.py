"""Input for a text in one line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gonghui_desktop.ui.editor.inputs.menu import without_undo
from gonghui_desktop.ui.editor.inputs.protocol import Level, caret_after_change
from gonghui_desktop.ui.theme.theme import mark

_NO_LIMIT = 10_000_000  # Qt's default, 32,767, cuts off without a word


class LineInput(QLineEdit):
    """A line for text, numbers and telephones; the field's type normalises, not a validator."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_NO_LIMIT)
        self.textEdited.connect(self._on_edited)

    def widget(self) -> QWidget:
        """See :class:`FieldInput`."""
        return self

    def value(self) -> str:
        """See :class:`FieldInput`."""
        return self.text()

    def set_value(self, text: str) -> None:
        """See :class:`FieldInput`."""
        old = self.text()
        if old != text:
            self.setText(text)
            self.setCursorPosition(caret_after_change(old, text) if self.hasFocus() else 0)

    def show_problem(self, level: Level | None) -> None:
        """See :class:`FieldInput`."""
        mark(self, "problem", level)

    def set_read_only(self, read_only: bool) -> None:
        """See :class:`FieldInput`."""
        self.setReadOnly(read_only)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Qt's menu without its own undo, which knows only this widget."""
        menu = self.createStandardContextMenu()
        without_undo(menu).exec(event.globalPos())
        menu.deleteLater()

    def _on_edited(self, text: str) -> None:
        """Replaces line breaks, which come with pasted text, by spaces."""
        in_line = " ".join(text.splitlines())
        if in_line != text:
            before_caret = " ".join(text[: self.cursorPosition()].splitlines())
            self.setText(in_line)
            self.setCursorPosition(min(len(before_caret), len(in_line)))
        self.changed.emit(in_line)
