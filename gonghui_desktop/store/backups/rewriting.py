"""Records taken out of backups that are there already, and files that still tell of a record.

A backup is written anew without them, under a name of its own, checked, and put in its place in
one step: at each moment it is there as it was, or without them.
"""

from __future__ import annotations

import mmap
import os
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import open_private, reason_of, sync, sync_folder
from gonghui_desktop.store.backups.backup import complete
from gonghui_desktop.store.backups.backup_files import FOLDER, SUFFIX, Backup, listed, place_with
from gonghui_desktop.store.backups.contents import digest, record_count
from gonghui_desktop.store.backups.foreign import copy_out
from gonghui_desktop.store.file.beside import discard
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.file.stopping import Progress, no_progress, stoppable
from gonghui_desktop.store.removal import remove
from gonghui_desktop.store.values import Erased

_STRAY = (f"{FILE_NAME}.*", f"{FILE_NAME}-*.*", f".{FILE_NAME}.*", f"{FOLDER}/*")
"""Databases in a data folder that are no backups: set aside, or left unfinished by a kill."""


def holds(path: Path, erased: Sequence[Erased]) -> bool:
    """Whether a database file, or what is left of one, has a row of one of these records.

    It is searched as bytes, so that free pages and damaged files count, too.

    Args:
        path: the file.
        erased: the records.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            if not erased or not os.fstat(file.fileno()).st_size:
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(content.find(each.trace) >= 0 for each in erased)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "请稍后再试"
        raise StoreError(f"无法读取“{path}”：{reason}。") from error


def strays(data: Path) -> list[Path]:
    """Databases, and parts of them, in a data folder that are neither in use nor backups."""
    known = {backup.path for backup in listed(data)}
    with suppress(OSError):
        return sorted(
            path
            for pattern in _STRAY
            for path in data.glob(pattern)
            if path.is_file() and not path.is_symlink() and path not in known
        )
    return []


def remove_unfinished(data: Path) -> None:
    """Removes copies that a killed program was making, as a rotation does."""
    with suppress(OSError):
        for path in (data / FOLDER).glob(f".*{SUFFIX}.tmp*"):
            path.unlink()


def rewrite(
    backup: Backup,
    erased: Sequence[Erased],
    progress: Progress = no_progress,
    readers: Readers | None = None,
) -> Path:
    """Writes a backup anew without records, of the newest schema, and puts it in its place.

    Args:
        backup: the backup.
        erased: the records, which go with everything that tells of them.
        progress: called while it works; what it raises cancels, and the backup is as it was.
        readers: who reads it, see :mod:`.foreign`.

    Returns:
        Where it is now: its name tells how many records it has.

    Raises:
        InputError: it is damaged, or no backup of this program's.
        StoreError: it cannot be read, or the new one cannot be written or is not as it should be.
    """
    path = backup.path
    new = path.with_name(
        f".{path.name.removesuffix(SUFFIX)[:40]}.{secrets.token_hex(4)}{SUFFIX}.tmp"
    )
    try:
        open_private(new).close()
        contents = copy_out(path, new, progress, readers)
        records = _take_out(new, erased, contents.parts, progress)
        if records is None or holds(new, erased):
            raise StoreError(f"备份“{path.name}”重写后核对不符，没有改动。请检查磁盘后再试。")
        sync(new)
        target = place_with(backup, records)
        new.replace(target)
        if target != path:
            path.unlink()
        sync_folder(path.parent)
        return target
    except OSError as error:
        raise StoreError(f"无法重写备份“{path}”：{reason_of(error)}。") from error
    except sqlite3.Error as error:
        raise StoreError(f"无法重写备份“{path}”，请检查磁盘后再试。") from error
    finally:
        discard(new)


def _take_out(
    new: Path, erased: Sequence[Erased], parts: Mapping[str, bytes], progress: Progress
) -> int | None:
    """Takes records out of a copy; how many it has then, ``None`` where the copy is not whole."""
    marks = ", ".join("?" * len(erased))
    query = f"SELECT number FROM records WHERE id IN ({marks})"  # noqa: S608 -- only marks
    with (
        closing(sqlite3.connect(new, isolation_level=None)) as made,
        stoppable(made, progress),
    ):
        for setting in ("secure_delete = ON", "temp_store = MEMORY", "foreign_keys = ON"):
            made.execute(f"PRAGMA {setting}")
        made.execute("BEGIN")
        remove(made, [number for (number,) in made.execute(query, [each.id for each in erased])])
        made.execute("COMMIT")
        wanted = digest(made)
        complete(made, parts)
        made.execute("VACUUM")
        is_whole = made.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        return record_count(made) if is_whole and digest(made) == wanted else None
