"""Delegate of the history's list: what was done, and below it when and by whom."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gonghui_desktop.ui.theme.theme import Theme

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
"""The second line."""

_SIDE = 12
_ABOVE = 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Paints an entry in two lines, on the ground that the style sheet gives."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 (Qt)
        """The height of two lines; the width is the list's."""
        body = option.fontMetrics.height()
        return QSize(0, body + body * self._theme.hint_size // self._theme.body_size + 16)

    def initStyleOption(  # noqa: N802 (Qt's name)
        self, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Leaves the text to :meth:`paint`."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints ground and focus as the style does, then both lines."""
        super().paint(painter, option, index)
        painter.save()
        rect: QRect = option.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        middle = rect.top() + rect.height() * self._theme.body_size // (
            self._theme.body_size + self._theme.hint_size
        )
        for text, size, colour, top, bottom in (
            (index.data(), self._theme.body_size, "text", rect.top(), middle),
            (index.data(DETAIL_ROLE), self._theme.hint_size, "muted", middle, rect.bottom()),
        ):
            font = painter.font()
            font.setPixelSize(size)
            painter.setFont(font)
            painter.setPen(self._theme.colour(colour))
            line = QRect(rect.left(), top, rect.width(), bottom - top)
            words = painter.fontMetrics().elidedText(
                str(text), Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, _LEFT, words)
        painter.restore()
