"""One TrueType face, read in place from its file: metrics and outlines by character.

The file is mapped, not read: a page needs a few hundred of its glyphs, so a face of 30 MB is opened
at once and takes hardly any memory. Only what ``packaging/fonts`` makes is understood: outlines in
``glyf`` without composite glyphs, padded to four bytes, a format 12 ``cmap``.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict

GETA = "〓"
"""Typesetters' mark for a character without type; see :class:`Face`."""


class FontError(GonghuiError):
    """A font file of the program is missing or damaged."""


class Face:
    """A TrueType face.

    A character without a glyph (see :meth:`has`) is set as 〓, a *geta*: visible, one em wide, and
    never mistaken for the character.

    Args:
        path: of the font file.

    Attributes:
        name: PostScript name.
        units_per_em: of the outlines.
        bounds: the box around all outlines (left, bottom, right, top), in font units.
        widths: character to advance in thousandths of an em, as PDF counts them.
        glyphs: character to the number of its glyph, or of 〓 where the face has none.
        metrics: glyph to its advance and left side bearing as ``hmtx`` has them, four bytes.
        checksums: glyph to the sum of its outline's 32-bit words, of which ``glyf``'s is made.
        blanks: character to what is blank in its box to the left and to the right of its strokes,
            em.

    Raises:
        FontError: the file cannot be read or is not such a face.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise FontError(f"找不到或打不开字体文件“{path}”，请重新安装本程序。") from error
        try:
            self._read()
        except (struct.error, KeyError, ValueError, IndexError) as error:
            raise FontError(f"字体文件“{path}”已损坏，请重新安装本程序。") from error
        self.widths: KeyDefaultDict[str, float] = KeyDefaultDict(self._width)
        self.glyphs: KeyDefaultDict[str, int] = KeyDefaultDict(self._glyph)
        self.metrics: KeyDefaultDict[int, bytes] = KeyDefaultDict(self._metrics)
        self._outlines: KeyDefaultDict[int, bytes] = KeyDefaultDict(self._outline)
        self.checksums: KeyDefaultDict[int, int] = KeyDefaultDict(self._checksum)
        self.blanks: KeyDefaultDict[str, tuple[float, float]] = KeyDefaultDict(self._blanks)

    def has(self, char: str) -> bool:
        """Whether the face has a glyph of its own for the character."""
        return self._lookup(ord(char)) != 0

    def advance(self, char: str) -> float:
        """Width of the character's glyph, in em."""
        return self.widths[char] / 1000

    def width(self, text: str) -> float:
        """Natural width of a text, in em."""
        return sum(map(self.widths.__getitem__, text)) / 1000

    def outlines(self, glyphs: Iterable[int]) -> list[bytes]:
        """The glyphs' entries in the ``glyf`` table; the length of each is a multiple of four."""
        return list(map(self._outlines.__getitem__, glyphs))

    def table(self, tag: str) -> bytes:
        """A table of the file as it is."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _read(self) -> None:
        data = self._data
        version, count = struct.unpack_from(">LH", data)
        if version != 0x00010000:
            raise ValueError("not a TrueType face")
        self._tables: dict[str, tuple[int, int]] = {}
        for n in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
            if offset + length > len(data):
                raise ValueError("table outside the file")
            self._tables[tag.decode("latin-1")] = (offset, length)
        self._read_metrics()
        self._read_cmap()
        self.name = self._read_name()

    def _read_metrics(self) -> None:
        head, hhea = self.table("head"), self.table("hhea")
        self.units_per_em: int = struct.unpack_from(">H", head, 18)[0]
        self.bounds: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        (self._full_metrics,) = struct.unpack_from(">H", hhea, 34)
        (self._count,) = struct.unpack_from(">H", self.table("maxp"), 4)
        self._hmtx, hmtx_length = self._tables["hmtx"]
        self._glyf, glyf_length = self._tables["glyf"]
        self._offsets = self._read_loca(head)
        consistent = (
            self.units_per_em > 0
            and 0 < self._full_metrics <= self._count
            and len(self._offsets) == self._count + 1
            and hmtx_length >= 2 * (self._count + self._full_metrics)
            and max(self._offsets) <= glyf_length
        )
        if not consistent:
            raise ValueError("tables contradict one another")

    def _read_loca(self, head: bytes) -> array[int]:
        """Where each glyph starts in ``glyf``, and where the last one ends."""
        loca = self.table("loca")
        if head[50:52] == b"\0\1":
            return _words(loca)
        return array("I", (2 * half for (half,) in struct.iter_unpack(">H", loca)))

    def _read_cmap(self) -> None:
        offset, _ = self._tables["cmap"]
        (count,) = struct.unpack_from(">H", self._data, offset + 2)
        for n in range(count):
            platform, encoding, at = struct.unpack_from(">HHL", self._data, offset + 4 + 8 * n)
            if (platform, encoding) == (3, 10):
                break
        else:
            raise ValueError("no Unicode cmap")
        form, groups = struct.unpack_from(">H10xL", self._data, offset + at)
        start = offset + at + 16
        words = _words(self._data[start : start + 12 * groups])
        if form != 12 or len(words) != 3 * groups:
            raise ValueError("cmap is not of format 12")
        self._firsts, self._lasts, self._numbers = words[0::3], words[1::3], words[2::3]

    def _read_name(self) -> str:
        """The PostScript name (number 6) for Windows."""
        table = self.table("name")
        count, strings = struct.unpack_from(">2xHH", table)
        for n in range(count):
            record = struct.unpack_from(">6H", table, 6 + 12 * n)
            if record[0] == 3 and record[3] == 6:
                start = strings + record[5]
                return table[start : start + record[4]].decode("utf-16-be")
        raise ValueError("no PostScript name")

    def _lookup(self, code: int) -> int:
        n = bisect_right(self._firsts, code) - 1
        if n < 0 or code > self._lasts[n]:
            return 0
        glyph = self._numbers[n] + code - self._firsts[n]
        return glyph if glyph < self._count else 0

    def _glyph(self, char: str) -> int:
        return self._lookup(ord(char)) or self._lookup(ord(GETA))

    def _width(self, char: str) -> float:
        advance = int.from_bytes(self.metrics[self.glyphs[char]][:2])
        return round(advance * 1000 / self.units_per_em, 2)

    def _metrics(self, glyph: int) -> bytes:
        full = self._full_metrics
        if glyph < full:
            return self._data[self._hmtx + 4 * glyph : self._hmtx + 4 * glyph + 4]
        advance, bearing = self._hmtx + 4 * (full - 1), self._hmtx + 4 * full + 2 * (glyph - full)
        return self._data[advance : advance + 2] + self._data[bearing : bearing + 2]

    def _blanks(self, char: str) -> tuple[float, float]:
        glyph = self.glyphs[char]
        outline = self._outlines[glyph]
        if not outline:
            return 0.0, 0.0
        left, right = struct.unpack_from(">2xh2xh", outline)
        advance = int.from_bytes(self.metrics[glyph][:2])
        return left / self.units_per_em, (advance - right) / self.units_per_em

    def _outline(self, glyph: int) -> bytes:
        start, offsets = self._glyf, self._offsets
        return self._data[start + offsets[glyph] : start + offsets[glyph + 1]]

    def _checksum(self, glyph: int) -> int:
        return checksum(self._outlines[glyph])


def checksum(table: bytes) -> int:
    """Sum of a table's 32-bit words, as TrueType's directory has it."""
    return sum(_words(table + bytes(-len(table) % 4))) & 0xFFFFFFFF


def _words(data: bytes) -> array[int]:
    """Big-endian 32-bit numbers.

    Raises:
        ValueError: the length is no multiple of four.
    """
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return words
