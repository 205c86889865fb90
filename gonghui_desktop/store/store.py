"""Everything that is typed, kept: records, their revisions, who reports, settings.

Plain values in, plain values out; every change is one transaction, durable when the call returns
(write-ahead log, ``synchronous=FULL``) and undone as a whole when it fails. Importing this module
imports SQLAlchemy (half a second), so the window does it after it is on the screen.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.fileio import reason_of
from gonghui_desktop.model.edition import Definition
from gonghui_desktop.model.record import CODE_VERSION, EMPTY, Profile, Record, RecordState
from gonghui_desktop.store import definitions as kept_definitions
from gonghui_desktop.store import rows
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.encoding import moment_text
from gonghui_desktop.store.rows import Action, Change
from gonghui_desktop.store.schema import prepare, verified_copy
from gonghui_desktop.store.tables import PACKAGES, PROFILE, SETTINGS
from gonghui_desktop.store.values import (
    FILE_NAME,
    ExportedPackage,
    NewRecord,
    RecordExists,
    RecordNotFound,
    RecordStateError,
    Revision,
    refuse_half_characters,
)

__all__ = [
    "FILE_NAME",
    "ExportedPackage",
    "NewRecord",
    "RecordExists",
    "RecordNotFound",
    "RecordStateError",
    "Revision",
    "Store",
]


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
            raise StoreError(f"无法使用数据文件夹“{folder}”：{reason_of(error)}。") from error
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

    def backup(self, path: Path) -> None:
        """Writes a whole, checked copy of the database to a file that is not there yet.

        Raises:
            StoreError: the copy cannot be written or is not like the original; there is none then.
        """
        verified_copy(self._database, path)

    def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
        """Every record, or those of a form or campaign, in the order of creation.

        What lies in the bin is not among them.
        """
        with self._database.reading() as connection:
            return rows.listed(connection, form, campaign)

    def counts_by_campaign(self) -> Mapping[str, int]:
        """Campaign id to the number of its records outside of the bin."""
        with self._database.reading() as connection:
            return rows.counts_by_campaign(connection)

    def record(self, record_id: str) -> Record:
        """The record of that id.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as connection:
            return rows.get(connection, record_id)

    def find(self, record_id: str) -> Record | None:
        """The record of that id; ``None`` if there is none, or it lies in the bin."""
        with self._database.reading() as connection:
            return rows.find(connection, record_id)

    def add(
        self, records: Iterable[NewRecord], definitions: Iterable[Definition] = ()
    ) -> list[Record]:
        """Adds all of them or, if one is refused, none.

        Args:
            records: the new records.
            definitions: of their editions.

        Raises:
            RecordExists: an id is stored already; one that lies only in the bin does not count.
            InputError: a text holds half a character.
        """
        now = datetime.now(UTC)
        added = [_made(new, now) for new in records]
        if not added:
            return []
        with self._database.writing() as connection:
            kept_definitions.keep(connection, definitions)
            rows.refuse_known(connection, [record.id for record in added])
            for record in added:
                rows.apply(connection, Change(Action.ADD, now, None, record))
        return added

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] = EMPTY,
        definition: Definition | None = None,
    ) -> Record:
        """Sets the fields given and leaves the others; an empty text removes a field.

        Args:
            record_id: which record.
            values: field id to canonical text.
            explanations: field id to reason.
            definition: of the edition that the record has from now on; ``None`` to leave it.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: the record is final.
            InputError: a text holds half a character.
        """
        refuse_half_characters(values, explanations)
        with self._database.writing() as connection:
            record = rows.get(connection, record_id)
            if record.state is RecordState.FINAL:
                raise RecordStateError("这份申报表已经定稿，不能改动；要改请先重新打开并写明原因。")
            changed = replace(
                record,
                values=_filled({**record.values, **values}),
                explanations=_filled({**record.explanations, **explanations}),
                edition=definition.digest if definition else record.edition,
            )
            if changed == record:
                return record
            now = datetime.now(UTC)
            kept_definitions.keep(connection, [definition] if definition else [])
            changed = replace(changed, changed_at=now, code_version=CODE_VERSION)
            rows.apply(connection, Change(Action.EDIT, now, record, changed))
            return changed

    def delete(self, record_id: str) -> None:
        """Puts a record, with its revisions, into the bin.

        Raises:
            RecordNotFound: there is none, or it lies in the bin already.
        """
        with self._database.writing() as connection:
            record = rows.get(connection, record_id)
            rows.apply(connection, Change(Action.DELETE, datetime.now(UTC), record, None))

    def undelete(self, record_id: str) -> Record:
        """Takes the record deleted last under that id out of the bin, just as it was.

        Raises:
            RecordExists: it is not in the bin, or has come back by import in the meantime.
            RecordNotFound: there is none at all.
        """
        with self._database.writing() as connection:
            rows.refuse_known(connection, [record_id])
            record = rows.last_deleted(connection, record_id)
            rows.apply(connection, Change(Action.RESTORE, datetime.now(UTC), None, record))
            return record

    def finalise(
        self,
        record_ids: Iterable[str],
        at: datetime | None = None,
        unchanged: Iterable[Record] = (),
        package: ExportedPackage | None = None,
    ) -> list[Record]:
        """Makes all of them final, or none, and keeps a copy of each as it is now.

        A record that is final already stays as it is.

        Args:
            record_ids: which ones.
            at: the moment to record, with time zone; now if not given.
            unchanged: records that must still be as they are here, since a file that was made
                of them is about to go out.
            package: that file, to be remembered.

        Raises:
            RecordNotFound: one is not there, or lies in the bin.
            RecordStateError: one of ``unchanged`` has been changed.
        """
        now = at or datetime.now(UTC)
        result = []
        with self._database.writing() as connection:
            if any(rows.get(connection, record.id) != record for record in unchanged):
                raise RecordStateError("有申报表刚刚又改动了，请再做一次。")
            for record_id in record_ids:
                record = rows.get(connection, record_id)
                if record.state is RecordState.DRAFT:
                    final = replace(record, state=RecordState.FINAL, changed_at=now)
                    rows.apply(connection, Change(Action.FINALISE, now, record, final))
                    record = final
                result.append(record)
            if package is not None:
                row = {**asdict(package), "exported_at": moment_text(now)}
                connection.execute(insert(PACKAGES).values(row))
        return result

    def reopen(self, record_id: str, reason: str) -> Record:
        """Starts the next revision of a final record as a draft; the frozen copies stay.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: it is a draft.
            InputError: no reason, or it holds half a character.
        """
        refuse_half_characters({"原因": reason})
        if not reason.strip():
            raise InputError("请写明重新打开的原因。")
        with self._database.writing() as connection:
            record = rows.get(connection, record_id)
            if record.state is RecordState.DRAFT:
                raise RecordStateError("这份申报表还是草稿，可以直接改动，不用重新打开。")
            now = datetime.now(UTC)
            draft = replace(
                record,
                state=RecordState.DRAFT,
                revision=record.revision + 1,
                reopen_reason=reason,
                changed_at=now,
                code_version=CODE_VERSION,
            )
            rows.apply(connection, Change(Action.REOPEN, now, record, draft))
            return draft

    def revisions(self, record_id: str) -> list[Revision]:
        """The frozen copies of a record, the first one first.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as connection:
            rows.get(connection, record_id)
            return rows.revisions(connection, record_id)

    def definition(self, digest: str) -> str | None:
        """The definition of an edition as JSON, ``None`` if it is not kept."""
        with self._database.reading() as connection:
            return kept_definitions.find(connection, digest)

    def definitions(self, form: str) -> list[str]:
        """Every kept definition of a form as JSON."""
        with self._database.reading() as connection:
            return kept_definitions.of_form(connection, form)

    def has_unknown_editions(self) -> bool:
        """Whether there is a record, in the bin or not, whose edition nobody knows."""
        with self._database.reading() as connection:
            return kept_definitions.has_unknown(connection)

    def assign_editions(self, campaign: str, definitions: Iterable[Definition]) -> None:
        """Gives a campaign's records whose edition nobody knows these ones, form by form."""
        with self._database.writing() as connection:
            kept_definitions.assign(connection, campaign, definitions)

    def last_package(self, campaign: str) -> ExportedPackage | None:
        """The campaign's package that was exported last, ``None`` if there was none."""
        query = (
            select(
                PACKAGES.c.package,
                PACKAGES.c.campaign,
                PACKAGES.c.revision,
                PACKAGES.c.supersedes,
            )
            .where(PACKAGES.c.campaign == campaign)
            .order_by(PACKAGES.c.number.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else ExportedPackage(*row)

    def profile(self) -> Profile | None:
        """Who reports, once it has been entered."""
        columns = PROFILE.c
        query = select(columns.kind, columns.name, columns.contact_name, columns.contact_phone)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else Profile(*row)

    def set_profile(self, profile: Profile) -> None:
        """Keeps who reports, in place of what was there.

        Raises:
            InputError: a text holds half a character.
        """
        texts = asdict(profile)
        refuse_half_characters(texts)
        with self._database.writing() as connection:
            row = insert(PROFILE).values(number=1, **texts)
            connection.execute(row.on_conflict_do_update(index_elements=["number"], set_=texts))

    def setting(self, key: str) -> str:
        """A setting's text, empty if never set."""
        with self._database.reading() as connection:
            query = select(SETTINGS.c.text).where(SETTINGS.c.key == key)
            return connection.scalar(query) or ""

    def set_setting(self, key: str, text: str) -> None:
        """Keeps a setting."""
        with self._database.writing() as connection:
            row = insert(SETTINGS).values(key=key, text=text)
            connection.execute(
                row.on_conflict_do_update(index_elements=["key"], set_={"text": text})
            )


def _made(new: NewRecord, now: datetime) -> Record:
    refuse_half_characters(
        new.values,
        new.explanations,
        {"原因": new.reopen_reason, "表": new.form},
    )
    return Record(
        id=new.id or uuid.uuid4().hex,
        form=new.form,
        created_at=now,
        changed_at=now,
        values=_filled(new.values),
        explanations=_filled(new.explanations),
        state=new.state,
        revision=new.revision,
        reopen_reason=new.reopen_reason,
        campaign=new.campaign,
        edition=new.edition,
        code_version=new.code_version,
    )


def _filled(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Read-only, without the empty ones."""
    return MappingProxyType({key: text for key, text in texts.items() if text})
