"""Everything that is typed, kept: records, their revisions, who reports, settings.

Plain values in, plain values out; every change is one transaction, durable when the call returns
(write-ahead log, ``synchronous=FULL``) and undone as a whole when it fails. Importing this module
imports SQLAlchemy (half a second), so the window does it after it is on the screen.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.fileio import reason_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.schema import prepare
from gonghui_desktop.store.tables import ProfileRow, RecordRow, RevisionRow, SettingRow
from gonghui_desktop.store.values import (
    NewRecord,
    RecordExists,
    RecordNotFound,
    RecordStateError,
    Revision,
)

__all__ = [
    "FILE_NAME",
    "NewRecord",
    "RecordExists",
    "RecordNotFound",
    "RecordStateError",
    "Revision",
    "Store",
]

FILE_NAME = "gonghui.sqlite3"
_PROFILE_ID = 1


class Store:
    """The data folder's database. Several threads and several processes may use it at once.

    Every method raises :class:`StoreError` when the disk or the file fails; what was stored
    before is then as it was, and the next call works again once the cause is gone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store in a folder; both are made if they are not there, an older one is migrated.

        Raises:
            StoreError: the folder cannot be used, or the file in it is no database, another
                program's or a newer program's; that file is left as it is.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"无法使用资料文件夹“{folder}”：{reason_of(error)}。") from error
        database = Database(folder / FILE_NAME)
        try:
            prepare(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Closes the file. Nothing is lost without it: every change is durable already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def records(self, form: str | None = None) -> list[Record]:
        """Every record, or one form's, in the order of creation, without the bin."""
        query = select(RecordRow).where(RecordRow.deleted_at.is_(None)).order_by(RecordRow.number)
        if form is not None:
            query = query.where(RecordRow.form == form)
        with self._database.reading() as session:
            return [_record(row) for row in session.scalars(query)]

    def record(self, record_id: str) -> Record:
        """The record of that id.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as session:
            return _record(_row(session, record_id))

    def find(self, record_id: str) -> Record | None:
        """The record of that id; ``None`` if there is none, or it lies in the bin."""
        with self._database.reading() as session:
            row = _find(session, record_id)
            return _record(row) if row else None

    def add(self, records: Sequence[NewRecord]) -> list[Record]:
        """Adds all of them or, if one is refused, none.

        Raises:
            RecordExists: an id is stored already; one that lies only in the bin does not count.
            InputError: a text holds half a character.
        """
        now = datetime.now(UTC)
        rows = [_new_row(record, now) for record in records]
        with self._database.writing() as session:
            _refuse_known(session, [record.id for record in records if record.id])
            session.add_all(rows)
            session.flush()
            session.add_all(_frozen(row, now) for row in rows if row.state == RecordState.FINAL)
            return [_record(row) for row in rows]

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] | None = None,
    ) -> Record:
        """Sets the fields given and leaves the others; an empty text removes a field.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: the record is final.
            InputError: a text holds half a character.
        """
        _refuse_half_characters(values, explanations or {})
        with self._database.writing() as session:
            row = _row(session, record_id)
            if row.state == RecordState.FINAL:
                raise RecordStateError("这张表已经定稿，不能改动；要改请先重新打开并写明原因。")
            merged = _filled({**row.field_values, **values})
            explained = _filled({**row.explanations, **(explanations or {})})
            if (merged, explained) != (row.field_values, row.explanations):
                row.field_values, row.explanations = merged, explained
                row.changed_at = datetime.now(UTC)
            return _record(row)

    def delete(self, record_id: str) -> None:
        """Puts a record, with its revisions, into the bin.

        Raises:
            RecordNotFound: there is none, or it lies in the bin already.
        """
        with self._database.writing() as session:
            _row(session, record_id).deleted_at = datetime.now(UTC)

    def undelete(self, record_id: str) -> Record:
        """Takes the record deleted last under that id out of the bin, just as it was.

        Raises:
            RecordNotFound: none of that id lies in the bin.
            RecordExists: it has come back by import in the meantime.
        """
        binned = select(RecordRow).where(
            RecordRow.id == record_id, RecordRow.deleted_at.is_not(None)
        )
        with self._database.writing() as session:
            row = session.scalars(binned.order_by(RecordRow.deleted_at.desc()).limit(1)).first()
            if row is None:
                raise RecordNotFound(record_id)
            _refuse_known(session, [record_id])
            row.deleted_at = None
            return _record(row)

    def finalise(self, record_ids: Iterable[str], at: datetime | None = None) -> list[Record]:
        """Makes all of them final, or none, and keeps a copy of each as it is now.

        A record that is final already stays as it is.

        Args:
            record_ids: which ones.
            at: the moment to record, with time zone; now if not given.

        Raises:
            RecordNotFound: one is not there, or lies in the bin.
        """
        now = at or datetime.now(UTC)
        with self._database.writing() as session:
            rows = [_row(session, record_id) for record_id in record_ids]
            for row in rows:
                if row.state == RecordState.DRAFT:
                    row.state, row.changed_at = RecordState.FINAL, now
                    session.add(_frozen(row, now))
            return [_record(row) for row in rows]

    def reopen(self, record_id: str, reason: str) -> Record:
        """Starts the next revision of a final record as a draft; the frozen copies stay.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: it is a draft.
            InputError: no reason, or it holds half a character.
        """
        _refuse_half_characters({"原因": reason})
        if not reason.strip():
            raise InputError("请写明重新打开的原因。")
        with self._database.writing() as session:
            row = _row(session, record_id)
            if row.state == RecordState.DRAFT:
                raise RecordStateError("这张表还是草稿，可以直接改动，不用重新打开。")
            row.state, row.reopen_reason = RecordState.DRAFT, reason
            row.revision += 1
            row.changed_at = datetime.now(UTC)
            return _record(row)

    def revisions(self, record_id: str) -> list[Revision]:
        """The frozen copies of a record, the first one first.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as session:
            row = _row(session, record_id)
            query = select(RevisionRow).where(RevisionRow.record == row.number)
            return [
                _revision(kept) for kept in session.scalars(query.order_by(RevisionRow.revision))
            ]

    def profile(self) -> Profile | None:
        """Who reports, once it has been entered."""
        with self._database.reading() as session:
            row = session.get(ProfileRow, _PROFILE_ID)
            if row is None:
                return None
            return Profile(row.kind, row.name, row.contact_name, row.contact_phone)

    def set_profile(self, profile: Profile) -> None:
        """Keeps who reports, in place of what was there.

        Raises:
            InputError: a text holds half a character.
        """
        texts = {
            "kind": profile.kind,
            "name": profile.name,
            "contact_name": profile.contact_name,
            "contact_phone": profile.contact_phone,
        }
        _refuse_half_characters(texts)
        with self._database.writing() as session:
            session.merge(ProfileRow(number=_PROFILE_ID, **texts))

    def setting(self, key: str) -> str:
        """A setting's text, empty if never set."""
        with self._database.reading() as session:
            row = session.get(SettingRow, key)
            return row.text if row else ""

    def set_setting(self, key: str, text: str) -> None:
        """Keeps a setting."""
        with self._database.writing() as session:
            session.merge(SettingRow(key=key, text=text))


def _find(session: Session, record_id: str) -> RecordRow | None:
    query = select(RecordRow).where(RecordRow.id == record_id, RecordRow.deleted_at.is_(None))
    return session.scalar(query)


def _row(session: Session, record_id: str) -> RecordRow:
    row = _find(session, record_id)
    if row is None:
        raise RecordNotFound(record_id)
    return row


def _refuse_known(session: Session, record_ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for record_id in record_ids:
        if record_id in seen or _find(session, record_id) is not None:
            raise RecordExists(record_id)
        seen.add(record_id)


def _new_row(record: NewRecord, now: datetime) -> RecordRow:
    _refuse_half_characters(
        record.values, record.explanations, {"原因": record.reopen_reason, "表": record.form}
    )
    return RecordRow(
        id=record.id or uuid.uuid4().hex,
        form=record.form,
        state=record.state,
        revision=record.revision,
        reopen_reason=record.reopen_reason,
        field_values=_filled(record.values),
        explanations=_filled(record.explanations),
        created_at=now,
        changed_at=now,
    )


def _frozen(row: RecordRow, now: datetime) -> RevisionRow:
    return RevisionRow(
        record=row.number,
        revision=row.revision,
        reason=row.reopen_reason,
        field_values=row.field_values,
        explanations=row.explanations,
        finalised_at=now,
    )


def _record(row: RecordRow) -> Record:
    return Record(
        id=row.id,
        form=row.form,
        created_at=row.created_at,
        changed_at=row.changed_at,
        values=row.field_values,
        explanations=row.explanations,
        state=RecordState(row.state),
        revision=row.revision,
        reopen_reason=row.reopen_reason,
    )


def _revision(row: RevisionRow) -> Revision:
    return Revision(
        number=row.revision,
        values=row.field_values,
        explanations=row.explanations,
        finalised_at=row.finalised_at,
        reason=row.reason,
    )


def _filled(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Read-only, without the empty ones."""
    return MappingProxyType({key: text for key, text in texts.items() if text})


def _refuse_half_characters(*texts: Mapping[str, str]) -> None:
    """A lone surrogate is no character: UTF-8, and so SQLite, cannot hold it."""
    for mapping in texts:
        for key, text in mapping.items():
            try:
                (key + text).encode()
            except UnicodeEncodeError as error:
                shown = key.encode(errors="replace").decode()
                raise InputError(
                    f"“{shown}”里有残缺的字符（U+{ord(error.object[error.start]):04X}），"
                    "无法保存，请删去这个字符后重新输入。"
                ) from error
