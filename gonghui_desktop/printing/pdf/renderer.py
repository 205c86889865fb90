"""Drawing of laid-out pages in PDF, which counts from the bottom left, a layout from the top."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gonghui_desktop.printing.page.geometry import (
    PAPER_HEIGHT,
    PAPER_WIDTH,
    PageLayout,
    SetCode,
    SetRule,
)
from gonghui_desktop.printing.pdf.cidfont import FontEmbedder
from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import array, deflate, dictionary, stream
from gonghui_desktop.printing.pdf.signatures import SignatureField
from gonghui_desktop.printing.pdf.subset import SubsetCache
from gonghui_desktop.printing.type.fonts import FontLibrary
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict
from gonghui_desktop.printing.type.textblock import SetText

_DARK = re.compile(b"\x01+")
_GREY = 0.45
"""Of the foot line; 0 is black."""
_PAPER = f"[0 0 {PAPER_WIDTH:.3f} {PAPER_HEIGHT:.3f}]"


class Renderer:
    """Draws the pages of one PDF file.

    Args:
        fonts: the faces.
        subsets: embedded parts of them.
    """

    def __init__(self, fonts: FontLibrary, subsets: SubsetCache) -> None:
        self._fonts = fonts
        self._file = PdfFile()
        self._embedder = FontEmbedder(subsets)
        # The official words stand in the same places on page after page.
        self._drawn = KeyDefaultDict(self._draw_text)
        self._seal_blocks = KeyDefaultDict(self._draw_body)
        self._resources = self._file.reserve()

    def draw(self, layout: PageLayout) -> str:
        """Draw a page's content.

        Returns:
            The reference to it, for any number of pages.
        """
        operators = [self._draw_body(layout)]
        if layout.seal_block:
            operators.append(self._seal_blocks[layout.seal_block])
        if layout.foot:
            operators.append(f"{_GREY:g} g\n{self._draw_text(layout.foot)}\n0 g")
        operators += map(_code, layout.codes)
        return self._file.add(stream(deflate("\n".join(operators).encode("ascii"))))

    def add_page(self, content: str, signatures: Sequence[SignatureField] = ()) -> str:
        """Add a page to the file. Pages with the same content share it.

        Returns:
            The reference to the page.
        """
        page = self._file.reserve()
        entries = {"MediaBox": _PAPER, "Resources": self._resources, "Contents": content}
        if signatures:
            entries["Annots"] = array([field.add_to(self._file, page) for field in signatures])
        self._file.add_page(page, **entries)
        return page

    def add_bookmark(self, title: str, page: str) -> None:
        """Add an entry to the file's outline that leads to a page."""
        self._file.add_bookmark(title, page)

    def finish(self, title: str, author: str) -> bytes:
        """Embed the fonts and return the file, with title and author as its properties."""
        fonts = dictionary(**self._embedder.embed(self._file)).decode("ascii")
        self._file.fill(self._resources, dictionary(Font=fonts))
        return self._file.finish(title, author)

    def _draw_body(self, layout: PageLayout) -> str:
        """Rules and texts of a page, without its seal block and foot line."""
        operators = [_rule(rule) for rule in layout.rules]
        for passage in layout.passages:
            for text in passage.texts:
                operators.append(self._draw_text(text) if any(text.spaces) else self._drawn[text])
        return "\n".join(operators)

    def _draw_text(self, text: SetText) -> str:
        x, y = text.x, PAPER_HEIGHT - text.y
        runs = self._fonts.runs(text.text, text.role)
        if len(runs) == 1:
            return self._embedder.place(runs[0][0], text.size, x, y, text.text, text.spaces)
        operators, start = [], 0
        for face, run in runs:
            spaces = text.spaces[start : start + len(run)]
            operators.append(self._embedder.place(face, text.size, x, y, run, spaces))
            x += (face.width(run) + sum(spaces)) * text.size
            start += len(run)
        return "\n".join(operators)


def _rule(rule: SetRule) -> str:
    return (
        f"{rule.width:g} w {rule.x1:.2f} {PAPER_HEIGHT - rule.y1:.2f} m "
        f"{rule.x2:.2f} {PAPER_HEIGHT - rule.y2:.2f} l S"
    )


def _code(code: SetCode) -> str:
    """Dark modules as filled rectangles, neighbours in a row merged."""
    parts = [
        f"q {code.module:.4f} 0 0 {-code.module:.4f} {code.x:.2f} {PAPER_HEIGHT - code.y:.2f} cm"
    ]
    for y, row in enumerate(code.rows):
        runs = (match.span() for match in _DARK.finditer(row))
        parts += [f"{start} {y} {end - start} 1 re" for start, end in runs]
    parts.append("f Q")
    return "\n".join(parts)
