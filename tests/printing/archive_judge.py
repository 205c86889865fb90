"""Judge of archive files: the points of ISO 19005-2 (PDF/A-2b) that concern what a printer writes.

It knows nothing of how the file was made, reads it with QPDF, and gives each fault with the clause.
What it does not judge is told in ``docs/official-page.md``.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Name

Fault = str
_DRAWN = {"m", "l", "S", "w", "re", "f", "q", "Q", "cm", "g"}
_SET = {"BT", "ET", "Tf", "Td", "Tc", "Tj", "TJ", "BMC", "BDC", "EMC"}
_ACTIVE = {"/AA", "/JS", "/OpenAction", "/EmbeddedFiles", "/XFA", "/OCProperties", "/RichMedia"}
_TRANSPARENT = {"/SMask", "/ca", "/CA", "/BM", "/Group", "/ExtGState"}
_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_OBJECT = re.compile(rb"\d+ 0 obj\n(?:(?!endobj).)*?(?:>>\nstream\n|\nendobj\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
_STREAM_END = b"\nendstream\nendobj\n"
_PRINT, _NOT_SEEN = 4, 1 | 2 | 32 | 256  # flags: print; invisible, hidden, no view, toggle


def faults(data: bytes) -> list[Fault]:
    """All that is wrong with a file, none for an archive file."""
    found = list(_file(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if pdf.is_encrypted:
            found.append("6.1.3 encrypted")
        found += [f"6.1 {problem}" for problem in pdf.check_pdf_syntax()]
        found += _objects(pdf)
        found += _metadata(pdf)
        found += _output_intents(pdf)
        for page in pdf.pages:
            found += _content(page)
            found += _annotations(page)
    return found


def _file(data: bytes) -> Iterator[Fault]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4,}\n", data):
        yield "6.1.2 header"
    if not re.search(rb"startxref\n\d+\n%%EOF\n?\Z", data):
        yield "6.1.3 something behind the end"
    if not re.search(rb"/ID ?\[ ?<[0-9a-fA-F]{32}> ?<[0-9a-fA-F]{32}> ?\]", data):
        yield "6.1.3 no identifier"

    yield from _spacing(data)


def _spacing(data: bytes) -> Iterator[Fault]:
    """Each object begins where the one before ends; each stream is as long as it says."""
    at = data.index(b"\n", data.index(b"\n") + 1) + 1
    while head := _OBJECT.match(data, at):
        length = _LENGTH.search(head[0])
        end = head.end() if head[0].endswith(b"endobj\n") else None
        if end is None and length:
            end = head.end() + int(length[1])
            if not data.startswith(_STREAM_END, end):
                yield "6.1.7.1 a stream's length"
                return
            end += len(_STREAM_END)
        if end is None:
            yield "6.1.9 an object's end"
            return
        at = end
    if not data.startswith((b"xref\n", b"startxref\n"), at):
        yield "6.1.9 something between objects"


def _objects(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    for item in [pdf.Root, *pdf.objects]:
        yield from _object(item)


def _object(item: Any) -> Iterator[Fault]:
    if isinstance(item, pikepdf.Array):
        for value in item:
            yield from _direct(value)
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    keys = set(item.keys())
    yield from (f"6.5/6.6/6.8/6.9 {key}" for key in keys & _ACTIVE)
    yield from (f"6.2.10 {key}" for key in keys & _TRANSPARENT)
    if isinstance(item, pikepdf.Stream) and keys & {"/F", "/FFilter"}:
        yield "6.1.7 a stream elsewhere"
    if item.get("/Filter") in (Name.LZWDecode, Name.Crypt):
        yield "6.1.7.2 filter"
    if item.get("/NeedAppearances"):
        yield "6.4.1 a reader would draw the fields"
    if item.get("/Type") == Name.Action or "/URI" in keys:
        yield "6.5.1 an action"
    for key in keys:
        yield from _direct(pikepdf.Name(key))
        yield from _direct(item[key])


def _direct(value: Any) -> Iterator[Fault]:
    """What stands in another object; an object of its own has its turn by itself."""
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
        yield from _object(value)
    elif isinstance(value, pikepdf.String) and len(bytes(value)) > 32767:
        yield "6.1.13 a string too long"
    elif isinstance(value, pikepdf.Name) and len(str(value)) > 128:  # with its slash
        yield "6.1.13 a name too long"
    elif isinstance(value, int) and not -(2**31) <= value < 2**31:
        yield "6.1.13 a number too large"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    stream = pdf.Root.get("/Metadata")
    if stream is None or stream.get("/Subtype") != Name.XML:
        yield "6.6.2.1 no metadata"
        return
    packet = stream.read_bytes()
    if re.match(rb"<\?xpacket begin=\"[^\"]*\" id=\"W5M0MpCehiHzreSzNTczkc9d\"\?>", packet) is None:
        yield "6.6.2.1 header of the packet"
    root = ElementTree.fromstring(packet)

    def text(path: str) -> str | None:
        return root.findtext(f".//rdf:Description/{path}", namespaces=_NAMESPACES)

    if (text("pdfaid:part"), text("pdfaid:conformance")) != ("2", "B"):
        yield "6.6.4 level of conformance"
    same = {
        "/Title": "dc:title/rdf:Alt/rdf:li[@{http://www.w3.org/XML/1998/namespace}lang='x-default']",
        "/Author": "dc:creator/rdf:Seq/rdf:li",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
    }
    for key, path in same.items():
        value = pdf.docinfo.get(key)
        if text(path) != (None if value is None else str(value)):
            yield f"6.6.3 {key} says something else"


def _output_intents(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    intents = [item for item in pdf.Root.get("/OutputIntents", []) if item.S == Name.GTS_PDFA1]
    if len(intents) != 1 or "/OutputConditionIdentifier" not in intents[0]:
        yield "6.2.3 output intent"
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    size, version = struct.unpack_from(">L4xB", data)
    fits = size == len(data) and version <= 4 and data[36:40] == b"acsp"
    if not fits or data[12:16] not in (b"mntr", b"prtr"):
        yield "6.2.3 profile"
    if {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}.get(data[16:20]) != profile.N:
        yield "6.2.3 the profile's colours"


def _content(page: pikepdf.Page) -> Iterator[Fault]:
    fonts: Any = page.obj.Resources.get("/Font", {})  # 6.2.2: the page's own, not its parents'
    used: dict[str, set[int]] = {}
    font, depth = "", 0
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        depth += {"q": 1, "Q": -1}.get(name, 0)
        if name not in _DRAWN | _SET or depth > 28:
            yield f"6.2.2 operator {name}"
        if name == "Tf":
            font = str(operands[0])
        for shown in _shown(operands) if name in ("Tj", "TJ") else ():
            used.setdefault(font, set()).update(code for (code,) in struct.iter_unpack(">H", shown))
    for key, codes in used.items():
        yield from (f"{fault} ({key})" for fault in _font(fonts[key], codes))


def _shown(operands: Any) -> Iterator[bytes]:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
    return (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _font(font: Any, codes: set[int]) -> Iterator[Fault]:
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        yield "6.2.11.3 another kind of font than the judge knows"
        return
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    if descendant.get("/CIDToGIDMap") != Name.Identity:
        yield "6.2.11.3.2 no map from codes to glyphs"
    if not font.BaseFont == descendant.BaseFont == descriptor.FontName:
        yield "6.2.11.2 names"
    if "/FontFile2" not in descriptor:
        yield "6.2.11.4.1 not embedded"
        return
    widths = _embedded_widths(descriptor.FontFile2.read_bytes())
    told = dict(_told_widths(descendant.get("/W", [])))
    if 0 in codes or max(codes) >= len(widths):
        yield "6.2.11.8 a missing glyph is shown"
        return
    if any(abs(told.get(code, descendant.get("/DW", 1000)) - widths[code]) > 1 for code in codes):
        yield "6.2.11.5 widths"
    if "/CIDSet" in descriptor and not _all_in(descriptor.CIDSet.read_bytes(), len(widths)):
        yield "6.2.11.4.2 set of glyphs"
    if codes - _told_characters(font.ToUnicode.read_bytes()):
        yield "6.2.11.7.2 characters"


def _told_widths(array: Any) -> Iterator[tuple[int, float]]:
    for first, widths in pairwise(array):
        if isinstance(widths, pikepdf.Array):
            yield from ((int(first) + n, float(width)) for n, width in enumerate(widths))


def _embedded_widths(data: bytes) -> list[float]:
    """Advances in thousandths of an em by glyph."""
    records = struct.iter_unpack(
        ">4sLLL", data[12 : 12 + 16 * struct.unpack_from(">H", data, 4)[0]]
    )
    tables = {tag: data[offset : offset + length] for tag, _, offset, length in records}
    (unit,) = struct.unpack_from(">H", tables[b"head"], 18)
    (glyphs,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    (full,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    advances = [advance for advance, _ in struct.iter_unpack(">HH", tables[b"hmtx"][: 4 * full])]
    advances += advances[-1:] * (glyphs - full)
    return [advance * 1000 / unit for advance in advances]


def _all_in(bits: bytes, count: int) -> bool:
    return all(bits[n // 8] & (0x80 >> n % 8) for n in range(count))


def _told_characters(unicode_map: bytes) -> set[int]:
    """Codes with a character that is one (6.2.11.7.2: neither 0 nor a byte order mark)."""
    pairs = re.findall(
        rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", unicode_map.split(b"endcodespacerange")[1]
    )
    no_text = {b"0000", b"feff", b"fffe"}
    return {int(code, 16) for code, text in pairs if text.lower() not in no_text}


def _annotations(page: pikepdf.Page) -> Iterator[Fault]:
    for item in page.obj.get("/Annots", []):
        if item.get("/Subtype") != Name.Widget:
            yield "6.3.1 another kind of annotation than the judge knows"
        flags = int(item.get("/F", 0))
        if not flags & _PRINT or flags & _NOT_SEEN:
            yield "6.3.2 does not print"
        looks: Any = item.get("/AP", {})
        if list(looks.keys()) != ["/N"] or not isinstance(looks["/N"], pikepdf.Stream):
            yield "6.3.3 no appearance"
