"""The list of offices that are expected to report, and what was done to it since it was frozen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.receiving.offices import (
    ExpectedOffice,
    ListedOffice,
    OfficeAction,
    OfficeEvent,
    frozen_by,
)
from gonghui_desktop.store.database import Database, driver_of
from gonghui_desktop.store.encoding import DAMAGED, moment_of, moment_text, read_rows, readable
from gonghui_desktop.store.journal import note_table
from gonghui_desktop.store.values import refuse_unstorable

TABLE = "offices"

_COLUMNS = "number, campaign, name, kind, source, added_at, who"
_ALL = f"SELECT {_COLUMNS} FROM offices WHERE campaign = ? ORDER BY number"  # noqa: S608 -- our own names
_ADD = f"INSERT INTO offices ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 -- our own names
_REMOVE = "DELETE FROM offices WHERE number = ?"
_SET_KIND = "UPDATE offices SET kind = ? WHERE number = ?"
_EVENT_COLUMNS = "number, campaign, action, name, kind, reason, at, who"
_EVENTS = f"SELECT {_EVENT_COLUMNS} FROM office_events WHERE campaign = ? ORDER BY number"  # noqa: S608 -- our own names
_ADD_EVENT = (
    "INSERT INTO office_events (campaign, action, name, kind, reason, at, who)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


class ExpectedOffices:
    """The list, per campaign. Every method raises :class:`StoreError` when the disk fails.

    Args:
        database: the data folder's.
        who: the computer's user.
    """

    def __init__(self, database: Database, who: str) -> None:
        self._database = database
        self._who = who

    def turn(self) -> int:
        """A number that changes whenever the list was changed through this object's store."""
        return self._database.journal.turn_of(TABLE)

    def offices(self, campaign: str) -> list[ExpectedOffice]:
        """The list of a campaign, in the order in which it came."""
        with self._database.reading() as connection:
            return readable(read_rows(driver_of(connection), _ALL, (campaign,)), _office)

    def events(self, campaign: str) -> list[OfficeEvent]:
        """What was done to it from the moment on in which it was frozen, in that order."""
        with self._database.reading() as connection:
            return _events(driver_of(connection), campaign)

    def add(
        self,
        campaign: str,
        offices: Iterable[ListedOffice],
        source: str,
        reason: str,
        changed: Sequence[ExpectedOffice] = (),
        at: datetime | None = None,
    ) -> list[ExpectedOffice]:
        """Adds offices that are not on the list yet, all of them or none.

        Args:
            campaign: id of the campaign.
            offices: the offices.
            source: where they come from.
            reason: why, once the list is frozen.
            changed: those that are there, with the kinds that they get in the same step.
            at: the moment; by default now.

        Raises:
            InputError: a text holds half a character or is too long.
        """
        now = at or datetime.now(UTC)
        added = []
        with self._database.writing() as connection:
            driver = driver_of(connection)
            for name, kind in offices:
                office = ExpectedOffice(0, campaign, name, kind, source, now, self._who)
                added.append(_add(driver, office))
            driver.executemany(_SET_KIND, [(each.kind, each.number) for each in changed])
            self._log(driver, OfficeAction.ADD, added, reason, now)
            self._log(driver, OfficeAction.KIND, changed, reason, now)
            note_table(connection, TABLE)
        return added

    def remove(
        self, offices: Sequence[ExpectedOffice], reason: str, at: datetime | None = None
    ) -> None:
        """Takes offices off the list; one that is gone already does no harm.

        Args:
            offices: which.
            reason: why, once the list is frozen.
            at: the moment; by default now.
        """
        now = at or datetime.now(UTC)
        with self._database.writing() as connection:
            driver = driver_of(connection)
            driver.executemany(_REMOVE, [(each.number,) for each in offices])
            self._log(driver, OfficeAction.REMOVE, offices, reason, now)
            note_table(connection, TABLE)

    def put_back(self, offices: Sequence[ExpectedOffice], reason: str, at: datetime) -> None:
        """Lists offices again that were taken off, in their old places; not those listed anew."""
        if not offices:
            return
        campaign = offices[0].campaign
        with self._database.writing() as connection:
            driver = driver_of(connection)
            listed = readable(read_rows(driver, _ALL, (campaign,)), _office)
            names, numbers = {each.name for each in listed}, {each.number for each in listed}
            gone = [each for each in offices if each.name not in names]
            for each in gone:
                _add(driver, replace(each, number=0) if each.number in numbers else each)
            self._log(driver, OfficeAction.ADD, gone, reason, at)
            note_table(connection, TABLE)

    def freeze(self, campaign: str, reason: str, at: datetime | None = None) -> OfficeEvent:
        """Freezes a campaign's list: from now on changes are written down. Once is for good.

        Args:
            campaign: id of the campaign.
            reason: why.
            at: the moment; by default now.
        """
        now = at or datetime.now(UTC)
        event = OfficeEvent(0, campaign, OfficeAction.FREEZE, "", "", reason, now, self._who)
        with self._database.writing() as connection:
            driver = driver_of(connection)
            known = frozen_by(_events(driver, campaign))
            if known is None:
                _write(driver, event)
                note_table(connection, TABLE)
        return known or event

    def _log(
        self,
        driver: sqlite3.Connection,
        action: OfficeAction,
        offices: Sequence[ExpectedOffice],
        reason: str,
        at: datetime,
    ) -> None:
        """Writes down what was done, once the list is frozen."""
        if not offices or frozen_by(_events(driver, offices[0].campaign)) is None:
            return
        for each in offices:
            told = OfficeEvent(
                0, each.campaign, action, each.name, each.kind, reason, at, self._who
            )
            _write(driver, told)


def _add(driver: sqlite3.Connection, office: ExpectedOffice) -> ExpectedOffice:
    refuse_unstorable({"单位名称": office.name, "来源": office.source})
    values = (
        office.number or None,
        office.campaign,
        office.name,
        office.kind,
        office.source,
        moment_text(office.added_at),
        office.who,
    )
    number = driver.execute(_ADD, values).lastrowid
    assert number is not None
    return replace(office, number=number)


def _write(driver: sqlite3.Connection, event: OfficeEvent) -> None:
    refuse_unstorable({"原因": event.reason})
    values = (event.campaign, event.action.value, event.name, event.kind, event.reason)
    driver.execute(_ADD_EVENT, (*values, moment_text(event.at), event.who))


def _events(driver: sqlite3.Connection, campaign: str) -> list[OfficeEvent]:
    return readable(read_rows(driver, _EVENTS, (campaign,)), _event)


def _office(row: Sequence[Any]) -> ExpectedOffice:
    """The office of a row.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    number, campaign, name, kind, source, added_at, who = row
    if any(type(text) is not str for text in (campaign, name, kind, source, who)):
        raise DamagedError(DAMAGED)
    return ExpectedOffice(number, campaign, name, kind, source, moment_of(added_at), who)


def _event(row: Sequence[Any]) -> OfficeEvent:
    """As :func:`_office`, of a row of what was done."""
    number, campaign, action, name, kind, reason, at, who = row
    if any(type(text) is not str for text in (campaign, name, kind, reason, who)):
        raise DamagedError(DAMAGED)
    if action not in tuple(OfficeAction):
        raise DamagedError(DAMAGED)
    done = OfficeAction(action)
    return OfficeEvent(number, campaign, done, name, kind, reason, moment_of(at), who)
