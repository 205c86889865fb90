"""List view of records: several can be selected; keys as in any list, and typing to find one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gonghui_desktop.ui.widgets.typed_name import TypedName

_Index = QModelIndex | QPersistentModelIndex


class RecordView(QListView):
    """The rows of a :class:`RecordModel`."""

    escaped = Signal()
    """Esc was pressed."""
    name_typed = Signal(str)
    """What was typed without a pause, to go to a name that begins so."""
    menu_requested = Signal(QPoint)
    """Screen position for the context menu of the selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = TypedName()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("申报表列表")

    def dataChanged(  # noqa: N802 - Qt's name
        self, first: _Index, last: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Repaints rows that have changed.

        ``QListView`` would lay out all rows again, which takes 20 ms for 10,000 of them, at every
        key; but each row is as high as the others, whatever it says.
        """
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc; every other key as in any list."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Adds to what was typed just before, after a pause begins again."""
        if typed := self._typed.add(search):
            self.name_typed.emit(typed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """The menu of the selection: under the pointer or, for the menu key, at the row."""
        place = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center()
        if self.indexAt(place).isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(place))
