"""What SQLite keeps beside a database, and the epochs in it (:mod:`.mark`), read without SQLite."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PAGE_SIZES = tuple(1 << power for power in range(9, 17))
"""Bytes that a page of a database may have."""

HEADER = 100
"""Bytes at the beginning of a database's first page that tell of it."""

_EPOCH_PLACE = slice(60, 64)  # of "user version" in SQLite's header
_LOG_HEADER, _FRAME_HEADER = 32, 24
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_MOST_PAGES = 100_000  # that are looked at
_FIRST_PAGE = b"\0\0\0\1"


def log_of(path: Path) -> Path:
    """A database's write-ahead log."""
    return path.with_name(path.name + "-wal")


def journal_of(path: Path) -> Path:
    """A database's rollback journal, which SQLite plays back before anything else."""
    return path.with_name(path.name + "-journal")


def shared_memory_of(path: Path) -> Path:
    """What SQLite keeps beside a database while programs share it."""
    return path.with_name(path.name + "-shm")


def discard(path: Path) -> None:
    """Removes a database that nobody uses, with its journal, as far as that can be done."""
    for each in (path, journal_of(path)):
        with suppress(OSError):  # what kept it from being made may keep it from being seen
            each.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """In bytes; 0 where it is not there or not to be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def epoch_in(header: bytes) -> int:
    """The epoch in the beginning of a database's first page."""
    return int.from_bytes(header[_EPOCH_PLACE], "big")


def epochs_in_log(path: Path) -> set[int]:
    """Those of each first page in a database's log; its checksums are SQLite's affair."""
    found: set[int] = set()
    with suppress(OSError), log_of(path).open("rb") as file:
        header = file.read(_LOG_HEADER)
        page_size = int.from_bytes(header[8:12], "big")
        if len(header) < _LOG_HEADER or page_size not in PAGE_SIZES:
            return found
        for number in range(_MOST_PAGES):
            file.seek(_LOG_HEADER + number * (_FRAME_HEADER + page_size))
            frame = file.read(_FRAME_HEADER + HEADER)
            if len(frame) <= _FRAME_HEADER or frame[8:16] != header[16:24]:  # of an earlier log
                break
            if frame.startswith(_FIRST_PAGE):
                found.add(epoch_in(frame[_FRAME_HEADER:]))
    return found


def epochs_in_journal(path: Path) -> set[int] | None:
    """Those of each first page in a database's journal; ``None`` where SQLite would not play it."""
    if not size_of(journal_of(path)):
        return None
    found: set[int] = set()
    with suppress(OSError), journal_of(path).open("rb") as file:
        header = file.read(28)
        if not header.startswith(_JOURNAL_MAGIC):
            return None
        start, page_size = (int.from_bytes(header[at : at + 4], "big") for at in (20, 24))
        if page_size not in PAGE_SIZES:
            return None
        for number in range(_MOST_PAGES):
            file.seek(start + number * (page_size + 8))
            record = file.read(4 + HEADER)
            if len(record) <= 4:
                break
            if record.startswith(_FIRST_PAGE):
                found.add(epoch_in(record[4:]))
    return found


def is_there(path: Path) -> bool:
    """Whether anything has that name, be it a link to nowhere."""
    return os.path.lexists(path)
