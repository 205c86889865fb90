"""The size of a window at first: what it wants, as far as the screen has room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 48)
"""Pixels; upper bound for title bar and borders, those of Windows."""


def room_on_screen(window: QWidget) -> QSize:
    """The largest size with which a window fits the screen that its owner is on."""
    owner = window.parentWidget() or window
    # The main window's, which is deleted in time: see MainWindow.delete_now.
    return owner.window().screen().availableSize() - _FRAME


def resize_within_screen(window: QWidget, size: QSize) -> None:
    """Gives a window that size, or less where the screen is smaller."""
    window.resize(size.boundedTo(room_on_screen(window)))
