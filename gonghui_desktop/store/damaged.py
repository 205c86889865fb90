"""Records that can no longer be read, with what is left of them; in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Any

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.history import Action, texts_of_all
from gonghui_desktop.model.record import Record
from gonghui_desktop.store import history
from gonghui_desktop.store.encoding import (
    RECORD_COLUMNS,
    moment_of,
    read_rows,
    record_of,
    texts_of,
)
from gonghui_desktop.store.values import DamagedRecord

_ALL = (
    f"SELECT number, {', '.join(RECORD_COLUMNS)} FROM records"  # noqa: S608 -- names of our own
    " WHERE deleted_at IS NULL ORDER BY number"
)
_REVISIONS = """
    SELECT revision, field_values, explanations, finalised_at, edition
    FROM revisions WHERE record = ? ORDER BY revision DESC"""
_ID_LENGTH = 32

_Columns = Mapping[str, Any]


def listed(driver: sqlite3.Connection) -> list[DamagedRecord]:
    """Every damaged record outside of the bin, in the order of creation."""
    found = []
    for number, *row in read_rows(driver, _ALL):
        try:
            record_of(row)
        except StoreError:
            found.append(_damaged(driver, number, row))
    return found


def _damaged(driver: sqlite3.Connection, number: int, row: Sequence[Any]) -> DamagedRecord:
    columns = dict(zip(RECORD_COLUMNS, row, strict=True))
    id_, form, campaign = (
        columns[name] if isinstance(columns[name], str) else ""
        for name in ("id", "form", "campaign")
    )
    last_good = None
    if len(id_) == _ID_LENGTH and form:
        last_good = _by_history(driver, number, columns) or _by_revision(driver, number, columns)
    return DamagedRecord(number, id_, form, campaign, last_good)


def _by_history(driver: sqlite3.Connection, number: int, columns: _Columns) -> Record | None:
    """What the history says the record says; only a whole history can."""
    try:
        entries = history.entries(driver, number)
    except (StoreError, ValueError, sqlite3.OperationalError):  # damaged as well
        return None
    if not entries or entries[-1].action not in (Action.ADD, Action.MIGRATE):
        return None
    values, reasons = texts_of_all(entries)
    return _draft(columns, values, reasons, entries[0].at) if values or reasons else None


def _by_revision(driver: sqlite3.Connection, number: int, columns: _Columns) -> Record | None:
    """What the newest frozen copy says that can be read."""
    for revision, values, reasons, at, edition in read_rows(driver, _REVISIONS, (number,)):
        frozen = {**columns, "revision": revision, "edition": edition}
        with suppress(StoreError):
            return _draft(frozen, texts_of(values), texts_of(reasons), moment_of(at))
    return None


def _draft(
    columns: _Columns, values: Mapping[str, str], reasons: Mapping[str, str], at: datetime
) -> Record:
    created = at
    with suppress(StoreError):
        created = moment_of(columns["created_at"])
    revision, edition = columns["revision"], columns["edition"]
    return Record(
        columns["id"],
        columns["form"],
        created,
        at,
        MappingProxyType(dict(values)),
        MappingProxyType(dict(reasons)),
        revision=revision if isinstance(revision, int) and revision > 0 else 1,
        campaign=columns["campaign"] if isinstance(columns["campaign"], str) else "",
        edition=edition if isinstance(edition, str) else "",
        stage_at=at,
    )
