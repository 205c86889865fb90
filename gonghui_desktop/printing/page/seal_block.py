"""The part of a form below its rows, kept on one page: seals, confirmation and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from math import ceil

from gonghui_desktop.model.forms.form import CONFIRMATION, Confirmation, FormDefinition
from gonghui_desktop.printing.page.geometry import (
    FRAME_RULE,
    LEFT,
    MM,
    RIGHT,
    WIDTH,
    PageLayout,
)
from gonghui_desktop.printing.page.rows import Cell, good_break
from gonghui_desktop.printing.page.seal_cell import SealCell
from gonghui_desktop.printing.page.spacing import Spacing
from gonghui_desktop.printing.page.structure import NOTE, label_path, paragraphs, row_path
from gonghui_desktop.printing.type.textblock import LEAST_SIZE, SetLine, TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

_BESIDE_SEAL = 2
"""Smallest distance from a seal to the rules beside it, mm."""
_RULES = 0.75
"""Of a cell's height and width, half of the rules on its sides, pt."""
_RULES_AND_FRAME = 1.0
"""The same above the frame's foot."""
_MOST_SEALS_IN_ROW = 4
_MOST_SEAL_ROW, _MOST_CONFIRMATION = 60 * MM, 65 * MM
"""Up to which rows take up what stays free on the last of several pages, pt."""

_NOTE_SIZE = LEAST_SIZE
_NOTES_GAP = 6.0
_UNDER_NOTES = 1.5
"""A comma reaches below the box of an ideograph."""


@dataclass(frozen=True)
class SealRow:
    """A row of seal cells.

    Attributes:
        cells: from left to right.
        height: between the middles of the rules, pt.
        most: height up to which it may grow, pt.
        growth: by how much it has grown, pt.
        label: the cell in front of them, in the confirmation's row.
    """

    cells: tuple[SealCell, ...]
    height: float
    most: float
    growth: float = 0.0
    label: Cell | None = None

    @property
    def headroom(self) -> float:
        """By how much it may grow, pt."""
        return max(0.0, self.most - self.height)

    def grown(self, growth: float) -> SealRow:
        """The row with higher cells."""
        return replace(self, height=self.height + growth, growth=growth)

    def place(self, page: PageLayout, top: float) -> None:
        """Place the cells and the rules between them."""
        bottom = top + self.height
        path = row_path(f"seal {self.cells[0].key}")  # no field has a blank in its id
        if self.label:
            self.label.place(page, top, bottom, label_path(path, "label"))
        for cell in self.cells:
            if cell.left > LEFT:
                page.down(cell.left, top, bottom)
            cell.place(page, top, bottom, path, self.growth)


class SealBlock:
    """Seals, confirmation and notes, as far as they stand on one page.

    Args:
        rows: of seals and confirmation; may be none.
        notes: below the table; may have no lines.
    """

    def __init__(self, rows: Sequence[SealRow], notes: TextBlock) -> None:
        self._rows = tuple(rows)
        self._notes = notes
        # Nearly every page has its seals at the same height.
        self._placed = lru_cache(maxsize=4)(self._place)
        self._grown = lru_cache(maxsize=32)(self._grow)

    @property
    def table_height(self) -> float:
        """Height of the rows, pt."""
        return sum(row.height for row in self._rows)

    @property
    def headroom(self) -> float:
        """By how much the rows may grow, pt."""
        return sum(row.headroom for row in self._rows)

    @property
    def height(self) -> float:
        """From the rule above to the foot of the page's body, pt."""
        if not self._notes.lines:
            return self.table_height + FRAME_RULE / 2
        return self.table_height + _NOTES_GAP + self._notes.height + _UNDER_NOTES

    def place(self, page: PageLayout, top: float) -> None:
        """Place the block on a page.

        Args:
            page: the page.
            top: middle of the rule above the block.
        """
        page.seal_block = self._placed(round(top, 3))
        page.seals |= page.seal_block.seals

    def grown(self, free: float) -> SealBlock:
        """The block with higher rows, which take up free height, pt, as far as they may."""
        return self._grown(int(min(free, self.headroom) / MM + 1e-6))

    def parts(self, room: float) -> tuple[SealBlock, ...]:
        """The block itself, or its parts by page where it is higher than a page's room, pt."""
        if self.height <= room:
            return (self,)
        heights = accumulate(row.height for row in self._rows)
        count = sum(height + FRAME_RULE / 2 <= room for height in heights)
        end = 0
        if count == len(self._rows):
            room_for_notes = room - self.table_height - _NOTES_GAP - _UNDER_NOTES
            end = good_break(self._notes.lines, self._notes.lines_in(room_for_notes))
        part = SealBlock(self._rows[:count], self._notes.part(0, end))
        rest = SealBlock(self._rows[count:], self._notes.part(end, len(self._notes.lines)))
        return (part, *rest.parts(room))

    def _grow(self, growth: int) -> SealBlock:
        """The block with rows higher by so many mm in all; whole ones are drawn but once."""
        if growth <= 0:
            return self
        share = growth * MM / self.headroom
        rows = [row.grown(share * row.headroom) for row in self._rows]
        return SealBlock(rows, self._notes)

    def _place(self, top: float) -> PageLayout:
        page = PageLayout()
        for number, row in enumerate(self._rows):
            if number:
                page.across(top)
            row.place(page, top)
            top += row.height
        texts = self._notes.set_left(LEFT, top + _NOTES_GAP)
        page.passages += paragraphs(NOTE, self._notes.lines, texts)
        return page


def seal_block_of(
    form: FormDefinition, label_right: float, setter: Typesetter, spacing: Spacing
) -> SealBlock:
    """Typeset a form's seals, confirmation and notes.

    Args:
        form: the form.
        label_right: right edge of the column of labels.
        setter: typesets the texts.
        spacing: the air around the seals and between the notes' lines.
    """
    rows = _seal_rows(form, setter, spacing.above_seal)
    if form.confirmation:
        around = spacing.around_confirmation
        rows.append(_confirmation_row(form.confirmation, label_right, setter, around))
    return SealBlock(rows, _notes(form, setter, spacing.note_pitch))


def _seal_rows(form: FormDefinition, setter: Typesetter, above: float) -> list[SealRow]:
    """Rows of seal cells, all of one height, the cells of a row of one width."""
    rows: list[tuple[SealCell, ...]] = []
    seals = iter(form.seals)
    for count in _cells_by_row(len(form.seals), form.seal_size):
        width = WIDTH / count
        row = []
        for number, seal in zip(range(count), seals, strict=False):
            edges = (LEFT + number * width, LEFT + number * width + width)
            texts = (seal.name, seal.mark, seal.date)
            row.append(SealCell(seal.id, texts, edges, form.seal_size, setter))
        rows.append(tuple(row))
    rules = _RULES if form.confirmation else _RULES_AND_FRAME
    least = (form.seal_size + 2 * above) * MM + rules
    height = max([least, *(cell.least_height for row in rows for cell in row)])
    return [SealRow(row, height, _MOST_SEAL_ROW) for row in rows]


def _cells_by_row(seals: int, diameter: int) -> list[int]:
    """Numbers of cells in each row: as few rows as seals of this diameter allow, balanced."""
    least_width = (diameter + 2 * _BESIDE_SEAL) * MM + _RULES
    rows = ceil(seals / min(_MOST_SEALS_IN_ROW, int(WIDTH / least_width)))
    return [seals // rows + (number < seals % rows) for number in range(rows)]


def _confirmation_row(
    confirmation: Confirmation, label_right: float, setter: Typesetter, around: float
) -> SealRow:
    label = Cell(LEFT, label_right, setter.label(confirmation.label, label_right - LEFT))
    cell = SealCell(
        CONFIRMATION,
        (confirmation.name, "", confirmation.date),
        (label_right, RIGHT),
        confirmation.size,
        setter,
    )
    height = (confirmation.size + 2 * around) * MM + _RULES_AND_FRAME
    height = max(height, cell.least_height, label.height)
    return SealRow((cell,), height, _MOST_CONFIRMATION, label=label)


def _notes(form: FormDefinition, setter: Typesetter, pitch: float) -> TextBlock:
    """The notes; where the first begins with the notes' mark, the others hang behind it."""
    paragraphs = [setter.paragraph(note) for note in form.notes]
    marked = bool(paragraphs) and paragraphs[0].text.startswith(form.notes_mark)
    hang = setter.line(form.notes_mark).width if marked else 0.0
    measure = int(WIDTH / _NOTE_SIZE - 0.5) - hang
    lines: list[SetLine] = []
    for number, paragraph in enumerate(paragraphs):
        broken = paragraph.lines(measure, indent=0.0 if number else -hang)
        end = len(broken) - 1
        lines += [SetLine(line.moved(hang), n == 0, n == end) for n, line in enumerate(broken)]
    return TextBlock(tuple(lines), _NOTE_SIZE, pitch, measure)
