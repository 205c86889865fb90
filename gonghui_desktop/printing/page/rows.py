"""Rows of the table: their heights, page breaks within them, placement of their texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonghui_desktop.printing.page.geometry import PageLayout, Rect
from gonghui_desktop.printing.page.spacing import LEAST_LONG_HEIGHT, USUAL, Step
from gonghui_desktop.printing.page.structure import (
    ARTIFACT,
    Path,
    cell_path,
    label_path,
    paragraph_path,
    paragraphs,
    row_path,
)
from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.textblock import SetLine, TextBlock, height_of_lines, lines_in

_MOST_UNBROKEN = 170.0
"""A row of short values taller than this may break across pages, pt."""
_SHORT_PADDING = 3.5
_LOOSE_PADDING = 6.0
"""Above and below a short value, pt; the second where the page has room."""
_LOOSE_PITCH = 1.5
"""Line pitch of short values on several lines where the page has room, em."""
LEAST_PART = 2
"""Fewest lines of a text on either side of a page break."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row.

    Attributes:
        left: its left edge.
        right: its right edge.
        block: its text.
        field_id: the field whose value it holds; empty for a label.
        padding: above and below the text, pt.
        long: a long text, set from the top left; otherwise centred both ways.
        repeats: a label again, where its row continues from the page before.
    """

    left: float
    right: float
    block: TextBlock
    field_id: str = ""
    padding: float = _SHORT_PADDING
    long: bool = False
    repeats: bool = False

    def loosened(self) -> Cell:
        """A copy with wider line pitch and padding; itself unless a value on several lines."""
        block = self.block
        if self.long or not self.field_id or len(block.lines) <= 1:
            return self
        loose = replace(block, pitch=_LOOSE_PITCH * block.size)
        return replace(self, block=loose, padding=_LOOSE_PADDING)

    @property
    def height(self) -> float:
        """Of its text with the padding."""
        return self.block.height + 2 * self.padding

    def place(self, page: PageLayout, top: float, bottom: float, path: Path) -> None:
        """Place the text on the page, as that of an element of the form's structure."""
        block = self.block
        if self.long and block.lines:
            margin = (self.right - self.left - block.measure * block.size) / 2
            texts = block.set_left(self.left + margin, top + self.padding)
            page.passages += paragraphs(paragraph_path(path), block.lines, texts)
        else:
            middle = (self.left + self.right) / 2
            texts = block.set_centred(middle, (top + bottom - block.height) / 2)
            page.put(ARTIFACT if self.repeats else path, texts)
        if self.field_id:
            page.fields[self.field_id] = Rect(self.left, top, self.right, bottom)
            page.settings[self.field_id] = Setting(
                block.size, block.pitch, len(block.lines), block.parts
            )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, or the part of it on one page.

    Attributes:
        cells: labels and values from left to right.
        continued: labels of the row's part on a further page, with （续）.
        lowest: its least height, pt.
        complete: whether its texts end here, not on a further page.
        last_text: whether it holds the form's last long text, or a part of that.
    """

    cells: tuple[Cell, ...]
    continued: tuple[Cell, ...]
    lowest: float = USUAL.short_row
    complete: bool = True
    last_text: bool = False

    @property
    def long(self) -> bool:
        """Whether it holds a long text, and so takes up spare height."""
        return any(cell.long for cell in self.cells)

    @property
    def blank(self) -> bool:
        """Whether it is an empty long text, to be filled by hand."""
        return self.long and not any(cell.block.lines for cell in self.cells if cell.field_id)

    @property
    def least_height(self) -> float:
        """Height without any value."""
        return max(self.lowest, *(cell.height for cell in self.continued))

    @property
    def text_height(self) -> float:
        """Height of its texts with their padding."""
        return max(cell.height for cell in self.cells)

    @property
    def height(self) -> float:
        """Smallest height that holds its texts."""
        return max(self.lowest, self.text_height)

    def at_least(self, height: float) -> Row:
        """A copy of that least height; itself if it has that."""
        return self if self.lowest == height else replace(self, lowest=height)

    def loosened(self) -> Row:
        """A copy whose values on several lines are set loosely; itself if there are none."""
        cells = tuple(cell.loosened() for cell in self.cells)
        return replace(self, cells=cells) if cells != self.cells else self

    @property
    def breaks(self) -> bool:
        """Whether it may break across pages."""
        return self.long or self.height > _MOST_UNBROKEN

    def place(self, page: PageLayout, top: float, bottom: float) -> None:
        """Place the row's texts, and the rules between its cells."""
        path = row_path(next(cell.field_id for cell in self.cells if cell.field_id))
        for number, cell in enumerate(self.cells):
            if number:
                page.down(cell.left, top, bottom)
            kind = cell_path if cell.field_id else label_path
            cell.place(page, top, bottom, kind(path, str(number)))

    def split_after(self, count: int) -> tuple[Row, Row]:
        """Break the row after some lines of its texts; a blank one in two, with room in each."""
        labels = iter(self.continued)
        head, tail = [], []
        for cell in self.cells:
            if not cell.field_id:
                head.append(cell)
                tail.append(next(labels))
                continue
            end = good_break(cell.block.lines, count)
            head.append(replace(cell, block=cell.block.part(0, end)))
            tail.append(replace(cell, block=_rest(cell.block, end)))
        rest = replace(self, cells=tuple(tail))
        if self.blank:
            return self, rest
        return replace(self, cells=tuple(head), complete=False), rest


def long_row_height(label: Cell, count: int, step: Step) -> float:
    """Height of a row with a long text of ``count`` lines."""
    text = height_of_lines(count, step.size, step.pitch) + 2 * step.spacing.long_padding
    return max(lowest_long_row(count, step), label.height, text)


def lowest_long_row(count: int, step: Step) -> float:
    """Least height of a row with a long text of ``count`` lines, whatever they need."""
    return step.spacing.long_row if count else LEAST_LONG_HEIGHT


def lines_in_long_row(height: float, step: Step) -> int:
    """Number of lines of a long text that fit into a row of a height."""
    return lines_in(height - 2 * step.spacing.long_padding, step.size, step.pitch)


def good_break(lines: tuple[SetLine, ...], most: int) -> int:
    """Number of lines before a page break, at most ``most``; 0 where no break is good.

    At least two lines on either side, no widow and no orphan.
    """
    if most >= len(lines):
        return len(lines)
    for count in range(min(most, len(lines) - LEAST_PART), LEAST_PART - 1, -1):
        above, below = lines[count - 1], lines[count]
        orphan = above.first and not above.last
        widow = below.last and not below.first
        if not orphan and not widow:
            return count
    return 0


def _rest(block: TextBlock, start: int) -> TextBlock:
    """The lines after a page break, without empty ones at the beginning."""
    while start < len(block.lines) and not block.lines[start].line.text:
        start += 1
    return block.part(start, len(block.lines))
