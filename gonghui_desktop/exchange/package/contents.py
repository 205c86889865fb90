"""The files of an archive whose places are known: each in memory only while it is used."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gonghui_desktop.errors import PackageError


@dataclass(frozen=True)
class Place:
    """Where an archive holds a file.

    Attributes:
        start: of the packed bytes.
        packed: how many these are.
        size: how many they are unpacked; the same where they are only stored.
        is_deflated: whether they are packed at all.
    """

    start: int
    packed: int
    size: int
    is_deflated: bool


class Contents(Mapping[str, bytes]):
    """The files of an archive by name, cut out of it or unpacked whenever they are asked for.

    So that an archive of the largest size is in memory only once.

    Args:
        data: the archive.
        places: of its files, which lie within it and can be unpacked.
    """

    def __init__(self, data: bytes, places: Mapping[str, Place]) -> None:
        self._data = data
        self.places = places

    def __getitem__(self, name: str) -> bytes:
        """A file's bytes.

        Raises:
            KeyError: there is no such file.
            PackageError: it cannot be unpacked, or is of another size.
        """
        place = self.places[name]
        end = place.start + place.packed
        if not place.is_deflated:
            return self._data[place.start : end]
        return inflated(memoryview(self._data)[place.start : end], place.size)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def renamed(self, names: Mapping[str, str]) -> Contents:
        """Some of them, by other names: the new one to that of now."""
        return Contents(self._data, {new: self.places[old] for new, old in names.items()})


def inflated(packed: memoryview, size: int) -> bytes:
    """So many bytes, no more and no less; never more are made.

    Raises:
        PackageError: there are not so many (``Z01``).
    """
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflate.decompress(packed, size + 1)
    except zlib.error as error:
        raise damaged() from error
    is_whole = inflate.eof and not inflate.unused_data and not inflate.unconsumed_tail
    if not is_whole or len(content) != size:
        raise damaged()
    return content


def damaged() -> PackageError:
    """The refusal of an archive that is not as it was written."""
    return PackageError("Z01", "压缩包已损坏，请让上报单位重新导出后再发来。")
