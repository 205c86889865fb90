"""Orders of the list of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services.name_search import fold
from gonghui_desktop.ui.records.stage_words import stage_of
from gonghui_desktop.ui.widgets.severity import OpenPoints


class Order(Enum):
    """Orders of the list; the value is what settings keep."""

    MADE = "made"
    NAME = "name"
    CHANGED = "changed"
    STATE = "state"
    POINTS = "points"


ORDER_WORDS: Mapping[Order, str] = {
    Order.MADE: "新建先后",
    Order.NAME: "名称",
    Order.CHANGED: "最近修改",
    Order.STATE: "状态",
    Order.POINTS: "还要改多少",
}


_BACKWARDS = " backwards"


def order_key(form_id: str) -> str:
    """The setting that keeps the order of a form's list."""
    return f"list.order.{form_id}"


def kept_order(text: str) -> tuple[Order, bool]:
    """The order of a setting's text, and whether it runs backwards; at first as they were made."""
    value, _, backwards = text.partition(" ")
    known = value in {order.value for order in Order}
    return (Order(value), bool(backwards)) if known else (Order.MADE, False)


def order_text(order: Order, *, backwards: bool) -> str:
    """The setting's text; empty for the order in which they were made."""
    is_default = order is Order.MADE and not backwards
    return "" if is_default else order.value + (_BACKWARDS if backwards else "")


@dataclass
class Entry:
    """A record in the list, with what the list computes once.

    Attributes:
        record: the record as stored.
        name: its name in the list.
        folded: the name folded for searching.
        counted: the state of the record that ``points`` belong to; ``None`` until counted.
        points: counts of what keeps it from being final.
        name_key: where its name stands in a dictionary; empty until computed.
    """

    record: Record
    name: str
    folded: str
    counted: Record | None = None
    points: OpenPoints | None = None
    name_key: str = ""

    @classmethod
    def of(cls, record: Record, name: str) -> Entry:
        """The entry of a record that nothing else is known about."""
        return cls(record, name, fold(name))

    def adopt(self, record: Record, name: str) -> None:
        """Takes another state of the record; counts stay until the next come."""
        if record == self.record:
            self.keep(record)
        self.record = record
        if name != self.name:
            self.name, self.folded, self.name_key = name, fold(name), ""

    def keep(self, record: Record) -> None:
        """Takes the same record, read again: nothing that is counted has changed."""
        if self.counted is self.record:
            self.counted = record
        self.record = record

    @property
    def open_points(self) -> OpenPoints | None:
        """What is to do, as last counted; nothing for a final record."""
        if self.record.state is RecordState.FINAL:
            return OpenPoints(0, 0)
        return self.points

    @property
    def is_counted(self) -> bool:
        """Whether the open points belong to the record's present state."""
        return self.record.state is RecordState.FINAL or self.counted is self.record


def _by_points(entry: Entry) -> tuple[int, int]:
    points = entry.open_points or OpenPoints(0, 0)
    return (-points.to_mend - points.to_explain, -points.to_mend)


_STAGES = list(Stage)

# Entries that are alike stay in the order in which they were made.
_KEYS: Mapping[Order, Callable[[Entry], Any]] = {
    Order.NAME: lambda entry: entry.name_key or entry.name,
    Order.CHANGED: lambda entry: -entry.record.changed_at.timestamp(),
    Order.STATE: lambda entry: _STAGES.index(stage_of(entry.record)),
    Order.POINTS: _by_points,
}


def in_order(entries: list[Entry], order: Order, *, backwards: bool) -> list[Entry]:
    """Sorts entries that are in the order in which they were made."""
    key = _KEYS.get(order)
    if key is not None:
        return sorted(entries, key=key, reverse=backwards)
    return entries[::-1] if backwards else entries
