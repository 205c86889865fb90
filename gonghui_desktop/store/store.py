"""Everything that is typed, kept: records, their revisions and history, who reports, settings.

Plain values in, plain values out; every change is one transaction, durable when the call returns
(write-ahead log, ``synchronous=FULL``) and undone as a whole when it fails. Importing this module
imports SQLAlchemy (half a second), so the window does it after it is on the screen.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import insert

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.conflicts import Clash, ValueConflict
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import CODE_VERSION, EMPTY, Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store import definitions as kept_definitions
from gonghui_desktop.store import rows
from gonghui_desktop.store.answered import Answered
from gonghui_desktop.store.archive import keep_setting
from gonghui_desktop.store.encoding import moment_text
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.rows import Change
from gonghui_desktop.store.tables import PACKAGES
from gonghui_desktop.store.values import (
    ExportedPackage,
    NewRecord,
    RecordExists,
    RecordNotFound,
    RecordStateError,
    Revision,
    refuse_unstorable,
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


class Store(Answered):
    """The data folder's database. Several threads and several processes may use it at once.

    Every method raises :class:`StoreError` when the disk or the file fails; what was stored
    before is then as it was, and the next call works again once the cause is gone.
    """

    def version(self) -> int:
        """A number that changes whenever another program has written."""
        return self._database.version()

    def changes_since(self, mark: int | None) -> tuple[int, Sequence[str] | None]:
        """Ids of the records that were changed through this object since a mark.

        What another program writes is not among them; see :meth:`version`.

        Args:
            mark: as given the last time; ``None`` for the first time.

        Returns:
            The mark for the next time, and the ids; ``None`` where everything may have changed.
        """
        return self._database.journal.since(mark)

    def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
        """Every record, or those of a form or campaign, in the order of creation.

        What lies in the bin is not among them.
        """
        with self._database.reading() as connection:
            return rows.listed(connection, form, campaign)

    def newest(self, form: str, campaign: str, most: int) -> list[Record]:
        """The records of a form and campaign that were added last, newest first, without the bin.

        Args:
            form: its id.
            campaign: its id.
            most: how many at the most.
        """
        with self._database.reading() as connection:
            return rows.newest(connection, form, campaign, most)

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
        self,
        records: Iterable[NewRecord],
        definitions: Iterable[Definition] = (),
        step: Callable[[], None] = lambda: None,
    ) -> list[Record]:
        """Adds all of them or, if one is refused, none.

        Args:
            records: the new records.
            definitions: of their editions.
            step: called after each of them; what it raises undoes them all.

        Raises:
            RecordExists: an id is stored already; one that lies only in the bin does not count.
            InputError: a text holds half a character or is too long.
        """
        now = datetime.now(UTC)
        added = [_made(new, now) for new in records]
        if not added:
            return []
        with self._database.writing() as connection:
            kept_definitions.keep(connection, definitions)
            rows.refuse_known(connection, [record.id for record in added])
            for record in added:
                rows.apply(connection, Change(Action.ADD, now, None, record, self._who))
                step()
        return added

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] = EMPTY,
        definition: Definition | None = None,
        *,
        expected: Mapping[str, str] | None = None,
        expected_reasons: Mapping[str, str] | None = None,
        action: Action = Action.EDIT,
    ) -> Record:
        """Sets the fields given and leaves the others; an empty text removes a field.

        Args:
            record_id: which record.
            values: field id to canonical text.
            explanations: field id to reason.
            definition: of the edition that the record has from now on; ``None`` to leave it.
            expected: the stored texts that the writer had seen, of fields that are set here;
                ``None`` to write over whatever is there.
            expected_reasons: the same of reasons.
            action: what it is in the history; :attr:`Action.REVERT` is an entry of its own.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: the record is final.
            ValueConflict: somebody else has changed one of the fields.
            InputError: a text holds half a character or is too long: longer than a text may be,
                and than that field has ever been.
        """
        refuse_unstorable(values, explanations, longest=LONGEST_KEPT)
        with self._database.writing() as connection:
            record = rows.get(connection, record_id)
            refuse_unstorable(*rows.grown(connection, record, values, explanations))
            if record.state is RecordState.FINAL:
                raise RecordStateError("这份申报表已经定稿，不能改动；要改请先重新打开并写明原因。")
            fields = _clashes(record.values, expected or EMPTY, values)
            reasons = _clashes(record.explanations, expected_reasons or EMPTY, explanations)
            if fields or reasons:
                raise ValueConflict(record, fields, reasons)
            changed = replace(
                record,
                values=_filled({**record.values, **values}),
                explanations=_filled({**record.explanations, **explanations}),
                edition=definition.digest if definition else record.edition,
            )
            if changed == record:
                return record
            kept_definitions.keep(connection, [definition] if definition else [])
            changed = replace(changed, changed_at=datetime.now(UTC), code_version=CODE_VERSION)
            is_moved = changed.edition != record.edition
            self._apply(connection, Action.MOVE if is_moved else action, record, changed)
            return changed

    def delete(self, *record_ids: str) -> None:
        """Puts records, with their revisions, into the bin: all of them, or none.

        Raises:
            RecordNotFound: there is no such record, or it lies in the bin already.
        """
        with self._database.writing() as connection:
            for record_id in record_ids:
                self._apply(connection, Action.DELETE, rows.get(connection, record_id), None)

    def finalise(
        self,
        record_ids: Iterable[str],
        at: datetime | None = None,
        unchanged: Iterable[Record] = (),
        package: ExportedPackage | None = None,
        *,
        submitted: bool = False,
        numbered: Mapping[str, tuple[int, str]] = MappingProxyType({}),
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> list[Record]:
        """Makes all of them final, or none, and keeps a copy of each as it is now.

        A record that is final already stays as it is.

        Args:
            record_ids: which ones.
            at: the moment to record, with time zone; now if not given.
            unchanged: records that must still be as they are here, since a file that was made
                of them is about to go out.
            package: that file, to be remembered.
            submitted: whether they have been handed in by it, too; what the office above has
                accepted stays so.
            numbered: drafts that become final as another revision than their own: their id to the
                revision, and to why it replaces the one before.
            settings: to be kept with it, by key.

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
                    final = as_final(record, now, numbered.get(record_id))
                    self._apply(connection, Action.FINALISE, record, final)
                    record = final
                if submitted and record.stage not in (Stage.SUBMITTED, Stage.ACCEPTED):
                    record = self._mark(connection, record, Stage.SUBMITTED, now)
                result.append(record)
            if package is not None:
                row = {**asdict(package), "exported_at": moment_text(now)}
                connection.execute(insert(PACKAGES).values(row))
            for key, text in settings.items():
                keep_setting(connection, key, text)
        return result

    def reopen(self, record_id: str, reason: str) -> Record:
        """Starts the next revision of a final record as a draft; the frozen copies stay.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: it is a draft.
            InputError: no reason, or it holds half a character or is too long.
        """
        refuse_unstorable({"原因": reason})
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
                stage=Stage.DRAFT,
                stage_at=now,
            )
            self._apply(connection, Action.REOPEN, record, draft)
            return draft

    def revisions(self, record_id: str) -> list[Revision]:
        """The frozen copies of a record, the first one first.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as connection:
            rows.get(connection, record_id)
            return rows.revisions(connection, record_id)


def _made(new: NewRecord, now: datetime) -> Record:
    refuse_unstorable(
        new.values,
        new.explanations,
        {"原因": new.reopen_reason, "表": new.form},
    )
    return Record(
        id=new.id or uuid.uuid4().hex,
        form=new.form,
        created_at=new.created_at or now,
        changed_at=new.changed_at or now,
        values=_filled(new.values),
        explanations=_filled(new.explanations),
        state=new.state,
        revision=new.revision,
        reopen_reason=new.reopen_reason,
        campaign=new.campaign,
        edition=new.edition,
        code_version=new.code_version,
        stage=Stage.FINAL if new.state is RecordState.FINAL else Stage.DRAFT,
        stage_at=new.changed_at or now,
    )


def as_final(record: Record, at: datetime, number: tuple[int, str] | None = None) -> Record:
    """A draft as it is once it has been made final; see :meth:`Store.finalise`."""
    revision, reason = number or (record.revision, record.reopen_reason)
    return replace(
        record,
        state=RecordState.FINAL,
        revision=revision,
        reopen_reason=reason,
        changed_at=at,
        stage=Stage.FINAL,
        stage_at=at,
    )


def _clashes(
    stored: Mapping[str, str], expected: Mapping[str, str], ours: Mapping[str, str]
) -> Mapping[str, Clash]:
    """What is to be set and has become something else than either expected or wanted."""
    return {
        field: (expected[field], stored.get(field, ""), text)
        for field, text in ours.items()
        if field in expected and stored.get(field, "") not in (expected[field], text)
    }


def _filled(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Read-only, without the empty ones."""
    return MappingProxyType({key: text for key, text in texts.items() if text})
