"""A backup: one file with everything, whole and checked, or none.

It is a database like the one it was made of, as SQLite's own backup copies it, so that it opens
even where a clerk lays it over ``gonghui.sqlite3`` by hand. What does not stand in the database
goes along in a table of its own, :data:`~.contents.PARTS`: the files of campaigns that were added,
when the backup was made, and a digest of what the user has entered.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import (
    LinkError,
    is_link,
    make_private_folder,
    open_private,
    reason_of,
    sync,
    sync_folder,
)
from gonghui_desktop.paths import added_forms_folder
from gonghui_desktop.store.backups.backup_files import (
    FOLDER,
    SUFFIX,
    Backup,
    Reason,
    free_place,
    listed,
)
from gonghui_desktop.store.backups.contents import (
    FORMS,
    LARGEST_PART,
    MADE_AT,
    MOST_PARTS,
    WORK,
    counts,
    record_count,
    work_digest,
)
from gonghui_desktop.store.database import Database, primary_code
from gonghui_desktop.store.file.beside import discard
from gonghui_desktop.store.file.known_schema import MAKE_PARTS, PARTS
from gonghui_desktop.store.file.stopping import Progress, no_progress, stoppable

_STEP = 500  # pages copied between two reports

_NO_ACCESS = "文件夹不存在，或者没有写入权限，请检查文件夹，或者换一个位置"
_REMEDIES = {
    sqlite3.SQLITE_FULL: "磁盘已满，请清理磁盘，或者换一个位置",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘是否已满或已断开，或者换一个位置",
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
}
"""What a clerk can do about a copy that cannot be written, by SQLite's primary result code."""


def write_backup(
    database: Database, target: Path, progress: Progress = no_progress, *, replace: bool = False
) -> int:
    """Writes a backup to a file that the user names.

    Args:
        database: what is backed up; others may write to it meanwhile.
        target: the file.
        progress: called while it is copied.
        replace: whether a file of that name may be replaced.

    Returns:
        The number of records in it.

    Raises:
        StoreError: the file is there already, or the copy cannot be written or is not like the
            original; a copy that is not whole does not stay.
    """
    if not replace and os.path.lexists(target):
        raise StoreError(f"“{target}”已经存在，没有覆盖。请另起一个名字。")
    if is_link(target):
        raise StoreError(f"无法写入“{target}”：{reason_of(LinkError())}。")
    with _finished_copy(database, target, progress) as (copy, records):
        copy.replace(target)
        sync_folder(target.parent)
    return records


def keep_backup(
    database: Database, at: datetime, reason: Reason, progress: Progress = no_progress
) -> Backup:
    """Writes a backup into the data folder's ``backups``.

    Raises:
        StoreError: as for :func:`write_backup`.
    """
    data = database.path.parent
    folder = data / FOLDER
    try:
        make_private_folder(folder)
    except OSError as error:
        raise StoreError(f"无法备份到“{folder}”：{reason_of(error)}。") from error
    try:
        with _finished_copy(database, folder / f"new{SUFFIX}", progress) as (copy, records):
            target = free_place(data, at, reason, records)
            copy.rename(target)
            sync_folder(folder)
    finally:
        with suppress(OSError):  # an empty one says that there was a backup
            folder.rmdir()
    return next(backup for backup in listed(data) if backup.path == target)


@contextmanager
def _finished_copy(
    database: Database, target: Path, progress: Progress
) -> Iterator[tuple[Path, int]]:
    """A whole, checked copy under a name of its own beside the target, with its records' number."""
    name = f".{target.name.removesuffix(SUFFIX)[:40]}.{secrets.token_hex(4)}{SUFFIX}.tmp"
    copy = target.with_name(name)
    try:
        open_private(copy).close()
        with database.driver() as source:
            source.execute("BEGIN")
            wanted = counts(source)
            with _reporting(target), closing(sqlite3.connect(copy)) as made:
                source.backup(
                    made,
                    pages=_STEP,
                    progress=lambda _status, left, total: progress(total - left, total),
                )
                _complete(made, database.path.parent)
                with stoppable(made, progress):
                    verdict = made.execute("PRAGMA integrity_check(1)").fetchone()[0]
                if verdict != "ok" or counts(made) != wanted:
                    raise StoreError(f"备份到“{target}”后核对不符，没有备份。请检查磁盘后再试。")
                records = record_count(made) if "records" in wanted else 0
            source.execute("COMMIT")
        sync(copy)
        yield copy, records
    except OSError as error:
        raise StoreError(f"无法写入“{target}”：{reason_of(error)}。") from error
    finally:
        discard(copy)


def _complete(made: sqlite3.Connection, data: Path) -> None:
    """Adds the parts, and makes it a file that stands alone."""
    parts = _campaign_files(data)
    parts[MADE_AT] = datetime.now().astimezone().isoformat().encode()
    complete(made, parts)


def complete(made: sqlite3.Connection, parts: Mapping[str, bytes]) -> None:
    """Adds parts to a copy, which stands alone then, also on a read-only medium.

    Args:
        made: the copy.
        parts: what goes along; the digest of what the copy holds is made here.
    """
    made.isolation_level = None
    made.execute("PRAGMA journal_mode = DELETE")
    made.execute("BEGIN")
    made.execute("PRAGMA user_version = 0")  # no log is its own: mark.py
    parts = {**parts, WORK: work_digest(made).encode()}
    made.execute(f"DROP TABLE IF EXISTS {PARTS}")  # of a backup that was laid over by hand
    made.execute(MAKE_PARTS)
    made.executemany(f"INSERT INTO {PARTS} VALUES (?, ?)", parts.items())  # noqa: S608 -- our own
    made.execute("COMMIT")


def _campaign_files(data: Path) -> dict[str, bytes]:
    """The files of the campaigns that were added, by their names in a backup."""
    folder = added_forms_folder(data)
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("[!.]*/*.toml"))[: MOST_PARTS - 2]:
        if path.is_file() and path.stat().st_size <= LARGEST_PART:
            found[FORMS + path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


@contextmanager
def _reporting(target: Path) -> Iterator[None]:
    """Tells faults of writing with the copy's name; those of the database itself go through."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = _REMEDIES.get(primary_code(error))
        if remedy is None:
            raise
        raise StoreError(f"无法写入“{target}”：{remedy}。") from error
