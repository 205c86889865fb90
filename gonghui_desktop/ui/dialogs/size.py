"""The size of a window at first: what it wants, as far as the screen has room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 48)
"""Pixels; upper bound for title bar and borders, those of Windows."""


def room_on_screen(window: QWidget) -> QSize:
    """The largest size with which a window fits the screen that its owner is on."""
    owner = window.parentWidget()
    # Not the widget's own screen(): see MainWindow.delete_now.
    screen = QGuiApplication.screenAt(owner.window().frameGeometry().center()) if owner else None
    return (screen or QGuiApplication.primaryScreen()).availableSize() - _FRAME


def resize_within_screen(window: QWidget, size: QSize) -> None:
    """Gives a window that size, or less where the screen is smaller."""
    window.resize(size.boundedTo(room_on_screen(window)))
