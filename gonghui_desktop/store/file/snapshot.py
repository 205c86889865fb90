"""A data folder's contents at one moment, read before the store is open.

The window needs the settings to show itself and the records to fill its lists, and SQLAlchemy's
import takes longer than either may. Plain SQL on the newest schema, reading only; records are
decoded as the store decodes them (:mod:`gonghui_desktop.store.encoding`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.store import roster
from gonghui_desktop.store.encoding import LIST, decoded, read_rows
from gonghui_desktop.store.file.condition import is_ours
from gonghui_desktop.store.file.known_schema import UnfitError, schema_of
from gonghui_desktop.store.values import FILE_NAME, HEAD, RECEIVER

_RECORDS = f"{LIST} WHERE deleted_at IS NULL ORDER BY number"
_PROFILE = "SELECT kind, name, contact_name, contact_phone FROM profile"
_DEFINITIONS = "SELECT digest, form, text FROM definitions"


def stored_settings(folder: Path) -> Mapping[str, str]:
    """Every setting in a data folder, by key; none while there is no database.

    None either where the file cannot be read: opening the store will tell why.
    """
    if not is_ours(folder / FILE_NAME):
        return {}
    try:
        with _reading(folder) as (connection, _):
            return _settings(connection)
    except (sqlite3.Error, UnicodeDecodeError, UnfitError):  # the second: SQLite's words quote
        return {}


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
        self._settings = _settings(connection)
        profile = connection.execute(_PROFILE).fetchone()
        self._profile = None if profile is None else Profile(*profile)
        self._definitions = [Definition(*row) for row in connection.execute(_DEFINITIONS)]
        self._records = decoded(read_rows(connection, _RECORDS))
        self._roster = roster.stored(connection)

    @classmethod
    def at(cls, folder: Path) -> SnapshotReader | None:
        """What is stored there; ``None`` where only opening the store can tell.

        That is so while there is no database, where it has to be migrated, where it or its log is
        another one's, and where it is not for this program to use.
        """
        if not is_ours(folder / FILE_NAME):
            return None
        try:
            with _reading(folder) as (connection, schema):
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
        return roster.decoded(self._roster)

    def profile(self) -> Profile | None:
        """Who reports, once it has been entered."""
        if self._profile is None:
            return None
        return replace(self._profile, receiver=self.setting(RECEIVER))

    def setting(self, key: str) -> str:
        """A setting's text, empty if never set."""
        return self._settings.get(key, "")


@contextmanager
def _reading(folder: Path) -> Iterator[tuple[sqlite3.Connection, str]]:
    """A connection, and the schema: nothing that strangers have defined may be run."""
    address = f"{(folder / FILE_NAME).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.execute("PRAGMA cell_size_check = ON")
        yield connection, schema_of(connection)


def _settings(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT key, text FROM settings")
    return {str(key): str(text) for key, text in found}
