"""The history of each record, written with every change and in its transaction.

What is typed into one field in one go is one entry: it grows while the same person goes on typing
there. It does not grow over a loss: once much of a text is taken away, the next entry begins, so
that the text before stays in the history. Plain statements on the driver: they run at every key
that is stored, and are to cost a fraction of the change itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.history import Action, HistoryEntry
from gonghui_desktop.model.record import EMPTY, Record
from gonghui_desktop.store.encoding import moment_of, moment_text, read_rows

PAUSE = timedelta(seconds=60)
"""After this long without a key, what is typed into the same field is a new entry."""

LONGEST_SPELL = timedelta(minutes=10)
"""Nor does one entry take in more than this."""

LOSS = 8
"""Characters that may be taken away within one entry; a longer text stays in the history."""

KEPT_WHOLE = timedelta(days=90)
"""After this long, the entries of one field on one day become one."""

_LAST = """
    SELECT at, since, who, action, field, is_reason, after, longest, number
    FROM history WHERE record = ? ORDER BY number DESC LIMIT 1"""
_ADD = """
    INSERT INTO history (record, at, since, who, action, field, is_reason, before, after, longest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_GROW = "UPDATE history SET at = ?, after = ?, longest = ? WHERE number = ?"
_ALL = """
    SELECT number, at, who, action, field, is_reason, before, after
    FROM history WHERE record = ? ORDER BY number DESC"""
_LONGEST = """
    SELECT max(max(length(before), length(after)))
    FROM history WHERE record = ? AND field = ? AND is_reason = ?"""
_COUNT = "SELECT count(*) FROM history WHERE record = ?"
_OLD = """
    SELECT number, record, action, who, field, is_reason, substr(at, 1, 10)
    FROM history WHERE at < ? ORDER BY record, number"""
_JOIN = """
    UPDATE history SET
        before = (SELECT before FROM history WHERE number = ?1),
        since = (SELECT since FROM history WHERE number = ?1),
        longest = max(longest, (SELECT longest FROM history WHERE number = ?1))
    WHERE number = ?2 AND EXISTS (SELECT 1 FROM history WHERE number = ?1)"""
_REMOVE = "DELETE FROM history WHERE number = ?"


@dataclass(frozen=True)
class Author:
    """Who does something to a record, what and when.

    Attributes:
        who: the computer's user, empty where nobody knows.
        action: what.
        at: when, with time zone.
    """

    who: str
    action: Action
    at: datetime


def keep_edit(
    driver: sqlite3.Connection,
    number: int,
    author: Author,
    before: Record | None,
    after: Record,
) -> None:
    """Writes every text in which two states of a record differ, and a new edition.

    Args:
        driver: within the transaction of the change.
        number: the record's.
        author: who did it.
        before: ``None`` for a new record.
        after: as it is now.
    """
    texts = list(_differences(before, after))
    if len(texts) == 1 and author.action is Action.EDIT and _grow(driver, number, author, texts[0]):
        return
    if before is not None and before.edition != after.edition:
        keep_action(driver, number, author, before.edition, after.edition)
    at = moment_text(author.at)
    driver.executemany(
        _ADD,
        [(number, at, at, author.who, author.action.value, *text, len(text[-1])) for text in texts],
    )


def keep_action(
    driver: sqlite3.Connection, number: int, author: Author, before: str = "", after: str = ""
) -> None:
    """Writes what was done to a whole record."""
    at = moment_text(author.at)
    row = (number, at, at, author.who, author.action.value, "", 0, before, after, 0)
    driver.execute(_ADD, row)


def entries(driver: sqlite3.Connection, number: int) -> list[HistoryEntry]:
    """A record's history, the newest entry first, without what is damaged in it."""
    found = []
    for row in read_rows(driver, _ALL, (number,)):
        with suppress(StoreError, TypeError, ValueError):
            found.append(_entry(row))
    return found


def longest(driver: sqlite3.Connection, number: int, field: str, is_reason: int) -> int:
    """Characters of the longest text that a record's field, or its reason, has ever had."""
    (found,) = driver.execute(_LONGEST, (number, field, is_reason)).fetchone()
    return int(found or 0)


def is_whole(driver: sqlite3.Connection, number: int) -> bool:
    """Whether a record's history goes back to its beginning, with nothing damaged in it."""
    found = entries(driver, number)
    (count,) = driver.execute(_COUNT, (number,)).fetchone()
    begins = (Action.ADD, Action.MIGRATE)
    return bool(found) and len(found) == count and found[-1].action in begins


def _entry(row: Sequence[Any]) -> HistoryEntry:
    number, at, who, action, field, is_reason, before, after = row
    if any(type(text) is not str for text in (who, field, before, after)):
        raise TypeError
    moment = moment_of(at)
    return HistoryEntry(number, moment, who, Action(action), field, bool(is_reason), before, after)


def pairs_to_join(driver: sqlite3.Connection, now: datetime) -> list[tuple[int, int]]:
    """Old entries of one field, person and day that follow one another, by their numbers.

    What was done to a whole record stands between them: what was before and after it stays apart.

    Args:
        driver: within a transaction.
        now: with time zone.
    """
    pairs: list[tuple[int, int]] = []
    last: dict[tuple[str, int], tuple[int, str, str]] = {}
    owner = None
    for number, record, action, who, field, is_reason, day in driver.execute(
        _OLD, (moment_text(now - KEPT_WHOLE),)
    ):
        if record != owner or not field or action != Action.EDIT.value:
            last.clear()
            owner = record
        if field and action == Action.EDIT.value:
            before = last.get((field, is_reason))
            if before is not None and before[1:] == (who, day):
                pairs.append((before[0], number))
            last[field, is_reason] = (number, who, day)
    return pairs


def join(driver: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Makes one entry of each pair, with the text before the first and the one after the second."""
    for first, second in pairs:
        driver.execute(_JOIN, (first, second))
        driver.execute(_REMOVE, (first,))


Text = tuple[str, int, str, str]
"""Field, whether it is a reason, text before, text after."""


def _differences(before: Record | None, after: Record) -> Iterator[Text]:
    values, reasons = (before.values, before.explanations) if before else (EMPTY, EMPTY)
    yield from _changed(0, values, after.values)
    yield from _changed(1, reasons, after.explanations)


def _changed(is_reason: int, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Text]:
    if old != new:
        for field in {**old, **new}:
            before, after = old.get(field, ""), new.get(field, "")
            if before != after:
                yield field, is_reason, before, after


def _grow(driver: sqlite3.Connection, number: int, author: Author, text: Text) -> bool:
    """Lets the record's last entry grow by what was typed, if it is of the same spell."""
    last = driver.execute(_LAST, (number,)).fetchone()
    if last is None:
        return False
    at, since, who, action, field, is_reason, after, longest, entry = last
    if (field, is_reason, who, action) != (*text[:2], author.who, Action.EDIT.value):
        return False
    _, _, before, typed = text
    if before != after or _is_loss(after, longest, typed):
        return False
    if not timedelta() <= author.at - moment_of(at) <= PAUSE:
        return False
    if author.at - moment_of(since) > LONGEST_SPELL:
        return False
    longest = max(longest, len(typed))
    driver.execute(_GROW, (moment_text(author.at), typed, longest, entry))
    return True


def _is_loss(stored: str, longest: int, typed: str) -> bool:
    """Whether more of a text goes than a slip of the finger."""
    if not typed:
        return bool(stored)
    return len(typed) < longest - LOSS or _removed(stored, typed) > LOSS


def _removed(old: str, new: str) -> int:
    """Characters of the old text that are not in the new one, which differs in one place."""
    if new.startswith(old):
        return 0
    start = _common(old, new)
    rest, new_rest = old[start:], new[start:]
    return len(rest) - _common(rest[::-1], new_rest[::-1])


def _common(one: str, other: str) -> int:
    """Characters with which both begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[:middle]):
            low = middle
        else:
            high = middle - 1
    return low
