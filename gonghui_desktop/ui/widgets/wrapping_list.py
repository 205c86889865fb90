"""A list whose lines wrap: a sentence is read to its end, however narrow the list is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

_SIGN = 16
_SIDES = 52  # pixels that the style sheet and the sign take from a line's width
_ABOVE_AND_BELOW = 12
_ENDLESS = 10_000


class WrappingList(QListWidget):
    """Signs with sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(_SIGN, _SIGN))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_WrappingDelegate(self))

    def add(self, icon: QIcon, text: str, data: object = None) -> QListWidgetItem:
        """Adds a line; ``data`` is its user role."""
        item = QListWidgetItem(icon, text)
        item.setData(Qt.ItemDataRole.UserRole, data)
        self.addItem(item)
        return item

    def add_heading(self, text: str) -> None:
        """Adds a line that stands above others; it cannot be chosen."""
        item = QListWidgetItem(text)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setForeground(self.palette().text())  # though it cannot be chosen
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def height_within(self, room: int) -> int:
        """Pixels for the first rows, as many as fit into that room whole."""
        height = 2 * self.frameWidth()
        for row in range(self.count()):
            following = height + self.sizeHintForRow(row)
            if following > room:
                break
            height = following
        return height

    def height_of(self, rows: int) -> int:
        """Pixels that the first rows need."""
        return (
            sum(self.sizeHintForRow(row) for row in range(min(rows, self.count())))
            + 2 * self.frameWidth()
        )

    def scrollTo(  # noqa: N802 (Qt's name)
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The first line under a heading comes into sight with it."""
        above = self.item(index.row() - 1)
        if above is not None and not above.flags():
            super().scrollTo(self.indexFromItem(above), hint)
        super().scrollTo(index, hint)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Another width wraps anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _WrappingDelegate(QStyledItemDelegate):
    """Measures a line at the list's width."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(  # noqa: N802 (Qt's name)
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        width = max(self._view.viewport().width() - _SIDES, 1)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        room = QRect(0, 0, width, _ENDLESS)
        wanted = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, max(wanted.height(), _SIGN) + _ABOVE_AND_BELOW)
