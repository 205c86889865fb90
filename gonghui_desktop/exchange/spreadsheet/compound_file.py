"""One stream out of a compound file, in which ``.xls`` lies ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from gonghui_desktop.exchange.spreadsheet.details import SAVE_AS
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on say something else
_IN_HEADER = 109  # sectors of the table of sectors that the header names
_ENTRY = 128  # bytes of an entry of the directory
_STREAM = 2  # kind of an entry


def stream_of(data: bytes, names: Sequence[str]) -> bytes | None:
    """The content of the first stream that has one of these names; ``None`` if there is none.

    Args:
        data: a compound file.
        names: of streams.

    Raises:
        SpreadsheetError: it is damaged.
    """
    try:
        return _CompoundFile(data).stream(names)
    except (struct.error, IndexError, ValueError) as error:
        raise SpreadsheetError(f"文件内部已损坏，{SAVE_AS}再导入。") from error


class _CompoundFile:
    """The file's sectors; every chain is followed at most as far as there are sectors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("size of sectors")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        (directory,) = struct.unpack_from("<L", data, 0x30)
        self._largest_small, small_table = struct.unpack_from("<LL", data, 0x38)
        self._next = self._numbers(self._table_sectors())
        self._entries = self._chain(directory)
        self._next_small = self._numbers_in(self._chain(small_table))

    def stream(self, names: Sequence[str]) -> bytes | None:
        """See :func:`stream_of`."""
        (start_of_small,) = struct.unpack_from("<L", self._entries, 0x74)  # the root comes first
        for at in range(0, len(self._entries), _ENTRY):
            (length,) = struct.unpack_from("<H", self._entries, at + 64)
            name = self._entries[at : at + max(0, min(length, 64) - 2)].decode(
                "utf-16-le", "replace"
            )
            if self._entries[at + 66] != _STREAM or name not in names:
                continue
            start, size = struct.unpack_from("<LL", self._entries, at + 0x74)
            if size >= self._largest_small:
                return self._chain(start)[:size]
            return self._small_chain(self._chain(start_of_small), start)[:size]
        return None

    def _table_sectors(self) -> list[int]:
        """The sectors that hold the table of sectors."""
        first, count = struct.unpack_from("<LL", self._data, 0x44)
        sectors = [*struct.unpack_from(f"<{_IN_HEADER}L", self._data, 0x4C)]
        for _ in range(min(count, len(self._data) // self._size)):
            if first >= _LAST_SECTOR:
                break
            *more, first = self._numbers_in(self._sector(first))
            sectors += more
        return [sector for sector in sectors if sector < _LAST_SECTOR]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size  # the header fills the first one
        if begin >= len(self._data):
            raise ValueError("a sector behind the end")
        return self._data[begin : begin + self._size]

    def _numbers(self, sectors: Sequence[int]) -> Sequence[int]:
        most = len(self._data) // self._size + 1
        return self._numbers_in(b"".join(map(self._sector, sectors[:most])))

    @staticmethod
    def _numbers_in(sectors: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(sectors) // 4}L", sectors[: len(sectors) // 4 * 4])

    def _chain(self, number: int) -> bytes:
        """What lies in a sector and those that follow it."""
        found = []
        while number < _LAST_SECTOR:
            found.append(self._sector(number))
            number = self._next[number]
            if len(found) > len(self._next):
                raise ValueError("a chain without end")
        return b"".join(found)

    def _small_chain(self, small: bytes, number: int) -> bytes:
        """Likewise, of the small sectors, which lie in a stream of their own."""
        found = []
        while number < _LAST_SECTOR:
            begin = number * self._small_size
            found.append(small[begin : begin + self._small_size])
            number = self._next_small[number]
            if len(found) > len(self._next_small):
                raise ValueError("a chain without end")
        return b"".join(found)
