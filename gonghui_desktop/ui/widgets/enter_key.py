"""The return key on a focused button that Qt does not press with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton


def press_with_enter(button: QAbstractButton) -> None:
    """Has the return key press a button while it has the focus.

    Qt does so by itself for push buttons that are ``autoDefault``. Tool buttons cannot be, and
    push buttons must not where a list stands that hands the key on to its dialog.
    """
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        shortcut = QShortcut(key, button)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(button.click)
