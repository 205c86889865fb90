"""Input for a long text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QWidget

from gonghui_desktop.model.pasted.longest import room_beside, typed_too_much
from gonghui_desktop.ui.editor.inputs.menu import without_undo
from gonghui_desktop.ui.editor.inputs.pasting import (
    paste_into,
    pasted_text,
    spliced,
)
from gonghui_desktop.ui.editor.inputs.protocol import Level, caret_after_change
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.bounded_text import drop_surplus, text_in, units_of
from gonghui_desktop.ui.widgets.dropped_files import files_in

_LEAST_LINES = 5
_CARET_MARGIN = 56  # pixels kept visible around the caret, enough for the gauge below


class ParagraphsInput(QPlainTextEdit):
    """A text edit as high as its text: the editor scrolls, nothing scrolls inside it."""

    changed = Signal(str)
    pasted = Signal(str, str)
    table_pasted = Signal(str)
    not_taken = Signal(str)
    caret_moved = Signal(float)
    """The share of the lines that stand above the caret, from 0 to 1, when it moves in focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self._is_setting = False
        self._is_fitting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # the window undoes across fields
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_caret_moved)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def widget(self) -> QWidget:
        """See :class:`FieldInput`."""
        return self

    def value(self) -> str:
        """See :class:`FieldInput`; unlike ``toPlainText``, it keeps no-break spaces."""
        return text_in(self)

    def set_value(self, text: str) -> None:
        """See :class:`FieldInput`."""
        old = self.value()
        if old == text:
            return
        self._last = text
        self.setPlainText(text)
        if self.hasFocus():
            self._put_caret(caret_after_change(old, text))

    def show_problem(self, level: Level | None) -> None:
        """See :class:`FieldInput`."""
        mark(self, "problem", level)

    def set_read_only(self, read_only: bool) -> None:
        """See :class:`FieldInput`."""
        self.setReadOnly(read_only)
        mark(self, "readOnly", "true" if read_only else "false")

    def paste_text(self, text: str) -> None:
        """See :class:`FieldInput`."""
        cursor = self.textCursor()
        room = room_beside(self.value(), cursor.selectedText())
        given = pasted_text(text, room, is_long=True)
        if given.told:
            self.not_taken.emit(given.told)
        if given.told and not given.clean:
            return  # what is selected stays
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        raw = "\n".join(given.raw.splitlines()) if "\r" in given.raw else given.raw
        raw = spliced(self.value(), start, end, raw)
        self._is_setting = True
        try:
            cursor.insertText(given.clean)
        finally:
            self._is_setting = False
        self._last = self.value()
        self.pasted.emit(raw, self._last)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Leaves files to the window, which imports them."""
        return not files_in(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Inserts what was pasted or dropped, cleaned."""
        if not self.isReadOnly():
            paste_into(self, source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Qt's menu without its own undo."""
        menu = self.createStandardContextMenu()
        without_undo(menu).exec(event.globalPos())
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the height to the lines at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells where the caret is."""
        super().focusInEvent(event)
        self.caret_moved.emit(self._lines_above_caret())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leaves the wheel to the editor."""
        event.ignore()

    def _put_caret(self, position: int) -> None:
        """Sets the caret; ``position`` counts code points, Qt counts UTF-16 units."""
        cursor = self.textCursor()
        cursor.setPosition(
            min(units_of(self.value()[:position]), self.document().characterCount() - 1)
        )
        self.setTextCursor(cursor)

    def _on_text_changed(self) -> None:
        if self._is_setting:
            return
        self._is_setting = True  # what is taken out again is no change of its own
        try:
            left_out = drop_surplus(self, self._last)
        finally:
            self._is_setting = False
        text = self.value()
        if text != self._last:
            self._last = text
            self.changed.emit(text)
        if left_out:
            self.not_taken.emit(typed_too_much(left_out))

    def _fit_height(self) -> None:
        if self._is_fitting:
            return  # each paragraph that is laid out on the way says that the size has changed
        self._is_fitting = True
        try:
            text_height = self._text_height()
        finally:
            self._is_fitting = False
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        frame = self.height() - self.viewport().height()
        margins = 2 * self.document().documentMargin()
        self.setFixedHeight(round(max(text_height, least) + margins) + max(frame, 0))

    def _text_height(self) -> float:
        layout = self.document().documentLayout()
        block = self.document().begin()
        height = 0.0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _on_caret_moved(self) -> None:
        if self.hasFocus():
            self._show_caret()
            self.caret_moved.emit(self._lines_above_caret())

    def _lines_above_caret(self) -> float:
        """See :attr:`caret_moved`."""
        cursor = self.textCursor()
        line = cursor.block().layout().lineForTextPosition(cursor.positionInBlock())
        above = cursor.block().firstLineNumber() + max(line.lineNumber(), 0)
        return (above + 0.5) / max(self.document().lineCount(), above + 1)

    def _show_caret(self) -> None:
        """Scrolls the editor to the caret."""
        area = self._scroll_area()
        content = area.widget() if area is not None else None
        if area is not None and content is not None:
            where = self.viewport().mapTo(content, self.cursorRect().center())
            area.ensureVisible(where.x(), where.y(), 0, _CARET_MARGIN)

    def _scroll_area(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above
