"""Subsets of a face, as PDF embeds them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from gonghui_desktop.printing.pdf.pdfobjects import deflate
from gonghui_desktop.printing.type.faces import Face, checksum

_ALL = 0xFFFFFFFF
_MOST_IN_BLOCK = 100
_KEPT = 8
"""Subsets, of up to 0.3 MB each."""

_CMAP_START = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_CMAP_END = """
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


_ARGUMENTS_ARE_DISTANCES = 2
_WINDOWS, _UNICODE, _ENGLISH, _POSTSCRIPT_NAME = 3, 1, 0x409, 6  # of a name's record


class Wider(NamedTuple):
    """A character's glyph with a larger advance.

    Attributes:
        code: its own.
        base: code of the same character as it is in the face.
        extra: added to the advance, thousandths of an em.
    """

    code: int
    base: int
    extra: int


class FontSubset:
    """A face with the glyphs of some characters, which have the codes 1, 2 and so on; 0 is notdef.

    Characters that share a glyph have a code each, so that copied text is what was typed; so has
    a character for each of its widths.

    Args:
        face: the face.
        chars: the characters, by code.
        wider: those that are wider than in the face.

    Attributes:
        name: PostScript name with the tag that tells subsets of one face apart.
        file: the font file, deflated, with the tables that a PDF's CIDFontType2 needs (ISO 32000-1,
            9.9), and with the name: who prints by PostScript calls fonts by what stands there.
        file_length: of the file before.
        widths: the advances that are not a full em, as PDF's ``/W`` has them.
        unicode_map: the CMap from codes to characters, deflated.
    """

    def __init__(self, face: Face, chars: str, wider: tuple[Wider, ...]) -> None:
        self.name = f"{_tag(chars)}+{face.name}"
        glyphs = [0, *map(face.glyphs.__getitem__, chars)]
        metrics = list(map(face.metrics.__getitem__, glyphs))
        widths = list(map(face.widths.__getitem__, chars))
        for code, _, extra in wider:
            widths[code - 1] += extra
            metrics[code] = _widened(metrics[code], round(extra * face.units_per_em / 1000))
        file = _font_file(face, glyphs, metrics, wider, self.name)
        self.file_length = len(file)
        self.file = deflate(file)
        odd = [f"{code} [{width:g}]" for code, width in enumerate(widths, 1) if width != 1000]
        self.widths = f"[{' '.join(odd)}]"
        self.unicode_map = deflate(_unicode_map(chars))


class SubsetCache:
    """The last few subsets that were made. Thread-safe.

    Mark and title are the only texts in their faces and have the same words in file after file.
    """

    def __init__(self) -> None:
        self._subset = lru_cache(maxsize=_KEPT)(FontSubset)

    def subset(self, face: Face, chars: str, wider: tuple[Wider, ...] = ()) -> FontSubset:
        """The face's subset with these characters, some wider than in the face."""
        return self._subset(face, chars, wider)


def _tag(chars: str) -> str:
    """Six letters, the same for the same characters."""
    number = zlib.crc32(chars.encode("utf-8", "surrogatepass"))
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def _widened(metrics: bytes, extra: int) -> bytes:
    """Advance and left side bearing of a glyph, the advance made larger."""
    return (int.from_bytes(metrics[:2]) + extra).to_bytes(2) + metrics[2:]


def _unicode_map(chars: str) -> bytes:
    """At most 100 characters to a block (Adobe note 5411)."""
    starts = range(0, len(chars), _MOST_IN_BLOCK)
    blocks = [(chars[n : n + _MOST_IN_BLOCK], n + 1) for n in starts]
    body = "\n".join(
        [f"{len(part)} beginbfchar\n{_pairs(part, first)}\nendbfchar" for part, first in blocks]
    )
    return (_CMAP_START + body + _CMAP_END).encode("ascii")


def _pairs(chars: str, first: int) -> str:
    """Codes and characters in turn, as ``<0001> <5de5> <0002> <4f1a>``."""
    codes = map(chr, range(first, first + len(chars)))
    pairs = "".join(chain.from_iterable(zip(codes, chars, strict=True)))
    units = pairs.encode("utf-16-be", "surrogatepass")
    if len(units) == 4 * len(chars):
        return "<" + units.hex(">", 2).replace(">", "> <") + ">"
    parts = [char.encode("utf-16-be", "surrogatepass").hex() for char in pairs]
    return " ".join([f"<{part}>" for part in parts])


def _font_file(
    face: Face,
    glyphs: Sequence[int],
    metrics: Sequence[bytes],
    wider: Sequence[Wider],
    name: str,
) -> bytes:
    """A TrueType file whose glyph ``n`` is ``glyphs[n]`` of the face, with ``metrics[n]``."""
    outlines = face.outlines(glyphs)
    sums = list(map(face.checksums.__getitem__, glyphs))
    for code, base, _ in wider:
        outlines[code] = _same(outlines[base], base)
        sums[code] = checksum(outlines[code])
    offsets = list(accumulate(map(len, outlines), initial=0))
    count = len(glyphs)
    head, maxp = face.table("head"), face.table("maxp")
    tables = {
        # without the file's checksum, which is known last; with long loca
        b"head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
        b"hhea": face.table("hhea")[:34] + struct.pack(">H", count),
        b"hmtx": b"".join(metrics),
        b"loca": struct.pack(f">{count + 1}L", *offsets),
        b"maxp": _maxp(maxp, count),
        b"name": _name_table(name),
    }
    records = [(b"glyf", sum(sums) & _ALL, offsets[-1])]
    records += [(tag, checksum(table), len(table)) for tag, table in tables.items()]
    front = _directory(records)
    total = checksum(front) + sum(record[1] for record in records)
    tables[b"head"] = (
        head[:8] + struct.pack(">L", (0xB1B0AFBA - total) & _ALL) + tables[b"head"][12:]
    )
    padded = (table + bytes(-len(table) % 4) for table in tables.values())
    return b"".join((front, *outlines, *padded))


def _same(outline: bytes, base: int) -> bytes:
    """A composite glyph that is another one: its box, and one component where that one is."""
    if not outline:
        return b""
    return struct.pack(">h8sHHbb", -1, outline[2:10], _ARGUMENTS_ARE_DISTANCES, base, 0, 0)


def _maxp(table: bytes, count: int) -> bytes:
    """The table for so many glyphs, some of them composite with one component."""
    largest = table[6:10]  # points and contours
    return b"".join(
        (table[:4], struct.pack(">H", count), largest, largest, table[14:28], b"\0\1\0\1")
    )


def _name_table(name: str) -> bytes:
    """The table with a PostScript name alone, for Windows in English, where readers look for it."""
    text = name.encode("utf-16-be")
    count, strings = 1, 18
    record = (_WINDOWS, _UNICODE, _ENGLISH, _POSTSCRIPT_NAME, len(text), 0)
    return struct.pack(">9H", 0, count, strings, *record) + text


def _directory(records: list[tuple[bytes, int, int]]) -> bytes:
    """The table directory; its records are tag, checksum and length, sorted by tag."""
    count = len(records)
    power = count.bit_length() - 1
    search = 16 << power
    parts = [struct.pack(">LHHHH", 0x00010000, count, search, power, 16 * count - search)]
    offset = 12 + 16 * count
    for tag, total, length in records:
        parts.append(struct.pack(">4sLLL", tag, total, offset, length))
        offset += length + -length % 4
    return b"".join(parts)
