"""Deleted records: what lies in the bin, and what goes for good; in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.record import Record
from gonghui_desktop.store.encoding import (
    RECORD_COLUMNS,
    moment_of,
    moment_text,
    read_rows,
    record_of,
)
from gonghui_desktop.store.values import BinnedRecord, RecordNotFound

KEPT = timedelta(days=30)
"""How long a deleted record can be brought back for sure."""

_DAY = timedelta(days=1)

_BINNED = (
    f"SELECT number, deleted_at, {', '.join(RECORD_COLUMNS)} FROM records"  # noqa: S608 -- names of our own
    " WHERE deleted_at IS NOT NULL"
)
_BY_NUMBER = f"{_BINNED} AND number = ?"
_BY_ID = f"{_BINNED} AND id = ? ORDER BY deleted_at DESC, number DESC LIMIT 1"
_LATEST_FIRST = f"{_BINNED} ORDER BY deleted_at DESC, number DESC"
_OVERDUE = """
    WITH young (first) AS (SELECT min(number) FROM history WHERE at >= :before)
    SELECT number FROM records WHERE deleted_at < :before AND NOT EXISTS (
        SELECT 1 FROM history, young
        WHERE record = records.number AND action = 'delete' AND history.number > young.first
    )
"""
_PLACE = "SELECT number, id, form FROM records WHERE number = ? AND deleted_at IS NOT NULL"


def listed(driver: sqlite3.Connection, campaign: str | None, now: datetime) -> list[BinnedRecord]:
    """What lies in the bin, deleted last first; of one campaign, if it is given.

    What is damaged is left out.
    """
    found = []
    for number, deleted_at, *row in read_rows(driver, _LATEST_FIRST):
        with suppress(StoreError):
            record, moment = record_of(row), moment_of(deleted_at)
            left = max(moment + KEPT - now, timedelta())
            if campaign in (None, record.campaign):
                found.append(BinnedRecord(number, record, moment, -(-left // _DAY)))
    return found


def find(driver: sqlite3.Connection, number: int) -> Record:
    """The record of that number in the bin.

    Raises:
        RecordNotFound: there is none.
        StoreError: it is damaged.
    """
    return _one(driver, _BY_NUMBER, number)[1]


def last_deleted(driver: sqlite3.Connection, record_id: str) -> tuple[int, Record]:
    """Number and record that was deleted last under that id.

    Raises:
        RecordNotFound: there is none.
        StoreError: it is damaged.
    """
    return _one(driver, _BY_ID, record_id)


def overdue(driver: sqlite3.Connection, before: datetime) -> list[int]:
    """Numbers of the records that were deleted before that moment.

    Not of those that a clock gone back says so of: what was done before such a deletion is younger.
    """
    return [number for (number,) in driver.execute(_OVERDUE, {"before": moment_text(before)})]


def lying(driver: sqlite3.Connection, numbers: Iterable[int]) -> list[tuple[int, str, str]]:
    """Number, id and form of records in the bin, and of what cannot be read under their ids.

    Raises:
        RecordNotFound: one is not in the bin.
    """
    found: dict[int, tuple[int, str, str]] = {}
    for number in numbers:
        row = driver.execute(_PLACE, (number,)).fetchone()
        if row is None:
            raise RecordNotFound(str(number))
        found[number] = row
    ids = {record_id for _, record_id, _ in found.values()}
    for number, *row in read_rows(driver, _LATEST_FIRST):
        if row[1] in ids and number not in found and not _is_readable(row):
            found[number] = (number, row[1], str(row[2]))
    return list(found.values())


def _is_readable(row: Sequence[Any]) -> bool:
    deleted_at, *columns = row
    try:
        record_of(columns)
        moment_of(deleted_at)
    except StoreError:
        return False
    return True


def _one(driver: sqlite3.Connection, query: str, key: str | int) -> tuple[int, Record]:
    if isinstance(key, str) and not key.isascii():  # no id at all
        raise RecordNotFound(key)
    rows = read_rows(driver, query, (key,))
    if not rows:
        raise RecordNotFound(str(key))
    number, _, *row = rows[0]
    return number, record_of(row)


def is_stored(driver: sqlite3.Connection, record_id: str) -> bool:
    """Whether there is a record of that id, in the bin or not."""
    query = "SELECT 1 FROM records WHERE id = ? LIMIT 1"
    return driver.execute(query, (record_id,)).fetchone() is not None
