"""What a delegate paints that shows a name and, below it, how it stands."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gonghui_desktop.ui.theme.theme import Theme

_HEIGHT = 52
_SIDE = 12
_ICON = 16
_RADIUS = 6
_BAR = 3
_GAP = 8
_MIDDLE = Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """The ground of a row, its two lines and an icon; what they say is its heirs'.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 (Qt)
        """The height of two lines; the width is the list's."""
        return QSize(0, _HEIGHT + 2 * (self._theme.body_size - 14))

    def _rooms(self, option: QStyleOptionViewItem) -> tuple[QRect, QRect, QRect]:
        """Where the icon, the upper and the lower line go."""
        inner: QRect = _ground(option).adjusted(_SIDE - 4, 6, -_SIDE + 4, -6)
        icon = QRect(inner.left(), inner.top() + 2, _ICON, _ICON)
        text = inner.adjusted(_ICON + 8, 0, 0, 0)
        middle = text.top() + text.height() // 2
        upper = QRect(text.topLeft(), QPoint(text.right(), middle - 1))
        return icon, upper, QRect(QPoint(text.left(), middle + 1), text.bottomRight())

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect = _ground(option)
        state: QStyle.StateFlag = option.state
        ring = self._theme.colour("ring")
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("chosen" if chosen else "hover"))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), ring)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)

    def _paint_name(self, painter: QPainter, rect: QRect, words: tuple[str, str]) -> None:
        """The name, and what stands at the end of its line."""
        name, made = words
        painter.setFont(self._font(painter, self._theme.hint_size))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(rect, _MIDDLE | Qt.AlignmentFlag.AlignRight, made)
        taken = painter.fontMetrics().horizontalAdvance(made) + _GAP if made else 0
        painter.setFont(self._font(painter, self._theme.body_size))
        painter.setPen(self._theme.colour("text"))
        self._paint_elided(painter, rect.adjusted(0, 0, -taken, 0), name)

    def _paint_state(
        self, painter: QPainter, rect: QRect, words: tuple[str, str], colour: str
    ) -> None:
        left, right = words
        if self._fits(painter, rect, left, right):  # otherwise what counts most is enough
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(rect, _MIDDLE | Qt.AlignmentFlag.AlignRight, right)
        painter.setPen(self._theme.colour(colour))
        self._paint_elided(painter, rect, left)

    def _fits(self, painter: QPainter, rect: QRect, left: str, right: str) -> bool:
        """Whether both texts have room in a line of hints; sets the font for them."""
        painter.setFont(self._font(painter, self._theme.hint_size))
        metrics = painter.fontMetrics()
        both = metrics.horizontalAdvance(left) + _GAP + metrics.horizontalAdvance(right)
        return both <= rect.width()

    @staticmethod
    def _font(painter: QPainter, size: int) -> QFont:
        font = QFont(painter.font())
        font.setPixelSize(size)
        return font

    @staticmethod
    def _paint_elided(painter: QPainter, rect: QRect, text: str) -> None:
        right = Qt.TextElideMode.ElideRight
        elided = painter.fontMetrics().elidedText(text, right, rect.width())
        painter.drawText(rect, _MIDDLE | Qt.AlignmentFlag.AlignLeft, elided)


def _ground(option: QStyleOptionViewItem) -> QRect:
    rect: QRect = option.rect.adjusted(6, 1, -6, -1)
    return rect
