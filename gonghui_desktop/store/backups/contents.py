"""What a database holds, counted and digested, over whatever tables it has."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Mapping

from gonghui_desktop.store.file.known_schema import PARTS, has_parts

FORMS = "forms/"
"""Begins the names of parts that are a campaign's files: ``forms/2018/campaign.toml``."""
MADE_AT, WORK = "made_at", "work"
"""Names of parts: moment, ISO 8601 with time zone; :func:`work_digest`."""

MOST_PARTS, LARGEST_PART = 500, 2_000_000  # files of added campaigns, as the program takes them in

_SETTINGS = "settings"
_VERSION = "alembic_version"

Counts = dict[str, int]


def counts(connection: sqlite3.Connection) -> Counts:
    """Rows of every table that holds the user's data."""
    names = [name for name in _tables(connection) if name != _VERSION]
    return {name: _count(connection, name) for name in names}


def record_count(connection: sqlite3.Connection) -> int:
    """Records outside of the bin."""
    query = "SELECT count(*) FROM records WHERE deleted_at IS NULL"
    return int(connection.execute(query).fetchone()[0])


def parts_of(connection: sqlite3.Connection) -> Mapping[str, bytes]:
    """What goes along in a backup, by name; nothing where it was made by other means.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    if not has_parts(connection):
        return {}
    query = f"SELECT name, content FROM {PARTS} LIMIT ?"  # noqa: S608 -- a name of our own
    return {
        name: content
        for name, content in connection.execute(query, (MOST_PARTS,))
        if isinstance(name, str) and isinstance(content, bytes) and len(content) <= LARGEST_PART
    }


def digest(connection: sqlite3.Connection, leave_out: Collection[str] = ()) -> str:
    """Over every table's definition and every row; of some tables neither."""
    usual, connection.text_factory = connection.text_factory, bytes  # damaged ones, too
    try:
        return _digest(connection, leave_out)
    finally:
        connection.text_factory = usual


def _digest(connection: sqlite3.Connection, leave_out: Collection[str]) -> str:
    result = hashlib.sha256()
    for name in _tables(connection):
        if name in leave_out:
            continue
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        result.update(repr((name, sql)).encode())
        for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 -- as below
            result.update(repr(row).encode())
    return result.hexdigest()


def work_digest(connection: sqlite3.Connection) -> str:
    """Over everything that the user entered, but not how the window looks."""
    return digest(connection, (_SETTINGS,))


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The schema's own tables and ours, but not what goes along in a backup."""
    names = connection.execute(
        "SELECT CAST(name AS BLOB) FROM sqlite_master"
        " WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    found = [name.decode(errors="replace") for (name,) in names]
    return [name for name in found if name != PARTS]


def _count(connection: sqlite3.Connection, table: str) -> int:
    query = f'SELECT count(*) FROM "{table}"'  # noqa: S608 -- the schema's own name
    return int(connection.execute(query).fetchone()[0])
