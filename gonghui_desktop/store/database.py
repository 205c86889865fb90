"""One SQLite file: connections, transactions that really roll back, faults told in Chinese."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from gonghui_desktop.errors import StoreBusyError, StoreError
from gonghui_desktop.store.encoding import DAMAGED, is_undecodable

BUSY_SECONDS = 2.0  # how long a write waits for another one, of this program or elsewhere

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

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Database:
    """A SQLite file with its connections, for any number of threads.

    Each reading transaction takes a connection of its own from SQLAlchemy's queue pool and never
    waits for a writer (WAL). The writing transactions of this object take turns on one connection
    that stays open, which saves half of SQLAlchemy's share in a change made durable; they wait
    for those of other objects and programs, :data:`BUSY_SECONDS` at most.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path, *, foreign_keys: bool = True) -> None:
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

    def close(self) -> None:
        """Closes every connection; the last one folds the write-ahead log into the file."""
        with self._turn:
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
            with self._writer.begin():
                driver_of(self._writer).execute("BEGIN IMMEDIATE")
                yield self._writer

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

    @contextmanager
    def reporting_errors(self) -> Iterator[None]:
        """Turns faults of the disk or the file into one Chinese sentence; bugs go through."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if is_undecodable(cause):
                # The driver's own words quote the text, which must not come into a log.
                raise StoreError(DAMAGED) from None
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            remedy = _REMEDIES.get(code)
            if remedy is None:
                raise
            kind = StoreBusyError if code in _BUSY else StoreError
            raise kind(f"数据文件“{self.path}”：{remedy}。") from error

    def _check_in_place(self) -> None:
        """Refuses to go on in a file that was deleted or replaced: it would vanish at the end.

        Before a connection is opened, since SQLite would make a new, empty file.
        """
        found = _identity(self.path)
        if self._identity is None:
            self._identity = found
        elif found != self._identity:
            raise StoreError(
                f"数据文件“{self.path}”被删除、移走或替换了，写下的内容无法保存，"
                "请把它放回原处再试；找不到时，请退出程序，从备份恢复。"
            )

    def _set_up(self, connection: sqlite3.Connection, _record: Any) -> None:
        # None keeps the driver from opening transactions by itself, which it does too late (before
        # the first write only, and not before DDL): a read-then-write would race. So they are
        # opened here by hand; SQLAlchemy's "begin" event would do, at a tenth of a change's cost.
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if self._foreign_keys else 'OFF'}")


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
