"""Delegate of the list: icon, unit name, and the state in words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.ui.records.record_model import OPEN_POINTS_ROLE, RECORD_ROLE, state_words
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.severity import OpenPoints

_HEIGHT = 52
_SIDE = 12
_ICON = 16
_RADIUS = 6
_GAP = 8

_Index = QModelIndex | QPersistentModelIndex


class RecordDelegate(QStyledItemDelegate):
    """Paints one record in two lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 (Qt)
        """The height of two lines; the width is the list's."""
        return QSize(0, _HEIGHT + 2 * (self._theme.body_size - 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints the record, selected or hovered ground first."""
        record = index.data(RECORD_ROLE)
        if not isinstance(record, Record):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(6, 1, -6, -1)
        self._paint_ground(painter, rect, option)
        points = index.data(OPEN_POINTS_ROLE)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        inner = rect.adjusted(_SIDE - 4, 6, -_SIDE + 4, -6)
        icon_rect = QRect(inner.left(), inner.top() + 2, _ICON, _ICON)
        icon, colour = _icon_of(record, points)
        self._theme.icon(icon, colour).paint(painter, icon_rect)
        text = inner.adjusted(_ICON + 8, 0, 0, 0)
        self._paint_words(painter, text, name, state_words(record, points), colour)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("chosen" if chosen else "hover"))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("ring"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)

    def _paint_words(
        self, painter: QPainter, rect: QRect, name: str, words: tuple[str, str], colour: str
    ) -> None:
        body = QFont(painter.font())
        body.setPixelSize(self._theme.body_size)
        hint = QFont(body)
        hint.setPixelSize(self._theme.hint_size)
        half = rect.height() // 2
        upper = QRect(rect.left(), rect.top(), rect.width(), half)
        lower = QRect(rect.left(), rect.top() + half + 1, rect.width(), rect.height() - half)
        middle = Qt.AlignmentFlag.AlignVCenter
        state, to_do = words
        painter.setFont(body)
        painter.setPen(self._theme.colour("text"))
        elided = QFontMetrics(body).elidedText(name, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, middle | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setFont(hint)
        metrics = QFontMetrics(hint)
        both = metrics.horizontalAdvance(to_do) + _GAP + metrics.horizontalAdvance(state)
        if both <= lower.width():  # otherwise what is to do is enough
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(lower, middle | Qt.AlignmentFlag.AlignRight, state)
        painter.setPen(self._theme.colour(colour))
        elided = metrics.elidedText(to_do, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, middle | Qt.AlignmentFlag.AlignLeft, elided)


def _icon_of(record: Record, open_points: OpenPoints | None) -> tuple[str, str]:
    """Icon and colour of a record's state."""
    if record.state is RecordState.FINAL:
        return "lock", "muted"
    if open_points is None:
        return "file-pen", "muted"
    return ("file-pen", "warning") if any(open_points) else ("circle-check", "success")
