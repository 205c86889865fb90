"""A list whose items wrap, so that a sentence can be read to its end in a narrow list."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QIcon, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

_ICON = 16
_SIDES = 44  # pixels of an item's width that style sheet and icon take
_BOX = 24  # pixels more where it has a check box
_ABOVE_AND_BELOW = 12
_ENDLESS = 10_000


class WrappingList(QListWidget):
    """A list of sentences with icons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_WrappingDelegate(self))

    def add(self, icon: QIcon, text: str, data: object = None) -> QListWidgetItem:
        """Adds an item; ``data`` is its user role."""
        item = QListWidgetItem(icon, text)
        item.setData(Qt.ItemDataRole.UserRole, data)
        self.addItem(item)
        return item

    def add_heading(self, text: str) -> None:
        """Adds a heading, which cannot be selected."""
        item = QListWidgetItem(text)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setForeground(self.palette().text())  # not greyed out, though it is disabled
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def height_within(self, room: int) -> int:
        """Height in pixels of the first rows that fit whole into ``room`` pixels."""
        height = 2 * self.frameWidth()
        for row in range(self.count()):
            following = height + self.sizeHintForRow(row)
            if following > room:
                break
            height = following
        return height

    def height_of(self, rows: int) -> int:
        """Height in pixels of the first rows."""
        return (
            sum(self.sizeHintForRow(row) for row in range(min(rows, self.count())))
            + 2 * self.frameWidth()
        )

    def scrollTo(  # noqa: N802 (Qt's name)
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scrolls to an item, and shows the heading right above it."""
        above = self.item(index.row() - 1)
        if above is not None and not above.flags():
            super().scrollTo(self.indexFromItem(above), hint)
        super().scrollTo(index, hint)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Wraps the items at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _WrappingDelegate(QStyledItemDelegate):
    """Measures an item at the list's width."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(  # noqa: N802 (Qt's name)
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        has_box = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        width = max(self._view.viewport().width() - _SIDES - has_box * _BOX, 1)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        room = QRect(0, 0, width, _ENDLESS)
        wanted = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(width, max(wanted.height(), _ICON) + _ABOVE_AND_BELOW)

    def editorEvent(  # noqa: N802 (Qt's name)
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Lets a click anywhere on a line with a check box toggle it."""
        is_click = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease
        role, states = Qt.ItemDataRole.CheckStateRole, Qt.CheckState
        state = index.data(role)  # none without a check box, whatever the item's flags say
        if not is_click or state is None:
            return super().editorEvent(event, model, option, index)
        is_checked = states(state) is states.Checked
        return model.setData(index, states.Unchecked if is_checked else states.Checked, role)
