"""Delegate of the list: icon, unit name, and the state in words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.ui.records.record_model import (
    MADE_ROLE,
    OPEN_POINTS_ROLE,
    RECORD_ROLE,
    REPLY_ROLE,
)
from gonghui_desktop.ui.records.stage_words import sign_of, state_words
from gonghui_desktop.ui.widgets.two_lines import TwoLineDelegate

_Index = QModelIndex | QPersistentModelIndex


class RecordDelegate(TwoLineDelegate):
    """Paints one record in two lines."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints the record, selected or hovered ground first."""
        record = index.data(RECORD_ROLE)
        if not isinstance(record, Record):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon_rect, upper, lower = self._rooms(option)
        self._paint_ground(painter, option)
        points, reply = index.data(OPEN_POINTS_ROLE), index.data(REPLY_ROLE)
        name, made = str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(MADE_ROLE))
        icon, colour = sign_of(record, points, reply)
        self._theme.icon(icon, colour).paint(painter, icon_rect)
        left, right = state_words(record, points, reply)
        # A final form's line has a date of its own; there, when it was made goes with the name.
        is_draft = record.state is RecordState.DRAFT
        has_room = is_draft and self._fits(painter, lower, left, made)
        words = (left, made if made and has_room else right)
        self._paint_name(painter, upper, (name, "" if has_room else made))
        self._paint_state(painter, lower, words, colour)
        painter.restore()
