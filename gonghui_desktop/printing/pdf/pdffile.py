"""The structure of a PDF file: numbered objects, pages, outline, form fields, cross-references.

Sections are those of ISO 32000-1. A library takes more code than this part of the format: ReportLab
had to be steered through a dozen of its private attributes, and cost 0.2 ms a page.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, repeat

from gonghui_desktop.printing.pdf.archive import (
    PROFILE,
    metadata,
    output_intent,
    without_noncharacters,
)
from gonghui_desktop.printing.pdf.pdfobjects import (
    array,
    deflate,
    dictionary,
    stream,
    text_string,
)

# The comment's bytes above 127 keep mail programs from taking the file for text (7.5.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LANGUAGE = "zh-CN"
_PROGRAM = "gonghui-desktop"
_MOST_TOGETHER = 2000
"""Packed objects in one stream; what reads one of them unpacks all."""
_PACKED_LEVEL = 6
"""They are alike, so a search for what repeats pays: a fifth shorter than at the fastest level."""
_ENTRY = struct.Struct(">BLH")
_END_OF_OBJECT = b"\nendobj\n"
_ENTRY_WIDTHS = "[1 4 2]"


class PdfFile:
    """A PDF file in the making.

    An object is its bytes; a reference to it is text such as ``7 0 R``. Small objects can be packed
    together, which makes them a tenth as long; what reads only the pages can do without them.

    Args:
        paper: rectangle of every page that has no other.
    """

    def __init__(self, paper: str) -> None:
        self._paper = paper
        self._objects: list[bytes | None] = []
        self._packed: list[str] = []
        self._packed_numbers: list[int] = []
        self._page_tree = self.reserve()
        self._pages: list[str] = []
        self._bookmarks: list[tuple[str, str]] = []
        self._fields: list[str] = []

    def reserve(self) -> str:
        """The reference to an object that is filled in later."""
        return self.add(b"")

    def fill(self, reference: str, content: bytes) -> None:
        """Fills in a reserved object."""
        self._objects[int(reference.split(maxsplit=1)[0]) - 1] = content

    def add(self, content: bytes) -> str:
        """Adds an object, and returns the reference to it."""
        self._objects.append(content)
        return f"{len(self._objects)} 0 R"

    def reserve_packed(self, count: int) -> int:
        """The number of the first of some objects that are packed later."""
        self._objects += [None] * count
        return len(self._objects) - count + 1

    def pack(self, first: int, contents: Sequence[str]) -> None:
        """Adds reserved objects that are no streams to those that are packed together (7.5.7)."""
        self._packed += contents
        self._packed_numbers += range(first, first + len(contents))

    def add_page(self, page: str, **entries: str | int) -> None:
        """Adds a page (7.7.3.3).

        Args:
            page: a reserved reference.
            entries: of its dictionary, besides type and parent.
        """
        self.fill(page, dictionary(Type="/Page", Parent=self._page_tree, **entries))
        self._pages.append(page)

    def add_bookmark(self, title: str, page: str) -> None:
        """Adds an entry to the outline that leads to a page."""
        self._bookmarks.append((title, page))

    def add_field(self, **entries: str | int) -> str:
        """Adds a form field that is its own widget, and returns the reference to it (12.7.3)."""
        field = self.add(dictionary(Type="/Annot", Subtype="/Widget", **entries))
        self._fields.append(field)
        return field

    def finish(self, title: str, author: str, structure: str = "") -> bytes:
        """The file with its properties. There is no date among them: the same data, the same bytes.

        Args:
            title: shown in the window of a reader.
            author: may be empty.
            structure: reference to the structure tree, if there is one.
        """
        pages = dictionary(
            Type="/Pages", Kids=array(self._pages), Count=len(self._pages), MediaBox=self._paper
        )
        self.fill(self._page_tree, pages)
        catalog = {"Pages": self._page_tree, "Lang": text_string(_LANGUAGE)}
        catalog["ViewerPreferences"] = "<< /DisplayDocTitle true >>"
        if structure:
            catalog |= {"MarkInfo": "<< /Marked true >>", "StructTreeRoot": structure}
        if self._bookmarks:
            catalog["Outlines"] = self._add_outline()
        if self._fields:
            catalog["AcroForm"] = f"<< /Fields {array(self._fields)} >>"
        title, author = map(without_noncharacters, (title, author))
        catalog["Metadata"] = self.add(metadata(title, author, _PROGRAM))
        catalog["OutputIntents"] = f"[{output_intent(self.add(PROFILE))}]"
        properties = {"Title": title, "Author": author, "Creator": _PROGRAM, "Producer": _PROGRAM}
        entries = {key: text_string(text) for key, text in properties.items() if text}
        root = self.add(dictionary(Type="/Catalog", **catalog))
        return self._assemble(root, info=self.add(dictionary(**entries)))

    def _add_outline(self) -> str:
        """A list of entries on one level (12.3.3)."""
        outline = self.reserve_packed(1 + len(self._bookmarks))
        first, last = outline + 1, outline + len(self._bookmarks)
        lines = [f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {last - outline}>>"]
        for number, (title, page) in enumerate(self._bookmarks, first):
            before = f"/Prev {number - 1} 0 R" if number > first else ""
            after = f"/Next {number + 1} 0 R" if number < last else ""
            place = f"/Parent {outline} 0 R{before}{after}/Dest[{page}/Fit]"
            lines.append(f"<</Title {text_string(title)}{place}>>")
        self.pack(outline, lines)
        return f"{outline} 0 R"

    def _assemble(self, root: str, info: str) -> bytes:
        """Header, objects, cross-reference stream (7.5)."""
        table = self._add_packed()
        parts, offset = [_HEADER], len(_HEADER)
        for number, content in enumerate(self._objects, 1):
            if content is not None:
                head = b"%d 0 obj\n" % number
                parts += (head, content, _END_OF_OBJECT)
                table[number] = _ENTRY.pack(1, offset, 0)
                offset += len(head) + len(content) + len(_END_OF_OBJECT)
        table.append(_ENTRY.pack(1, offset, 0))
        body = b"".join(parts)
        identity = f"<{blake2b(body, digest_size=16).hexdigest()}>"  # 14.4
        references = stream(
            deflate(b"".join(table)),
            Type="/XRef",
            W=_ENTRY_WIDTHS,
            Size=len(table),
            Root=root,
            Info=info,
            ID=array([identity] * 2),
        )
        end = b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n"
        return body + end % (len(table) - 1, references, offset)

    def _add_packed(self) -> list[bytes]:
        """Adds what is packed, and returns a table with the entries of its objects (7.5.8.3)."""
        entries: list[bytes] = []
        for start in range(0, len(self._packed), _MOST_TOGETHER):
            numbers = self._packed_numbers[start : start + _MOST_TOGETHER]
            self.add(_together(numbers, self._packed[start : start + _MOST_TOGETHER]))
            holder = repeat(len(self._objects))
            entries += map(_ENTRY.pack, repeat(2), holder, range(len(numbers)))
        table = [_ENTRY.pack(0, 0, 65535)] * (len(self._objects) + 1)
        for number, entry in zip(self._packed_numbers, entries, strict=True):
            table[number] = entry
        return table


def _together(numbers: Sequence[int], contents: Sequence[str]) -> bytes:
    """A stream of objects: first their numbers and offsets, then themselves."""
    offsets = accumulate([len(content) + 1 for content in contents[:-1]], initial=0)
    head = " ".join([f"{number} {at}" for number, at in zip(numbers, offsets, strict=True)])
    text = "\n".join((head, *contents))
    return stream(
        deflate(text.encode("ascii"), _PACKED_LEVEL),
        Type="/ObjStm",
        N=len(contents),
        First=len(head) + 1,
    )
