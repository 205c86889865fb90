"""A TrueType file with some of a face's glyphs, as PDF embeds it. Standard library only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate

from gonghui_desktop.printing.faces import Face, checksum

_ALL = 0xFFFFFFFF


def subset(face: Face, glyphs: Sequence[int]) -> bytes:
    """A font file whose glyph ``n`` is ``glyphs[n]`` of the face; the first should be 0 (notdef).

    It has the tables that a PDF's CIDFontType2 needs (ISO 32000-1, 9.9) and no other. A glyph may
    come twice: two characters with one shape stay two characters for a reader that copies text.
    """
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
    """The file's start: tag, checksum and length of each table, in alphabetical order."""
    count = len(records)
    power = count.bit_length() - 1
    search = 16 << power
    parts = [struct.pack(">LHHHH", 0x00010000, count, search, power, 16 * count - search)]
    offset = 12 + 16 * count
    for tag, total, length in records:
        parts.append(struct.pack(">4sLLL", tag, total, offset, length))
        offset += length + -length % 4
    return b"".join(parts)
