"""Focus and undo keys of an input widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gonghui_desktop.ui.widgets.composition import Composition

_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class FocusTracker(QObject):
    """Emits when an input gains or loses the focus, and disables the widget's own undo.

    A widget's own undo knows only its own text and forgets it when the field is left; the
    window's reaches all fields of the record.
    """

    entered = Signal()
    left = Signal()
    moved_on = Signal()
    """Enter was pressed in an input of one line."""

    def __init__(self, widget: QWidget, *, enter_moves_on: bool) -> None:
        super().__init__(widget)
        self._enter_moves_on = enter_moves_on
        widget.installEventFilter(self)
        Composition(widget)  # is asked first, as the later filter

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Filters focus and key events."""
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.reason() not in _PASSING:
            if event.type() is QEvent.Type.FocusIn:
                self.entered.emit()
            elif event.type() is QEvent.Type.FocusOut:
                self.left.emit()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if any(event.matches(key) for key in _UNDO_KEYS):
            event.ignore()  # so that the window's action receives it
            return True
        if (
            self._enter_moves_on
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.moved_on.emit()
            return True
        return False
