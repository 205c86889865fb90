"""Drawing of laid-out pages in PDF, which counts from the bottom left, a layout from the top."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import (
    PORTRAIT,
    PageLayout,
    Paper,
    SetBar,
    SetCircle,
    SetCode,
    SetRule,
)
from gonghui_desktop.printing.page.structure import Path
from gonghui_desktop.printing.pdf.cidfont import FontEmbedder
from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import array, deflate, dictionary, stream
from gonghui_desktop.printing.pdf.signatures import SignatureField
from gonghui_desktop.printing.pdf.structure import (
    NO_MARK,
    FormShape,
    PageTags,
    StructureTree,
    TaggedPage,
)
from gonghui_desktop.printing.pdf.subset import SubsetCache
from gonghui_desktop.printing.type.fonts import FontLibrary
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict
from gonghui_desktop.printing.type.textblock import SetText

_DARK = re.compile(b"\x01+")
_ARTIFACT = "/Artifact BMC"
_END = "EMC"
_HANDLE = 0.5523
"""Of a curve that makes a quarter of a circle, in radii."""
_GREY = 0.45
"""Of the foot line; 0 is black."""
_BAR_GREY = 0.6
"""Of a chart's bars: seen on any paper, and no waste of toner."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page's operators, or all its content as a reference, and its tags in reading order."""

    content: str
    tags: PageTags


class Renderer:
    """Draws the pages of one PDF file.

    Args:
        fonts: the faces.
        subsets: embedded parts of them.
        shape: the shape of a form's structure.
        paper: of every page.
    """

    def __init__(
        self,
        fonts: FontLibrary,
        subsets: SubsetCache,
        shape: Callable[[tuple[PageTags, ...]], FormShape],
        paper: Paper = PORTRAIT,
    ) -> None:
        self._fonts = fonts
        self._foot = paper.height
        self._file = PdfFile(f"[0 0 {paper.width:.3f} {paper.height:.3f}]")
        self._embedder = FontEmbedder(subsets)
        # The official words and rules stand in the same places on page after page.
        self._drawn = KeyDefaultDict(self._draw_text)
        self._rules = KeyDefaultDict(self._draw_rule)
        self._seal_blocks = KeyDefaultDict(self._draw_seal_block)
        self._resources = self._file.reserve()
        self._structure = StructureTree(self._file, shape)

    def add_form(
        self,
        layouts: Sequence[PageLayout],
        copies: int,
        signatures: Sequence[Sequence[SignatureField]],
        bookmark: str = "",
    ) -> None:
        """Draw a form's pages and add them once for each copy; copies share what is drawn.

        Args:
            layouts: of its pages.
            copies: how many, collated.
            signatures: fields on each page of the first copy: an electronic seal is set once, in
                the one electronic original, and a field stands in one place; the other copies are
                for paper and ink.
            bookmark: of the first page in the file's outline; may be empty.
        """
        drawn = [self._draw(layout) for layout in layouts]
        first = [
            self._add_page(page, fields) for page, fields in zip(drawn, signatures, strict=True)
        ]
        self._structure.add_form(first)
        if bookmark:
            self._file.add_bookmark(bookmark, first[0].reference)
        if copies > 1:
            self._structure.add_copies(
                [[self._add_page(page, ()) for page in drawn] for _ in range(1, copies)]
            )

    def finish(self, title: str, author: str) -> bytes:
        """Embed the fonts and return the file, with title and author as its properties."""
        fonts = dictionary(**self._embedder.embed(self._file)).decode("ascii")
        self._file.fill(self._resources, dictionary(Font=fonts))
        return self._file.finish(title, author, self._structure.finish())

    def _draw(self, layout: PageLayout) -> _Drawn:
        # The shared block has the first marks, so that it is the same on every page.
        block = self._seal_blocks[layout.seal_block] if layout.seal_block else _Drawn("", ())
        body = self._draw_body(layout, sum(mark != NO_MARK for _, _, mark in block.tags))
        operators = [body.content, block.content, _ARTIFACT]
        if layout.foot:
            operators.append(f"{_GREY:g} g\n{self._draw_text(layout.foot)}\n0 g")
        operators += map(self._draw_code, layout.codes)
        operators.append(_END)
        content = self._file.add(stream(deflate("\n".join(operators).encode("ascii"))))
        return _Drawn(content, body.tags + block.tags)

    def _add_page(self, drawn: _Drawn, signatures: Sequence[SignatureField]) -> TaggedPage:
        page, key = self._file.reserve(), self._structure.add_key()
        entries: dict[str, str | int] = {
            "Resources": self._resources,
            "Contents": drawn.content,
            "StructParents": key,
        }
        if signatures:
            entries["Annots"] = array(
                field.add_to(self._file, page, self._foot) for field in signatures
            )
            entries["Tabs"] = "/R"
        self._file.add_page(page, **entries)
        return TaggedPage(page, key, drawn.tags)

    def _draw_seal_block(self, block: PageLayout) -> _Drawn:
        return self._draw_body(block, 0)

    def _draw_body(self, layout: PageLayout, mark: int) -> _Drawn:
        """Rules and texts of a page, without its seal block and foot line.

        Args:
            layout: the page.
            mark: number of the first marked passage.
        """
        rules = map(self._rules.__getitem__, layout.rules)
        bars = map(self._draw_bar, layout.bars)
        operators = [_ARTIFACT, *bars, *rules, *map(self._draw_circle, layout.circles), _END]
        tags: list[tuple[Path, bool, int]] = []
        for passage in layout.passages:
            if not passage.path:
                operators.append(_ARTIFACT)
            elif passage.texts:
                operators.append(f"/{passage.path[-1][0]} <</MCID {mark}>> BDC")
                tags.append((passage.path, passage.begins, mark))
                mark += 1
            else:
                tags.append((passage.path, passage.begins, NO_MARK))
                continue
            for text in passage.texts:
                operators.append(self._draw_text(text) if any(text.spaces) else self._drawn[text])
            operators.append(_END)
        return _Drawn("\n".join(operators), tuple(tags))

    def _draw_text(self, text: SetText) -> str:
        face = self._fonts.face(text.role)
        y = self._foot - text.y
        try:
            return self._embedder.place_own(face, text.size, text.x, y, text.text, text.spaces)
        except KeyError:
            return self._draw_runs(text)

    def _draw_runs(self, text: SetText) -> str:
        """A text with characters that its role's own face lacks."""
        x, y = text.x, self._foot - text.y
        operators, start = [], 0
        for face, run in self._fonts.runs(text.text, text.role):
            spaces = text.spaces[start : start + len(run)]
            operators.append(self._embedder.place(face, text.size, x, y, run, spaces))
            x += (face.width(run) + sum(spaces)) * text.size
            start += len(run)
        return "\n".join(operators)

    def _draw_rule(self, rule: SetRule) -> str:
        return (
            f"{rule.width:g} w {rule.x1:.2f} {self._foot - rule.y1:.2f} m "
            f"{rule.x2:.2f} {self._foot - rule.y2:.2f} l S"
        )

    def _draw_bar(self, bar: SetBar) -> str:
        width, height = bar.right - bar.left, bar.bottom - bar.top
        box = f"{bar.left:.2f} {self._foot - bar.bottom:.2f} {width:.2f} {height:.2f}"
        return f"{_BAR_GREY:g} g {box} re f 0 g"

    def _draw_circle(self, circle: SetCircle) -> str:
        """Four curves; they are off by 0.03 % of the radius at the most."""
        x, y, r = circle.x, self._foot - circle.y, circle.diameter / 2
        c = r * _HANDLE
        quarters = (
            (r, c, c, r, 0, r),
            (-c, r, -r, c, -r, 0),
            (-r, -c, -c, -r, 0, -r),
            (c, -r, r, -c, r, 0),
        )
        parts = [f"{circle.width:g} w {x + r:.2f} {y:.2f} m"]
        for points in quarters:
            places = (
                f"{x + dx:.2f} {y + dy:.2f}"
                for dx, dy in zip(points[::2], points[1::2], strict=True)
            )
            parts.append(f"{' '.join(places)} c")
        return "\n".join([*parts, "s"])

    def _draw_code(self, code: SetCode) -> str:
        """Dark modules as filled rectangles, neighbours in a row merged."""
        module = f"{code.module:.4f} 0 0 {-code.module:.4f}"
        parts = [f"q {module} {code.x:.2f} {self._foot - code.y:.2f} cm"]
        for y, row in enumerate(code.rows):
            runs = (match.span() for match in _DARK.finditer(row))
            parts += [f"{start} {y} {end - start} 1 re" for start, end in runs]
        parts.append("f Q")
        return "\n".join(parts)
