"""Whose database it is, which schema it has, and bringing an older one up to date.

Alembic is imported only when tables have to be made or changed: the first start and the first
start of a newer program. Every other start costs three cheap queries.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection

from gonghui_desktop.errors import DataFileError, StoreError
from gonghui_desktop.fileio import open_private, reason_of, sync, sync_folder
from gonghui_desktop.store.backups.backup import keep_backup
from gonghui_desktop.store.backups.backup_files import Reason, listed
from gonghui_desktop.store.backups.contents import counts, digest
from gonghui_desktop.store.database import BUSY_SECONDS, Database
from gonghui_desktop.store.file.beside import discard, log_of, size_of
from gonghui_desktop.store.file.condition import DAMAGED, FORMER, refused_data
from gonghui_desktop.store.file.known_schema import UnfitError, definitions, schema_of
from gonghui_desktop.store.file.mark_file import Mark, signed, write_mark
from gonghui_desktop.store.file.names import APPLICATION_ID, HEAD

SCRIPTS = Path(__file__).parent / "migrations"

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in its own modules, for the whole process."""


def prepare(database: Database, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Makes the database where there is none, migrates an older one, leaves any other alone.

    Args:
        database: the file, which need not exist yet.
        scripts: folder of Alembic's migration scripts.
        head: newest revision there.

    Raises:
        DataFileError: it is no database, emptied, damaged or another program's.
        StoreError: it is a newer program's, or the folder cannot be written. Nothing in the file
            has changed.
    """
    if not os.path.lexists(database.path):
        _make(database.path, scripts, head)
    _refuse_emptied(database.path)
    with database.driver() as driver:
        driver.execute("BEGIN")  # one moment of the file, which another program may be making
        found = _schema(driver, database.path, head)
        driver.execute("COMMIT")
        _use_log(driver)
        _probe_writing(driver)
    if found != head:
        upgrade(database.path, scripts, head)


def upgrade(path: Path, scripts: Path = SCRIPTS, head: str = HEAD, *, is_new: bool = False) -> None:
    """Brings a database to a schema revision.

    Args:
        path: the file.
        scripts: as for :func:`prepare`.
        head: the revision.
        is_new: the file is empty and in nobody's use.

    Raises:
        StoreError: it cannot be done; the file is as it was.
    """
    # Foreign keys are off while tables are rebuilt, and checked before the end.
    migrator = Database(path, foreign_keys=False, marked=not is_new)
    try:
        _migrate(migrator, scripts, head)
    finally:
        migrator.close()


def _make(path: Path, scripts: Path, head: str) -> None:
    """A new database, in place only when it is whole: an empty file was never left by us."""
    if size_of(log_of(path)):
        raise DataFileError(
            f"“{path}”不见了，只剩下它的附属文件“{log_of(path).name}”。"
            "请把数据文件放回原处；找不到时，请从备份恢复。"
        )
    if listed(path.parent):
        raise DataFileError(
            f"“{path}”不见了，它的备份还在。请把数据文件放回原处；找不到时，请从备份恢复。"
        )
    found = (path.parent.glob(f"{path.name}.{word}-*") for word in (DAMAGED, FORMER))
    aside = next(iter(sorted(chain.from_iterable(found))), None)
    if aside is not None:  # nothing has taken its place: interrupted, or removed since
        raise DataFileError(
            f"“{path}”不见了，改名留存的“{aside.name}”还在。请把数据文件放回原处；找不到时，"
            "请从备份恢复，或者从空白开始。"
        )
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        open_private(new).close()
        upgrade(new, scripts, head, is_new=True)
        epoch = signed(new)
        sync(new)
        if _put_in_place(new, path):
            with suppress(OSError):  # then it is taken for one that came from elsewhere
                write_mark(path, Mark(frozenset([epoch]), is_closed=True))
    except OSError as error:
        raise StoreError(f"无法建立“{path}”：{reason_of(error)}。") from error
    finally:
        discard(new)


def _put_in_place(new: Path, path: Path) -> bool:
    """Unless another program has made one meanwhile, which then is ours, too."""
    is_placed = True
    try:
        os.link(new, path)
    except FileExistsError:
        is_placed = False
    except (OSError, AttributeError):  # file systems of sticks have no links
        is_placed = not os.path.lexists(path)
        if is_placed:
            new.rename(path)
    sync_folder(path.parent)
    return is_placed


def _use_log(connection: sqlite3.Connection) -> None:
    """Write-ahead logging, which the file itself remembers.

    SQLite does not wait for others while it switches, so this does: two programs that start at
    once in a new folder would otherwise refuse one another.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _probe_writing(connection: sqlite3.Connection) -> None:
    """A file that cannot be written is told at the start, not after the first field is typed."""
    connection.execute("BEGIN IMMEDIATE")  # which SQLite grants on a read-only file, too
    connection.execute("PRAGMA user_version = 0")  # used for nothing
    connection.execute("ROLLBACK")


def _refuse_emptied(path: Path) -> None:
    """SQLite takes an empty file for a new database, and deletes the log beside it."""
    try:
        size = path.stat().st_size
    except OSError:  # not to be looked at, which SQLite will tell
        return
    if not size:
        raise DataFileError(f"“{path}”是空的，里面的内容不见了，请从备份恢复；文件没有改动。")


def _schema(connection: sqlite3.Connection, path: Path, head: str) -> str:
    """The file's schema revision, empty for a new file."""
    connection.execute("PRAGMA trusted_schema = OFF")
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if not application_id and not definitions(connection):
        return ""
    try:
        return schema_of(connection, head)
    except UnfitError as error:
        raise refused_data(error, path) from None


def _migrate(database: Database, scripts: Path, head: str) -> None:
    """All steps in one transaction; a backup comes first and is put back if they leave traces."""
    copy: Path | None = None
    try:
        with database.writing() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            found = _schema(driver, database.path, head)
            if found == head:  # another process was faster
                return
            before = counts(driver)
            if found:
                copy = keep_backup(database, datetime.now(UTC), Reason.MIGRATION).path
            _run_scripts(connection, scripts, head)
            driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _check_result(driver, before)
    except BaseException:
        if copy is not None:
            _put_back(database, copy)
        raise


def _run_scripts(connection: Connection, scripts: Path, head: str) -> None:
    from alembic import command  # noqa: PLC0415 -- 0.1 s that ordinary starts do not pay
    from alembic.config import Config  # noqa: PLC0415 -- as above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, head)


def _check_result(connection: sqlite3.Connection, before: dict[str, int]) -> None:
    """A migration must neither lose a row of a table that goes on nor break a reference."""
    after = counts(connection)
    lost = [name for name, count in before.items() if after.get(name, count) != count]
    if lost or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            f"数据升级后核对不符（{'、'.join(lost) or '引用'}），已恢复原样。"
            "请继续使用原来的版本，并把这句话告诉开发人员。"
        )


def _put_back(database: Database, copy: Path) -> None:
    """Restores the backup unless the rollback has left the file exactly as it was."""
    with database.driver() as live, closing(sqlite3.connect(copy)) as source:
        if digest(live) != digest(source):
            source.backup(live)
    copy.unlink()
    with suppress(OSError):  # others are in it
        copy.parent.rmdir()
