"""The file beside a database that tells how it was left; what it means stands in :mod:`.mark`."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import FileError
from gonghui_desktop.fileio import open_private, read_limited, sync_folder

_LARGEST_MARK = 100_000  # bytes
_TRIES = 4  # another process may be reading it
_PAUSE = 0.025  # seconds


@dataclass(frozen=True)
class Mark:
    """What stands in the mark.

    Attributes:
        epochs: those that the database's header may hold.
        digest: of the whole file at the end of the last session, empty while it may change.
        is_closed: whether the last session has ended and left no log.
    """

    epochs: frozenset[int]
    digest: str = ""
    is_closed: bool = False


def mark_of(path: Path) -> Path:
    """A database's mark."""
    return path.with_name(path.name + "-mark")


def read_mark(path: Path) -> Mark | None:
    """The mark of a database, ``None`` where there is none that can be read."""
    try:
        found = json.loads(read_limited(mark_of(path), _LARGEST_MARK))
        digest = str(found.get("digest", ""))
        is_closed = bool(found.get("closed", digest))
        return Mark(frozenset(map(int, found["epochs"])), digest, is_closed)
    except (FileError, OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def signed(path: Path) -> int:
    """Gives a new database, which nobody uses yet, an epoch, for its mark.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    epoch = secrets.randbelow(2**31 - 1) + 1
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {epoch}")
    return epoch


def write_mark(path: Path, mark: Mark, *, durable: bool = False) -> None:
    """Writes the mark of a database.

    Raises:
        OSError: it cannot be written; the former one is as it was.
    """
    told = {"epochs": sorted(mark.epochs), "digest": mark.digest, "closed": mark.is_closed}
    _replace(mark_of(path), json.dumps(told).encode(), durable)


def identity_of(path: Path | str) -> tuple[int, int, int] | None:
    """Of a file that is replaced, never changed; ``None`` where it is not there.

    With its size: on a stick's file system two marks of two seconds may have the other numbers in
    common, but a closed one never has the size of one that is not.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 -- at each write, and twice as quick
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _replace(path: Path, content: bytes, durable: bool) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with open_private(temporary) as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        _put(temporary, path)
        if durable:
            sync_folder(path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _put(temporary: Path, path: Path) -> None:
    """Replaces a file that another process may be reading, which Windows does not allow."""
    for _ in range(_TRIES):
        with suppress(PermissionError):
            temporary.replace(path)
            return
        time.sleep(_PAUSE)
    temporary.replace(path)
