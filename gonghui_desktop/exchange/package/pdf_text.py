"""The text of a PDF that this program printed, read without running it.

A PDF from outside is a program for whoever draws it: 1.5 kB of nested forms take PDFium 3 s and
1.8 GB, eight levels more than any machine has, and it can neither be told to stop nor be used from
two threads. The receiving office only wants to know whether the page says what the record says, so
this reader takes in just what the printer writes or once wrote (ISO 32000-1: one cross-reference
table or stream, flate streams, Type0 fonts with two-byte codes and ToUnicode) and does an amount of
work that the limits below bound. Anything else is refused. Packed objects are not unpacked: pages
and fonts are none.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gonghui_desktop.exchange.package.budget import Budget, Cost

MOST_PAGES = 200
MOST_OBJECTS = 50_000
MOST_VALUES = 400_000  # numbers, names, brackets … that are looked at; 100 bytes count as one more
MOST_UNPACKED = 8_000_000  # bytes of page contents and character maps, packed and unpacked
_DEEPEST = 30

_SPACE = rb"[\0\t\n\f\r ]"
_BLANK = re.compile(rb"(?:" + _SPACE + rb"|%[^\r\n]*)*")
_TOKEN = re.compile(
    rb"(?P<mark><<|>>|[\[\](])"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|(?P<reference>[0-9]{1,8})" + _SPACE + rb"+[0-9]{1,5}" + _SPACE + rb"+R(?![A-Za-z0-9])"
    rb"|(?P<integer>[+-]?[0-9]{1,15})(?![.0-9])"
    rb"|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_STRING_PART = re.compile(rb"[^()\\]*(?:\\.[^()\\]*)*", re.DOTALL)
_OBJECT = re.compile(rb"([0-9]{1,8}) [0-9]{1,5} obj")
_STREAM = re.compile(rb"stream\r?\n")
_START = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"([0-9]{1,8}) ([0-9]{1,8}) *\r?\n")
_ENTRY_SIZE = 20
_ENTRY = re.compile(rb"([0-9]{10}) [0-9]{5} ([nf])[ \r][\r\n]")
_WIDTHS = [1, 4, 2]
_ROW = struct.Struct(">BLH")  # in a stream: kind, place, and what is not needed
_IN_PLACE = 1

# What a page's content sets: a font, and codes in it. Strings in round brackets and properties are
# passed over. Nothing is tried twice (possessive quantifiers, ends that may be missing), so that
# no content takes longer than its length.
_SHOWN = re.compile(
    rb"<<(?:[^<>]++|<[^<>]*+>)*+(?:>>)?"
    rb"|\((?:[^()\\]++|\\.)*+\)?"
    rb"|/(?P<font>[^\0\t\n\f\r ()<>\[\]{}/%]++)[^()<>/]*?\bTf\b"
    rb"|<(?P<codes>[0-9A-Fa-f\0\t\n\f\r ]*+)>?",
    re.DOTALL,
)
_CODES_START = b"endcodespacerange"
_CODE_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4}){1,8})>")
_CODE_DIGITS = 4


class PdfError(ValueError):
    """This is no PDF of this program's, or a damaged one."""


@dataclass(frozen=True)
class _Reference:
    number: int


@dataclass(frozen=True)
class _Word:
    """A keyword, a real number or a closing bracket."""

    text: bytes


@dataclass(frozen=True)
class _Stream:
    entries: Mapping[str, object]
    start: int
    length: int


def page_texts(pdf: bytes, budget: Budget | None = None) -> tuple[str, ...]:
    """The text of each page, in the order in which it was drawn.

    Args:
        pdf: the file.
        budget: of the package that it is in; by default it has one of its own.

    Raises:
        PdfError: the file is not as the printer writes it, or exceeds a limit.
        WorkError: with the files before it, it takes more than a package may.
    """
    return tuple(_File(pdf, budget or Budget()).texts())


class _File:
    """One PDF file; holds what the pages share and counts the work done."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        self._parser = _Parser(data, budget)
        self._left = MOST_UNPACKED
        self._objects: dict[int, object] = {}
        self._maps: dict[int, Mapping[bytes, str]] = {}
        self._offsets, self._trailer = self._read_table()

    def texts(self) -> Iterator[str]:
        catalogue = self._table(self._trailer.get("Root"))
        pages = self._pages(catalogue.get("Pages"), 0, set())
        for number, page in enumerate(pages, start=1):
            if number > MOST_PAGES:
                raise PdfError("too many pages")
            yield self._text(page)

    def _read_table(self) -> tuple[dict[int, int], Mapping[str, object]]:
        """Object number to offset, and the trailer; one classic table, no later changes."""
        start = _START.search(self._data, max(0, len(self._data) - 100))
        at = int(start[1]) if start else len(self._data)
        if self._data[at : at + 4] != b"xref":
            return self._read_stream(at)
        at = self._parser.skip(at + 4)
        offsets: dict[int, int] = {}
        while section := _SECTION.match(self._data, at):
            first, count = int(section[1]), int(section[2])
            if count > MOST_OBJECTS - len(offsets):
                raise PdfError("too many objects")
            self._budget.spend(Cost.VALUES, count)
            at = section.end()
            for number in range(first, first + count):
                entry = _ENTRY.match(self._data, at)
                if not entry:
                    raise PdfError("damaged cross-reference table")
                if entry[2] == b"n":
                    offsets[number] = int(entry[1])
                at += _ENTRY_SIZE
        if not self._data.startswith(b"trailer", at):
            raise PdfError("no trailer")
        trailer, _ = self._parser.value(at + len(b"trailer"))
        return offsets, _only(trailer)

    def _read_stream(self, at: int) -> tuple[dict[int, int], Mapping[str, object]]:
        """The same where it is written as a stream of all objects (7.5.8)."""
        stream = self._object_at(at)
        if not isinstance(stream, _Stream) or stream.entries.get("Type") != "XRef":
            raise PdfError("no cross-reference table")
        trailer = _only(stream.entries)
        if trailer.get("W") != _WIDTHS or trailer.keys() & {"Index", "DecodeParms"}:
            raise PdfError("an unknown cross-reference stream")
        content = self._unpack(stream)
        if len(content) > _ROW.size * MOST_OBJECTS or len(content) % _ROW.size:
            raise PdfError("too many objects")
        self._budget.spend(Cost.VALUES, len(content) // _ROW.size)
        rows = enumerate(_ROW.iter_unpack(content))
        return {number: place for number, (kind, place, _) in rows if kind == _IN_PLACE}, trailer

    def _pages(self, node: object, depth: int, seen: set[int]) -> Iterator[Mapping[str, object]]:
        if isinstance(node, _Reference):
            if node.number in seen:
                raise PdfError("a page stands in the tree twice")
            seen.add(node.number)
        table = self._table(node)
        if "Kids" not in table:
            yield table
            return
        if depth > _DEEPEST:
            raise PdfError("nested too deeply")
        for kid in self._list(table["Kids"]):
            yield from self._pages(kid, depth + 1, seen)

    def _text(self, page: Mapping[str, object]) -> str:
        contents = self._resolved(page.get("Contents"))
        streams = contents if isinstance(contents, list) else [contents]
        fonts = self._table(self._table(page.get("Resources")).get("Font"))
        shown: list[str] = []
        codes: Mapping[bytes, str] = {}
        for found in _SHOWN.finditer(b"\n".join(map(self._unpack, streams))):
            name, digits = found.groups()
            if name is not None:
                codes = self._codes(fonts.get(name.decode("latin-1")))
            elif digits is not None:
                compact = bytes(digits.upper().translate(None, b"\0\t\n\f\r "))
                starts = range(0, len(compact), _CODE_DIGITS)
                part = "".join([codes.get(compact[at : at + _CODE_DIGITS], "") for at in starts])
                self._budget.spend(Cost.SHOWN, len(part))
                shown.append(part)
        return "".join(shown)

    def _codes(self, font: object) -> Mapping[bytes, str]:
        """Four hexadecimal digits to the character that a font shows for them."""
        if not isinstance(font, _Reference):
            raise PdfError("a font is missing")
        if font.number not in self._maps:
            unicode_map = self._unpack(self._table(font).get("ToUnicode"))
            self._maps[font.number] = {
                code.upper(): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                for pair in _CODE_PAIR.finditer(unicode_map.partition(_CODES_START)[2])
                for code, text in (pair.groups(),)
            }
        return self._maps[font.number]

    def _unpack(self, value: object) -> bytes:
        """A stream's bytes; all that is unpacked counts towards the limit."""
        stream = self._resolved(value)
        if not isinstance(stream, _Stream) or stream.entries.get("Filter") not in (
            "FlateDecode",
            ["FlateDecode"],
        ):
            raise PdfError("no flate stream")
        self._count(stream.length)
        packed = self._data[stream.start : stream.start + stream.length]
        inflate = zlib.decompressobj()
        try:
            content = inflate.decompress(packed, self._left + 1)
        except zlib.error as error:
            raise PdfError("damaged stream") from error
        self._count(len(content))
        if not inflate.eof:
            raise PdfError("damaged stream")
        return content

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise PdfError("too much to unpack")
        self._budget.spend(Cost.UNPACKED, size)

    def _table(self, value: object) -> Mapping[str, object]:
        resolved = self._resolved(value)
        if not isinstance(resolved, dict):
            raise PdfError("a table is missing")
        return resolved

    def _list(self, value: object) -> list[object]:
        resolved = self._resolved(value)
        if not isinstance(resolved, list):
            raise PdfError("a list is missing")
        return resolved

    def _resolved(self, value: object) -> object:
        """The value itself, or the object that it refers to; each object is read once."""
        if not isinstance(value, _Reference):
            return value
        if value.number not in self._objects:
            self._objects[value.number] = self._object(value.number)
        return self._objects[value.number]

    def _object(self, number: int) -> object:
        return self._object_at(self._offsets.get(number, len(self._data)), number)

    def _object_at(self, at: int, number: int | None = None) -> object:
        head = _OBJECT.match(self._data, at)
        if not head or number not in (None, int(head[1])):
            raise PdfError("an object is missing")
        content, at = self._parser.value(head.end())
        start = _STREAM.match(self._data, self._parser.skip(at))
        if not start or not isinstance(content, dict):
            if isinstance(content, _Reference):
                raise PdfError("a reference to a reference")
            return content
        length = content.get("Length")
        if type(length) is not int or not 0 <= length <= len(self._data) - start.end():
            raise PdfError("a stream without length")
        return _Stream(content, start.end(), length)


def _only(trailer: object) -> Mapping[str, object]:
    """A trailer, if there are no other references (7.5.8.4) and nothing is encrypted."""
    if not isinstance(trailer, dict) or trailer.keys() & {"Prev", "XRefStm", "Encrypt"}:
        raise PdfError("changed afterwards or encrypted")
    return trailer


class _Parser:
    """Reads values in PDF's syntax from any place of a file, up to a number of them."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        self._left = MOST_VALUES

    def skip(self, at: int) -> int:
        """The place after blanks and comments, whose length counts: objects may share a comment."""
        blank = _BLANK.match(self._data, at)
        end = blank.end() if blank else at
        self._count((end - at) // 100)
        return end

    def value(self, at: int, depth: int = 0) -> tuple[object, int]:
        """The value at a place, and the place after it; a closing bracket comes as a word."""
        token = _TOKEN.match(self._data, self.skip(at))
        if not token or depth > _DEEPEST:
            raise PdfError("damaged or nested too deeply")
        text, after = token[token.lastgroup or 0], token.end()
        self._count(1 + len(token[0]) // 100)
        match token.lastgroup:
            case "mark":
                return self._marked(text, after, depth)
            case "name":
                return text.decode("latin-1"), after
            case "reference":
                return _Reference(int(text)), after
            case "integer":
                return int(text), after
            case "word":
                return _Word(text), after
            case _:
                return text, after

    def _count(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise PdfError("too long")
        self._budget.spend(Cost.VALUES, work)

    def _marked(self, mark: bytes, at: int, depth: int) -> tuple[object, int]:
        """What a bracket opens."""
        if mark == b"(":
            return self._string(at)
        if mark not in (b"<<", b"["):
            return _Word(mark), at
        end = _Word(b">>" if mark == b"<<" else b"]")
        items: list[object] = []
        while True:
            item, at = self.value(at, depth + 1)
            if item == end:
                break
            items.append(item)
        if mark == b"[":
            return items, at
        keys, values = items[::2], items[1::2]
        if len(keys) != len(values) or not all(isinstance(key, str) for key in keys):
            raise PdfError("a damaged table")
        return dict(zip(keys, values, strict=True)), at

    def _string(self, at: int) -> tuple[bytes, int]:
        """A string in round brackets, its escapes as they are; nobody here reads one."""
        data, start, depth = self._data, at, 1
        while depth:
            part = _STRING_PART.match(data, at)
            at = part.end() if part else at
            if at >= len(data) or data[at : at + 1] == b"\\":
                raise PdfError("a string without end")
            depth += 1 if data[at : at + 1] == b"(" else -1
            at += 1
        self._count(1 + (at - start) // 100)
        return data[start : at - 1], at
