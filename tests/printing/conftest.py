"""Readers of finished pages that know nothing of how they were made."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, Sheet
from gonghui_desktop.printing.word.docx import write_docx

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
        glyphs.append(
            Glyph(
                char=char,
                left=left / MM,
                top=(height - top) / MM,
                right=right / MM,
                bottom=(height - bottom) / MM,
                x=origin[0].value / MM,
                baseline=(height - origin[1].value) / MM,
                size=size,
            )
        )
    return glyphs


ReadPages = Callable[[bytes], list[list[Glyph]]]
WriteWord = Callable[..., bytes]


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


@pytest.fixture(scope="session")
def write_word(printer: FormPrinter) -> WriteWord:
    """The Word file of a form with values."""

    def write(
        form: FormDefinition,
        values: Mapping[str, str] | None = None,
        author: str = "",
        name: str = "",
        *,
        is_draft: bool = False,
    ) -> bytes:
        sheet = Sheet(form, values or {}, bookmark=name, is_draft=is_draft)
        return write_docx(sheet, printer.render([sheet]).pages, author)

    return write


@pytest.fixture(scope="session")
def values() -> dict[str, str]:
    """A form of invented contents that fits one page; for every field of the three forms."""
    return {
        "city": "大连",
        "county": "中山区",
        "industry": "交通运输",
        "unit_name": "大连示例重工机械制造有限公司",
        "chairperson": "王\U0002c029",
        "address": "大连市中山区人民路100号",
        "contact": "0411-83641234",
        "unit_nature": "5",
        "employees": "1280",
        "covered_enterprises": "36",
        "goals": "健全工会组织体系，完善职工代表大会制度，职工入会率达到98%以上。",
        "measures": PARAGRAPH,
    }


@pytest.fixture(scope="session")
def paragraph() -> str:
    """Running text with quotes, brackets, a dash, an ellipsis, numbers and Latin words."""
    return PARAGRAPH


PARAGRAPH = (
    "一是成立“活力建设”领导小组，每季度召开1次专题会议，研究解决工作中的重点、难点问题；"
    "二是广泛开展“安康杯”竞赛、职工技能大赛和“五小”创新活动，全年培训不少于12场、2 000人次；"
    "三是落实《大连市厂务公开民主管理工作质量评估办法（试行）》，按照ISO9001标准建立台账；"
    "四是建好“职工之家”——让职工有温暖、有依靠、有归属感……"
)
