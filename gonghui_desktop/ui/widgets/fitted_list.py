"""A list of sentences as high as all of them, in something that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

from gonghui_desktop.ui.widgets.wrapping_list import WrappingList


class FittedList(WrappingList):
    """As :class:`WrappingList`, but what scrolls is around it, and follows the keys.

    Args:
        parent: the owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.currentRowChanged.connect(self._show_current)

    def fit(self) -> None:
        """Takes the height of its sentences."""
        self.setFixedHeight(self.height_of(self.count()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes the height that its sentences need at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes the height that its sentences need in another type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Chooses the first sentence where none was."""
        super().focusInEvent(event)  # which goes there, but chooses nothing
        if (item := self.currentItem()) is not None:
            item.setSelected(True)
        self._show_current()

    def _show_current(self) -> None:
        around: QWidget | None = self
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        content, item = around.widget() if around is not None else None, self.currentItem()
        if around is not None and content is not None and item is not None and self.hasFocus():
            place = self.visualItemRect(item)
            top = self.viewport().mapTo(content, place.topLeft())
            bottom = self.viewport().mapTo(content, place.bottomLeft())
            around.ensureVisible(top.x(), bottom.y(), 0, 16)
            around.ensureVisible(top.x(), top.y(), 0, 48)
