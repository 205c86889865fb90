"""One SQLite file: connections, transactions that really roll back, faults told in Chinese."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from gonghui_desktop.errors import DamagedError, DataFileError, StoreBusyError, StoreError
from gonghui_desktop.store.encoding import DAMAGED, is_undecodable
from gonghui_desktop.store.file.mark import Marker
from gonghui_desktop.store.journal import Journal, take_noted, take_noted_tables

BUSY_SECONDS = 2.0  # how long a write waits for another one, of this program or elsewhere

_REPLACE_SECONDS = 10.0  # how long it waits for another program that writes
_REPLACE_PAGES = 500  # between two reports

# What a clerk can do about a fault of the disk or the file, by SQLite's primary result code.
# Other codes (constraint, misuse, SQL) are bugs and go through as they are.
_REMEDIES = {
    sqlite3.SQLITE_FULL: "磁盘已满，请清理磁盘后再试；此前保存的内容完好",
    sqlite3.SQLITE_READONLY: "文件或文件夹是只读的，请检查权限，或者换一个数据文件夹",
    sqlite3.SQLITE_PERM: "没有权限，请检查权限，或者换一个数据文件夹",
    sqlite3.SQLITE_CANTOPEN: "打不开或没有写入权限，请检查权限，或者换一个数据文件夹",
    sqlite3.SQLITE_BUSY: "正被另一个程序占用，请稍等片刻再试；此前保存的内容完好",
    sqlite3.SQLITE_LOCKED: "正被另一个程序占用，请稍等片刻再试；此前保存的内容完好",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘是否已满或已断开后再试",
    sqlite3.SQLITE_NOTADB: "不是本程序的数据文件，请把它移到别处或从备份恢复；文件没有改动",
    sqlite3.SQLITE_CORRUPT: "数据已损坏，请先复制一份留存，再从备份恢复；文件没有改动",
}
_KINDS = {
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_NOTADB: DataFileError,
    sqlite3.SQLITE_CORRUPT: DataFileError,
}
"""What is raised for them."""


class Database:
    """A SQLite file with its connections, for any number of threads.

    Each reading transaction takes a connection of its own from SQLAlchemy's queue pool and never
    waits for a writer (WAL). The writing transactions of this object take turns on one connection
    that stays open, which saves half of SQLAlchemy's share in a change made durable; they wait
    for those of other objects and programs, :data:`BUSY_SECONDS` at most.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path, *, foreign_keys: bool = True, marked: bool = True) -> None:
        self.path = path
        self._foreign_keys = foreign_keys
        self._identity: tuple[int, int] | None = None  # of the file, once it is there
        self._engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(path.absolute())),
            connect_args={"timeout": BUSY_SECONDS},
            hide_parameters=True,  # an error's text goes into the log, a record's text must not
        )
        event.listen(self._engine, "connect", self._set_up)
        self._writer: Connection | None = None
        self._turn = threading.RLock()  # reentrant: a write within a write fails, and never hangs
        self._marker = Marker(path) if marked else None
        self.journal = Journal()

    def close(self) -> None:
        """Closes every connection; the last one folds the write-ahead log into the file."""
        with self._turn:
            self._finish()
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees one moment of the database.

        Raises:
            StoreError: the file cannot be read.
        """
        self._check_in_place()
        with self.reporting_errors(), self._engine.begin() as connection:
            driver_of(connection).execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, durable at the end of the block, undone by any exception in it.

        Raises:
            StoreError: the file cannot be written; everything in it is as it was.
        """
        with self.reporting_errors(), self._turn:
            self._check_in_place()
            if self._writer is None:
                self._writer = self._engine.connect()
            is_within = driver_of(self._writer).in_transaction  # another write, which fails below
            if self._marker is not None and not is_within:
                self._marker.before_write(driver_of(self._writer))
            try:
                with self._writer.begin():
                    driver_of(self._writer).execute("BEGIN IMMEDIATE")
                    if self._marker is not None:
                        self._marker.within_write(driver_of(self._writer))
                    yield self._writer
            except BaseException:
                take_noted(self._writer)
                take_noted_tables(self._writer)
                raise
            if self._marker is not None:
                self._marker.after_write()
            self.journal.add(take_noted(self._writer))
            self.journal.add_tables(take_noted_tables(self._writer))

    def version(self) -> int:
        """A number that changes whenever somebody else has written into the file.

        Raises:
            StoreError: the file cannot be read.
        """
        with self.reporting_errors(), self._turn:
            self._check_in_place()
            if self._writer is None:
                self._writer = self._engine.connect()
            # On the connection of this object's own writes, which do not count.
            row = driver_of(self._writer).execute("PRAGMA data_version").fetchone()
            return int(row[0])

    @contextmanager
    def driver(self) -> Iterator[sqlite3.Connection]:
        """A connection of the driver itself, outside of any transaction.

        Raises:
            StoreError: the file cannot be read or written.
        """
        self._check_in_place()
        with self.reporting_errors(), closing(self._engine.raw_connection()) as connection:
            assert isinstance(connection.driver_connection, sqlite3.Connection)
            yield connection.driver_connection
        self._check_in_place()

    def replace_contents(
        self,
        source: sqlite3.Connection,
        progress: Callable[[int, int], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Puts another database's contents in the place of all, in one transaction.

        Args:
            source: the other database, with the same size of page, in nobody else's use.
            progress: called with the pages done and in all; what it raises undoes everything.
            check: called once nobody else can write any more; likewise.

        Raises:
            StoreError: the file cannot be written; everything in it is as it was.
        """
        with self._turn:
            with self.writing() as connection:  # the mark knows this epoch, not the source's
                epoch = _epoch(driver_of(connection))
            source.execute(f"PRAGMA user_version = {epoch}")
            # Two steps at least: SQLite commits in the last one, and tells afterwards.
            pages = source.execute("PRAGMA page_count").fetchone()[0]
            step = max(min(_REPLACE_PAGES, pages // 2), 1)
            checked = False
            deadline = time.monotonic() + _REPLACE_SECONDS

            def go_on(_status: int, left: int, total: int) -> None:
                nonlocal checked
                if time.monotonic() > deadline and left == total:
                    raise StoreError(f"数据文件“{self.path}”：{_REMEDIES[sqlite3.SQLITE_BUSY]}。")
                if left < total and not checked:
                    checked = True
                    with self.driver() as stored:
                        if _epoch(stored) != epoch:
                            busy = _REMEDIES[sqlite3.SQLITE_BUSY]
                            raise StoreBusyError(f"数据文件“{self.path}”：{busy}。")
                    check()
                progress(total - left, total)

            with self.driver() as live:
                source.backup(live, pages=step, progress=go_on, sleep=0.05)
            self.journal.add_all()

    def compact(self) -> bool:
        """Writes the file anew, without what was removed from it, and empties the log.

        ``secure_delete`` alone does not do: pages that were taken apart keep what stood there.

        Returns:
            Whether the log is empty; another program that reads for long may stand against it.

        Raises:
            StoreError: there is no room for it, or another program writes.
        """
        with self.reporting_errors(), self._turn:
            with self.writing():  # the file is in its place, and there is a writer
                pass
            assert self._writer is not None
            driver = driver_of(self._writer)
            driver.execute("PRAGMA temp_store = MEMORY")  # no copy among the system's own files
            try:
                driver.execute("VACUUM")
            finally:
                driver.execute("PRAGMA temp_store = DEFAULT")
            return self._marker is None or self._marker.empty_log(driver)

    @contextmanager
    def reporting_errors(self) -> Iterator[None]:
        """Turns faults of the disk or the file into one Chinese sentence; bugs go through."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if is_undecodable(cause):
                # The driver's own words quote the text, which must not come into a log.
                raise DamagedError(DAMAGED) from None
            code = primary_code(cause)
            remedy = _REMEDIES.get(code)
            if remedy is None:
                raise
            kind = _KINDS.get(code, StoreError)
            raise kind(f"数据文件“{self.path}”：{remedy}。") from error

    def _finish(self) -> None:
        """Leaves file and mark so that the next start can tell whether it is as it was."""
        if self._marker is None or self._writer is None or not self._is_in_place():
            return
        with suppress(sqlite3.Error):  # nothing is lost: what was written is durable
            self._marker.finish(driver_of(self._writer))

    def _check_in_place(self) -> None:
        """Refuses to go on in a file that was deleted or replaced: it would vanish at the end.

        Before a connection is opened, since SQLite would make a new, empty file.
        """
        if not self._is_in_place():
            raise StoreError(
                f"数据文件“{self.path}”被删除、移走或替换了，写下的内容无法保存，"
                "请把它放回原处再试；找不到时，请退出程序，从备份恢复。"
            )

    def _is_in_place(self) -> bool:
        """Whether the file is the one that was found first."""
        found = _identity(self.path)
        if self._identity is None:
            self._identity = found
        return found == self._identity

    def _set_up(self, connection: sqlite3.Connection, _record: Any) -> None:
        # None keeps the driver from opening transactions by itself, which it does too late (before
        # the first write only, and not before DDL): a read-then-write would race. So they are
        # opened here by hand; SQLAlchemy's "begin" event would do, at a tenth of a change's cost.
        connection.isolation_level = None
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # Windows' SQLite leaves what was deleted
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # ours renew the mark: mark.py
        connection.execute(f"PRAGMA foreign_keys = {'ON' if self._foreign_keys else 'OFF'}")


def _epoch(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def primary_code(error: BaseException | None) -> int:
    """SQLite's primary result code of a fault, 0 for another one."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode; ``None`` where the file is not there or not to be looked at.

    Windows does not let an open file be removed, and some of its file systems have no lasting
    inode numbers, so there only a lost drive is noticed.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return (0, 0) if os.name == "nt" else (found.st_dev, found.st_ino)


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, in the same transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
