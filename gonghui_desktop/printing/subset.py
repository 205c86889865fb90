"""A TrueType file with some of a face's glyphs, as PDF embeds it. Standard library only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate

from gonghui_desktop.printing.faces import Face, checksum


def subset(face: Face, glyphs: Sequence[int]) -> bytes:
    """A font file whose glyph ``n`` is ``glyphs[n]`` of the face; the first should be 0 (notdef).

    It has the tables that a PDF's CIDFontType2 needs (ISO 32000-1, 9.9) and no other. A glyph may
    come twice: two characters with one shape stay two characters for a reader that copies text.
    """
    outlines = face.outlines(glyphs)
    offsets = accumulate(map(len, outlines), initial=0)
    count = len(glyphs)
    head = bytearray(face.table("head"))
    head[8:12] = bytes(4)  # the file's checksum, filled in at the end
    head[50:52] = b"\0\1"  # long loca
    tables = {
        b"glyf": b"".join(outlines),
        b"head": bytes(head),
        b"hhea": face.table("hhea")[:34] + struct.pack(">H", count),
        b"hmtx": b"".join(map(face.metrics.__getitem__, glyphs)),
        b"loca": struct.pack(f">{count + 1}L", *offsets),
        b"maxp": face.table("maxp")[:4] + struct.pack(">H", count) + face.table("maxp")[6:],
    }
    checksums = {tag: checksum(table) for tag, table in tables.items() if tag != b"glyf"}
    checksums[b"glyf"] = sum(map(face.checksums.__getitem__, glyphs)) & 0xFFFFFFFF
    return _assemble(tables, checksums)


def _assemble(tables: dict[bytes, bytes], checksums: dict[bytes, int]) -> bytes:
    """The tables, in alphabetical order, after their directory."""
    power = len(tables).bit_length() - 1
    directory = [
        struct.pack(
            ">LHHHH",
            0x00010000,
            len(tables),
            16 << power,
            power,
            16 * len(tables) - (16 << power),
        )
    ]
    offset = 12 + 16 * len(tables)
    starts: dict[bytes, int] = {}
    bodies: list[bytes] = []
    for tag, table in tables.items():
        directory.append(struct.pack(">4sLLL", tag, checksums[tag], offset, len(table)))
        starts[tag] = offset
        bodies += (table, bytes(-len(table) % 4))
        offset += len(table) + -len(table) % 4
    front = b"".join(directory)
    whole = (checksum(front) + sum(checksums.values())) & 0xFFFFFFFF
    at = starts[b"head"] + 8
    file = front + b"".join(bodies)
    return file[:at] + struct.pack(">L", (0xB1B0AFBA - whole) & 0xFFFFFFFF) + file[at + 4 :]
