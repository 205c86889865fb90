"""A small picture beside words."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class SeverityIcon(QWidget):
    """Paints an icon when it is painted itself, so that it follows the theme and the screen.

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
        """See the class."""
        self._icon.paint(QPainter(self), self.rect())
