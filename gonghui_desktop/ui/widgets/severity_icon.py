"""A small icon beside a text."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class SeverityIcon(QWidget):
    """An icon as a widget; painted afresh each time, so that it follows theme and screen.

    Args:
        side: width and height in pixels.
        icon: what to show.
        parent: the owner.
    """

    def __init__(self, side: int, icon: QIcon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon or QIcon()
        self.setFixedSize(side, side)

    def set_icon(self, icon: QIcon) -> None:
        """Shows another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paints the icon in the colours of the moment."""
        self._icon.paint(QPainter(self), self.rect())
