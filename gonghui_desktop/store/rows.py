"""Records in and out of the tables, inside a transaction of the caller's.

Plain columns instead of mapped instances: a change made durable is to cost little more than
SQLite's own share, and a session of mapped instances costs six times as much on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from gonghui_desktop.model.record import Record
from gonghui_desktop.store.tables import RecordRow, RevisionRow
from gonghui_desktop.store.values import RecordExists, RecordNotFound, Revision

_LIVE = RecordRow.deleted_at.is_(None)
_THIS = RecordRow.id == bindparam("record_id")

# In the order of Record's attributes.
_RECORDS = select(
    RecordRow.id,
    RecordRow.form,
    RecordRow.created_at,
    RecordRow.changed_at,
    RecordRow.field_values,
    RecordRow.explanations,
    RecordRow.state,
    RecordRow.revision,
    RecordRow.reopen_reason,
).where(_LIVE)
_RECORD = _RECORDS.where(_THIS)
_LIST = _RECORDS.order_by(RecordRow.number)
_KEEP = update(RecordRow).where(_LIVE, _THIS)
_LAST_BINNED = (
    select(RecordRow.number)
    .where(_THIS, RecordRow.deleted_at.is_not(None))
    .order_by(RecordRow.deleted_at.desc(), RecordRow.number.desc())
    .limit(1)
)
_FREEZE = insert(RevisionRow).values(
    record=select(RecordRow.number).where(_LIVE, _THIS).scalar_subquery()
)
# In the order of Revision's attributes.
_REVISIONS = (
    select(
        RevisionRow.revision,
        RevisionRow.field_values,
        RevisionRow.explanations,
        RevisionRow.finalised_at,
        RevisionRow.reason,
    )
    .join(RecordRow, RecordRow.number == RevisionRow.record)
    .where(_LIVE, _THIS)
    .order_by(RevisionRow.revision)
)


def listed(connection: Connection, form: str | None) -> list[Record]:
    """Every record, or one form's, in the order of creation, without the bin."""
    query = _LIST if form is None else _LIST.where(RecordRow.form == form)
    return [Record(*row) for row in connection.execute(query)]


def find(connection: Connection, record_id: str) -> Record | None:
    """The record of that id outside of the bin."""
    if not record_id.isascii():  # no id at all, and perhaps nothing that SQLite can hold
        return None
    row = connection.execute(_RECORD, {"record_id": record_id}).first()
    return None if row is None else Record(*row)


def get(connection: Connection, record_id: str) -> Record:
    """As :func:`find`.

    Raises:
        RecordNotFound: there is none.
    """
    record = find(connection, record_id)
    if record is None:
        raise RecordNotFound(record_id)
    return record


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


def append(connection: Connection, records: Sequence[Record]) -> None:
    """Adds at least one record."""
    connection.execute(insert(RecordRow), [_columns(record) for record in records])


def keep(connection: Connection, record: Record) -> Record:
    """Writes a record in place of the one that has its id."""
    connection.execute(_KEEP, {"record_id": record.id, **_changing_columns(record)})
    return record


def freeze(connection: Connection, record: Record) -> None:
    """Keeps a copy of a record that has just been made final."""
    kept = {
        "record_id": record.id,
        "revision": record.revision,
        "reason": record.reopen_reason,
        "field_values": record.values,
        "explanations": record.explanations,
        "finalised_at": record.changed_at,
    }
    connection.execute(_FREEZE, kept)


def revisions(connection: Connection, record_id: str) -> list[Revision]:
    """The frozen copies of a record, the first one first."""
    rows = connection.execute(_REVISIONS, {"record_id": record_id})
    return [Revision(*row) for row in rows]


def put_into_bin(connection: Connection, record_id: str, at: datetime) -> None:
    """Marks a record as deleted.

    Raises:
        RecordNotFound: there is none.
    """
    record = get(connection, record_id)
    connection.execute(_KEEP, {"record_id": record.id, "deleted_at": at})


def take_from_bin(connection: Connection, record_id: str) -> None:
    """Restores the record deleted last under that id.

    Raises:
        RecordExists: there is one outside of the bin.
        RecordNotFound: there is none at all.
    """
    refuse_known(connection, [record_id])
    number = connection.scalar(_LAST_BINNED, {"record_id": record_id})
    if number is None:
        raise RecordNotFound(record_id)
    connection.execute(update(RecordRow).where(RecordRow.number == number).values(deleted_at=None))


def _columns(record: Record) -> dict[str, Any]:
    lasting = {"id": record.id, "form": record.form, "created_at": record.created_at}
    return lasting | _changing_columns(record)


def _changing_columns(record: Record) -> dict[str, Any]:
    return {
        "changed_at": record.changed_at,
        "field_values": record.values,
        "explanations": record.explanations,
        "state": record.state,
        "revision": record.revision,
        "reopen_reason": record.reopen_reason,
    }
