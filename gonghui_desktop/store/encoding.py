"""Records as the columns of the table, both ways: the one place that knows how they are written.

Texts of a record are JSON objects, code point by code point; moments are ISO 8601 in UTC, to the
microsecond, which sorts as text. Standard library only, so that the window's first lists need not
wait for SQLAlchemy.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.record import CODE_VERSION, Record, RecordState
from gonghui_desktop.model.stages import Stage

T = TypeVar("T")

RECORD_COLUMNS = (
    "id",
    "form",
    "created_at",
    "changed_at",
    "field_values",
    "explanations",
    "state",
    "revision",
    "reopen_reason",
    "campaign",
    "edition",
    "code_version",
    "stage",
    "stage_at",
)
"""Columns of a record, in the order in which :func:`record_of` takes them."""

LIST = f"SELECT {', '.join(RECORD_COLUMNS)} FROM records"  # noqa: S608 -- names of our own
"""Beginning of a query for records."""

ROSTER = "SELECT number, campaign, name, reason, source, added_at, who FROM roster ORDER BY number"
"""Query for the whole roster, whose rows :mod:`gonghui_desktop.store.roster` decodes."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_YEARS = range(1970, 3000)
"""Of moments in the store: those that every system can put into its own time zone."""
DAMAGED = "数据里有一处内容已损坏，无法读取，请从备份恢复。"
"""What is told of a record that cannot be read; never what stands in it."""


def record_of(row: Sequence[Any]) -> Record:
    """The record of a row with :data:`RECORD_COLUMNS`.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    try:
        id_, form, created, changed, values, reasons, state, *rest = row
        revision, reopened, campaign, edition, code_version, stage, stage_at = rest
        if any(type(text) is not str for text in (id_, form, reopened, campaign, edition)):
            raise TypeError
        if any(type(number) is not int for number in (revision, code_version)):
            raise TypeError
        if not 1 <= code_version <= CODE_VERSION:
            raise ValueError
        return Record(
            id_,
            form,
            moment_of(created),
            moment_of(changed),
            texts_of(values),
            texts_of(reasons),
            RecordState(state),
            revision,
            reopened,
            campaign,
            edition,
            code_version,
            Stage(stage),
            moment_of(stage_at),
        )
    except (TypeError, ValueError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text


def decoded(rows: Iterable[Sequence[Any]]) -> list[Record]:
    """The records of those rows that can be read."""
    return readable(rows, record_of)


def readable(rows: Iterable[Sequence[Any]], decode: Callable[[Sequence[Any]], T]) -> list[T]:
    """What rows hold, as far as they can be read: one damaged row stops no other."""
    found = []
    for row in rows:
        with suppress(DamagedError):
            found.append(decode(row))
    return found


def read_rows(
    connection: sqlite3.Connection, query: str, parameters: Sequence[object] = ()
) -> list[Sequence[Any]]:
    """Every row of a query; in place of a text that is no UTF-8, ``None``.

    The driver would refuse the whole query, and quote that text.
    """
    try:
        return connection.execute(query, parameters).fetchall()
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
    usual = connection.text_factory
    connection.text_factory = _text_or_none
    try:
        return connection.execute(query, parameters).fetchall()
    finally:
        connection.text_factory = usual


def is_undecodable(error: BaseException | None) -> bool:
    """Whether the driver found a text that is no UTF-8."""
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode")


def _text_or_none(stored: bytes) -> str | None:
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return None


def columns_of(record: Record) -> dict[str, Any]:
    """Column name to what is written there."""
    return {
        "id": record.id,
        "form": record.form,
        "created_at": moment_text(record.created_at),
        "changed_at": moment_text(record.changed_at),
        "field_values": texts_text(record.values),
        "explanations": texts_text(record.explanations),
        "state": record.state.value,
        "revision": record.revision,
        "reopen_reason": record.reopen_reason,
        "campaign": record.campaign,
        "edition": record.edition,
        "code_version": record.code_version,
        "stage": record.stage.value,
        "stage_at": moment_text(record.stage_at),
    }


def texts_of(stored: str | None) -> Mapping[str, str]:
    """Field id to text, read-only, from the JSON object in a column.

    Raises:
        DamagedError: somebody else wrote something else there.
    """
    try:
        texts = json.loads(stored or "")
    except (TypeError, ValueError, RecursionError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text
    if not isinstance(texts, dict) or not all(type(item) is str for item in texts.values()):
        raise DamagedError(DAMAGED)
    return MappingProxyType(texts)


def texts_text(texts: Mapping[str, str]) -> str:
    """JSON as people read it: Chinese stays Chinese."""
    return _JSON.encode(dict(texts))


def moment_of(stored: str) -> datetime:
    """The moment in a column, with time zone.

    Raises:
        DamagedError: somebody else wrote something else there.
    """
    try:
        moment = datetime.fromisoformat(stored)
        is_ours = moment.tzinfo is not None and moment.astimezone(UTC).year in _YEARS
    except (TypeError, ValueError, OverflowError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text
    if not is_ours:
        raise DamagedError(DAMAGED)
    return moment


def day_of(stored: str) -> date:
    """The day in a column, ISO 8601.

    Raises:
        DamagedError: somebody else wrote something else there.
    """
    try:
        day = date.fromisoformat(stored)
    except (TypeError, ValueError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text
    if day.year not in _YEARS:
        raise DamagedError(DAMAGED)
    return day


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
