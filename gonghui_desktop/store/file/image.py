"""What a database file holds, with its log, as bytes in memory: nothing is written anywhere.

For a folder that cannot be written (SQLite wants to make files beside a database that has a log),
a full disk, and files of strangers, which are never opened in place.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

from gonghui_desktop.errors import DataFileError, StoreError
from gonghui_desktop.fileio import reason_of
from gonghui_desktop.store.file.beside import PAGE_SIZES, log_of
from gonghui_desktop.store.file.mark import log_belongs

LARGEST_FILE = 800_000_000
"""Bytes; some twenty times what 10,000 records take."""

_FORMATS = slice(18, 20)  # of SQLite's header: 1 without a log, 2 with one
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOOK = 1_000_000  # bytes of a log between two looks
_LOG_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""First number of a log, to the byte order of its checksums."""


def read_image(
    path: Path, look: Callable[[], None] = lambda: None, largest_log: int = LARGEST_FILE
) -> bytearray:
    """The whole database, as one file without a log.

    A log that is not the database's own is left out (:mod:`gonghui_desktop.store.file.mark`).

    Args:
        path: the database.
        look: called again and again while the log is read; what it raises goes through.
        largest_log: bytes of a log that is read.

    Raises:
        DataFileError: it is empty.
        StoreError: it cannot be read, or it or its log is too large.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # could be waited for in vain
            raise StoreError(f"“{path}”是设备或管道，不是普通文件，请另选一个文件。")
        if path.stat().st_size > LARGEST_FILE:
            raise StoreError(f"“{path}”太大，不是本程序的数据文件，请核对。")
        image = _content(path)
        log = log_of(path)
        if log.is_file() and log_belongs(path):
            if log.stat().st_size > largest_log:
                raise StoreError(f"“{log}”太大，不是本程序的附属文件，请核对。")
            image = _with_log(image, log.read_bytes(), look)
    except OSError as error:
        raise StoreError(f"无法读取“{path}”：{reason_of(error)}。") from error
    if not image:
        raise DataFileError(f"“{path}”是空的，里面的内容不见了，请从备份恢复；文件没有改动。")
    image[_FORMATS] = b"\1\1"
    return image


def open_image(image: bytes | bytearray) -> sqlite3.Connection:
    """A connection to such a database; it trusts nothing in it and cannot change it.

    Raises:
        sqlite3.Error: it is no database.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.deserialize(image)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _content(path: Path) -> bytearray:
    """A file's bytes, once in memory: there may be hundreds of millions."""
    with path.open("rb") as file:
        content = bytearray(os.fstat(file.fileno()).st_size)
        read = file.readinto(content)
    del content[read:]
    return content


def _with_log(image: bytearray, log: bytes, look: Callable[[], None]) -> bytearray:
    """The database with every transaction of the log that is whole, as SQLite recovers them."""
    header = log[:_LOG_HEADER]
    if len(header) < _LOG_HEADER:
        return image
    magic, _version, page_size = struct.unpack(">3I", header[:12])
    order = _LOG_MAGIC.get(magic)
    if order is None or page_size not in PAGE_SIZES:
        return image
    sums = _checksum((0, 0), header[:24], order)
    if sums != struct.unpack(">2I", header[24:]):
        return image
    pages: dict[int, bytes] = {}
    read = 0
    for start in range(_LOG_HEADER, len(log), _FRAME_HEADER + page_size):
        frame = log[start : start + _FRAME_HEADER]
        page = log[start + _FRAME_HEADER : start + _FRAME_HEADER + page_size]
        if len(page) < page_size or frame[8:16] != header[16:24]:
            break
        sums = _checksum(_checksum(sums, frame[:8], order), page, order)
        if sums != struct.unpack(">2I", frame[16:]):
            break
        number, size = struct.unpack(">2I", frame[:8])
        if not number:  # pages are counted from 1
            break
        pages[number] = page
        read += page_size
        if size or read > _LOOK:
            look()
            read = 0
        if size:  # the end of a transaction
            _lay_over(image, pages, size * page_size, page_size)
            pages = {}
    return image


def _lay_over(image: bytearray, pages: dict[int, bytes], size: int, page_size: int) -> None:
    if size > LARGEST_FILE:
        return
    image.extend(bytes(max(size - len(image), 0)))
    for number, page in pages.items():
        image[(number - 1) * page_size : number * page_size] = page
    del image[size:]


def _checksum(start: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    """SQLite's running checksum of a log."""
    one, two = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for place in range(0, len(words), 2):
        one = (one + words[place] + two) & 0xFFFFFFFF
        two = (two + words[place + 1] + one) & 0xFFFFFFFF
    return one, two
