"""Input for a text in one line."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from gonghui_desktop.model.pasted.longest import room_beside, surplus, typed_too_much
from gonghui_desktop.ui.editor.inputs.menu import pasting_by, without_undo
from gonghui_desktop.ui.editor.inputs.pasting import (
    paste_into,
    pasted_text,
    spliced,
)
from gonghui_desktop.ui.editor.inputs.protocol import Level, caret_after_change
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.bounded_text import before_unit, units_of
from gonghui_desktop.ui.widgets.dropped_files import files_in

_NO_LIMIT = 10_000_000  # Qt's default, 32,767, cuts off without a word
_COMES_BACK = (  # where the focus goes only for a moment, the caret stays
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class LineInput(QLineEdit):
    """A line for text, numbers and telephones; the field's type normalises, not a validator."""

    changed = Signal(str)
    pasted = Signal(str, str)
    table_pasted = Signal(str)
    not_taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_NO_LIMIT)
        self._is_pasting = False
        self._left_at = 0
        self._last = ""
        self.textChanged.connect(self._note_text)
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
            self._left_at = 0

    def show_problem(self, level: Level | None) -> None:
        """See :class:`FieldInput`."""
        mark(self, "problem", level)

    def set_read_only(self, read_only: bool) -> None:
        """See :class:`FieldInput`."""
        self.setReadOnly(read_only)

    def paste(self) -> None:
        """Inserts the clipboard's text, cleaned; stands for Qt's own, which inserts it as it is."""
        self._insert(QGuiApplication.clipboard().mimeData())

    def paste_text(self, text: str) -> None:
        """See :class:`FieldInput`."""
        room = room_beside(self.text(), self.selectedText())
        given = pasted_text(text, room, is_long=False)
        if given.told:
            self.not_taken.emit(given.told)
        if given.told and not given.clean:
            return  # what is selected stays
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        end = start + self.selectionLength()
        raw = spliced(self.text(), start, end, " ".join(given.raw.splitlines()))
        self._is_pasting = True
        try:
            self.insert(given.clean)
        finally:
            self._is_pasting = False
        self.pasted.emit(raw, self.text())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """The caret stands where it was, unless the focus places it."""
        if event.reason() not in _COMES_BACK:
            self.setCursorPosition(self._left_at)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """A text that is longer than the line shows its beginning."""
        left_at = self.cursorPosition()
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self._left_at = left_at
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Pastes by :meth:`paste`."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Pastes the selection of another window by the middle button, where the system has it."""
        clipboard = QGuiApplication.clipboard()
        if event.button() is Qt.MouseButton.MiddleButton and clipboard.supportsSelection():
            self.deselect()
            self._insert(clipboard.mimeData(QClipboard.Mode.Selection))
        else:
            super().mouseReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Leaves files to the window, which imports them."""
        if files_in(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes a text that was dragged here as a pasted one; within the line Qt moves it."""
        if event.source() is self:
            super().dropEvent(event)
            return
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        event.acceptProposedAction()
        self._insert(event.mimeData())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Qt's menu without its own undo, which knows only this widget."""
        menu = self.createStandardContextMenu()
        pasting_by(without_undo(menu), self.paste).exec(event.globalPos())
        menu.deleteLater()

    def _insert(self, data: QMimeData | None) -> None:
        if not self.isReadOnly():
            paste_into(self, data)

    def _note_text(self) -> None:
        self._last = self.text()  # not the signal's, which comes late where one was set meanwhile

    def _on_edited(self, text: str) -> None:
        """Replaces line breaks, which may come from an input method, by spaces; drops surplus."""
        if self._is_pasting:
            return
        before = self._last
        typed = before_unit(text, self.cursorPosition())
        left_out = surplus(before, text)
        kept = _in_line(typed[: len(typed) - left_out])
        whole = _in_line(typed[: len(typed) - left_out] + text[len(typed) :])
        if whole != text:
            self.setText(whole)
            self.setCursorPosition(min(units_of(kept), units_of(whole)))
        if left_out:
            self.not_taken.emit(typed_too_much(left_out))
        if whole != before:
            self.changed.emit(whole)


def _in_line(text: str) -> str:
    return " ".join(text.splitlines())
