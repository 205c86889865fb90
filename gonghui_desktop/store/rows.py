"""Records in and out of the tables, inside a transaction of the caller's.

Every change of a record goes through :func:`apply`, which knows what was before and what is after.
Plain columns instead of mapped instances: a change made durable is to cost little more than
SQLite's own share, and a session of mapped instances costs six times as much on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, func, insert, select, update

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.store.encoding import (
    RECORD_COLUMNS,
    columns_of,
    moment_of,
    moment_text,
    record_of,
    texts_of,
)
from gonghui_desktop.store.tables import RECORDS, REVISIONS
from gonghui_desktop.store.values import RecordExists, RecordNotFound, Revision

_LIVE = RECORDS.c.deleted_at.is_(None)
_THIS = RECORDS.c.id == bindparam("record_id")
_RECORDS = select(*(RECORDS.c[name] for name in RECORD_COLUMNS)).where(_LIVE)
_RECORD = _RECORDS.where(_THIS)
_LIST = _RECORDS.order_by(RECORDS.c.number)
_INSERT = insert(RECORDS)
_UPDATE = update(RECORDS).where(_LIVE, _THIS)
_LAST_BINNED = (
    select(RECORDS.c.number)
    .where(_THIS, RECORDS.c.deleted_at.is_not(None))
    .order_by(RECORDS.c.deleted_at.desc(), RECORDS.c.number.desc())
    .limit(1)
)
_FREEZE = insert(REVISIONS).values(
    record=select(RECORDS.c.number).where(_LIVE, _THIS).scalar_subquery()
)
_REVISIONS = (
    select(
        REVISIONS.c.revision,
        REVISIONS.c.field_values,
        REVISIONS.c.explanations,
        REVISIONS.c.finalised_at,
        REVISIONS.c.reason,
        REVISIONS.c.edition,
        REVISIONS.c.code_version,
    )
    .join(RECORDS, RECORDS.c.number == REVISIONS.c.record)
    .where(_LIVE, _THIS)
    .order_by(REVISIONS.c.revision)
)
_CAMPAIGNS = (
    select(RECORDS.c.campaign, func.count().label("records"))
    .where(_LIVE)
    .group_by(RECORDS.c.campaign)
)


class Action(StrEnum):
    """What was done to a record."""

    ADD = "add"
    EDIT = "edit"
    FINALISE = "finalise"
    REOPEN = "reopen"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True)
class Change:
    """One change of one record.

    Attributes:
        action: what was done.
        at: when, with time zone.
        before: the record before it; ``None`` where it was not there or lay in the bin.
        after: the record after it; ``None`` where it lies in the bin now.
    """

    action: Action
    at: datetime
    before: Record | None
    after: Record | None


def apply(connection: Connection, change: Change) -> None:
    """Writes a change. Nothing else changes what somebody entered or did.

    Only migrations and ``definitions.assign``, which names editions, write besides.

    Raises:
        RecordNotFound: the record to be restored does not lie in the bin.
    """
    before, after = change.before, change.after
    if after is None:
        assert before is not None
        deleted = {"record_id": before.id, "deleted_at": moment_text(change.at)}
        connection.execute(_UPDATE, deleted)
    elif change.action is Action.RESTORE:
        restored = update(RECORDS).where(RECORDS.c.number == _binned(connection, after.id))
        connection.execute(restored.values(deleted_at=None))
    elif before is None:
        connection.execute(_INSERT, columns_of(after))
    else:
        connection.execute(_UPDATE, {"record_id": after.id, **columns_of(after)})
    is_new = change.action in (Action.ADD, Action.FINALISE)
    if is_new and after is not None and after.state is RecordState.FINAL:
        _freeze(connection, after)


def listed(connection: Connection, form: str | None, campaign: str | None) -> list[Record]:
    """Every record, or those of a form or campaign, in the order of creation, without the bin."""
    query = _LIST
    if form is not None:
        query = query.where(RECORDS.c.form == form)
    if campaign is not None:
        query = query.where(RECORDS.c.campaign == campaign)
    return [record_of(row) for row in connection.execute(query)]


def counts_by_campaign(connection: Connection) -> dict[str, int]:
    """Campaign id to the number of its records outside of the bin."""
    return {row.campaign: row.records for row in connection.execute(_CAMPAIGNS)}


def find(connection: Connection, record_id: str) -> Record | None:
    """The record of that id outside of the bin."""
    if not record_id.isascii():  # no id at all, and perhaps nothing that SQLite can hold
        return None
    row = connection.execute(_RECORD, {"record_id": record_id}).first()
    return None if row is None else record_of(row)


def get(connection: Connection, record_id: str) -> Record:
    """As :func:`find`.

    Raises:
        RecordNotFound: there is none.
    """
    record = find(connection, record_id)
    if record is None:
        raise RecordNotFound(record_id)
    return record


def last_deleted(connection: Connection, record_id: str) -> Record:
    """The record deleted last under that id.

    Raises:
        RecordNotFound: there is none.
    """
    query = select(*(RECORDS.c[name] for name in RECORD_COLUMNS))
    number = _binned(connection, record_id)
    return record_of(connection.execute(query.where(RECORDS.c.number == number)).one())


def refuse_known(connection: Connection, record_ids: Iterable[str]) -> None:
    """Makes sure that each id is new, outside of the bin.

    Raises:
        RecordExists: one is not, or stands here twice.
    """
    seen: set[str] = set()
    for record_id in record_ids:
        if record_id in seen or find(connection, record_id) is not None:
            raise RecordExists(record_id)
        seen.add(record_id)


def revisions(connection: Connection, record_id: str) -> list[Revision]:
    """The frozen copies of a record, the first one first."""
    rows = connection.execute(_REVISIONS, {"record_id": record_id})
    return [
        Revision(
            number=row.revision,
            values=texts_of(row.field_values),
            explanations=texts_of(row.explanations),
            finalised_at=moment_of(row.finalised_at),
            reason=row.reason,
            edition=row.edition,
            code_version=row.code_version,
        )
        for row in rows
    ]


def _binned(connection: Connection, record_id: str) -> int:
    """Number of the record deleted last under that id."""
    number = connection.scalar(_LAST_BINNED, {"record_id": record_id})
    if number is None:
        raise RecordNotFound(record_id)
    return int(number)


def _freeze(connection: Connection, record: Record) -> None:
    """Keeps a copy of a record that has just been made final."""
    columns = columns_of(record)
    kept = {
        "record_id": record.id,
        "reason": record.reopen_reason,
        "finalised_at": moment_text(record.changed_at),
    }
    same = ("revision", "field_values", "explanations", "edition", "code_version")
    connection.execute(_FREEZE, kept | {name: columns[name] for name in same})
