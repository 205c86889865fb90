"""A scanner is a keyboard: what it types goes to its box, wherever the focus is in the view."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class DigitCatcher(QObject):
    """Gives a line edit the focus as soon as a digit is typed elsewhere in the view.

    Args:
        view: has no other place for digits.
        box: where they belong; what is in it goes.
    """

    def __init__(self, view: QWidget, box: QLineEdit) -> None:
        super().__init__(view)
        self._view, self._box = view, box
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Sends the first digit on; those after it find the focus in the box."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        digit = unicodedata.normalize("NFKC", event.text())
        if not (digit.isascii() and digit.isdigit()) or event.modifiers() & _COMMANDS:
            return False
        self._box.clear()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.sendEvent(self._box, event)
        return True

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self._box and self._view.isAncestorOf(now):
            now.installEventFilter(self)
