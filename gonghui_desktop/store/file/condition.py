"""The state in which a data folder is found, looked at before SQLite opens anything in it."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import DataFileError, NewerDataError, StoreError
from gonghui_desktop.fileio import is_link, make_private, reason_of, sync_folder
from gonghui_desktop.store.file.beside import (
    is_there,
    journal_of,
    log_of,
    shared_memory_of,
    size_of,
)
from gonghui_desktop.store.file.known_schema import Fault, UnfitError
from gonghui_desktop.store.file.mark import (
    LARGEST_DIGEST,
    is_as_it_was,
    is_known,
    journal_belongs,
    log_belongs,
)
from gonghui_desktop.store.file.mark_file import Mark, mark_of, signed, write_mark
from gonghui_desktop.store.file.names import HEAD


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

FORMER = "former"
"""The same word for one that came from elsewhere, whose contents were taken over."""

_BESIDE = ("", "-wal", "-shm", "-journal", "-mark")  # the database's own files, by suffix

UNKNOWN = Condition()
"""Of a database that was not looked at."""


def refuse_unusual(path: Path) -> None:
    """Refuses a database of which a file is a link or a pipe; the data folder itself may be a link.

    SQLite keeps its log beside the file that a link leads to, and we our mark beside the link; and
    in a folder that came from elsewhere a link may lead to any file, or to another computer. A pipe
    or a device would be waited for without end.

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
        if _is_pipe(each):
            raise DataFileError(
                f"“{each}”是设备或管道，不是数据文件，没有打开。请把它移到别处，再从备份恢复。"
            )


def _is_pipe(path: Path) -> bool:
    """Whether it is a pipe or a device; of what cannot be looked at, opening it will tell."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_ours(path: Path) -> bool:
    """Whether SQLite may open a database where it lies, as far as file and mark can tell."""
    try:
        refuse_unusual(path)
    except DataFileError:
        return False
    return is_known(path) and not strays(path)


def strays(path: Path) -> list[Path]:
    """What lies beside a database without being its own: SQLite would play it into the database."""
    found = [] if log_belongs(path) else [log_of(path)]
    return found if journal_belongs(path) else [*found, journal_of(path)]


def examine(path: Path, now: datetime) -> Condition:
    """Looks at a database that may not be there, and sets aside what lies beside it as a stray.

    Raises:
        StoreError: a stray cannot be set aside.
    """
    notes = []
    for stray in strays(path):
        aside = set_aside(stray, now, "unused")
        with suppress(OSError):  # SQLite makes it again from the log
            shared_memory_of(path).unlink()
        notes.append(
            f"发现一个不属于现有数据文件的附属文件，可能是换过数据文件后留下的；没有使用，"
            f"已改名为“{aside.name}”留存。请核对申报表。"
        )
    is_small = size_of(path) <= LARGEST_DIGEST
    return Condition(tuple(notes), is_intact=is_as_it_was(path) if is_small else None)


def refused_data(error: UnfitError, path: Path) -> StoreError:
    """The sentence about a data file that is not opened."""
    match error.fault:
        case Fault.NOT_OURS | Fault.EMPTY:
            return DataFileError(
                f"“{path}”是另一个程序的文件，没有改动。请把它移到别处，或者换一个数据文件夹。"
            )
        case Fault.NEWER:
            return NewerDataError(
                f"“{path}”是用更新版本的本程序建立的（结构 {error.what}，这里只认识到 {HEAD}），"
                "没有改动。请安装新版本后再打开。"
            )
        case Fault.STRANGE:
            return DataFileError(
                f"“{path}”里有不是本程序放进去的内容（{error.what}），没有打开，也没有改动。"
                "请从备份恢复。"
            )
        case Fault.TOO_LONG:
            return DataFileError(
                f"“{path}”不是本程序在这里存的，里面有太长的栏目，没有打开，也没有改动。"
                "请从备份恢复。"
            )
        case Fault.DAMAGED:
            return DataFileError(
                f"数据文件“{path}”已损坏，没有改动。请先复制一份留存，再从备份恢复。"
            )


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
    while is_there(target):
        number += 1
        target = path.with_name(f"{stem}-{number}")
    try:
        path.rename(target)
    except OSError as error:
        raise StoreError(f"无法把“{path}”改名留存：{reason_of(error)}。") from error
    with suppress(OSError):  # it has its new name already
        sync_folder(path.parent)
    return target


def take_place(new: Path, current: Path, now: datetime, word: str = DAMAGED) -> Path | None:
    """Puts a new database in the place of one that cannot be opened, which is set aside, whole.

    That one goes before its log: without its log it might open, and lack what stands there. At
    each moment either it is in its place with its log, or there is none, which the start tells.

    Args:
        new: the new one, in the same folder.
        current: its place.
        now: the moment for the former one's name.
        word: why that one is set aside.

    Returns:
        Where the former one is, ``None`` if there was none.

    Raises:
        StoreError: a file cannot be renamed, as while another program holds it; all is as it was.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        epoch = signed(new)
    except sqlite3.Error as error:
        raise StoreError(f"无法写入“{new}”，请检查磁盘是否已满或已断开后再试。") from error
    try:
        for each in (current, log_of(current), journal_of(current)):
            if is_there(each):  # a log alone would be told of, and kept
                moved.append((each, set_aside(each, now, word)))
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
    with suppress(OSError):  # then its contents are taken over once more
        write_mark(current, Mark(frozenset([epoch]), is_closed=True))
    return moved[0][1] if moved else None


def _rename(new: Path, current: Path) -> None:
    try:
        new.rename(current)
    except OSError as error:
        raise StoreError(f"无法写入“{current}”：{reason_of(error)}。") from error


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
