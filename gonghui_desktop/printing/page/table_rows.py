"""The table's rows with a form's values in them, at any step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gonghui_desktop.printing.page.outline import (
    RowOutline,
    TableOutline,
    outline_of_long_row,
    outline_of_short_row,
)
from gonghui_desktop.printing.page.rows import Cell, Row, long_row_height, lowest_long_row
from gonghui_desktop.printing.page.spacing import Step
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.punctuation import HALF
from gonghui_desktop.printing.type.textblock import INDENT
from gonghui_desktop.printing.type.typesetter import Typesetter

_BESIDE_VALUE = 6.0
_SPARE = 8.0
"""Of that on both sides, what a line of a short value may take rather than tear a number, pt."""
_GIVEN_ON = 3.0
"""What a full last line, which may have been shrunk, gives on where the text goes on, em."""
_CountLines = Callable[[Paragraph, float, float], int]
"""Lines of a paragraph by measure and indent, em."""


@dataclass(frozen=True, slots=True)
class LongText:
    """A long text in a column of some measure.

    Attributes:
        measure: the column's width, em.
        lines: how many it has.
        free: what its last line leaves free for the text to go on, em; less than 0 where it gives
            on some of its own.
    """

    measure: float
    lines: int
    free: float


class TableRows:
    """The rows above the seals, with their values.

    Args:
        frame: the form's own parts.
        shown: field id to the display text of its value.
        setter: typesets the values.
    """

    def __init__(self, frame: TableFrame, shown: Mapping[str, str], setter: Typesetter) -> None:
        self._frame = frame
        self._shown = shown
        self._setter = setter
        form = frame.form
        self._long = {field_id: setter.paragraphs(shown[field_id]) for field_id in form.long_texts}
        tight = {row: self._short_row(row) for row in form.rows if row[0] not in self._long}
        loose = {key: row.loosened() for key, row in tight.items()}
        self._short = {False: tight, True: loose}
        heights = {key: row.text_height for key, row in tight.items()}
        loose_heights = [
            heights[key] if row is tight[key] else row.text_height for key, row in loose.items()
        ]
        self._short_heights = {False: list(heights.values()), True: loose_heights}
        self._counts: dict[tuple[str, float, bool, _CountLines], int] = {}

    def rows(self, step: Step) -> list[Row]:
        """The rows, typeset."""
        short = self._short[step.loose]
        lowest = step.spacing.short_row
        return [
            short[row].at_least(lowest) if row in short else self._long_row(row[0], step)
            for row in self._frame.form.rows
        ]

    @property
    def has_blank_lines(self) -> bool:
        """Whether a long text has empty lines."""
        return any(not part.text for parts in self._long.values() for part in parts)

    def outline(self, step: Step) -> TableOutline:
        """The rows' heights and places for page breaks."""
        short = self._short[step.loose]
        return TableOutline(
            [
                outline_of_short_row(short[row], counts=not self._long)
                if row in short
                else self._long_outline(row[0], step)
                for row in self._frame.form.rows
            ]
        )

    def height(self, step: Step, lines: _CountLines = Paragraph.count_lines) -> float:
        """Height of all rows, pt, given a way to count a paragraph's lines."""
        lowest = step.spacing.short_row
        short = sum(max(lowest, height) for height in self._short_heights[step.loose])
        return short + sum(self.long_height(field_id, step, lines) for field_id in self._long)

    def long_height(
        self, field_id: str, step: Step, lines: _CountLines = Paragraph.count_lines
    ) -> float:
        """Height of the row of a long text, pt.

        Raises:
            KeyError: there is no such text.
        """
        count = self._count(field_id, step, lines)
        label = self._frame.place(field_id, step.spacing).label
        return long_row_height(label, count, step)

    def measure(self, field_id: str, step: Step) -> float:
        """Width of a long text's column in whole em.

        At least half an em stays free on either side: the blank half of a closing mark at a line's
        end may hang into it.
        """
        place = self._frame.place(field_id, step.spacing)
        return float(int((place.right - place.left) / step.size - 1 + 1e-6))

    def long_text(self, field_id: str, step: Step) -> LongText:
        """A long text's lines, without setting them.

        Raises:
            KeyError: there is no such text.
        """
        paragraphs = self._paragraphs(field_id, step)
        measure = self.measure(field_id, step)
        count = self._count(field_id, step, Paragraph.count_lines)
        if not count:
            return LongText(measure, 0, 0.0)
        line = paragraphs[-1].lines(measure, indent=INDENT)[-1]
        # A closing mark at the end gets its blank half back when the text goes on.
        free = measure - line.indent - line.width - HALF
        return LongText(measure, count, free if free > 0 else -_GIVEN_ON)

    def _count(self, field_id: str, step: Step, lines: _CountLines) -> int:
        """Lines of a long text. Many steps have the same measure."""
        measure = self.measure(field_id, step)
        key = field_id, measure, step.blank_lines, lines
        if key not in self._counts:
            parts = self._paragraphs(field_id, step)
            self._counts[key] = sum(lines(part, measure, INDENT) for part in parts)
        return self._counts[key]

    def _paragraphs(self, field_id: str, step: Step) -> list[Paragraph]:
        return [part for part in self._long[field_id] if part.text or step.blank_lines]

    def _long_outline(self, field_id: str, step: Step) -> RowOutline:
        place = self._frame.place(field_id, step.spacing)
        measure = self.measure(field_id, step)
        lines = [
            (part.count_lines(measure, INDENT), not part.text)
            for part in self._paragraphs(field_id, step)
        ]
        return outline_of_long_row(place.label, place.continued, lines, step)

    def _short_row(self, row: tuple[str, ...]) -> Row:
        """Typeset a row of short values, each behind its label."""
        cells: list[Cell] = []
        continued: list[Cell] = []
        for field_id in row:
            place = self._frame.place(field_id)
            width = place.right - place.left - 2 * _BESIDE_VALUE
            block = self._setter.short_text(self._shown[field_id], width, spare=_SPARE)
            cells += (place.label, Cell(place.left, place.right, block, field_id))
            continued.append(place.continued)
        return Row(tuple(cells), tuple(continued))

    def _long_row(self, field_id: str, step: Step) -> Row:
        place = self._frame.place(field_id, step.spacing)
        measure = self.measure(field_id, step)
        block = self._setter.long_text(
            self._paragraphs(field_id, step), measure, step.size, step.pitch
        )
        padding = step.spacing.long_padding
        value = Cell(place.left, place.right, block, field_id, padding, long=True)
        last = field_id == next(reversed(self._long))
        lowest = lowest_long_row(len(block.lines), step)
        return Row((place.label, value), (place.continued,), lowest, last_text=last)
