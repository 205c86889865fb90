"""The settings in a data folder, with which the window shows itself before anything else is read.

It shows before the data's own modules are imported, so this one needs none of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from gonghui_desktop.store.file.condition import is_ours
from gonghui_desktop.store.file.known_schema import UnfitError, schema_of
from gonghui_desktop.store.file.names import FILE_NAME


def stored_settings(folder: Path) -> Mapping[str, str]:
    """Every setting in a data folder, by key; none while there is no database.

    None either where the file cannot be read: opening the store will tell why.
    """
    if not is_ours(folder / FILE_NAME):
        return {}
    try:
        with reading(folder) as (connection, _):
            return settings_in(connection)
    except (sqlite3.Error, UnicodeDecodeError, UnfitError):  # the second: SQLite's words quote
        return {}


@contextmanager
def reading(folder: Path) -> Iterator[tuple[sqlite3.Connection, str]]:
    """A connection, and the schema: nothing that strangers have defined may be run."""
    address = f"{(folder / FILE_NAME).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.execute("PRAGMA cell_size_check = ON")
        yield connection, schema_of(connection)


def settings_in(connection: sqlite3.Connection) -> dict[str, str]:
    """Every setting, by key."""
    found = connection.execute("SELECT key, text FROM settings")
    return {str(key): str(text) for key, text in found}
