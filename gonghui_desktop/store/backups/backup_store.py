"""What a store does with backups: makes them, and takes one's contents in place of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop.errors import DataFileError, GonghuiError, StoreBusyError
from gonghui_desktop.store.backups.backup import keep_backup, write_backup
from gonghui_desktop.store.backups.backup_files import Backup, Reason, listed
from gonghui_desktop.store.backups.contents import WORK, work_digest
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.file.stopping import Progress, no_progress, stoppable
from gonghui_desktop.store.values import (
    ERASING,
    FOLDERS,
    LAST_PACKAGE_PLACE,
    PACKAGE_NOTES,
    PRINTING,
    SAVED_BACKUPS,
)

if TYPE_CHECKING:
    from gonghui_desktop.confined.readers import Readers

MakeReaders = Callable[[], "Readers | None"]
"""Who reads strangers' files, made when somebody has to; ``None`` for this process itself."""

_WORK_TABLES = ("records", "roster", "decisions", "offices", "submissions", "replies")
_HERE = (FOLDERS, LAST_PACKAGE_PLACE, SAVED_BACKUPS, PRINTING, ERASING)
_BEGINS = "substr(key, 1, ?) = ?"
_OWN = f"SELECT key, text FROM settings WHERE {_BEGINS}"  # noqa: S608 -- our own


def no_readers() -> None:
    """This process reads them itself."""


class ChangedMeanwhile(StoreBusyError):  # noqa: N818 -- named for what happened
    """Something has been stored that is in no backup."""

    def __init__(self) -> None:
        super().__init__("恢复时另一个程序正在改动数据，没有恢复，请关掉它再试。")


class BackedUp:
    """What :class:`gonghui_desktop.store.store.Store` does with backups."""

    _database: Database
    _readers: MakeReaders

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._database.path.parent

    def backup(self, path: Path, progress: Progress = no_progress, *, replace: bool = False) -> int:
        """Writes a whole, checked backup to a file; see :func:`~.backup.write_backup`.

        Returns:
            The number of records in it.

        Raises:
            StoreError: the copy cannot be written or is not like the original; there is none then.
        """
        return write_backup(self._database, path, progress, replace=replace)

    def keep_backup(self, at: datetime, reason: Reason, progress: Progress = no_progress) -> Backup:
        """Writes a backup into the data folder's ``backups``.

        Raises:
            StoreError: as for :meth:`backup`.
        """
        return keep_backup(self._database, at, reason, progress)

    def is_backed_up(self, backup: Path | None = None) -> bool:
        """Whether there is nothing that a backup of our folder, or else the newest, does not have.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.driver() as connection:
            connection.execute("BEGIN")
            try:
                if not _has_work(connection):
                    return True
                if backup is None:
                    newest = next(iter(listed(self.folder)), None)
                    backup = newest.path if newest is not None else None
                return backup is not None and self._work_in(backup) == work_digest(connection)
            finally:
                connection.execute("ROLLBACK")

    def is_damaged(self, progress: Progress = no_progress) -> bool:
        """Whether SQLite finds damage in the file; for another thread, it may take a second.

        Args:
            progress: called while it looks; what it raises goes through.

        Raises:
            StoreError: it cannot be read now.
        """
        try:
            with self._database.driver() as connection, stoppable(connection, progress):
                verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except DataFileError:
            return True
        return bool(verdict != "ok")

    def take_in(
        self, path: Path, progress: Progress = no_progress, backup: Path | None = None
    ) -> None:
        """Puts another database's contents in the place of all contents, in one step.

        Args:
            path: a database of ours, of the newest schema, that nobody uses. The packages that
                were exported here are written into it first: what has left the house stays out
                there, and the next one must not bear a number that it has.
            progress: called while it works; what it raises cancels, and nothing has changed.
            backup: the one that has what is there now; ``None`` for the newest.

        Raises:
            ChangedMeanwhile: it has not all that is there; nothing has changed.
            StoreError: it cannot be written; nothing has changed.
        """

        def check() -> None:
            if not self.is_backed_up(backup):
                raise ChangedMeanwhile

        with closing(sqlite3.connect(path)) as source:
            with self._database.driver() as connection:
                _carry_packages(connection, source)
            self._database.replace_contents(source, progress, check)

    def _work_in(self, backup: Path) -> str:
        """The digest in a backup of our folder, empty where it cannot be read."""
        from gonghui_desktop.store.backups.foreign import look_into  # noqa: PLC0415 -- imports us

        try:
            return look_into(backup, self._readers()).parts[WORK].decode()
        except GonghuiError:
            return ""


def _carry_packages(own: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Adds what is known here of packages, and not there, and what is so on this computer alone."""
    names = "package, campaign, revision, supersedes, exported_at"
    packages = own.execute(f"SELECT {names} FROM packages ORDER BY number").fetchall()  # noqa: S608 -- our own
    notes = [row for key in (PACKAGE_NOTES, *_HERE) for row in own.execute(_OWN, (len(key), key))]
    with source:
        source.executemany(
            f"INSERT INTO packages ({names}) SELECT :package, :campaign, :revision, :supersedes,"  # noqa: S608 -- our own
            " :exported_at WHERE NOT EXISTS (SELECT 1 FROM packages WHERE package = :package)",
            [dict(zip(names.split(", "), row, strict=True)) for row in packages],
        )
        source.executemany("INSERT OR IGNORE INTO settings (key, text) VALUES (?, ?)", notes)


def forget_places(path: Path) -> None:
    """Removes from a restored database what was so on the computer on which it was made."""
    with closing(sqlite3.connect(path)) as made, made:
        for key in _HERE:
            made.execute(f"DELETE FROM settings WHERE {_BEGINS}", (len(key), key))  # noqa: S608 -- our own


def _has_work(connection: sqlite3.Connection) -> bool:
    """Whether there is anything that somebody has entered and would miss; also in the bin."""
    queries = (f"SELECT 1 FROM {table} LIMIT 1" for table in _WORK_TABLES)  # noqa: S608 -- our own
    return any(connection.execute(query).fetchone() is not None for query in queries)
