"""Records removed for good with everything that tells of them; in the caller's transaction.

Works on the store's own database and on a copy of a backup alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.store.encoding import read_rows, texts_of

_PARTS = ("history", "stages", "seals", "prints", "revisions")
_STATES = "SELECT field_values, explanations FROM {} WHERE {} = ?"
_ENTRIES = "SELECT before, after FROM history WHERE record = ?"
_OTHERS = (
    "SELECT field_values, explanations FROM records"
    " UNION ALL SELECT field_values, explanations FROM submission_records"
)
_ID = "SELECT id FROM records WHERE number = ?"
_IS_STORED = "SELECT 1 FROM records WHERE id = ?"
_DECISIONS = "SELECT number, one, other, reason FROM decisions"


def remove(driver: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """Removes records, all that is kept of each, and what was decided about their names.

    What an office above has said of them goes, too. What was decided about a name that another
    record has, or a received one, stays.

    Args:
        driver: of a database of the newest schema.
        numbers: of the records; those that are not there do no harm.

    Returns:
        Numbers of the decisions that went.
    """
    gone = [(number,) for number in numbers]
    texts = {text for key in gone for text in _texts(driver, key)}
    ids = {row for key in gone for row in driver.execute(_ID, key).fetchall()}
    for part in _PARTS:
        driver.executemany(f"DELETE FROM {part} WHERE record = ?", gone)  # noqa: S608 -- names of our own
    driver.executemany("DELETE FROM records WHERE number = ?", gone)
    _remove_replies(driver, ids)
    decisions = _orphaned(driver, texts)
    driver.executemany("DELETE FROM decisions WHERE number = ?", [(each,) for each in decisions])
    return decisions


def _remove_replies(driver: sqlite3.Connection, ids: Iterable[tuple[str]]) -> None:
    """What was said of records that are stored nowhere any more, not even anew under their id."""
    gone = [each for each in ids if driver.execute(_IS_STORED, each).fetchone() is None]
    for table in ("reply_reasons", "reply_records"):
        driver.executemany(f"DELETE FROM {table} WHERE record = ?", gone)  # noqa: S608 -- names of our own


def _orphaned(driver: sqlite3.Connection, texts: set[str]) -> list[int]:
    """Decisions that name a unit, or give a reason, which no record has any more.

    Records that were received count, too: of their names somebody has decided as well.
    """
    decisions = read_rows(driver, _DECISIONS)
    if not decisions or not texts:
        return []
    keys = {unit_key(text) for text in texts}
    touched = [
        (number, {one, other} & keys, {reason} & texts)
        for number, one, other, reason in decisions
        if keys & {one, other} or reason in texts
    ]
    if not touched:
        return []
    left = set(_decoded(read_rows(driver, _OTHERS)))
    left_keys = {unit_key(text) for text in left}
    return [number for number, names, reasons in touched if names - left_keys or reasons - left]


def _texts(driver: sqlite3.Connection, key: Sequence[int]) -> Iterator[str]:
    """Everything that a record says or has said."""
    for table, column in (("records", "number"), ("revisions", "record")):
        yield from _decoded(read_rows(driver, _STATES.format(table, column), key))
    for entry in read_rows(driver, _ENTRIES, key):
        yield from (text for text in entry if isinstance(text, str) and text)


def _decoded(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The texts of rows; what is damaged says nothing."""
    for row in rows:
        for stored in row:
            try:
                yield from texts_of(stored if isinstance(stored, str) else None).values()
            except StoreError:
                continue
