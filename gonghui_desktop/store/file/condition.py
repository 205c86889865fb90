"""The state in which a data folder is found, looked at before SQLite opens anything in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import DataFileError, StoreError
from gonghui_desktop.fileio import is_link, make_private, reason_of, sync_folder
from gonghui_desktop.store.file.mark import (
    LARGEST_DIGEST,
    is_as_it_was,
    log_belongs,
    log_of,
    mark_of,
    size_of,
)


@dataclass(frozen=True)
class Condition:
    """How a database was found.

    Attributes:
        notes: sentences to be told, once.
        read_only: why nothing can be changed, a sentence; empty where everything can.
        is_intact: whether it is, to the byte, as the last session left it; ``None`` if that cannot
            be known, as after a crash.
    """

    notes: tuple[str, ...] = ()
    read_only: str = ""
    is_intact: bool | None = None


DAMAGED = "damaged"
"""The word in the name of a database that was set aside, see :func:`set_aside`."""

_BESIDE = ("", "-wal", "-shm", "-journal", "-mark")  # the database's own files, by suffix

UNKNOWN = Condition()
"""Of a database that was not looked at."""


def refuse_links(path: Path) -> None:
    """Refuses a database of which a file is a link; the data folder itself may be one.

    SQLite keeps its log beside the file that a link leads to, and we our mark beside the link; and
    in a folder that came from elsewhere a link may lead to any file, or to another computer.

    Raises:
        DataFileError: one is.
    """
    for suffix in _BESIDE:
        each = path.with_name(path.name + suffix)
        if is_link(each):
            raise DataFileError(
                f"“{each}”是一个链接，不是数据文件本身，没有打开。请把原来的文件放回这里；"
                "数据文件夹在别处时，请用 --data 指定那个文件夹。"
            )


def examine(path: Path, now: datetime) -> Condition:
    """Looks at a database that may not be there, and sets aside a log that is another one's.

    Raises:
        StoreError: that log cannot be set aside.
    """
    notes = []
    if not log_belongs(path):
        aside = set_aside(log_of(path), now, "unused")
        with suppress(OSError):  # SQLite makes it again from the log
            shared_memory_of(path).unlink()
        notes.append(
            f"发现一个不属于现有数据文件的附属文件，可能是换过数据文件后留下的；没有使用，"
            f"已改名为“{aside.name}”留存。请核对申报表。"
        )
    is_small = size_of(path) <= LARGEST_DIGEST
    return Condition(tuple(notes), is_intact=is_as_it_was(path) if is_small else None)


def set_aside(path: Path, now: datetime, word: str) -> Path:
    """Renames a file that cannot be used, with the date; nothing is deleted or overwritten.

    Args:
        path: the file.
        now: the moment for its new name.
        word: why, as a part of the name.

    Returns:
        Its new place, in the same folder.

    Raises:
        StoreError: it cannot be renamed.
    """
    stem = f"{path.name}.{word}-{now.astimezone():%Y%m%d-%H%M%S}"
    target, number = path.with_name(stem), 1
    while os.path.lexists(target):
        number += 1
        target = path.with_name(f"{stem}-{number}")
    try:
        path.rename(target)
    except OSError as error:
        raise StoreError(f"无法把“{path}”改名留存：{reason_of(error)}。") from error
    with suppress(OSError):  # it has its new name already
        sync_folder(path.parent)
    return target


def take_place(new: Path, current: Path, now: datetime) -> Path | None:
    """Puts a new database in the place of one that cannot be opened, which is set aside, whole.

    That one goes before its log: without its log it might open, and lack what stands there. At
    each moment either it is in its place with its log, or there is none, which the start tells.

    Args:
        new: the new one, in the same folder.
        current: its place.
        now: the moment for the former one's name.

    Returns:
        Where the former one is, ``None`` if there was none.

    Raises:
        StoreError: a file cannot be renamed, as while another program holds it; all is as it was.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        for each in (current, log_of(current)):  # a log alone would be told of, and kept
            if os.path.lexists(each):
                moved.append((each, set_aside(each, now, DAMAGED)))
        _rename(new, current)
    except StoreError:
        for place, aside in reversed(moved):
            with suppress(OSError):
                aside.rename(place)
        raise
    with suppress(OSError):
        sync_folder(current.parent)
    for each in (mark_of(current), shared_memory_of(current)):
        with suppress(OSError):
            each.unlink()
    return moved[0][1] if moved else None


def _rename(new: Path, current: Path) -> None:
    try:
        new.rename(current)
    except OSError as error:
        raise StoreError(f"无法写入“{current}”：{reason_of(error)}。") from error


def shared_memory_of(path: Path) -> Path:
    """What SQLite keeps beside a database while programs share it."""
    return path.with_name(path.name + "-shm")


def tighten(data: Path) -> None:
    """Keeps everything of ours in a data folder from other users of the machine."""
    make_private(data)
    with suppress(OSError):  # not to be entered, which opening it will tell
        for path in _ours(data):
            make_private(path)


def _ours(data: Path) -> Iterator[Path]:
    """Files and folders of the program in its data folder; others' are not touched."""
    for pattern in ("gonghui.sqlite3*", "*.lock"):
        yield from data.glob(pattern)
    for name in ("backups", "logs", "forms", "rescue"):
        folder = data / name
        if folder.is_dir() and not is_link(folder):
            yield folder
            yield from folder.rglob("*")
