"""Records that can no longer be read, with what is left of them; in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.history import texts_of_all
from gonghui_desktop.model.record import CODE_VERSION, Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store import history, stages
from gonghui_desktop.store.encoding import (
    RECORD_COLUMNS,
    moment_of,
    moment_text,
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
    SELECT revision, field_values, explanations, finalised_at, edition, code_version
    FROM revisions WHERE record = ? ORDER BY revision DESC"""
_KEEP = (
    f"INSERT INTO records ({', '.join(RECORD_COLUMNS)}, deleted_at)"  # noqa: S608 -- names of our own
    f" SELECT {', '.join(RECORD_COLUMNS)}, ? FROM records WHERE number = ?"
)
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


def doubtful(driver: sqlite3.Connection) -> list[Record]:
    """Records outside of the bin that say something else than their whole history says.

    The program writes both in one transaction: somebody else has written, or the disk has.
    """
    found = []
    for number, *row in read_rows(driver, _ALL):
        with suppress(StoreError):
            record = record_of(row)
            if not history.is_whole(driver, number):
                continue
            told = texts_of_all(history.entries(driver, number))
            if told != (record.values, record.explanations):
                found.append(record)
    return found


def keep_row(driver: sqlite3.Connection, number: int, at: datetime) -> None:
    """Puts a copy of a damaged row, byte by byte, into the bin, before it is mended."""
    with suppress(sqlite3.IntegrityError):  # damaged where a rule of the table holds
        driver.execute(_KEEP, (moment_text(at), number))


def _damaged(driver: sqlite3.Connection, number: int, row: Sequence[Any]) -> DamagedRecord:
    columns = dict(zip(RECORD_COLUMNS, row, strict=True))
    id_, form, campaign = (_text(columns, name) for name in ("id", "form", "campaign"))
    last_good = None
    if len(id_) == _ID_LENGTH and form:
        last_good = _last_good(driver, number, columns)
    return DamagedRecord(number, id_, form, campaign, last_good)


def _last_good(driver: sqlite3.Connection, number: int, columns: _Columns) -> Record | None:
    """The record as history and frozen copies have it, where the stages say that it stands."""
    try:
        now = stages.entries(driver, number)[-1]
    except (IndexError, StoreError, ValueError, sqlite3.OperationalError):
        return None
    frozen = _frozen(driver, number, columns)
    if now.stage is not Stage.DRAFT:
        is_it = frozen is not None and frozen.revision == now.revision
        return replace(frozen, stage=now.stage, stage_at=now.at) if frozen and is_it else None
    found = _by_history(driver, number, columns) or frozen
    if found is None:
        return None
    return replace(
        found,
        state=RecordState.DRAFT,
        revision=now.revision,
        reopen_reason=_text(columns, "reopen_reason"),
        code_version=CODE_VERSION,
        stage=now.stage,
        stage_at=now.at,
    )


def _by_history(driver: sqlite3.Connection, number: int, columns: _Columns) -> Record | None:
    """What the history says the record says; only a whole one can."""
    if not history.is_whole(driver, number):
        return None
    entries = history.entries(driver, number)
    values, reasons = texts_of_all(entries)
    return _record(columns, values, reasons, entries[0].at) if values or reasons else None


def _frozen(driver: sqlite3.Connection, number: int, columns: _Columns) -> Record | None:
    """The newest frozen copy that can be read."""
    rows = read_rows(driver, _REVISIONS, (number,))
    for revision, values, reasons, at, edition, code_version in rows:
        with suppress(StoreError):
            found = _record(columns, texts_of(values), texts_of(reasons), moment_of(at))
            return replace(
                found,
                state=RecordState.FINAL,
                revision=revision,
                edition=edition or "",
                code_version=code_version,
            )
    return None


def _record(
    columns: _Columns, values: Mapping[str, str], reasons: Mapping[str, str], at: datetime
) -> Record:
    created = at
    with suppress(StoreError):
        created = moment_of(columns["created_at"])
    return Record(
        _text(columns, "id"),
        _text(columns, "form"),
        created,
        at,
        MappingProxyType(dict(values)),
        MappingProxyType(dict(reasons)),
        reopen_reason=_text(columns, "reopen_reason"),
        campaign=_text(columns, "campaign"),
        edition=_text(columns, "edition"),
    )


def _text(columns: _Columns, name: str) -> str:
    found = columns[name]
    return found if isinstance(found, str) else ""
