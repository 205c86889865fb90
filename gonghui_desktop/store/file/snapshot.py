"""A data folder's contents at one moment, read before the store is open.

The window needs the records to fill its lists, and SQLAlchemy's import takes longer than that may.
Plain SQL on the newest schema, reading only; records are decoded as the store decodes them
(:mod:`gonghui_desktop.store.encoding`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.store.encoding import LIST, ROSTER, decoded, read_rows
from gonghui_desktop.store.file.condition import is_ours
from gonghui_desktop.store.file.known_schema import UnfitError
from gonghui_desktop.store.file.names import FILE_NAME, HEAD, RECEIVER
from gonghui_desktop.store.file.settings import reading, settings_in

if TYPE_CHECKING:  # no list shows the roster
    from gonghui_desktop.model.units.roster import RosterEntry

_RECORDS = f"{LIST} WHERE deleted_at IS NULL ORDER BY number"
_PROFILE = "SELECT kind, name, contact_name, contact_phone FROM profile"
_DEFINITIONS = "SELECT digest, form, text FROM definitions"


class SnapshotReader:
    """What is stored at one moment; each method as the store's of the same name.

    A damaged record is left out, as by the store, which tells of it.

    Args:
        connection: to a database of the newest schema.

    Raises:
        sqlite3.Error: it cannot be read.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        self._settings = settings_in(connection)
        profile = connection.execute(_PROFILE).fetchone()
        self._profile = None if profile is None else Profile(*profile)
        self._definitions = [Definition(*row) for row in connection.execute(_DEFINITIONS)]
        self._records = decoded(read_rows(connection, _RECORDS))
        self._roster = read_rows(connection, ROSTER)

    @classmethod
    def at(cls, folder: Path) -> SnapshotReader | None:
        """What is stored there; ``None`` where only opening the store can tell.

        That is so while there is no database, where it has to be migrated, where it or its log is
        another one's, and where it is not for this program to use.
        """
        if not is_ours(folder / FILE_NAME):
            return None
        try:
            with reading(folder) as (connection, schema):
                return cls(connection) if schema == HEAD else None
        except (sqlite3.Error, UnfitError, TypeError, ValueError):  # the last two: odd contents
            return None

    def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
        """Every record, or those of a form or campaign, in the order of creation."""
        return [
            record
            for record in self._records
            if form in (None, record.form) and campaign in (None, record.campaign)
        ]

    def counts_by_campaign(self) -> Mapping[str, int]:
        """Campaign id to the number of its records."""
        counts: dict[str, int] = {}
        for record in self._records:
            counts[record.campaign] = counts.get(record.campaign, 0) + 1
        return counts

    def definition(self, digest: str) -> str | None:
        """The definition of an edition as JSON, ``None`` if it is not kept."""
        return next((kept.text for kept in self._definitions if kept.digest == digest), None)

    def definitions(self, form: str) -> list[str]:
        """Every kept definition of a form as JSON."""
        return [kept.text for kept in self._definitions if kept.form == form]

    def roster(self) -> list[RosterEntry]:
        """The roster of all campaigns, in the order in which its entries came."""
        from gonghui_desktop.store import roster  # noqa: PLC0415 -- see above

        return roster.decoded(self._roster)

    def profile(self) -> Profile | None:
        """Who reports, once it has been entered."""
        if self._profile is None:
            return None
        return replace(self._profile, receiver=self.setting(RECEIVER))

    def setting(self, key: str) -> str:
        """A setting's text, empty if never set."""
        return self._settings.get(key, "")
