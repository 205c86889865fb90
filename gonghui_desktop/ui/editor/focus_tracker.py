"""What happens around an input widget: the focus comes and goes, undo keys are pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class FocusTracker(QObject):
    """Tells when the clerk enters or leaves a widget, and keeps the widget's own undo out.

    An input's own undo would know only its own text, and forget it when the field is left; the
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

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """See the class."""
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
            event.ignore()  # so the window's action gets it
            return True
        if (
            self._enter_moves_on
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.moved_on.emit()
            return True
        return False
