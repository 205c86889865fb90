"""What became of each record: history, stages, seals, the bin, and what is damaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from gonghui_desktop.model.history import Action, HistoryEntry, texts_of_all
from gonghui_desktop.model.prints import PrintEntry
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.seals import SealNote
from gonghui_desktop.model.stages import (
    STAGE_NAMES,
    Stage,
    StageEntry,
    can_mark,
    facts,
    is_note,
)
from gonghui_desktop.store import bin as recycle_bin
from gonghui_desktop.store import damaged, history, prints, rows, stages
from gonghui_desktop.store.archive import Archive
from gonghui_desktop.store.database import driver_of
from gonghui_desktop.store.rows import Change
from gonghui_desktop.store.values import (
    BinnedRecord,
    DamagedRecord,
    RecordNotFound,
    RecordStateError,
)

_BATCH = 200
"""Entries that are joined in one transaction."""


class Trail(Archive):
    """What :class:`gonghui_desktop.store.store.Store` knows of a record beside what it says."""

    def history(self, record_id: str) -> list[HistoryEntry]:
        """Everything that was done to a record, the newest first; also of one in the bin.

        Raises:
            RecordNotFound: there is none at all.
        """
        with self._database.reading() as connection:
            return history.entries(driver_of(connection), _number(connection, record_id))

    def thin_history(self, now: datetime | None = None) -> int:
        """Joins what one field went through on one day more than 90 days ago.

        Every first and last text stays, and so does what was done to a whole record.

        Returns:
            How many entries went.
        """
        with self._database.reading() as connection:
            pairs = history.pairs_to_join(driver_of(connection), now or datetime.now(UTC))
        for start in range(0, len(pairs), _BATCH):  # what is typed meanwhile does not wait long
            with self._database.writing() as connection:
                history.join(driver_of(connection), pairs[start : start + _BATCH])
        return len(pairs)

    def binned(
        self, campaign: str | None = None, now: datetime | None = None
    ) -> list[BinnedRecord]:
        """What lies in the bin, deleted last first; of one campaign, if it is given."""
        with self._database.reading() as connection:
            return recycle_bin.listed(driver_of(connection), campaign, now or datetime.now(UTC))

    def restore_binned(self, numbers: Iterable[int]) -> list[Record]:
        """Takes all of them out of the bin, just as they were, or none.

        Raises:
            RecordNotFound: one is not in the bin.
            RecordExists: one has come back by import in the meantime.
        """
        now = datetime.now(UTC)
        restored = []
        with self._database.writing() as connection:
            for number in numbers:
                record = recycle_bin.find(driver_of(connection), number)
                self._restore(connection, number, record, now)
                restored.append(record)
        return restored

    def undelete(self, record_id: str) -> Record:
        """Takes the record deleted last under that id out of the bin, just as it was.

        Raises:
            RecordExists: it is not in the bin, or has come back by import in the meantime.
            RecordNotFound: there is none at all.
        """
        return self.undelete_all([record_id])[0]

    def undelete_all(self, record_ids: Iterable[str]) -> list[Record]:
        """As :meth:`undelete`: all of them, or none."""
        restored = []
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            for record_id in record_ids:
                rows.refuse_known(connection, [record_id])
                number, record = recycle_bin.last_deleted(driver_of(connection), record_id)
                self._restore(connection, number, record, now)
                restored.append(record)
        return restored

    def damaged(self) -> list[DamagedRecord]:
        """Records that can no longer be read, in the order of creation."""
        with self._database.reading() as connection:
            return damaged.listed(driver_of(connection))

    def doubtful(self) -> list[Record]:
        """Records that say something else than their history says, in the order of creation.

        Somebody else has written into the file, or the disk has changed it. Takes a tenth of a
        millisecond for each record.
        """
        with self._database.reading() as connection:
            return damaged.doubtful(driver_of(connection))

    def mend(self, number: int) -> Record:
        """Writes the last good version over a damaged record; the damaged row goes into the bin.

        Args:
            number: of the damaged record.

        Returns:
            The record, with its revisions and its history, as it is now.

        Raises:
            RecordNotFound: there is no such damaged record, or nothing is left of it.
        """
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            driver = driver_of(connection)
            found = {each.number: each.last_good for each in damaged.listed(driver)}
            record = found.get(number)
            if record is None:
                raise RecordNotFound(str(number))
            damaged.keep_row(driver, number, now)
            values, reasons = texts_of_all(history.entries(driver, number))
            told = replace(record, values=values, explanations=reasons)
            rows.apply(connection, Change(Action.MEND, now, told, record, self._who, number))
            return record

    def mark(
        self, record_ids: Iterable[str], stage: Stage, at: datetime | None = None
    ) -> list[Record]:
        """Notes that all of them have come to a stage, or that none has.

        A record that is there already stays as it is; so does one that has come further, where the
        stage is only noted beside its own.

        Args:
            record_ids: which ones.
            stage: any but draft, which reopening begins; a draft becomes final by
                :meth:`finalise` only.
            at: since when, with time zone; now if not given.

        Raises:
            RecordNotFound: one is not there, or lies in the bin.
            RecordStateError: one cannot come there from where it is.
        """
        now = datetime.now(UTC)
        marked = []
        with self._database.writing() as connection:
            for record_id in record_ids:
                record = rows.get(connection, record_id)
                if record.stage is not stage:
                    record = self._mark(connection, record, stage, at or now)
                marked.append(record)
        return marked

    def take_back(self, steps: Iterable[tuple[Record, Record]]) -> list[Record]:
        """Takes back that records were made final or opened again: all of them, or none.

        Args:
            steps: of each record how it was before, and will be again, and how that left it.

        Raises:
            RecordNotFound: one is not there, or lies in the bin.
            RecordStateError: something else has been done to one since.
        """
        taken = []
        with self._database.writing() as connection:
            for before, done in steps:
                record = rows.get(connection, done.id)
                # What was typed since, and taken back, has left its moment.
                same = replace(record, changed_at=done.changed_at) == done
                if not same or record.stage is not done.stage:
                    raise RecordStateError(
                        "这份申报表后来又办理或改动过，不能撤销这一步；要改已定稿的表，请重新打开。"
                    )
                self._apply(connection, Action.TAKE_BACK, record, before)
                taken.append(before)
        return taken

    def stages(self, record_id: str) -> list[StageEntry]:
        """Every stage that each revision of a record came to, in that order.

        Raises:
            RecordNotFound: there is none at all.
        """
        with self._database.reading() as connection:
            return stages.entries(driver_of(connection), _number(connection, record_id))

    def keep_prints(self, entries: Mapping[str, PrintEntry]) -> None:
        """Writes down that records were printed; one that is not there any more is passed over.

        Args:
            entries: id of each record to what came out.
        """
        with self._database.writing() as connection:
            for record_id, entry in entries.items():
                with suppress(RecordNotFound):
                    number = _number(connection, record_id)
                    prints.keep(driver_of(connection), number, entry)

    def prints(self, record_id: str) -> list[PrintEntry]:
        """Each time that a record was printed, the first one first.

        Raises:
            RecordNotFound: there is none at all.
        """
        with self._database.reading() as connection:
            return prints.entries(driver_of(connection), _number(connection, record_id))

    def prints_of(self, campaign: str) -> Mapping[str, list[PrintEntry]]:
        """Id of each of a campaign's records that was printed, to each time that it was."""
        with self._database.reading() as connection:
            return prints.entries_of_campaign(driver_of(connection), campaign)

    def stages_now(self, campaign: str) -> Mapping[str, list[StageEntry]]:
        """Id of each of a campaign's records to the stages of its present revision."""
        with self._database.reading() as connection:
            return stages.entries_now(driver_of(connection), campaign)

    def seals_now(self, campaign: str) -> Mapping[str, Mapping[int, datetime]]:
        """Id of each of a campaign's records that has any to its seals, as :meth:`seals`."""
        with self._database.reading() as connection:
            return stages.seals_now(driver_of(connection), campaign)

    def set_seal(self, record_id: str, seal: int, at: datetime | None) -> None:
        """Notes that the paper of the current revision has a seal, or has not.

        A form that is 已盖章 is so since its last seal.

        Args:
            record_id: which record.
            seal: counted from 0 in the order of the form.
            at: since when, with time zone; ``None`` where it is not there.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
            RecordStateError: it is a draft.
        """
        with self._database.writing() as connection:
            record = rows.get(connection, record_id)
            if record.stage is Stage.DRAFT:
                raise RecordStateError("这份申报表还是草稿，请先定稿，再登记盖章。")
            driver = driver_of(connection)
            number = rows.number_of(connection, record_id)
            had = stages.seals(driver, number, record.revision)
            if had.get(seal) == at:
                return
            stages.set_seal(driver, number, record.revision, seal, at)
            has = stages.seals(driver, number, record.revision)
            is_moved = at is not None and record.stage is Stage.STAMPED
            after = replace(record, stage_at=max(has.values())) if is_moved else record
            texts = _seal_texts(seal, had.get(seal), at)
            now = datetime.now(UTC)
            rows.apply(connection, Change(Action.SEAL, now, record, after, self._who, seal=texts))

    def seals(self, record_id: str) -> Mapping[int, datetime]:
        """Seals that the paper of the current revision has, counted from 0, and since when.

        Raises:
            RecordNotFound: there is none, or it lies in the bin.
        """
        with self._database.reading() as connection:
            record = rows.get(connection, record_id)
            number = rows.number_of(connection, record_id)
            return stages.seals(driver_of(connection), number, record.revision)

    def _mark(self, connection: Connection, record: Record, stage: Stage, at: datetime) -> Record:
        if not can_mark(record.stage, stage):
            raise RecordStateError(
                f"这份申报表{STAGE_NAMES[record.stage]}，不能记为{STAGE_NAMES[stage]}，"
                "请先做前面的步骤。"
            )
        if is_note(record.stage, stage):
            self._note(connection, record, stage, at)
            return record
        marked = replace(record, stage=stage, stage_at=at)
        self._apply(connection, Action.STAGE, record, marked)
        return marked

    def _note(self, connection: Connection, record: Record, stage: Stage, at: datetime) -> None:
        """Notes a stage beside the record's own, unless it is known already."""
        driver = driver_of(connection)
        number = rows.number_of(connection, record.id)
        if stage not in facts(stages.entries(driver, number), record.revision):
            change = Change(Action.STAGE, at, record, record, self._who, noted=stage)
            rows.apply(connection, change)

    def _restore(self, connection: Connection, number: int, record: Record, now: datetime) -> None:
        rows.refuse_known(connection, [record.id])
        rows.apply(connection, Change(Action.RESTORE, now, None, record, self._who, number))

    def _apply(
        self,
        connection: Connection,
        action: Action,
        before: Record | None,
        after: Record | None,
    ) -> None:
        """Writes a change in the name of this computer's user."""
        is_new_state = after is not None and action not in (Action.STAGE, Action.TAKE_BACK)
        at = after.changed_at if after and is_new_state else datetime.now(UTC)
        rows.apply(connection, Change(action, at, before, after, self._who))


def _seal_texts(seal: int, had: datetime | None, has: datetime | None) -> tuple[str, str]:
    """How the history writes down a seal, counted from 0: with its day unless it is today's."""
    day = has.astimezone().date() if has else None
    is_told = had is not None or day != datetime.now().astimezone().date()
    before = str(SealNote(seal + 1)) if had else ""
    return before, str(SealNote(seal + 1, day if is_told else None)) if has else ""


def _number(connection: Connection, record_id: str) -> int:
    """Number of the record of that id, or of the one deleted last under it."""
    if rows.find(connection, record_id) is not None:
        return rows.number_of(connection, record_id)
    return recycle_bin.last_deleted(driver_of(connection), record_id)[0]
