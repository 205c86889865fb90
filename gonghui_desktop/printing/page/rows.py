"""Rows of the table: the height they need, how they break across pages, where texts stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gonghui_desktop.printing.page.geometry import PageLayout, Rect
from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.textblock import SetLine, TextBlock, height_of_lines

_LEAST_HEIGHT = 27.0
"""Of a row of short values, pt: 9.5 mm."""
_LEAST_LONG_HEIGHT = 46.0
"""Of an empty long text, pt: two lines, so that it can be filled by hand."""
_MOST_HEIGHT = 170.0
"""A row of short values that is higher may break across pages, pt."""
_SHORT_PADDING = 3.5
_LONG_PADDING = 6.0
"""Above and below the text, pt."""
_AIRY_PITCH = 1.5
"""Of short values on several lines while the page has room for them, in sizes of the type."""
_LINES_WITH_SEALS = 3
"""Lines of text that go along, at the least, when the seals move to a page of their own."""
_FEW = 3
"""Lines that go along beside them so that the page before ends with a paragraph."""
_LEAST_PART = 2
"""Lines of a text on either side of a page's end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row.

    Attributes:
        left: its left edge.
        right: its right edge.
        block: its text.
        field_id: the field whose value it holds; empty for a label.
        long: a long text, set from the top left; otherwise centred both ways.
        airy: a short value on several lines that has as much room as a long text.
    """

    left: float
    right: float
    block: TextBlock
    field_id: str = ""
    long: bool = False
    airy: bool = False

    @property
    def padding(self) -> float:
        """Above and below the text."""
        return _LONG_PADDING if self.long or self.airy else _SHORT_PADDING

    def with_air(self) -> Cell:
        """With more room between its lines and around them, if it is a value on several."""
        block = self.block
        if self.long or not self.field_id or len(block.lines) <= 1:
            return self
        return replace(self, block=replace(block, pitch=_AIRY_PITCH * block.size), airy=True)

    @property
    def height(self) -> float:
        """What it needs."""
        return self.block.height + 2 * self.padding

    def place(self, page: PageLayout, top: float, bottom: float) -> None:
        """Puts the text on the page."""
        block = self.block
        if self.long:
            margin = (self.right - self.left - block.measure * block.size) / 2
            page.texts += block.set_left(self.left + margin, top + self.padding)
        else:
            middle = (self.left + self.right) / 2
            page.texts += block.set_centred(middle, (top + bottom - block.height) / 2)
        if self.field_id:
            page.fields[self.field_id] = Rect(self.left, top, self.right, bottom)
            page.settings[self.field_id] = Setting(block.size, block.pitch, len(block.lines))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, or the part of one that stands on one page.

    Attributes:
        cells: labels and values from left to right.
        continued: labels that say that the row began on an earlier page.
    """

    cells: tuple[Cell, ...]
    continued: tuple[Cell, ...]

    @property
    def long(self) -> bool:
        """Holds a long text: takes up what height is left over."""
        return any(cell.long for cell in self.cells)

    @property
    def least_height(self) -> float:
        """What it needs without any value."""
        return max(self._least_height, *(cell.height for cell in self.continued))

    @property
    def height(self) -> float:
        """What it needs."""
        return max(self._least_height, *(cell.height for cell in self.cells))

    @property
    def _least_height(self) -> float:
        return _LEAST_LONG_HEIGHT if self.long else _LEAST_HEIGHT

    def with_air(self) -> Row:
        """With more room in and around short values on several lines; itself if there are none."""
        cells = tuple(cell.with_air() for cell in self.cells)
        return replace(self, cells=cells) if cells != self.cells else self

    @property
    def breaks(self) -> bool:
        """May begin on one page and go on on the next."""
        return self.long or self.height > _MOST_HEIGHT

    def place(self, page: PageLayout, top: float, bottom: float) -> None:
        """Puts the row's texts, and the rules between its cells, on the page."""
        for number, cell in enumerate(self.cells):
            if number:
                page.down(cell.left, top, bottom)
            cell.place(page, top, bottom)

    def split(self, height: float) -> tuple[Row, Row] | None:
        """What of the row goes into a height, and the rest; ``None`` where no break is good."""
        if height < self.least_height:
            return None
        return self._split(lambda cell: cell.block.lines_in(height - 2 * cell.padding))

    def split_off_lines_with_seals(self, room: float) -> tuple[Row, Row] | None:
        """The row's beginning, and the lines that go along with the seals to a page of their own.

        No more than needed, so that the page before stays as full as can be; a few more where a
        paragraph ends there. ``None`` where the row has too few lines for that.
        """

        def most(cell: Cell) -> int:
            lines = cell.block.lines
            fitting = cell.block.lines_in(room - 2 * cell.padding)
            stay = len(lines) - _LINES_WITH_SEALS
            first = len(lines) - min(_LINES_WITH_SEALS + _FEW, fitting)
            ends = (count for count in range(stay, max(first, 1), -1) if lines[count - 1].last)
            return next(ends, stay)

        return self._split(most)

    def _split(self, most: Callable[[Cell], int]) -> tuple[Row, Row] | None:
        """The row with at most ``most`` lines of each value, and the rest."""
        values = [cell for cell in self.cells if cell.field_id]
        counts = {cell.field_id: good_break(cell.block.lines, most(cell)) for cell in values}
        if not self.breaks or not any(counts.values()):
            return None
        labels = iter(self.continued)
        head, tail = [], []
        for cell in self.cells:
            count = counts.get(cell.field_id)
            if count is None:
                head.append(cell)
                tail.append(next(labels))
            else:
                head.append(replace(cell, block=cell.block.part(0, count)))
                tail.append(replace(cell, block=_rest(cell.block, count)))
        return replace(self, cells=tuple(head)), replace(self, cells=tuple(tail))


def long_row_height(label: Cell, count: int, size: float, pitch: float) -> float:
    """Height of a row with a long text of ``count`` lines, without setting them."""
    text = height_of_lines(count, size, pitch) + 2 * _LONG_PADDING
    return max(_LEAST_LONG_HEIGHT, label.height, text)


def good_break(lines: tuple[SetLine, ...], most: int) -> int:
    """How many lines, of ``most`` that have room, stay before a page's end; 0 for none.

    At least two are on either side. Neither a paragraph's first line stays alone nor its last line
    goes alone.
    """
    if most >= len(lines):
        return len(lines)
    for count in range(min(most, len(lines) - _LEAST_PART), _LEAST_PART - 1, -1):
        above, below = lines[count - 1], lines[count]
        orphan = above.first and not above.last
        widow = below.last and not below.first
        if not orphan and not widow:
            return count
    return 0


def _rest(block: TextBlock, start: int) -> TextBlock:
    """The lines after a break; a page does not begin with empty ones."""
    while start < len(block.lines) and not block.lines[start].line.text:
        start += 1
    return block.part(start, len(block.lines))
