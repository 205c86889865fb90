"""List model of one form's records, filtered by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.ui.widgets.severity import OpenPoints

RECORD_ROLE = Qt.ItemDataRole.UserRole
"""The record itself (``model.record.Record``)."""
OPEN_POINTS_ROLE = Qt.ItemDataRole.UserRole + 1
"""Counts of what keeps it from being final (``severity.OpenPoints``); ``None`` until counted."""

_Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractListModel):
    """Records in the order of their creation.

    Args:
        name_of: a record's name in the list.
        parent: the owner.
    """

    points_requested = Signal(list)
    """Visible records whose open points must be counted; answer with :meth:`set_points`."""

    def __init__(self, name_of: Callable[[Record], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._data: Mapping[int, Callable[[Record], Any]] = {
            Qt.ItemDataRole.DisplayRole: name_of,
            Qt.ItemDataRole.ToolTipRole: self._tool_tip,
            Qt.ItemDataRole.AccessibleTextRole: self._sentence,
            RECORD_ROLE: lambda record: record,
            OPEN_POINTS_ROLE: self._points_of,
        }
        self._uncounted: dict[str, Record] = {}
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.timeout.connect(self._request_points)
        self._all: list[Record] = []
        self._shown: list[Record] = []
        self._needle = ""
        self._points: dict[
            str, tuple[Record, OpenPoints]
        ] = {}  # a count is valid for one state of the record

    @property
    def total(self) -> int:
        """The number of records, shown or not."""
        return len(self._all)

    def names(self) -> list[str]:
        """The records' names, shown or not."""
        return [self._name_of(record) for record in self._all]

    @property
    def first(self) -> Record | None:
        """The first record, shown or not."""
        return self._all[0] if self._all else None

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        return bool(self._needle)

    def set_records(self, records: Sequence[Record]) -> None:
        """Replaces the records."""
        self.beginResetModel()
        self._all = list(records)
        self._shown = [record for record in self._all if self._matches(record)]
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Shows only records whose name contains the text, whatever its width and case."""
        needle = fold(text)
        if needle != self._needle:
            self.beginResetModel()
            self._needle = needle
            self._shown = [record for record in self._all if self._matches(record)]
            self.endResetModel()

    def add(self, record: Record) -> None:
        """Adds a new record; shown until the filter changes, even if it does not match."""
        row = len(self._shown)
        self.beginInsertRows(QModelIndex(), row, row)
        self._all.append(record)
        self._shown.append(record)
        self.endInsertRows()

    def update(self, record: Record) -> None:
        """Replaces a changed record; it stays in its row, whatever the filter."""
        for records in (self._all, self._shown):
            for row, known in enumerate(records):
                if known.id == record.id:
                    records[row] = record
                    break
        if (row := self.row_of(record.id)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def remove(self, record_id: str) -> None:
        """Removes a deleted record."""
        self._all = [record for record in self._all if record.id != record_id]
        if (row := self.row_of(record_id)) >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row]
            self.endRemoveRows()

    def set_points(self, counts: Mapping[str, OpenPoints], records: Sequence[Record]) -> None:
        """Sets the open points of records, by record id."""
        for record in records:
            self._points[record.id] = (record, counts[record.id])
            if (row := self.row_of(record.id)) >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def holds(self, record_id: str) -> bool:
        """Whether the record exists, shown or not."""
        return any(record.id == record_id for record in self._all)

    def row_of(self, record_id: str) -> int:
        """The row of a record, -1 if it is not shown."""
        rows = (row for row, record in enumerate(self._shown) if record.id == record_id)
        return next(rows, -1)

    def record_at(self, row: int) -> Record | None:
        """The record in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 (Qt's name)
        """The number of records shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A record's value for a role; the display role is its name."""
        record = self.record_at(index.row()) if index.isValid() else None
        getter = self._data.get(role)
        return None if record is None or getter is None else getter(record)

    def _sentence(self, record: Record) -> str:
        words = [self._name_of(record), *state_words(record, self._points_of(record))]
        return "，".join(word for word in words if word)

    def _tool_tip(self, record: Record) -> str:
        return f"<span>{escape(self._sentence(record))}</span>"  # a name is not markup

    def _points_of(self, record: Record) -> OpenPoints | None:
        if record.state is RecordState.FINAL:
            return OpenPoints(0, 0)
        known = self._points.get(record.id)
        if known is None or known[0] is not record:
            self._uncounted[record.id] = record
            self._request_timer.start(0)
        return (
            known[1] if known else None
        )  # an old count rather than none, so that nothing flickers

    def _request_points(self) -> None:
        wanted = [
            record
            for record in self._uncounted.values()
            if (row := self.row_of(record.id)) >= 0 and self._shown[row] is record
        ]
        self._uncounted.clear()
        if wanted:
            self.points_requested.emit(wanted)

    def _matches(self, record: Record) -> bool:
        return self._needle in fold(self._name_of(record))


def state_words(record: Record, open_points: OpenPoints | None) -> tuple[str, str]:
    """A record's state and what is still to do, in words."""
    if record.state is RecordState.FINAL:
        revision = f"第 {record.revision} 版" if record.revision > 1 else ""
        return "已定稿", revision
    if open_points is None:
        return "草稿", ""
    return "草稿", open_points.words() or "可以定稿"


def fold(text: str) -> str:
    """Folds a text for searching: without blanks, width and case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
