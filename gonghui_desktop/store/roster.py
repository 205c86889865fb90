"""Rows of the roster, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.store.encoding import (
    DAMAGED,
    ROSTER,
    moment_of,
    moment_text,
    read_rows,
    readable,
)
from gonghui_desktop.store.values import refuse_unstorable

TABLE = "roster"

_ADD = (
    "INSERT INTO roster (number, campaign, name, reason, source, added_at, who)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_REMOVE = "DELETE FROM roster WHERE number = ?"


def entries(driver: sqlite3.Connection) -> list[RosterEntry]:
    """Every entry that can be read, of whatever campaign, in the order in which they came."""
    return decoded(stored(driver))


def stored(driver: sqlite3.Connection) -> Sequence[Sequence[Any]]:
    """The rows of all entries, for :func:`decoded`."""
    return read_rows(driver, ROSTER)


def decoded(rows: Iterable[Sequence[Any]]) -> list[RosterEntry]:
    """The entries of those rows that can be read."""
    return readable(rows, _entry)


def add(driver: sqlite3.Connection, entry: RosterEntry) -> RosterEntry:
    """Adds an entry; one whose number is 0 gets the next.

    Raises:
        InputError: a text is too long or holds half a character.
    """
    refuse_unstorable({"单位名称": entry.name, "原因": entry.reason, "来源": entry.source})
    values = (
        entry.number or None,
        entry.campaign,
        entry.name,
        entry.reason,
        entry.source,
        moment_text(entry.added_at),
        entry.who,
    )
    number = driver.execute(_ADD, values).lastrowid
    assert number is not None
    return replace(entry, number=number)


def remove(driver: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Removes entries; one that is gone already does no harm."""
    driver.executemany(_REMOVE, ((number,) for number in numbers))


def _entry(row: Iterable[Any]) -> RosterEntry:
    """The entry of a row.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    number, campaign, name, reason, source, added_at, who = row
    if any(type(text) is not str for text in (campaign, name, reason, source, who)):
        raise DamagedError(DAMAGED)
    return RosterEntry(number, campaign, name, reason, source, moment_of(added_at), who)
