"""Draws laid-out pages with ReportLab. PDF counts from the bottom left, a layout from the top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase.pdfdoc import (
    PDFObjectReference,
    PDFPage,
    PDFResourceDictionary,
    PDFStream,
)

from gonghui_desktop.printing.cidfont import FontEmbedder, PageCanvas
from gonghui_desktop.printing.fonts import FontLibrary
from gonghui_desktop.printing.geometry import (
    PAPER_HEIGHT,
    PAPER_WIDTH,
    PageLayout,
    SetCode,
    SetRule,
    SetText,
)
from gonghui_desktop.printing.signatures import SignatureFields

_DARK = re.compile(b"\x01+")
_LANGUAGE = "zh-CN"
_PDF_VERSION = (1, 7)
_CREATOR = "gonghui-desktop"


class Renderer:
    """One PDF file in the making.

    Args:
        fonts: the faces.
        title: document property.
        author: document property.
    """

    def __init__(self, fonts: FontLibrary, title: str, author: str) -> None:
        self._fonts = fonts
        self._canvas = PageCanvas(BytesIO(), lang=_LANGUAGE, pdfVersion=_PDF_VERSION)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(_CREATOR)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._document = self._canvas._doc
        self._embedder = FontEmbedder(self._canvas)
        # The official words stand in the same places on page after page.
        self._drawn: dict[SetText, list[str]] = {}
        self.signatures = SignatureFields(self._document)
        resources = PDFResourceDictionary()
        resources.basicFonts()
        self._resources = self._document.Reference(resources, "resources")

    def draw(self, layout: PageLayout) -> PDFStream:
        """A page's content; add it to the file as often as it is wanted."""
        canvas = self._canvas
        for rule in layout.rules:
            canvas.addLiteral(_rule(rule))
        for grey, texts in groupby(layout.texts, lambda text: text.grey):
            canvas.addLiteral(f"{grey:g} g")
            for text in texts:
                self._draw_text(text)
        canvas.addLiteral("0 g")
        for code in layout.codes:
            canvas.addLiteral(_code(code))
        stream = PDFStream(content="\n".join(canvas._code))
        canvas._code.clear()
        return stream

    def add_page(self, content: PDFStream, annotations: Sequence[PDFObjectReference] = ()) -> None:
        """Adds a page to the file. Pages with the same content share it."""
        page = PDFPage()
        page.pagewidth, page.pageheight = round(PAPER_WIDTH, 3), round(PAPER_HEIGHT, 3)
        page.Contents = content
        page.Resources = self._resources
        page.Annots = list(annotations)
        self._document.addPage(page)

    def add_bookmark(self, title: str) -> None:
        """Names the page that is added next in the file's outline."""
        key = f"page-{self._document.pageCounter}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key)

    def finish(self) -> bytes:
        """The file."""
        data: bytes = self._canvas.getpdfdata()
        return data

    def _draw_text(self, text: SetText) -> None:
        if any(text.spaces):
            self._draw_spaced(text)
            return
        drawn = self._drawn.get(text)
        if drawn is None:
            start = len(self._canvas._code)
            x, y = text.x, PAPER_HEIGHT - text.y
            for face, run in self._fonts.runs(text.text, text.role):
                self._embedder.draw(face, text.size, x, y, run)
                x += face.width(run) * text.size
            self._drawn[text] = self._canvas._code[start:]
        else:
            self._canvas._code += drawn

    def _draw_spaced(self, text: SetText) -> None:
        y = PAPER_HEIGHT - text.y
        runs = self._fonts.runs(text.text, text.role)
        x, start = text.x, 0
        for face, run in runs:
            spaces = text.spaces[start : start + len(run)]
            self._embedder.place(face, text.size, x, y, run, spaces)
            x += (face.width(run) + sum(spaces)) * text.size
            start += len(run)


def _rule(rule: SetRule) -> str:
    return (
        f"{rule.width:g} w {rule.x1:.2f} {PAPER_HEIGHT - rule.y1:.2f} m "
        f"{rule.x2:.2f} {PAPER_HEIGHT - rule.y2:.2f} l S"
    )


def _code(code: SetCode) -> str:
    """Dark modules as filled rectangles, neighbours in a row as one."""
    parts = [
        f"q {code.module:.4f} 0 0 {-code.module:.4f} {code.x:.2f} {PAPER_HEIGHT - code.y:.2f} cm"
    ]
    for y, row in enumerate(code.rows):
        runs = (match.span() for match in _DARK.finditer(row))
        parts += [f"{start} {y} {end - start} 1 re" for start, end in runs]
    parts.append("f Q")
    return "\n".join(parts)
