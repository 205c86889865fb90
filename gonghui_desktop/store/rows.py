"""Records in and out of the tables, inside a transaction of the caller's.

Every change of a record goes through :func:`apply`, which knows what was before and what is after.
Plain statements on the driver wherever a key that is stored comes by: a change made durable is to
cost little more than SQLite's own share. SQLAlchemy's statements cost twice as much on top, a
session of mapped instances ten times.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store import history, journal, stages
from gonghui_desktop.store.database import driver_of
from gonghui_desktop.store.encoding import (
    LIST,
    RECORD_COLUMNS,
    columns_of,
    decoded,
    moment_of,
    moment_text,
    read_rows,
    record_of,
    texts_of,
)
from gonghui_desktop.store.tables import RECORDS, REVISIONS
from gonghui_desktop.store.values import RecordExists, RecordNotFound, Revision

_LIVE = RECORDS.c.deleted_at.is_(None)
_THIS = RECORDS.c.id == bindparam("record_id")
_RECORD = f"{LIST} WHERE id = ? AND deleted_at IS NULL"
_NAMES = ", ".join(RECORD_COLUMNS)
_INSERT = (
    f"INSERT INTO records ({_NAMES})"  # noqa: S608 -- names of our own
    f" VALUES ({', '.join(f':{name}' for name in RECORD_COLUMNS)})"
)
_CHANGING = (name for name in RECORD_COLUMNS if name != "id")
"""The id stays for life, and setting it would make SQLite write a page of its index as well."""
_UPDATE = (
    f"UPDATE records SET {', '.join(f'{name} = :{name}' for name in _CHANGING)}"  # noqa: S608 -- as above
    " WHERE number = :number"
)

_BIN = "UPDATE records SET deleted_at = ? WHERE number = ?"
_NUMBER = "SELECT number FROM records WHERE id = ? AND deleted_at IS NULL"
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


@dataclass(frozen=True)
class Change:
    """One change of one record.

    Attributes:
        action: what was done.
        at: when, with time zone.
        before: the record before it; ``None`` where it was not there or lay in the bin.
        after: the record after it; ``None`` where it lies in the bin now.
        who: the computer's user, empty where nobody knows.
        number: of the row that is restored or mended; otherwise of no meaning.
        noted: a stage that is noted beside the record's own; ``None`` for none.
        seal: of a change of a seal, how the history writes it down before and after.
    """

    action: Action
    at: datetime
    before: Record | None
    after: Record | None
    who: str = ""
    number: int = 0
    noted: Stage | None = None
    seal: tuple[str, str] = ("", "")


def apply(connection: Connection, change: Change) -> None:
    """Writes a change, and its history with it. Nothing else changes what somebody entered or did.

    Only migrations and ``definitions.assign``, which names editions, write besides.
    """
    driver = driver_of(connection)
    number = _write(driver, change)
    _write_history(driver, number, change)
    changed = change.after or change.before
    if changed is not None:
        journal.note(connection, changed.id)
    if change.action is Action.TAKE_BACK and change.after is not None:
        _unfreeze(connection, number, change.after)
    is_new = change.action in (Action.ADD, Action.FINALISE)
    if is_new and change.after is not None and change.after.state is RecordState.FINAL:
        _freeze(connection, change.after)


def _write(driver: sqlite3.Connection, change: Change) -> int:
    """Writes the row; its number."""
    before, after = change.before, change.after
    if change.action is Action.RESTORE:
        driver.execute(_BIN, (None, change.number))
        return change.number
    if change.action is Action.MEND:
        assert after is not None
        driver.execute(_UPDATE, {"number": change.number, **columns_of(after)})
        return change.number
    if before is None:
        assert after is not None
        added = driver.execute(_INSERT, columns_of(after)).lastrowid
        assert added is not None
        return added
    number = _number(driver, before.id)
    if after is None:
        driver.execute(_BIN, (moment_text(change.at), number))
    else:
        driver.execute(_UPDATE, {"number": number, **columns_of(after)})
    return number


def _write_history(driver: sqlite3.Connection, number: int, change: Change) -> None:
    before, after = change.before, change.after
    author = history.Author(change.who, change.action, change.at)
    is_text = change.action in (Action.EDIT, Action.REVERT, Action.MOVE)
    if not is_text:
        history.keep_action(driver, number, author, *_action_texts(change))
    if after is None or change.action is Action.RESTORE:
        return
    if is_text or before is None or change.action in (Action.TAKE_BACK, Action.MEND):
        history.keep_edit(driver, number, author, before, after)
    if change.action is Action.TAKE_BACK:
        stages.take_back(driver, number, after)
    elif change.action is Action.MEND:
        return
    elif change.action is Action.SEAL:
        stages.correct(driver, number, after)
    elif change.noted is not None:
        stages.keep(driver, number, replace(after, stage=change.noted, stage_at=change.at))
    elif before is None or (before.revision, before.stage) != (after.revision, after.stage):
        stages.keep(driver, number, after)


def _action_texts(change: Change) -> tuple[str, str]:
    """What the history says before and after what was done to a whole record."""
    if change.action is Action.SEAL:
        return change.seal
    if change.noted is not None:
        return "", change.noted.value
    before, after = change.before, change.after
    return before.stage.value if before else "", after.stage.value if after else ""


def number_of(connection: Connection, record_id: str) -> int:
    """Number of the row of the record of that id outside of the bin.

    Raises:
        RecordNotFound: there is none.
    """
    return _number(driver_of(connection), record_id)


def _number(driver: sqlite3.Connection, record_id: str) -> int:
    found = driver.execute(_NUMBER, (record_id,)).fetchone()
    if found is None:
        raise RecordNotFound(record_id)
    return int(found[0])


def grown(
    connection: Connection,
    record: Record,
    values: Mapping[str, str],
    explanations: Mapping[str, str],
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What is to be set, without texts as long as the field of that record has once been.

    An earlier version took longer texts: they can be shortened, and undo leads back to them.
    """
    driver = driver_of(connection)
    ways = ((record.values, values), (record.explanations, explanations))
    left = [
        {
            key: text
            for key, text in texts.items()
            if len(text) > LONGEST_TEXT
            and len(text) > len(stored.get(key, ""))
            and len(text) > history.longest(driver, _number(driver, record.id), key, is_reason)
        }
        for is_reason, (stored, texts) in enumerate(ways)
    ]
    return left[0], left[1]


def listed(connection: Connection, form: str | None, campaign: str | None) -> list[Record]:
    """Every record, or those of a form or campaign, in the order of creation, without the bin.

    What is damaged is left out; see :mod:`gonghui_desktop.store.damaged`.
    """
    conditions = {"form": form, "campaign": campaign}
    chosen = {name: text for name, text in conditions.items() if text is not None}
    where = " AND ".join(["deleted_at IS NULL", *(f"{name} = ?" for name in chosen)])
    query = f"{LIST} WHERE {where} ORDER BY number"
    return decoded(read_rows(driver_of(connection), query, tuple(chosen.values())))


def newest(connection: Connection, form: str, campaign: str, most: int) -> list[Record]:
    """The records of a form and campaign that were added last, newest first, without the bin."""
    where = "deleted_at IS NULL AND form = ? AND campaign = ?"
    query = f"{LIST} WHERE {where} ORDER BY number DESC LIMIT ?"
    return decoded(read_rows(driver_of(connection), query, (form, campaign, most)))


def counts_by_campaign(connection: Connection) -> dict[str, int]:
    """Campaign id to the number of its records outside of the bin."""
    return {row.campaign: row.records for row in connection.execute(_CAMPAIGNS)}


def find(connection: Connection, record_id: str) -> Record | None:
    """The record of that id outside of the bin."""
    if not record_id.isascii():  # no id at all, and perhaps nothing that SQLite can hold
        return None
    row = driver_of(connection).execute(_RECORD, (record_id,)).fetchone()
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


def _unfreeze(connection: Connection, number: int, record: Record) -> None:
    """Removes the copies of what a record is not any more, as making it so was taken back."""
    last = record.revision - (record.state is RecordState.DRAFT)
    this = (REVISIONS.c.record == number) & (REVISIONS.c.revision > last)
    connection.execute(delete(REVISIONS).where(this))
