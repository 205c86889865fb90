"""Received packages with their records and findings, and what was done to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.submissions import (
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
from gonghui_desktop.store.receiving import encoding
from gonghui_desktop.store.values import refuse_unstorable

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
    "INSERT INTO submission_events (submission, action, record, field, reason, at, who)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_NUMBER = "SELECT number FROM submissions WHERE package = ? AND within IS NULL"
_UNREADABLE = "这个报送包以前收过，但保存的内容已损坏，没有再次接收；请从备份恢复后再接收。"
_HOLDING = (
    "SELECT DISTINCT digest FROM submissions JOIN submission_records"
    " ON submission = submissions.number WHERE id = ?"
)


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
    ) -> SubmissionEvent:
        """Writes down what was done to a package, to a record or to a field of it.

        Raises:
            InputError: the reason holds half a character or is too long.
        """
        refuse_unstorable({"原因": reason})
        now = datetime.now(UTC)
        values = (submission, action.value, record, field, reason, moment_text(now), self._who)
        with self._database.writing() as connection:
            number = driver_of(connection).execute(_ADD_EVENT, values).lastrowid or 0
            note_table(connection, TABLE)
        return SubmissionEvent(number, submission, action, record, field, reason, now, self._who)

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


def _first(driver: sqlite3.Connection, query: str, value: str) -> ReceivedSubmission | None:
    return next(iter(readable(read_rows(driver, query, (value,)), encoding.head_of)), None)


def _insert(driver: sqlite3.Connection, table: str, columns: Mapping[str, object]) -> int:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    query = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- our own names
    number = driver.execute(query, list(columns.values())).lastrowid
    assert number is not None
    return number
