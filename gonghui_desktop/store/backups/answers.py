"""What a child says of a database: looked at again, since it may be as wrong as the database."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.store.backups.contents import MADE_AT, WORK
from gonghui_desktop.store.backups.reading import BLOB
from gonghui_desktop.store.encoding import texts_of
from gonghui_desktop.store.file.known_schema import SCHEMAS, Fault, UnfitError
from gonghui_desktop.store.values import refuse_unstorable

_MOST_QUOTES = 8_000  # four for each text; forms have a hundred at most
_LONGEST_SETTING = 5_000_000  # characters; what is noted of a large package
_LONGEST_WHAT = 100  # characters
_TEXTS = ("field_values", "explanations")
_PLAIN_TEXTS = (
    *("before", "after", "who", "reason", "reopen_reason", "name", "contact_name"),
    *("source", "one", "other", "form", "campaign", "field", "contact_phone", "key"),
    *("printer", "code", "receiver"),
)
"""Columns with the texts of one field each, and with one text."""


@dataclass(frozen=True)
class Head:
    """What a database says of itself; the rows are not counted yet."""

    schema: str
    records: int
    made_at: datetime | None
    work: str


def checked(line: bytes) -> Mapping[str, object]:
    """One line of an answer.

    Raises:
        UnfitError: it tells of a fault, or is none.
    """
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise UnfitError(Fault.DAMAGED)
    if "fault" in told:
        fault, what = told.get("fault"), told.get("what")
        if not isinstance(fault, str) or not isinstance(what, str) or len(what) > _LONGEST_WHAT:
            raise UnfitError(Fault.DAMAGED)
        raise UnfitError(Fault(fault) if fault in tuple(Fault) else Fault.DAMAGED, what)
    return told


def head_of(line: Mapping[str, object]) -> Head:
    """The first line of an answer.

    Raises:
        UnfitError: it is none.
    """
    schema, records = line.get("schema"), line.get("records")
    made_at, work = line.get(MADE_AT), line.get(WORK)
    if not isinstance(schema, str) or schema not in SCHEMAS or not isinstance(records, int):
        raise UnfitError(Fault.DAMAGED)
    if not isinstance(made_at, str) or not isinstance(work, str):
        raise UnfitError(Fault.DAMAGED)
    return Head(schema, records, _moment(made_at), work)


def _moment(made_at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def row_of(row: object, columns: int) -> list[object]:
    """A row with that many columns as SQLite takes it.

    Raises:
        UnfitError: it is none.
    """
    if not isinstance(row, list) or len(row) != columns:
        raise UnfitError(Fault.DAMAGED)
    return [value_of(each) for each in row]


def value_of(told: object) -> object:
    """One value of a row as SQLite takes it.

    Raises:
        UnfitError: it is none.
    """
    if told is None or (isinstance(told, (str, int, float)) and not isinstance(told, bool)):
        return told
    if isinstance(told, dict) and list(told) == [BLOB] and isinstance(told[BLOB], str):
        with suppress(binascii.Error, ValueError):
            return base64.b64decode(told[BLOB], validate=True)
    raise UnfitError(Fault.DAMAGED)


def unreadable_texts(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[int]:
    """A 1 for each column that the store will not be able to read.

    Its row goes in all the same: the store tells of it and has its last good version.

    Raises:
        UnfitError: a text is one that the store itself would not have taken.
    """
    places = [names.index(name) for name in _TEXTS if name in names]
    plain = [names.index(name) for name in _PLAIN_TEXTS if name in names]
    at_text = names.index("text") if "text" in names else None
    try:
        for row in rows:
            refuse_unstorable({names[at]: str(row[at]) for at in plain}, longest=LONGEST_KEPT)
            if at_text is not None and len(str(row[at_text])) > _LONGEST_SETTING:
                raise UnfitError(Fault.TOO_LONG)
            for stored in (row[at] for at in places):
                if isinstance(stored, str) and _quotes(stored) > _MOST_QUOTES:
                    raise UnfitError(Fault.TOO_LONG)
                try:
                    texts = texts_of(stored if isinstance(stored, str) else None)
                except StoreError:
                    yield 1
                else:
                    refuse_unstorable(texts, longest=LONGEST_KEPT)
    except InputError:
        raise UnfitError(Fault.TOO_LONG) from None


def _quotes(stored: str) -> int:
    """Of JSON, those outside of texts: before it is read, since each text takes memory."""
    return stored.count('"') - stored.count('\\"')
