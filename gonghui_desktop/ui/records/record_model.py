"""List model of one form's records: searched, filtered by state, sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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

from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services.name_search import fold, matcher
from gonghui_desktop.ui.records.list_order import Entry, Order, in_order
from gonghui_desktop.ui.records.stage_words import RowReply, spoken_words, stage_of
from gonghui_desktop.ui.widgets.severity import OpenPoints

RECORD_ROLE = Qt.ItemDataRole.UserRole
"""The record itself (``model.record.Record``)."""
OPEN_POINTS_ROLE = Qt.ItemDataRole.UserRole + 1
"""Counts of what keeps it from being final (``severity.OpenPoints``); ``None`` until counted."""
MADE_ROLE = Qt.ItemDataRole.UserRole + 2
"""When it was made, in words; empty unless another record has the same name."""
REPLY_ROLE = Qt.ItemDataRole.UserRole + 3
"""What an office above has said of it (``stage_words.RowReply``); ``None`` for nothing."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Replies:
    """What offices above have said.

    Attributes:
        of: what of a record, as it is now; ``None`` for nothing.
        records: ids of those of which they have ever said something.
    """

    of: Callable[[Record], RowReply | None] = lambda _record: None
    records: Collection[str] = ()


class RecordModel(QAbstractListModel):
    """Records in the chosen order.

    A record that changes stays in its row, whatever order and search say, so that nothing jumps
    under the pointer: the list is sorted when an order is chosen, or when it is searched or read
    again.

    Args:
        name_of: a record's name in the list.
        parent: the owner.
    """

    points_requested = Signal(list)
    """Records whose open points must be counted; answer with :meth:`set_points`."""
    returned_counted = Signal(int)
    """How many records were sent back; emitted when that may have changed."""
    name_keys_requested = Signal(list)
    """Names whose place in a dictionary is needed; answer with :meth:`set_name_keys`."""

    def __init__(self, name_of: Callable[[Record], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._data: Mapping[int, Callable[[Entry], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda entry: entry.name,
            Qt.ItemDataRole.ToolTipRole: self._tool_tip,
            Qt.ItemDataRole.AccessibleTextRole: self._sentence,
            RECORD_ROLE: lambda entry: entry.record,
            OPEN_POINTS_ROLE: self._points_of,
            MADE_ROLE: self._made,
            REPLY_ROLE: self._reply,
        }
        self._replies = Replies()
        self._uncounted: dict[str, Record] = {}
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.timeout.connect(self._request_points)
        self._all: dict[str, Entry] = {}  # by id, in the order in which they were made
        self._shown: list[Entry] = []
        self._rows: dict[str, int] = {}  # of those shown; empty when out of date
        self._names: Counter[str] = Counter()
        self._needle = ""
        self._stage: Stage | None = None
        self._waits_for_points = False
        self.order, self.is_backwards = Order.MADE, False

    @property
    def total(self) -> int:
        """The number of records, shown or not."""
        return len(self._all)

    def names(self) -> list[str]:
        """The records' names, shown or not."""
        return [entry.name for entry in self._all.values()]

    @property
    def first(self) -> Record | None:
        """The first record in the list or, if none is shown, the one that was made first."""
        entry = self._shown[0] if self._shown else next(iter(self._all.values()), None)
        return entry.record if entry else None

    @property
    def is_filtered(self) -> bool:
        """Whether a search or a state leaves out records."""
        return bool(self._needle) or self._stage is not None

    @property
    def stage(self) -> Stage | None:
        """The stage that alone is shown; ``None`` for every stage."""
        return self._stage

    def set_records(self, records: Sequence[Record]) -> None:
        """Replaces the records; what was counted of those that stay the same is kept."""
        known = self._all
        self._all = {record.id: self._entry(record, known.get(record.id)) for record in records}
        self._names = Counter(entry.name for entry in self._all.values())
        self._show_again()
        self._count_returned()

    @property
    def has_replies(self) -> bool:
        """Whether offices above have ever said something of these records."""
        return bool(self._replies.records)

    def set_replies(self, replies: Replies) -> None:
        """Sets what offices above have said of the records."""
        self._replies = replies
        if self._stage is Stage.RETURNED:
            self._show_again()
        elif self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
        self._count_returned()

    def set_filter(self, text: str) -> None:
        """Shows only records whose name contains the text, also as pinyin or its initials."""
        needle = fold(text)
        if needle != self._needle:
            self._needle = needle
            self._show_again()

    def set_stage(self, stage: Stage | None) -> None:
        """Shows only records of that stage; ``None`` for all."""
        if stage is not self._stage:
            self._stage = stage
            self._show_again()

    def set_order(self, order: Order, *, backwards: bool = False) -> None:
        """Sorts the records, now and whenever they are searched or read again."""
        self.order, self.is_backwards = order, backwards
        self._waits_for_points = False
        self._show_again()

    def add(self, record: Record) -> None:
        """Adds a new record; shown until the filter changes, even if it does not match."""
        newest_first = (
            self.is_backwards if self.order is Order.MADE else self.order is Order.CHANGED
        )
        row = 0 if newest_first else len(self._shown)
        entry = self._entry(record)
        self.beginInsertRows(QModelIndex(), row, row)
        self._all[record.id] = entry
        self._shown.insert(row, entry)
        self._rows.clear()
        self.endInsertRows()
        self._count_name(entry.name, 1)

    def update(self, record: Record) -> None:
        """Replaces a changed record; it stays in its row, whatever filter and order."""
        entry = self._all.get(record.id)
        if entry is None:
            return
        before = entry.name
        entry.adopt(record, self._name_of(record))
        if entry.name != before:
            self._count_name(before, -1)
            self._count_name(entry.name, 1)
        self._emit_changed(record.id)
        self._count_returned()

    def remove(self, record_id: str) -> None:
        """Removes a deleted record."""
        row = self.row_of(record_id)
        entry = self._all.pop(record_id, None)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row]
            self._rows.clear()
            self.endRemoveRows()
        if entry is not None:
            self._count_name(entry.name, -1)
        self._count_returned()

    def set_points(self, counts: Mapping[str, OpenPoints], records: Sequence[Record]) -> None:
        """Sets the open points of records, by record id; sorts again if all were waited for."""
        for record in records:
            if (entry := self._all.get(record.id)) is not None:
                entry.counted, entry.points = record, counts[record.id]
                self._emit_changed(record.id)
        if self._waits_for_points and all(entry.is_counted for entry in self._all.values()):
            self._waits_for_points = False
            self._show_again()

    def forget_points(self, record_ids: Iterable[str]) -> None:
        """Lets open points be counted again; until then they are shown as they were."""
        for record_id in record_ids:
            if (entry := self._all.get(record_id)) is not None:
                entry.counted = None
                self._emit_changed(record_id)

    def forget_all_points(self) -> None:
        """As :meth:`forget_points`, of every record."""
        for entry in self._all.values():
            entry.counted = None
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def set_name_keys(self, keys: Mapping[str, str]) -> None:
        """Sets where names stand in a dictionary, and sorts again if that is the order."""
        for entry in self._all.values():
            entry.name_key = keys.get(entry.name, entry.name_key)
        if self.order is Order.NAME:
            self._show_again()

    def holds(self, record_id: str) -> bool:
        """Whether the record exists, shown or not."""
        return record_id in self._all

    def row_of(self, record_id: str) -> int:
        """The row of a record, -1 if it is not shown."""
        if not self._rows:
            self._rows = {entry.record.id: row for row, entry in enumerate(self._shown)}
        return self._rows.get(record_id, -1)

    def record_at(self, row: int) -> Record | None:
        """The record in a row."""
        return self._shown[row].record if 0 <= row < len(self._shown) else None

    def row_beginning_with(self, text: str, after: int) -> int:
        """The next row, from one on and around, whose name begins so; -1 if there is none."""
        begins = matcher(text, from_start=True)
        count = len(self._shown)
        rows = ((after + step) % count for step in range(count))
        return next((row for row in rows if begins(self._shown[row].folded)), -1)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 (Qt's name)
        """The number of records shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A record's value for a role; the display role is its name."""
        getter = self._data.get(role)
        is_row = index.isValid() and 0 <= index.row() < len(self._shown)
        return getter(self._shown[index.row()]) if getter is not None and is_row else None

    def _entry(self, record: Record, known: Entry | None = None) -> Entry:
        if known is None:
            return Entry.of(record, self._name_of(record))
        if record == known.record:  # with the same name; all of 10,000 are asked for otherwise
            known.keep(record)
        else:
            known.adopt(record, self._name_of(record))
        return known

    def _show_again(self) -> None:
        """Filters and sorts all records."""
        self.beginResetModel()
        matches, stage = matcher(self._needle), self._stage
        shown = [
            entry
            for entry in self._all.values()
            if (not self._needle or matches(entry.folded))
            and (stage is None or stage_of(entry.record) is stage or self._is_back(entry, stage))
        ]
        self._shown = in_order(shown, self.order, backwards=self.is_backwards)
        self._rows.clear()
        self.endResetModel()
        self._request_keys()

    def _request_keys(self) -> None:
        """Asks for what the order still lacks."""
        if self.order is Order.NAME:
            if names := [entry.name for entry in self._all.values() if not entry.name_key]:
                self.name_keys_requested.emit(names)
        elif self.order is Order.POINTS:
            entries = (entry for entry in self._all.values() if not entry.is_counted)
            self._uncounted |= {entry.record.id: entry.record for entry in entries}
            self._waits_for_points = bool(self._uncounted)
            self._request_timer.start(0)

    def _emit_changed(self, record_id: str) -> None:
        if (row := self.row_of(record_id)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _count_name(self, name: str, step: int) -> None:
        """Counts a name; others of that name are told apart now, or no longer."""
        self._names[name] += step
        if 1 <= self._names[name] <= 2 and self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _reply(self, entry: Entry) -> RowReply | None:
        return self._replies.of(entry.record)

    def _is_back(self, entry: Entry, stage: Stage) -> bool:
        """Whether a draft belongs to those sent back, since it is corrected."""
        reply = self._reply(entry) if stage is Stage.RETURNED else None
        return reply is not None and reply.is_return

    def _count_returned(self) -> None:
        known = (self._all[each] for each in self._replies.records if each in self._all)
        self.returned_counted.emit(sum(self._is_back(each, Stage.RETURNED) for each in known))

    def _made(self, entry: Entry) -> str:
        return _day_and_minute(entry.record.created_at) if self._names[entry.name] > 1 else ""

    def _sentence(self, entry: Entry) -> str:
        words = [
            entry.name,
            *spoken_words(entry.record, self._points_of(entry), self._reply(entry)),
        ]
        if made := self._made(entry):
            words.append(f"{made}:{entry.record.created_at.astimezone():%S} 新建")
        return "，".join(word for word in words if word)

    def _tool_tip(self, entry: Entry) -> str:
        return f"<span>{escape(self._sentence(entry))}</span>"  # a name is not markup

    def _points_of(self, entry: Entry) -> OpenPoints | None:
        if not entry.is_counted:
            self._uncounted[entry.record.id] = entry.record
            self._request_timer.start(0)
        return entry.open_points  # an old count rather than none, so that nothing flickers

    def _request_points(self) -> None:
        wanted = [
            record
            for record_id, record in self._uncounted.items()
            if (entry := self._all.get(record_id)) is not None
            and entry.record is record
            and (self._waits_for_points or self.row_of(record_id) >= 0)
        ]
        self._uncounted.clear()
        if wanted:
            self.points_requested.emit(wanted)


def _day_and_minute(moment: datetime) -> str:
    """A moment such as ``3月8日 12:00``, in the computer's time zone."""
    return f"{short_day(moment)} {moment.astimezone():%H:%M}"
