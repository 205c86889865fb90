"""Subsets of a face, as PDF embeds them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from gonghui_desktop.printing.pdf.pdfobjects import deflate
from gonghui_desktop.printing.type.faces import Face, checksum

_ALL = 0xFFFFFFFF
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


class FontSubset:
    """A face with the glyphs of some characters, which have the codes 1, 2 and so on; 0 is notdef.

    Characters that share a glyph have a code each, so that copied text is what was typed.

    Args:
        face: the face.
        chars: the characters, each once.

    Attributes:
        name: PostScript name with the tag that tells subsets of one face apart.
        file: the font file, deflated, with the tables that a PDF's CIDFontType2 needs (ISO 32000-1,
            9.9).
        file_length: of the file before.
        widths: the advances that are not a full em, as PDF's ``/W`` has them.
        unicode_map: the CMap from codes to characters, deflated.
    """

    def __init__(self, face: Face, chars: str) -> None:
        self.name = f"{_tag(chars)}+{face.name}"
        file = _font_file(face, [0, *map(face.glyphs.__getitem__, chars)])
        self.file_length = len(file)
        self.file = deflate(file)
        widths = map(face.widths.__getitem__, chars)
        odd = [f"{code} [{width:g}]" for code, width in enumerate(widths, 1) if width != 1000]
        self.widths = f"[{' '.join(odd)}]"
        self.unicode_map = deflate(_unicode_map(chars))


class SubsetCache:
    """The last few subsets that were made. Thread-safe.

    Mark and title are the only texts in their faces and have the same words in file after file.
    """

    def __init__(self) -> None:
        self._subset = lru_cache(maxsize=_KEPT)(FontSubset)

    def subset(self, face: Face, chars: str) -> FontSubset:
        """The face's subset with these characters."""
        return self._subset(face, chars)


def _tag(chars: str) -> str:
    """Six letters, the same for the same characters."""
    number = zlib.crc32(chars.encode("utf-8", "surrogatepass"))
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def _unicode_map(chars: str) -> bytes:
    """At most 100 characters to a block (Adobe note 5411)."""
    lines = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for code, char in enumerate(chars, 1)
    ]
    blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (_CMAP_START + body + _CMAP_END).encode("ascii")


def _font_file(face: Face, glyphs: Sequence[int]) -> bytes:
    """A TrueType file whose glyph ``n`` is ``glyphs[n]`` of the face."""
    outlines = face.outlines(glyphs)
    offsets = list(accumulate(map(len, outlines), initial=0))
    count = len(glyphs)
    head, maxp = face.table("head"), face.table("maxp")
    tables = {
        # without the file's checksum, which is known last; with long loca
        b"head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
        b"hhea": face.table("hhea")[:34] + struct.pack(">H", count),
        b"hmtx": b"".join(map(face.metrics.__getitem__, glyphs)),
        b"loca": struct.pack(f">{count + 1}L", *offsets),
        b"maxp": maxp[:4] + struct.pack(">H", count) + maxp[6:],
    }
    records = [(b"glyf", sum(map(face.checksums.__getitem__, glyphs)) & _ALL, offsets[-1])]
    records += [(tag, checksum(table), len(table)) for tag, table in tables.items()]
    front = _directory(records)
    total = checksum(front) + sum(record[1] for record in records)
    tables[b"head"] = (
        head[:8] + struct.pack(">L", (0xB1B0AFBA - total) & _ALL) + tables[b"head"][12:]
    )
    padded = (table + bytes(-len(table) % 4) for table in tables.values())
    return b"".join((front, *outlines, *padded))


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
