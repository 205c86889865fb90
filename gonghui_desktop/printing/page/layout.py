"""A form and its values as laid-out pages: pure geometry, nothing is drawn.

Long texts are fitted in this order: one page at 12 pt; one page at 10.5 pt at the least; 12 pt on
as many pages as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import BOTTOM, RIGHT, PageLayout
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.placement import place_last
from gonghui_desktop.printing.page.rows import Cell, Row, long_row_height
from gonghui_desktop.printing.page.several_pages import SeveralPages
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.textblock import FULL_SIZE, INDENT, LEAST_SIZE
from gonghui_desktop.printing.type.typesetter import Typesetter

_Sizes = Sequence[tuple[float, float]]
"""Size and line pitch of long texts, pt, in the order in which they are tried."""
_CountLines = Callable[[Paragraph, float, float], int]
"""Lines of a paragraph by measure and indent, em."""

_ONE_PAGE: _Sizes = ((FULL_SIZE, 18.0), (FULL_SIZE, 17.0), (11.0, 15.4), (LEAST_SIZE, 14.4))
_SEVERAL_PAGES: _Sizes = _ONE_PAGE[:2]
_BESIDE_VALUE = 6.0


@dataclass(frozen=True, slots=True)
class _ShortRows:
    """Rows of short values by the ids of their fields, and their total height, pt."""

    rows: Mapping[tuple[str, ...], Row]
    height: float

    @classmethod
    def of(cls, rows: Mapping[tuple[str, ...], Row]) -> _ShortRows:
        return cls(rows, sum(row.height for row in rows.values()))


_Step = tuple[_ShortRows, float, float]
"""Short rows, size and pitch of long texts."""


class FormLayout:
    """Layout of one form with its values.

    Args:
        frame: the form's own parts.
        values: field id to canonical text.
        setter: typesets the values.
    """

    def __init__(self, frame: TableFrame, values: Mapping[str, str], setter: Typesetter) -> None:
        self._form = form = frame.form
        self._frame = frame
        self._setter = setter
        self._shown = {field.id: field.type.show(values.get(field.id, "")) for field in form.fields}
        self._long = {
            field.id: setter.paragraphs(self._shown[field.id])
            for row in form.rows
            for field in map(form.field, row)
            if field.type.is_long
        }
        short = {row: self._short_row(row) for row in form.rows if row[0] not in self._long}
        loose = {key: row.loosened() for key, row in short.items()}
        self._short = _ShortRows.of(short)
        self._loose = _ShortRows.of(loose) if loose != short else None
        self._heading = PageHeading(form, self._shown, setter)

    def pages(self) -> list[PageLayout]:
        """Lay out the form: one page or more."""
        pages, top = self._heading.first_pages()
        step = self._step_of_one_page(top)
        if step is None:
            return pages + self._several_pages(top).place(pages[-1])
        place_last(pages[-1], top, self._rows(*step), self._frame.seal_block)
        return pages

    def page_count(self) -> int:
        """How many pages :meth:`pages` has, without laying out what stands on them."""
        pages, top = self._heading.first_pages()
        if self._step_of_one_page(top) is not None:
            return len(pages)
        return len(pages) - 1 + self._several_pages(top).count

    def room_left(self, field_id: str) -> int:
        """Estimate how many more ideographs fit into a long text on one page; 0 beyond one page.

        Raises:
            KeyError: the form has no such long text.
        """
        _, top = self._heading.first_pages()
        size, pitch = _ONE_PAGE[-1]
        cell = self._long_row(field_id, size, pitch).cells[-1]
        block = cell.block
        others = self._height(self._short, size, pitch) - self._long_height(field_id, size, pitch)
        height = BOTTOM - top - self._frame.seal_block.height - others
        spare = block.lines_in(height - 2 * cell.padding) - len(block.lines)
        if spare < 0:
            return 0
        room = spare * block.measure
        if block.lines:
            line = block.lines[-1].line
            room += max(0.0, block.measure - line.indent - line.width)
        return int(room)

    def _step_of_one_page(self, top: float) -> _Step | None:
        """The first step at which all rows have room on one page."""
        room = BOTTOM - top - self._frame.seal_block.height
        for short, size, pitch in self._steps(_ONE_PAGE):
            if self._height(short, size, pitch, Paragraph.min_lines) > room:
                continue  # the lower bound decides, without line breaking
            if self._height(short, size, pitch) <= room:
                return short, size, pitch
        return None

    def _steps(self, sizes: _Sizes) -> Iterator[_Step]:
        """Short rows, size and pitch in the order of trial: loose short rows are given up first."""
        if self._loose:
            yield self._loose, *sizes[0]
        for size, pitch in sizes:
            yield self._short, size, pitch

    def _height(
        self,
        short: _ShortRows,
        size: float,
        pitch: float,
        lines: _CountLines = Paragraph.count_lines,
    ) -> float:
        """Height of all rows, given a way to count a paragraph's lines."""
        heights = [self._long_height(field_id, size, pitch, lines) for field_id in self._long]
        return short.height + sum(heights)

    def _long_height(
        self, field_id: str, size: float, pitch: float, lines: _CountLines = Paragraph.count_lines
    ) -> float:
        measure = self._value_measure(size)
        count = sum(lines(part, measure, INDENT) for part in self._long[field_id])
        return long_row_height(self._frame.places[field_id].label, count, size, pitch)

    def _value_measure(self, size: float) -> float:
        """Width of a long text's column in whole em.

        At least half an em stays free on either side: the blank half of a closing mark at a line's
        end may hang into it.
        """
        return float(int((RIGHT - self._frame.label_right) / size - 1 + 1e-6))

    def _several_pages(self, top: float) -> SeveralPages:
        settings = (self._rows(*step) for step in self._steps(_SEVERAL_PAGES))
        return SeveralPages(self._heading, self._frame.seal_block, top, settings)

    def _rows(self, short: _ShortRows, size: float, pitch: float) -> list[Row]:
        rows = self._form.rows
        return [short.rows.get(row) or self._long_row(row[0], size, pitch) for row in rows]

    def _short_row(self, row: tuple[str, ...]) -> Row:
        """Typeset a row of short values, each behind its label."""
        cells: list[Cell] = []
        continued: list[Cell] = []
        for field_id in row:
            place = self._frame.places[field_id]
            width = place.right - place.left - 2 * _BESIDE_VALUE
            block = self._setter.short_text(self._shown[field_id], width)
            cells += (place.label, Cell(place.left, place.right, block, field_id))
            continued.append(place.continued)
        return Row(tuple(cells), tuple(continued))

    def _long_row(self, field_id: str, size: float, pitch: float) -> Row:
        place = self._frame.places[field_id]
        measure = self._value_measure(size)
        block = self._setter.long_text(self._long[field_id], measure, size, pitch)
        value = Cell(place.left, place.right, block, field_id, long=True)
        last = field_id == next(reversed(self._long))
        return Row((place.label, value), (place.continued,), last_text=last)
