"""A database that can only be read: a newer program's, or in a folder that cannot be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import QueuePool, create_engine

from gonghui_desktop.errors import StoreError
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.file.image import open_image, read_image
from gonghui_desktop.store.file.known_schema import Fault, UnfitError, schema_of
from gonghui_desktop.store.file.mark import is_known
from gonghui_desktop.store.tables import METADATA

_CONNECTIONS = 2  # each has the whole database in memory


class ReadOnlyDatabase(Database):
    """What a file held when it was opened, in memory; nothing is written, not even beside it.

    Args:
        path: the file.
        reason: the sentence that each write is refused with.

    Raises:
        sqlite3.Error: it is no database, or has not the tables that this program reads.
        UnfitError: it defines what this program does not make.
        StoreError: it cannot be read.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, marked=False)
        self._reason = reason
        image = read_image(path)
        with closing(open_image(image)) as connection:
            _refuse_strange(connection)
            for table in METADATA.sorted_tables:
                # With the table's name, or SQLite takes an unknown name in quotes for a text.
                columns = ", ".join(f'"{table.name}"."{each.name}"' for each in table.columns)
                connection.execute(f'SELECT {columns} FROM "{table.name}" LIMIT 0')  # noqa: S608 -- our own names
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: open_image(image),
            poolclass=QueuePool,
            pool_size=_CONNECTIONS,
            hide_parameters=True,
        )

    def writing(self) -> Any:
        """Refuses.

        Raises:
            StoreError: always.
        """
        raise StoreError(self._reason)

    def _check_in_place(self) -> None:
        """What was read stays as it is, whatever becomes of the file."""


def open_read_only(path: Path, reason: str, error: StoreError) -> ReadOnlyDatabase:
    """The database for reading, where it cannot be opened for writing.

    Args:
        path: the file.
        reason: see :class:`ReadOnlyDatabase`.
        error: why it cannot be opened; raised again where it cannot be read either, or did not
            come from this program.

    Raises:
        StoreError: it cannot be read.
    """
    if not is_known(path):
        raise error
    try:
        return ReadOnlyDatabase(path, reason)
    except (sqlite3.Error, StoreError, UnfitError):
        raise error from None


def _refuse_strange(connection: sqlite3.Connection) -> None:
    """Also in a newer program's, whose definitions are not known: nothing in it may be run."""
    try:
        schema_of(connection)
    except UnfitError as error:
        if error.fault is not Fault.NEWER:
            raise
    for table in METADATA.sorted_tables:
        columns = connection.execute(f'PRAGMA table_xinfo("{table.name}")').fetchall()
        if any(column[-1] for column in columns):  # hidden, or made by an expression
            raise UnfitError(Fault.STRANGE)
