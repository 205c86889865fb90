"""Whose database it is, which schema it has, and bringing an older one up to date.

Alembic is imported only when tables have to be made or changed: the first start and the first
start of a newer program. Every other start costs three cheap queries.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import reason_of, sync
from gonghui_desktop.store.database import BUSY_SECONDS, Database
from gonghui_desktop.store.values import APPLICATION_ID, HEAD

SCRIPTS = Path(__file__).parent / "migrations"

Counts = dict[str, int]

_NO_ACCESS = "文件夹不存在，或者没有写入权限，请检查文件夹，或者换一个位置"
_COPY_REMEDIES = {
    sqlite3.SQLITE_FULL: "磁盘已满，请清理磁盘，或者换一个位置",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘是否已满或已断开，或者换一个位置",
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
}
"""What a clerk can do about a copy that cannot be written, by SQLite's primary result code."""


def prepare(database: Database, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Makes the tables in a new file, migrates an older one, leaves any other alone.

    Args:
        database: the file, which need not exist yet.
        scripts: folder of Alembic's migration scripts.
        head: newest revision there.

    Raises:
        StoreError: it is no database, another program's or a newer program's; or the folder
            cannot be written. Nothing in the file has changed.
    """
    _refuse_orphaned_log(database.path)
    with database.driver() as driver:
        driver.execute("BEGIN")  # one moment of the file, which another program may be making
        found = _schema(driver, database.path, head)
        driver.execute("COMMIT")
        _use_log(driver)
        _probe_writing(driver)
    if found == head:
        return
    # Foreign keys are off while tables are rebuilt, and checked before the end.
    migrator = Database(database.path, foreign_keys=False)
    try:
        _migrate(migrator, scripts, head)
    finally:
        migrator.close()


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


def _refuse_orphaned_log(path: Path) -> None:
    """SQLite deletes a write-ahead log without its database, and with it what it holds."""
    log = path.with_name(path.name + "-wal")
    if not _size(path) and _size(log):
        raise StoreError(
            f"“{path}”不见了，只剩下它的日志文件“{log.name}”。"
            "请把数据文件放回原处；找不到时，把日志文件移到别处再启动。"
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # not there, or not to be looked at, which SQLite will tell
        return 0


def _schema(connection: sqlite3.Connection, path: Path, head: str) -> str:
    """The file's schema revision, empty for a new file."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not application_id and not tables:
        return ""
    if application_id != APPLICATION_ID or "alembic_version" not in tables:
        raise StoreError(
            f"“{path}”是另一个程序的文件，没有改动。请把它移到别处，或者换一个数据文件夹。"
        )
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    version = str(row[0]) if row else ""
    if not version or version > head:
        raise StoreError(
            f"“{path}”是用更新版本的本程序建立的（结构 {version}，这里只认识到 {head}），"
            "没有改动。请安装新版本后再打开。"
        )
    return version


def _migrate(database: Database, scripts: Path, head: str) -> None:
    """All steps in one transaction; the file is copied first and put back if they leave traces."""
    copy: Path | None = None
    try:
        with database.writing() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            found = _schema(driver, database.path, head)
            if found == head:  # another process was faster
                return
            before = _counts(driver)
            if found:
                name = _copy_name(database.path, found)
                verified_copy(database, name)
                copy = name
            _run_scripts(connection, scripts)
            driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _check_result(driver, before)
    except BaseException:
        if copy is not None:
            _put_back(database, copy)
        raise


def _run_scripts(connection: Connection, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415 -- 0.1 s that ordinary starts do not pay
    from alembic.config import Config  # noqa: PLC0415 -- as above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _counts(connection: sqlite3.Connection) -> Counts:
    """Rows of every table that holds the user's data."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in names}


def _count(connection: sqlite3.Connection, table: str) -> int:
    query = f'SELECT count(*) FROM "{table}"'  # noqa: S608 -- the schema's own name
    return int(connection.execute(query).fetchone()[0])


def _check_result(connection: sqlite3.Connection, before: Counts) -> None:
    """A migration must neither lose a row of a table that goes on nor break a reference."""
    after = _counts(connection)
    lost = [name for name, count in before.items() if after.get(name, count) != count]
    if lost or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            f"数据升级后核对不符（{'、'.join(lost) or '引用'}），已恢复原样。"
            "请继续使用原来的版本，并把这句话告诉开发人员。"
        )


def verified_copy(database: Database, copy: Path) -> None:
    """Writes a whole, checked copy of a database to a file that is not there yet.

    SQLite's own backup, which sees one moment of the database whoever writes to it meanwhile.

    Raises:
        StoreError: the file is there already, or the copy is not like the original; a copy that
            is not whole does not stay.
    """
    if os.path.lexists(copy):
        raise StoreError(f"“{copy}”已经存在，没有覆盖。请另起一个名字。")
    try:
        with database.driver() as source:
            source.execute("BEGIN")
            counts = _counts(source)
            with _reporting_copy(copy), closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                verdict = target.execute("PRAGMA integrity_check").fetchone()[0]
                if verdict != "ok" or _counts(target) != counts:
                    raise StoreError(f"备份到“{copy}”后核对不符，没有备份。请检查磁盘后再试。")
            source.execute("COMMIT")
        sync(copy)
    except BaseException as error:
        with suppress(
            OSError
        ):  # what keeps a copy from being made may keep it from being looked at
            copy.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StoreError(f"无法写入“{copy}”：{reason_of(error)}。") from error
        raise


@contextmanager
def _reporting_copy(copy: Path) -> Iterator[None]:
    """Tells faults of writing with the copy's name; those of the database itself go through."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = _COPY_REMEDIES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if remedy is None:
            raise
        raise StoreError(f"无法写入“{copy}”：{remedy}。") from error


def _copy_name(path: Path, version: str) -> Path:
    """A name beside the database that no other file has."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.schema-{version}.{number}{path.suffix}")).exists():
        number += 1
    return copy


def _put_back(database: Database, copy: Path) -> None:
    """Restores the copy unless the rollback has left the file exactly as the copy is."""
    with database.driver() as live, closing(sqlite3.connect(copy)) as source:
        if _digest(live) != _digest(source):
            source.backup(live)
    copy.unlink()


def _digest(connection: sqlite3.Connection) -> bytes:
    """Over every table's definition and every row."""
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    digest = hashlib.sha256(repr(tables).encode())
    for name in (*_counts(connection), "alembic_version"):
        for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 -- as above
            digest.update(repr(row).encode())
    return digest.digest()
