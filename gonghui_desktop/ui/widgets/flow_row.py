"""A row of widgets that goes on in the next line where it is too narrow for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 6  # pixels between two, and between two lines


class FlowRow(QWidget):
    """Widgets one after the other; hidden ones take no room.

    Args:
        widgets: from left to right.
        parent: the owner.
    """

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """See Qt."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """The height of its lines in that width."""
        return max((place.bottom() + 1 for _widget, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """All of them in one line."""
        places = [place for _widget, place in self._places(1 << 20)]
        return QSize(max((place.right() + 1 for place in places), default=0), self._line_height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The widest of them alone."""
        widths = (place.width() for _widget, place in self._places(1 << 20))
        return QSize(max(widths, default=0), self._line_height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Lays them out."""
        super().resizeEvent(event)
        self.lay_out()

    def event(self, event: QEvent) -> bool:
        """Lays them out when one has another size, or comes or goes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.lay_out()
            self.updateGeometry()
        return super().event(event)

    def lay_out(self) -> None:
        """Puts each into its place."""
        for widget, place in self._places(self.width()):
            widget.setGeometry(place)

    @property
    def _line_height(self) -> int:
        return max((widget.sizeHint().height() for widget in self._widgets), default=0)

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        corner, height = QPoint(0, 0), self._line_height
        for widget in self._widgets:
            if widget.isHidden():
                continue
            size = QSize(widget.sizeHint().width(), height)
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, corner.y() + height + _GAP)
            place = QRect(corner, size)
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                place.moveRight(width - 1 - corner.x())
            yield widget, place
            corner += QPoint(size.width() + _GAP, 0)
