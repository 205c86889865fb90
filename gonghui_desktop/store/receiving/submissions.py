"""Received packages with their records and findings, and what was done to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.submissions import (
    DECIDING_NOTHING,
    Arrival,
    Assessment,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
)
from gonghui_desktop.store import definitions as kept_definitions
from gonghui_desktop.store.database import Database, driver_of
from gonghui_desktop.store.encoding import moment_text, read_rows, readable
from gonghui_desktop.store.journal import note_table
from gonghui_desktop.store.receiving import encoding, own_records
from gonghui_desktop.store.receiving.own_records import OwnRecords
from gonghui_desktop.store.values import RecordStateError, refuse_unstorable

TABLE = "submissions"

_HEADS = f"SELECT {encoding.HEAD} FROM submissions"  # noqa: S608 -- our own names
_ASSESSED = "SELECT number, findings, told, doubts FROM submissions"
_RECORDS = (
    f"SELECT submission, name, fingerprint, {encoding.RECORD}"  # noqa: S608 -- our own names
    " FROM submission_records JOIN (SELECT number AS n, campaign AS c FROM submissions)"
    " ON submission = n WHERE c = ?"
)
_EVENTS = (
    "SELECT submission_events.number, submission, action, record, field, submission_events.reason,"
    " at, submission_events.who, answer_by FROM submission_events JOIN submissions"
    " ON submission = submissions.number WHERE campaign = ?"
)
_ADD_EVENT = (
    "INSERT INTO submission_events (submission, action, record, field, reason, at, who, answer_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_LAST = (
    "SELECT (SELECT coalesce(max(number), 0) FROM submissions),"
    " (SELECT coalesce(max(number), 0) FROM submission_events WHERE action NOT IN (?, ?))"
)
_NUMBER = "SELECT number FROM submissions WHERE package = ? AND within IS NULL"
_UNREADABLE = "这个报送包以前收过，但保存的内容已损坏，没有再次接收；请从备份恢复后再接收。"
_HOLDING = (
    "SELECT DISTINCT digest FROM submissions JOIN submission_records"
    " ON submission = submissions.number WHERE id = ?"
)
_FINGERPRINTS = "SELECT DISTINCT fingerprint FROM submission_records WHERE id = ?"


class Seen(NamedTuple):
    """Numbers of the last package and of the last decision about one, 0 for none."""

    submission: int
    event: int


NOTHING = OwnRecords()
"""Nothing becomes of one's own records."""


class ReceivedSubmissions:
    """What was received. Every method raises :class:`StoreError` when the disk or the file fails.

    Args:
        database: the data folder's.
        who: the computer's user.
    """

    def __init__(self, database: Database, who: str) -> None:
        self._database = database
        self._who = who

    def turn(self) -> int:
        """A number that changes whenever something was received, or done to it, by this store."""
        return self._database.journal.turn_of(TABLE)

    def with_digest(self, digest: str) -> ReceivedSubmission | None:
        """The package of a file with that digest; ``None`` if it never came by itself."""
        return self._one(f"{_HEADS} WHERE digest = ? AND within IS NULL", digest)

    def with_package(self, package: str) -> ReceivedSubmission | None:
        """The package of that UUID; ``None`` if it never came by itself."""
        return self._one(f"{_HEADS} WHERE package = ? AND within IS NULL", package)

    def submissions(self, campaign: str) -> list[ReceivedSubmission]:
        """Every package of a campaign that can be read, in the order in which they came."""
        with self._database.reading() as connection:
            query = f"{_HEADS} WHERE campaign = ? ORDER BY number"
            return readable(read_rows(driver_of(connection), query, (campaign,)), encoding.head_of)

    def records(
        self, campaign: str, submission: int | None = None
    ) -> Mapping[int, list[ReceivedRecord]]:
        """Number of a package to its records in their order, of one package or of all."""
        query, values = f"{_RECORDS} ORDER BY number", [campaign]
        if submission is not None:
            query = f"{_RECORDS} AND submission = {submission:d} ORDER BY number"
        with self._database.reading() as connection:
            rows = read_rows(driver_of(connection), query, values)
        found: dict[int, list[ReceivedRecord]] = {}
        for number, record in readable(rows, encoding.record_of):
            found.setdefault(number, []).append(record)
        return found

    def assessments(self, campaign: str) -> Mapping[int, Assessment]:
        """Number of a package to what is to be said of it, of all packages of a campaign."""
        with self._database.reading() as connection:
            query = f"{_ASSESSED} WHERE campaign = ?"
            rows = read_rows(driver_of(connection), query, (campaign,))
        return dict(readable(rows, encoding.assessment_of))

    def assessment(self, number: int) -> Assessment:
        """What is to be said of a package; nothing where it is not there, or damaged."""
        with self._database.reading() as connection:
            rows = read_rows(driver_of(connection), f"{_ASSESSED} WHERE number = ?", (number,))
        return dict(readable(rows, encoding.assessment_of)).get(number, Assessment())

    def events(self, campaign: str) -> list[SubmissionEvent]:
        """What was done to the packages of a campaign, in that order."""
        with self._database.reading() as connection:
            query = f"{_EVENTS} ORDER BY submission_events.number"
            return readable(read_rows(driver_of(connection), query, (campaign,)), encoding.event_of)

    def holding(self, record_id: str) -> list[str]:
        """Digests of the packages' files that hold a record."""
        with self._database.reading() as connection:
            rows = driver_of(connection).execute(_HOLDING, (record_id,)).fetchall()
            return [str(digest) for (digest,) in rows]

    def fingerprints(self, record_id: str) -> frozenset[str]:
        """What every package's copy of a record says, as fingerprints."""
        with self._database.reading() as connection:
            rows = driver_of(connection).execute(_FINGERPRINTS, (record_id,)).fetchall()
            return frozenset(str(found) for (found,) in rows)

    def digests(self) -> frozenset[str]:
        """Digests of every package's file."""
        with self._database.reading() as connection:
            rows = driver_of(connection).execute("SELECT digest FROM submissions").fetchall()
            return frozenset(str(digest) for (digest,) in rows)

    def add(
        self, arrival: Arrival, inside: Iterable[Arrival] = ()
    ) -> tuple[ReceivedSubmission, bool]:
        """Keeps a package with everything in it, in one transaction.

        Args:
            arrival: the package.
            inside: those that came in it, of a report.

        Returns:
            The package as it is kept, and whether that is new: one that is there stays as it is.

        Raises:
            InputError: a text holds half a character, or what is kept of that package is damaged.
        """
        with self._database.writing() as connection:
            driver = driver_of(connection)
            package = arrival.submission.package
            if driver.execute(_NUMBER, (package,)).fetchone() is not None:
                known = _first(driver, f"{_HEADS} WHERE package = ? AND within IS NULL", package)
                if known is None:  # there, but skipped as unreadable
                    raise InputError(_UNREADABLE)
                return known, False
            kept = self._insert(connection, arrival)
            for each in inside:
                below = replace(each.submission, within=kept.number)
                self._insert(connection, replace(each, submission=below))
            note_table(connection, TABLE)
            return kept, True

    def note(
        self,
        submission: int,
        action: SubmissionAction,
        reason: str = "",
        record: str = "",
        field: str = "",
        at: datetime | None = None,
    ) -> SubmissionEvent:
        """Writes down what was done to a package, to a record or to a field of it.

        Args:
            submission: number of the package.
            action: what was done.
            reason: why, or the note.
            record: id of the record; empty for the package.
            field: id of the record's field; empty for the record.
            at: the moment; by default now.

        Raises:
            InputError: the reason holds half a character or is too long.
        """
        now = at or datetime.now(UTC)
        event = SubmissionEvent(0, submission, action, record, field, reason, now)
        return self.decide([event])[0]

    def decide(
        self,
        events: Sequence[SubmissionEvent],
        own: OwnRecords = NOTHING,
        seen: Seen | None = None,
    ) -> list[SubmissionEvent]:
        """Writes down what was done, and what becomes of one's own records by it: all or nothing.

        Args:
            events: in their order; the store gives them their numbers and their user.
            own: what becomes of one's own records.
            seen: what whoever decides has seen; ``None`` where that does not matter.

        Raises:
            InputError: a reason holds half a character or is too long.
            RecordStateError: something was received or decided meanwhile, or a record changed.
            RecordExists, RecordNotFound: a record came or went meanwhile.
        """
        for each in events:
            refuse_unstorable({"原因": each.reason})
        done = []
        with self._database.writing() as connection:
            driver = driver_of(connection)
            if seen is not None and seen != _seen(driver):
                raise RecordStateError("刚刚又收到或办理了报送，没有办理，请看一看再做一次。")
            for each in events:
                number = driver.execute(_ADD_EVENT, self._columns(each)).lastrowid or 0
                done.append(replace(each, number=number, who=self._who))
            own_records.write(connection, own, done[-1].at, self._who)
            note_table(connection, TABLE)
        return done

    def seen(self) -> Seen:
        """What there is now, for :meth:`decide`."""
        with self._database.reading() as connection:
            return _seen(driver_of(connection))

    def _columns(self, event: SubmissionEvent) -> Sequence[object]:
        day = event.answer_by.isoformat() if event.answer_by else ""
        what = (event.submission, event.action.value, event.record, event.field, event.reason)
        return (*what, moment_text(event.at), self._who, day)

    def _insert(self, connection: Connection, arrival: Arrival) -> ReceivedSubmission:
        kept_definitions.keep(connection, arrival.definitions)
        driver = driver_of(connection)
        new = replace(arrival.submission, who=self._who)
        number = _insert(driver, "submissions", encoding.columns_of(new, arrival.assessment))
        for record in arrival.records:
            _insert(driver, "submission_records", encoding.record_columns(number, record))
        return replace(new, number=number)

    def _one(self, query: str, value: str) -> ReceivedSubmission | None:
        with self._database.reading() as connection:
            return _first(driver_of(connection), query, value)


def _seen(driver: sqlite3.Connection) -> Seen:
    return Seen(*driver.execute(_LAST, DECIDING_NOTHING).fetchone())


def _first(driver: sqlite3.Connection, query: str, value: str) -> ReceivedSubmission | None:
    return next(iter(readable(read_rows(driver, query, (value,)), encoding.head_of)), None)


def _insert(driver: sqlite3.Connection, table: str, columns: Mapping[str, object]) -> int:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    query = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- our own names
    number = driver.execute(query, list(columns.values())).lastrowid
    assert number is not None
    return number
