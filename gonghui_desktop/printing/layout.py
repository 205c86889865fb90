"""A form and its values as laid-out pages: pure geometry, nothing is drawn.

The order in which long texts are fitted: one page at 12 pt; one page
at 10.5 pt at the least; otherwise 12 pt on as many pages as it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.fieldtypes import LongText
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.printing.closing import Closing
from gonghui_desktop.printing.geometry import BOTTOM, LEFT, RIGHT, Columns, PageLayout, Rect
from gonghui_desktop.printing.opening import Opening
from gonghui_desktop.printing.pagination import flow
from gonghui_desktop.printing.rows import Cell, Row
from gonghui_desktop.printing.textblock import FULL_SIZE, LEAST_SIZE, Typesetter

_CONTINUED = "（续）"
"""After the label of a row that began on an earlier page."""

_LADDER = ((FULL_SIZE, 18.0), (FULL_SIZE, 17.0), (11.0, 15.4), (LEAST_SIZE, 14.4))
"""Size and pitch of long texts, pt, from the best to the last that may be tried for one page."""
_LEAST_LABEL, _MOST_LABEL = 4.0, 6.0
"""Width of the labels' columns without the room beside them, em; a longer label has more lines."""
_BESIDE_LABEL = 6.0
_BESIDE_VALUE = 6.0
_VALUE_SHARE = 0.65
"""The first value's share of what the labels leave: names and addresses are longer than numbers."""
_MOST_ROW = 40.0
"""Height to which rows of short values grow in a form without long texts, pt."""


class FormLayout:
    """Lays out one form with its values.

    Args:
        form: the form.
        values: field id to canonical text.
        setter: sets the texts.
    """

    def __init__(self, form: FormDefinition, values: Mapping[str, str], setter: Typesetter) -> None:
        self._form = form
        self._setter = setter
        self._shown = {field.id: field.type.show(values.get(field.id, "")) for field in form.fields}
        self._columns = _columns(form, setter)
        self._long = {
            field.id: setter.paragraphs(self._shown[field.id])
            for row in form.rows
            for field in map(form.field, row)
            if isinstance(field.type, LongText)
        }
        self._short_rows = {
            row: self._short_row(row) for row in form.rows if row[0] not in self._long
        }
        self._opening = Opening(form, self._shown, setter)
        self._closing = Closing(form, self._columns.label, setter)

    def pages(self) -> list[PageLayout]:
        """The pages, at least one."""
        pages, top = self._opening.first_pages()
        room = BOTTOM - top - self._closing.height
        for size, pitch in _LADDER:
            if self._hopeless(size, pitch, room):
                continue
            rows = self._rows(size, pitch)
            if sum(row.height for row in rows) <= room:
                self._place_last(pages[-1], top, rows)
                return pages
        return self._several_pages(pages, top)

    def room_left(self, field_id: str) -> int:
        """About how many more ideographs a long text can take on one page; 0 when it is over.

        Raises:
            KeyError: the form has no such long text.
        """
        _, top = self._opening.first_pages()
        size, pitch = _LADDER[-1]
        height = BOTTOM - top - self._closing.height
        for row in self._form.rows:
            if field_id not in row:
                height -= self._row(row, size, pitch).height
        cell = self._long_row(field_id, size, pitch).cells[-1]
        block = cell.block
        spare = block.lines_in(height - 2 * cell.padding) - len(block.lines)
        if spare < 0:
            return 0
        room = spare * block.measure
        if block.lines:
            line = block.lines[-1].line
            room += max(0.0, block.measure - line.indent - line.width)
        return int(room)

    def _hopeless(self, size: float, pitch: float, room: float) -> bool:
        """Whether the texts cannot fit, seen without breaking them into lines."""
        measure = _value_measure(self._columns.label, size)
        least = sum(p.width for paragraphs in self._long.values() for p in paragraphs) / measure
        return 0.8 * least * pitch > room

    def _several_pages(self, pages: list[PageLayout], top: float) -> list[PageLayout]:
        rows = self._rows(*_LADDER[0])
        further_top = self._opening.further_page()[1]
        parts = flow(rows, BOTTOM - top, BOTTOM - further_top, self._closing.height)
        for number, part in enumerate(parts):
            if number:
                page, top = self._opening.further_page()
                pages.append(page)
            if number == len(parts) - 1:
                self._place_last(pages[-1], top, part)
            elif part:
                _place_rows(pages[-1], top, part, _fill(part, BOTTOM - top))
        return pages

    def _place_last(self, page: PageLayout, top: float, rows: Sequence[Row]) -> None:
        """The page with the seals: rows fill it, so that the form has always the same outline."""
        heights = _fill(rows, BOTTOM - self._closing.height - top)
        _place_rows(page, top, rows, heights, self._closing.table_height)
        self._closing.place(page, top + sum(heights))

    def _rows(self, size: float, pitch: float) -> list[Row]:
        return [self._row(row, size, pitch) for row in self._form.rows]

    def _row(self, row: tuple[str, ...], size: float, pitch: float) -> Row:
        if row in self._short_rows:
            return self._short_rows[row]
        return self._long_row(row[0], size, pitch)

    def _short_row(self, row: tuple[str, ...]) -> Row:
        columns = self._columns
        if len(row) == 1:
            return self._labelled(((row[0], LEFT, columns.label, RIGHT),))
        return self._labelled(
            (
                (row[0], LEFT, columns.label, columns.value),
                (row[1], columns.value, columns.second_label, RIGHT),
            )
        )

    def _labelled(self, places: Sequence[tuple[str, float, float, float]]) -> Row:
        """A row of short values, each with its label in front: label's left, its right, the end."""
        cells: list[Cell] = []
        continued: list[Cell] = []
        for field_id, left, middle, right in places:
            label, label_continued = self._label_cells(field_id, left, middle)
            block = self._setter.short_text(
                self._shown[field_id], right - middle - 2 * _BESIDE_VALUE
            )
            cells += (label, Cell(middle, right, block, field_id))
            continued.append(label_continued)
        return Row(tuple(cells), tuple(continued))

    def _long_row(self, field_id: str, size: float, pitch: float) -> Row:
        left = self._columns.label
        label, continued = self._label_cells(field_id, LEFT, left)
        measure = _value_measure(left, size)
        block = self._setter.long_text(self._long[field_id], measure, size, pitch)
        return Row((label, Cell(left, RIGHT, block, field_id, long=True)), (continued,))

    def _label_cells(self, field_id: str, left: float, right: float) -> tuple[Cell, Cell]:
        """The label's cell, and the one for the row's continuation."""
        words = self._form.field(field_id).label
        block = self._setter.label(words, right - left)
        return Cell(left, right, block), Cell(
            left, right, block.followed_by(self._setter.label(_CONTINUED, right - left))
        )


def _columns(form: FormDefinition, setter: Typesetter) -> Columns:
    """Columns as wide as the form's own labels ask for."""
    second = [form.field(row[1]).label for row in form.rows if len(row) == 2]
    first = [form.field(row[0]).label for row in form.rows] + [form.confirmation.label]
    label = LEFT + _label_column(first, setter)
    second_label = _label_column(second, setter)
    value = label + _VALUE_SHARE * (RIGHT - label - second_label)
    return Columns(label, value, value + second_label)


def _label_column(labels: Sequence[str], setter: Typesetter) -> float:
    widest = max((setter.line(label).width for label in labels), default=0.0)
    return min(max(widest, _LEAST_LABEL), _MOST_LABEL) * FULL_SIZE + 2 * _BESIDE_LABEL


def _value_measure(left: float, size: float) -> float:
    """Whole em that a long text has from a column's left edge to the frame.

    At least half an em stays free on either side: a closing mark at a line's end may stand there
    with its blank half.
    """
    return float(int((RIGHT - left) / size - 1 + 1e-6))


def _fill(rows: Sequence[Row], height: float) -> list[float]:
    """Heights of a page's rows: long texts share what is free by what they need."""
    needs = [row.height for row in rows]
    free = height - sum(needs)
    shares = [need if row.long else 0.0 for row, need in zip(rows, needs, strict=True)]
    if any(shares):
        return [n + free * s / sum(shares) for n, s in zip(needs, shares, strict=True)]
    share = free / len(rows) if rows else 0.0
    return [max(need, min(_MOST_ROW, need + share)) for need in needs]


def _place_rows(
    page: PageLayout,
    top: float,
    rows: Sequence[Row],
    heights: Sequence[float],
    below: float = 0.0,
) -> None:
    """Rows with the frame around them and around what is placed below them."""
    y = top
    for row, height in zip(rows, heights, strict=True):
        if y > top:
            page.across(y)
        row.place(page, y, y + height)
        y += height
    if below and rows:
        page.across(y)
    page.frame(Rect(LEFT, top, RIGHT, y + below))
