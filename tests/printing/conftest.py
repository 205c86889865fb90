"""Readers of finished pages that know nothing of how they were made."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """A character on a page as PDFium finds it: strokes and origin in mm from the top left.

    Attributes:
        char: the character.
        left: of its strokes, as the following three.
        top: as it says.
        right: as it says.
        bottom: as it says.
        x: of its origin.
        baseline: of its origin.
        size: of the type, pt.
    """

    char: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    baseline: float
    size: float

    def inside(self, box: Box, tolerance: float = 0.05) -> bool:
        """Whether all its strokes are within a box."""
        return (
            self.left >= box.left - tolerance
            and self.top >= box.top - tolerance
            and self.right <= box.left + box.width + tolerance
            and self.bottom <= box.top + box.height + tolerance
        )

    def starts_in(self, box: Box) -> bool:
        """Whether its origin is within a box."""
        return (
            box.left <= self.x < box.left + box.width
            and box.top <= self.baseline < box.top + box.height
        )


def _read_page(page: pdfium.PdfPage) -> list[Glyph]:
    """Visible characters in the order in which they were set."""
    textpage = page.get_textpage()
    height = page.get_height()
    box = [ctypes.c_double() for _ in range(4)]
    origin = [ctypes.c_double() for _ in range(2)]
    glyphs: list[Glyph] = []
    high = ""
    for index in range(textpage.count_chars()):
        char = chr(pdfium_c.FPDFText_GetUnicode(textpage, index))
        if pdfium_c.FPDFText_IsGenerated(textpage, index) or char.isspace():
            continue
        if "\ud800" <= char < "\udc00":
            high = char  # the next entry has the other half, with the same boxes
            continue
        char = (high + char).encode("utf-16", "surrogatepass").decode("utf-16")
        high = ""
        pdfium_c.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, box))
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, *map(ctypes.byref, origin))
        left, right, bottom, top = (number.value for number in box)
        size = pdfium_c.FPDFText_GetFontSize(textpage, index)
        # PDFium takes a hyphen at a line's end for a soft one.
        char = "-" if char in "\x02\ufffe" else char
        lengths = (left, height - top, right, height - bottom)
        x, y = origin[0].value, height - origin[1].value
        glyphs.append(Glyph(char, *(n / MM for n in (*lengths, x, y)), size))
    return glyphs


ReadPages = Callable[[bytes], list[list[Glyph]]]


@pytest.fixture(scope="session")
def read_pages() -> ReadPages:
    """The visible characters of each page of a PDF."""

    def read(pdf: bytes) -> list[list[Glyph]]:
        document = pdfium.PdfDocument(pdf)
        try:
            return [_read_page(page) for page in document]
        finally:
            document.close()

    return read


@pytest.fixture(scope="session")
def printer(fonts_folder: Path) -> FormPrinter:
    """A printer with the program's own fonts."""
    return FormPrinter(fonts_folder)
