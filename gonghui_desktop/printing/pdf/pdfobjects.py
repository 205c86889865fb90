"""PDF's objects, put into ReportLab's document in the bytes that they have in the file.

ReportLab puts an object together from Python values with some ten calls for each entry, which was
40 % of what a page took. It still numbers the objects, keeps the outline and writes the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from deflate import zlib_compress
from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFInfo,
    PDFObject,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

_LANGUAGE = "zh-CN"
_PDF_VERSION = (1, 7)
_LEVEL = 1
"""libdeflate's fastest is twice as fast as zlib's and smaller, and gives the same bytes every time
and on every processor. ISA-L, twice as fast again, does not: 5 of 36,000 streams came out in other
bytes, each in a new process."""


class Written(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object in its bytes; ReportLab refers to it wherever it stands in another one.

    Args:
        content: as in the file, between ``obj`` and ``endobj``.
    """

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, _: PDFDocument) -> bytes:
        """ReportLab asks for the bytes when it writes the file."""
        return self._content


class PageCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas without ReportLab's own fonts: an ordinary one names Helvetica in every file."""

    def __init__(self, file: BytesIO, **options: object) -> None:
        super().__init__(
            file, lang=_LANGUAGE, pdfVersion=_PDF_VERSION, pageCompression=0, invariant=1, **options
        )
        self._doc.info = _Properties()

    def _make_preamble(self) -> None:
        # ReportLab's sets a font at the start of every page, and a matrix that changes nothing.
        self._preamble = ""


class _Properties(PDFInfo):  # type: ignore[misc]  # ReportLab has no types
    """Document properties without ReportLab's empty ones, and without a moment.

    A made-up moment, which ReportLab sets for the sake of the same bytes, would be a false
    statement. ISO 32000-1, 14.3.3: every entry may be left out.
    """

    def format(self, document: PDFDocument) -> bytes:
        entries = {
            "Title": PDFString(self.title),
            "Author": PDFString(self.author),
            "Creator": PDFString(self.creator),
            "Producer": PDFString(self.producer),
        }
        formatted: bytes = PDFDictionary(entries).format(document)
        return formatted


def add(document: PDFDocument, thing: PDFObject) -> str:
    """Puts an object into a document, once.

    Returns:
        The reference to it, as in the file.
    """
    reference: bytes = document.Reference(thing).format(document)
    return reference.decode("ascii")


def dictionary(**entries: str | int) -> Written:
    """A dictionary of entries as they are in the file."""
    return Written(f"<<\n{_lines(entries)}>>\n".encode("ascii"))


def deflate(content: bytes) -> bytes:
    """What a stream holds of its content."""
    return bytes(zlib_compress(content, _LEVEL))


def stream(packed: bytes, **entries: str | int) -> Written:
    """A stream.

    Args:
        packed: its content, deflated.
        entries: of its dictionary, besides filter and length.
    """
    head = f"<<\n/Filter /FlateDecode\n/Length {len(packed)}\n{_lines(entries)}>>\nstream\n"
    return Written(b"".join((head.encode("ascii"), packed, b"\nendstream\n")))


def _lines(entries: Mapping[str, str | int]) -> str:
    return "".join([f"/{key} {value}\n" for key, value in entries.items()])
