"""The mark beside the database: is its write-ahead log its own, and is it as it was left?

SQLite replays a ``-wal`` file into whatever database lies beside it. After a kill the log stays;
when a backup is then laid over the database, the old log's pages go into the backup, and five
records become one without a word: ``integrity_check`` may even say ok. A log and its database have
nothing in common that could be compared, so we give them something:

- ``user_version`` in the database's header holds a random number, the *epoch*. It is renewed before
  every checkpoint of ours, and SQLite's automatic ones are off; so what the file itself holds
  (without its log) changes only together with its epoch, and one epoch means one content.
- ``gonghui.sqlite3-mark`` lists the epochs that the file may hold: the one in its header and the
  one that the log will bring. It is written, under SQLite's own write lock, before the epoch goes
  into the log, and shortened after the checkpoint. So at any moment at which the program is killed
  the list has the file's epoch. A backup has epoch 0, an older copy of the file an epoch that is no
  longer listed: then a log beside it is another one's.
- At the end of a session, with an empty log, the mark also gets a digest of the whole file. At the
  next start any other content under the same epoch was damaged, or written by another program.
- Such a mark is *closed*: whatever log then lies beside the file is another one's. While a session
  lasts, its log is signed: the first write after each checkpoint writes the first page once more,
  which holds the epoch. A log whose first pages hold none that is listed is another one's, too.

A file whose epoch is not listed, or that has no mark, was not left there by this program: it is
never opened in place (``store/backups/taking_over.py``). Tested in ``tests/store/test_mark.py``:
a process that writes and checkpoints is killed at random, 12 times, and the log must be called its
own each time; and copies taken before, between and after are laid over the database of a killed
process, and the log must be set aside each time that SQLite would have damaged them with it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from gonghui_desktop.errors import StoreBusyError
from gonghui_desktop.store.file.beside import (
    HEADER,
    epoch_in,
    epochs_in_journal,
    epochs_in_log,
    log_of,
    size_of,
)
from gonghui_desktop.store.file.mark_file import (
    Mark,
    identity_of,
    mark_of,
    read_mark,
    write_mark,
)

_TRIES = 4  # another process may be between its mark and its checkpoint
_PAUSE = 0.05  # seconds
_PATIENCE = 2.0  # seconds for readers of a log that is to be emptied
_CHUNK = 1 << 20
LARGEST_DIGEST = 20_000_000
"""Bytes of a database that is digested, which takes a tenth of a second at the start and the end.

A larger one is looked through in the background instead (``services.safekeeping.health``).
"""
LARGEST_LOG = 4_000_000
"""Bytes of a log that is worth a checkpoint; SQLite's own limit is 1,000 pages."""

_log = logging.getLogger(__name__)


def epoch_of(path: Path) -> int:
    """The epoch in the file itself, without its log; 0 where there is none.

    As all here that opens the file: before SQLite does in this process, see :class:`Marker`.
    """
    try:
        with path.open("rb") as file:
            return epoch_in(file.read(HEADER))
    except OSError:
        return 0


def is_known(path: Path) -> bool:
    """Whether a database is, as far as its mark can tell, the one that this program left there."""
    return _holds(path, lambda mark: mark is not None and epoch_of(path) in mark.epochs)


def log_belongs(path: Path) -> bool:
    """Whether the log beside a database, if there is one, is its own as far as can be told."""

    def is_own(mark: Mark | None) -> bool:
        if not size_of(log_of(path)) or mark is None:
            return True
        if mark.is_closed or epoch_of(path) not in mark.epochs:
            return False
        signs = epochs_in_log(path)
        return not signs or not mark.epochs.isdisjoint(signs)

    return _holds(path, is_own)


def journal_belongs(path: Path) -> bool:
    """Whether the rollback journal beside a database, if there is one, is its own.

    A database of ours has a log instead, but on disks where SQLite can keep none.
    """

    def is_own(mark: Mark | None) -> bool:
        found = epochs_in_journal(path)
        return found is None or (mark is not None and not mark.epochs.isdisjoint(found))

    return _holds(path, is_own)


def _holds(path: Path, says: Callable[[Mark | None], bool]) -> bool:
    """What is said by a mark that another process may be writing just now."""
    has_waited = False
    for _ in range(_TRIES):
        before = read_mark(path)
        if says(before):
            return True
        if before == read_mark(path):
            if has_waited or before is None:
                break
            time.sleep(_PAUSE)
            has_waited = True
    return False


def is_as_it_was(path: Path) -> bool | None:
    """Whether a database is, to the byte, as the last session left it; ``None`` if unknown.

    A log's contents are not looked at: SQLite has checksums for those.
    """
    mark = read_mark(path)
    if mark is None or not mark.digest or epoch_of(path) not in mark.epochs:
        return None
    if digest_of(path) == mark.digest:
        return True
    return False if read_mark(path) == mark else None  # a session has begun meanwhile


def digest_of(path: Path) -> str:
    """Of a whole file; empty where it cannot be read."""
    digest = _hash(b"")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _hash(content: bytes) -> hashlib.blake2b:
    return hashlib.blake2b(content, digest_size=16)


def _current(connection: sqlite3.Connection) -> int:
    """The epoch with the log."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _checkpoint(connection: sqlite3.Connection) -> bool:
    """Writes the log into the file, without waiting for readers; whether all of it is there now.

    A reader may keep the log from being emptied even then; the next write begins it anew.
    """
    (timeout,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        _, frames, moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {timeout}")
    return bool(frames == moved)


class Marker:
    """Keeps the mark of an open database; its caller lets one thread at a time use it.

    It never opens the database itself: on POSIX, closing any handle drops the process' locks.

    While the database is open, nothing here opens the file itself: on POSIX, closing any handle of
    a file drops all locks that the process has on it, SQLite's too. Another program that ends then
    takes itself for the last one and removes the log, into which we would go on writing in vain.

    Args:
        path: the database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log, self._mark = log_of(path), str(mark_of(path))
        self._is_renewed = False
        self._is_signed = True  # until something has emptied the log
        self._seen: tuple[int, int, int] | None = None  # the mark that was last looked at
        self._worth = LARGEST_LOG

    def before_write(self, connection: sqlite3.Connection) -> None:
        """Renews the epoch before the session's first change, and checkpoints a long log.

        Args:
            connection: of the driver, outside of a transaction.

        Raises:
            sqlite3.Error: the database cannot be written.
        """
        if not self._is_renewed or size_of(self._log) > self._worth:
            self._renew(connection)
            # A reader may hold the log; then it is tried again a good while later.
            self._worth = size_of(self._log) + LARGEST_LOG

    def within_write(self, connection: sqlite3.Connection) -> None:
        """Lets the mark admit a log, and signs the log, under SQLite's write lock.

        Raises:
            StoreBusyError: the mark denies a log and cannot be written, as while a virus scanner
                holds it: what is written now would be taken for another one's.
            sqlite3.Error: the database cannot be written.
        """
        found = identity_of(self._mark)
        if found != self._seen:
            self._is_signed = False  # another program has emptied the log, or may have
            mark = read_mark(self._path)
            if mark is not None and mark.is_closed and not self._write(mark.epochs, durable=True):
                raise StoreBusyError(
                    f"“{mark_of(self._path)}”正被另一个程序占用，请稍等片刻再试；此前保存的内容完好。"
                )
            self._seen = identity_of(self._mark)
        if not self._is_signed:
            connection.execute(f"PRAGMA user_version = {_current(connection)}")

    def after_write(self) -> None:
        """The transaction is durable, and its signature with it."""
        self._is_signed = True

    def finish(self, connection: sqlite3.Connection) -> None:
        """Empties the log and keeps a digest of the file, unless others use it.

        Raises:
            sqlite3.Error: the database cannot be written, or is in use.
        """
        mark = read_mark(self._path)
        if not self._is_renewed and mark is not None and mark.is_closed:
            return  # nothing was written
        connection.execute("PRAGMA busy_timeout = 0")
        self._renew(connection, with_digest=True)

    def empty_log(self, connection: sqlite3.Connection) -> bool:
        """Empties the log, and waits a moment for whoever reads; whether it is empty.

        Raises:
            sqlite3.Error: the database cannot be written.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            self._renew(connection)
            if not size_of(self._log):
                return True
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)

    def _renew(self, connection: sqlite3.Connection, *, with_digest: bool = False) -> None:
        """A new epoch, then a checkpoint, as far as readers allow it."""
        mark = read_mark(self._path)
        if mark is None and not _checkpoint(connection):
            return  # what the file itself holds is not known
        connection.execute("BEGIN IMMEDIATE")
        try:
            mark = read_mark(self._path)
            known = mark.epochs if mark is not None else frozenset()
            epoch = secrets.randbelow(2**31 - 1) + 1
            epochs = {*known, _current(connection), epoch}
            is_sure = mark is not None or not size_of(self._log)
            if not is_sure or not self._write(epochs, durable=True):
                connection.execute("ROLLBACK")
                return  # the mark is an old one, which a new epoch would make a liar
            connection.execute(f"PRAGMA user_version = {epoch}")
            connection.execute("COMMIT")
            self._is_renewed = True
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if _checkpoint(connection):
            self._is_signed = False
            self._shorten(connection, epoch, with_digest=with_digest)

    def _shorten(self, connection: sqlite3.Connection, epoch: int, *, with_digest: bool) -> None:
        """Lists an epoch alone that has come into the file, unless there is a newer one already."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _current(connection) == epoch:
                is_closed = with_digest and not size_of(self._log)
                digest = self._digest(connection) if is_closed else ""
                self._write([epoch], digest, is_closed=is_closed)
        finally:
            connection.execute("ROLLBACK")

    def _digest(self, connection: sqlite3.Connection) -> str:
        """Of the file, which has no log; empty where digesting it would take long.

        It is read through SQLite: on POSIX, closing another handle on it would drop the locks that
        this process has there.
        """
        if size_of(self._path) > LARGEST_DIGEST:
            return ""
        return _hash(connection.serialize()).hexdigest()

    def _write(
        self,
        epochs: Iterable[int],
        digest: str = "",
        *,
        durable: bool = False,
        is_closed: bool = False,
    ) -> bool:
        """Writes the mark; where that fails there is none, and nothing will be judged by it.

        Returns:
            Whether the former mark is gone; Windows keeps it while a virus scanner holds it.

        Args:
            epochs: as in :class:`Mark`.
            digest: as in :class:`Mark`.
            durable: waits for the disk. A list that is longer than need be does no harm, one that
                lacks an epoch does.
            is_closed: as in :class:`Mark`.
        """
        mark = mark_of(self._path)
        try:
            write_mark(self._path, Mark(frozenset(epochs), digest, is_closed), durable=durable)
            return True
        except OSError as error:
            _log.warning("no mark: %s", type(error).__name__)
        try:
            mark.unlink(missing_ok=True)
        except OSError:
            return False
        return True
