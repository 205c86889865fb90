"""The definitions that our migrations make: whatever else stands in a database is not ours.

SQLite runs what a database defines (triggers, views, generated columns, checks) as soon as it is
used. So before the first query the definitions are compared, to the letter, with what each of our
schemas has. They are kept here as fingerprints, since running the migrations takes a second; a
test makes every schema and compares.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from gonghui_desktop.store.file.names import APPLICATION_ID, HEAD

PARTS = "backup_parts"
"""Table of a backup: what goes with the database, by name. See ``store/backups/backup.py``."""

MAKE_PARTS = f"CREATE TABLE {PARTS} (name TEXT PRIMARY KEY, content BLOB NOT NULL)"

_MOST_DEFINITIONS = 100  # there are 40
_LONGEST = 5_000  # bytes of one that is looked at; ours have 900
_VERSION = "alembic_version"


class Fault(StrEnum):
    """Why a database is not one of ours, or not fit for use."""

    EMPTY = "empty"
    NOT_OURS = "not ours"
    NEWER = "newer"
    STRANGE = "strange"
    DAMAGED = "damaged"
    TOO_LONG = "too long"


class UnfitError(Exception):
    """A database that is not one of ours, or not fit for use.

    Attributes:
        fault: why.
        what: for :attr:`Fault.STRANGE`, what it is, in Chinese; else the schema, if it is known.
    """

    def __init__(self, fault: Fault, what: str = "") -> None:
        super().__init__(f"{fault}: {what}")
        self.fault = fault
        self.what = what


class Definition(NamedTuple):
    """One row of ``sqlite_master``."""

    kind: str
    name: str
    table: str
    sql: str


_COLUMNS = [
    f"CAST(substr({name}, 1, {_LONGEST}) AS BLOB)" for name in ("type", "name", "tbl_name", "sql")
]
_DEFINITIONS = f"SELECT {', '.join(_COLUMNS)} FROM sqlite_master LIMIT {_MOST_DEFINITIONS}"  # noqa: S608 -- our own

_FIRST = {
    "alembic_version": "1af85cf8e477404c",
    "sqlite_autoindex_alembic_version_1": "b1621b9d87344c97",
    "records": "7d233a650b146c82",
    "records_id": "6edb6211b14f48a5",
    "revisions": "24b63efc4200db8e",
    "sqlite_autoindex_revisions_1": "8ceec19bee70ac81",
    "profile": "298994f676255b14",
    "settings": "7c9c022bb8441ddf",
    "sqlite_autoindex_settings_1": "8640abe2aefbd982",
}
_SECOND = _FIRST | {
    "records": "a458214d0b6ee493",
    "revisions": "4077e3035c960c08",
    "definitions": "7bb9c3f8a80a0c6c",
    "sqlite_autoindex_definitions_1": "0eead942131e72eb",
    "packages": "72966df9d395bf7d",
}
_THIRD = _SECOND | {
    "records": "9a1afb3e66ffe5e5",
    "history": "1c330755a34653a2",
    "history_record": "8a7e8c1ae99ebc81",
    "stages": "317c9868eeee6c31",
    "stages_record": "b788640397524fde",
    "seals": "0c3e0668f896681a",
    "sqlite_autoindex_seals_1": "d963b60af1e3615c",
}
_FOURTH = _THIRD | {
    "roster": "dd662b4570c3253b",
    "decisions": "f35106038c794d0a",
}
_FIFTH = _FOURTH | {
    "prints": "10a48d404f8ef72c",
    "prints_record": "0730edf4f0080f75",
}
_SIXTH = _FIFTH | {
    "offices": "bd410e4b2189f939",
    "office_events": "41c3f370882422d7",
    "submissions": "7fb04d5e73c33384",
    "submissions_package": "602c8ee4ac8d9f78",
    "submissions_digest": "f8cb9262cb19b72d",
    "submission_records": "4765a47c74a25fb0",
    "submission_records_submission": "37595eb73c1f7ee4",
    "submission_records_id": "9a6dd07dbe3dc4b1",
    "submission_events": "1f32f818132060cb",
    "submission_events_submission": "641a125500f1ad4e",
}
_SEVENTH = _SIXTH | {
    "submission_events": "3c45082738731fd3",
    "submissions_package": "b2931e93b66b7c0c",
    "replies": "4f25ebd998833a26",
    "replies_package": "0dff174e7716ff42",
    "reply_reasons": "3c8b23d06b511d50",
    "reply_reasons_reply": "e06892e9c630276c",
    "reply_reasons_record": "d46d2719902ee0b3",
    "reply_records": "bde7d54a5e5f99c5",
    "reply_records_reply": "18dd8faf4bb928f9",
    "reply_records_record": "9f0d7a8f75ed6719",
}
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "0001": _FIRST,
    "0002": _SECOND,
    "0003": _THIRD,
    "0004": _FOURTH,
    "0005": _FIFTH,
    "0006": _SIXTH,
    "0007": _SEVENTH,
}
"""Schema revision, to the name of each definition, to its fingerprint."""

_OPTIONAL = {
    "backup_parts": "f73adae1d734ac78",
    "sqlite_autoindex_backup_parts_1": "14e0ca998b4af98e",
}
"""What a backup has besides."""


def definitions(connection: sqlite3.Connection) -> list[Definition]:
    """What a database defines; more than ours has is not read to its end.

    Raises:
        sqlite3.Error: it is no database, or damaged.
    """
    rows = connection.execute(_DEFINITIONS)
    return [Definition(*(_text(each) for each in row)) for row in rows]


def schema_of(connection: sqlite3.Connection, head: str = HEAD) -> str:
    """The schema revision of a database, whose definitions are exactly that schema's.

    Nothing that the database defines is run before it is known to be ours.

    Args:
        connection: nothing has been asked on it yet; it trusts no schema from now on.
        head: the newest revision; one that is not known here has no definitions to compare.

    Raises:
        UnfitError: there is anything else in it, or something is missing.
        sqlite3.Error: it is no database, or damaged.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    rows = definitions(connection)
    found = {each.name: each for each in rows}
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID or _VERSION not in found:
        raise UnfitError(Fault.NOT_OURS)
    _refuse_code(rows)
    if fingerprint(found[_VERSION]) != SCHEMAS[HEAD][_VERSION]:
        raise UnfitError(Fault.STRANGE, _described(found[_VERSION]))
    version = _version(connection)
    if version > head and version.isascii() and version.isdigit():
        raise UnfitError(Fault.NEWER, version)
    wanted = SCHEMAS.get(version)
    if version == head and wanted is None:
        return version
    if wanted is None:
        raise UnfitError(Fault.DAMAGED)
    known = {**wanted, **_OPTIONAL}
    for each in rows:
        if known.get(each.name) != fingerprint(each):
            raise UnfitError(Fault.STRANGE, _described(each))
    if wanted.keys() - found.keys() or len(rows) > len(found):
        raise UnfitError(Fault.DAMAGED)
    return version


def has_parts(connection: sqlite3.Connection) -> bool:
    """Whether a database, whose schema is ours, has what goes along with a backup."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (PARTS,)).fetchone() is not None


def fingerprint(definition: Definition) -> str:
    """Of a definition, but for its name and how it is broken into lines."""
    text = "\0".join((definition.kind, definition.table, " ".join(definition.sql.split())))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _refuse_code(found: Iterable[Definition]) -> None:
    """What a database could run; also in one of a newer schema, whose tables are not known here."""
    for each in found:
        is_virtual = " ".join(each.sql.split()[:2]).upper() == "CREATE VIRTUAL"
        if each.kind not in ("table", "index") or is_virtual:
            raise UnfitError(Fault.STRANGE, _described(each))


def _version(connection: sqlite3.Connection) -> str:
    """The schema's own word, of which there may be one alone; empty where it is none."""
    query = "SELECT CAST(substr(version_num, 1, 40) AS BLOB) FROM alembic_version LIMIT 2"
    rows = connection.execute(query).fetchall()
    return _text(rows[0][0]) if len(rows) == 1 else ""


def _described(definition: Definition) -> str:
    """For a sentence; of a stranger's name only what is a plain word."""
    kinds = {"trigger": "触发器", "view": "视图", "table": "表", "index": "索引"}
    kind = kinds.get(definition.kind, "内容")
    name = definition.name
    is_plain = name.isascii() and name.isidentifier() and len(name) <= 40
    return f"{kind}“{name}”" if is_plain else kind


def _text(stored: object) -> str:
    return stored.decode(errors="replace") if isinstance(stored, bytes) else ""
