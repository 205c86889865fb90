"""The table's heights and places for page breaks, known before its texts are set. Lengths in pt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from gonghui_desktop.printing.page.rows import LEAST_PART, Cell, Row
from gonghui_desktop.printing.page.spacing import LEAST_LONG_HEIGHT, Step
from gonghui_desktop.printing.type.textblock import height_of_lines

_SHORT_ROW = 2
"""What a row of short values counts where there is no long text, in lines."""


class Break(NamedTuple):
    """A place within a row where a page may end.

    Attributes:
        line: number of the row's lines before it.
        resume: the first line after it that is not empty.
        ends_paragraph: whether a paragraph ends here.
    """

    line: int
    resume: int
    ends_paragraph: bool = False


_BETWEEN_HALVES = Break(1, 1)
"""A text that is still to be written has two halves, with room to write in each."""
_BLANK_HALF = 5
"""What each of them counts, in lines."""


@dataclass(frozen=True, slots=True)
class RowOutline:
    """A row's heights by its lines.

    Attributes:
        size: of its type.
        pitch: from line to line.
        lines: how many it has.
        padding: above and below them together.
        least: height of any part of it, whatever is in it.
        label: least height of the part with the row's beginning.
        continued: least height of any further part.
        breaks: places for page breaks within it, in order.
        weight: of a line of it as text above the seals.
        long: whether it is a long text's.
    """

    size: float
    pitch: float
    lines: int
    padding: float
    least: float
    label: float
    continued: float
    breaks: tuple[Break, ...] = ()
    weight: int = 0
    long: bool = False

    @property
    def height(self) -> float:
        """Of the whole row."""
        return self.part(0, self.lines)

    def part(self, start: int, end: int) -> float:
        """Height of the part with the lines from ``start`` up to ``end``."""
        text = height_of_lines(end - start, self.size, self.pitch) + self.padding
        return max(self.least, self.continued if start else self.label, text)

    def parted(self) -> Iterator[tuple[Break, float, float]]:
        """The breaks, each with the height of the part before it and of the one after it.

        As :meth:`part`, which to call for each took longer than all else of an outline.
        """
        pitch, lines = self.pitch, self.lines
        first, further = max(self.least, self.label), max(self.least, self.continued)
        for item in self.breaks:
            before = (item.line - 1) * pitch + self.size + self.padding
            after = (lines - item.resume - 1) * pitch + self.size + self.padding
            yield item, max(first, before), max(further, after)


class Stop(NamedTuple):
    """A place in the table where a page may end.

    Attributes:
        row: number of the row that it is in, or in front of.
        line: number of that row's lines before it.
        resume: the row's first line after it.
        above: height of what stands before it on a page that begins with the table.
        rest: height of what remains of the row.
        ends_paragraph: whether a paragraph or a row ends here.
        lines_below: lines of long texts after it.
    """

    row: int
    line: int
    resume: int
    above: float
    rest: float
    ends_paragraph: bool
    lines_below: int


class TableOutline:
    """The rows of a table and the stops in it.

    Args:
        rows: in order.

    Attributes:
        rows: as given.
        stops: where a page may end, from the table's beginning to its end.
        pitch: from line to line of its texts.
    """

    def __init__(self, rows: Sequence[RowOutline]) -> None:
        self.rows = rows
        self._tops = [*accumulate((row.height for row in rows), initial=0.0)]
        self.stops = [*self._stops()]
        self.pitch = max((row.pitch for row in rows), default=0.0)

    def height(self, start: Stop, end: Stop) -> float:
        """Height of what stands between two stops, on a page of its own."""
        if end.row == start.row:
            return self.rows[end.row].part(start.resume, end.line) if end.line else 0.0
        return start.rest + end.above - self._tops[start.row + 1]

    def largest_share(self, start: Stop, end: Stop) -> float:
        """Share of the highest long text in all of them between two stops; 1 where none is.

        Long texts share by their heights what stays empty on a page.
        """
        heights = [height for row, height in self._parts(start, end) if row.long]
        return max(heights) / sum(heights) if heights else 1.0

    def has_long_text_between(self, start: Stop, end: Stop) -> bool:
        """Whether a part of a long text stands between two stops."""
        return any(row.long for row in self.rows[start.row : end.row + (end.line > 0)])

    def _parts(self, start: Stop, end: Stop) -> Iterator[tuple[RowOutline, float]]:
        """The rows between two stops, with the heights of their parts."""
        for number in range(start.row, end.row + (end.line > 0)):
            row = self.rows[number]
            begin = start.resume if number == start.row else 0
            yield row, row.part(begin, end.line if number == end.row else row.lines)

    def _stops(self) -> Iterator[Stop]:
        below = sum(row.lines * row.weight for row in self.rows)
        for number, (row, top) in enumerate(zip(self.rows, self._tops, strict=False)):
            yield Stop(number, 0, 0, top, row.height, True, below)
            for item, before, after in row.parted():
                line, resume, ends_paragraph = item
                rest = below - resume * row.weight
                yield Stop(number, line, resume, top + before, after, ends_paragraph, rest)
            below -= row.lines * row.weight
        yield Stop(len(self.rows), 0, 0, self._tops[-1], 0.0, True, below)


def outline_of_short_row(row: Row, *, counts: bool) -> RowOutline:
    """The outline of a row of short values.

    Args:
        row: the row.
        counts: whether it counts as text above the seals: where there is no long text.
    """
    weight = _SHORT_ROW if counts else 0
    if not row.breaks:
        return RowOutline(row.height, 0.0, 1, 0.0, row.height, 0.0, 0.0, (), weight)
    cell = max((cell for cell in row.cells if cell.field_id), key=lambda cell: cell.height)
    block = cell.block
    labels = max(cell.height for cell in row.cells if not cell.field_id)
    return RowOutline(
        block.size,
        block.pitch,
        len(block.lines),
        2 * cell.padding,
        row.least_height,
        labels,
        max(cell.height for cell in row.continued),
        breaks_of([(len(block.lines), False)]),
        weight,
    )


def outline_of_long_row(
    label: Cell,
    continued: Cell,
    paragraphs: Sequence[tuple[int, bool]],
    step: Step,
) -> RowOutline:
    """The outline of a long text's row.

    Args:
        label: of the row.
        continued: the same on a further page.
        paragraphs: how many lines each has, and whether it is empty; none for a text that is still
            to be written.
        step: at which it is set.
    """
    count = sum(lines for lines, _ in paragraphs)
    return RowOutline(
        step.size if count else 0.0,
        step.pitch if count else 0.0,
        count or 2,
        2 * step.spacing.long_padding,
        LEAST_LONG_HEIGHT,
        label.height,
        continued.height,
        breaks_of(paragraphs) if count else (_BETWEEN_HALVES,),
        1 if count else _BLANK_HALF,
        long=True,
    )


def breaks_of(paragraphs: Iterable[tuple[int, bool]]) -> tuple[Break, ...]:
    """The good places for page breaks in a text.

    At least two lines on either side, no widow and no orphan, none after an empty line.

    Args:
        paragraphs: how many lines each has, and whether it is empty.
    """
    found: list[Break] = []
    line = 0
    for count, empty in paragraphs:
        inside = range(line + LEAST_PART, line + count - LEAST_PART + 1)
        found += [Break(place, place) for place in inside]
        line += count
        if not empty:
            found.append(Break(line, line, ends_paragraph=True))
        elif found:
            found[-1] = found[-1]._replace(resume=line)
    return tuple(
        item for item in found if item.line >= LEAST_PART and line - item.resume >= LEAST_PART
    )
