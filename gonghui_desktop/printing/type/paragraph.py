"""Paragraphs: measured once, broken into lines as often as a page tries another size. In em."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import ceil

from gonghui_desktop.printing.type import seams
from gonghui_desktop.printing.type.justification import (
    MAX_STRETCH,
    STRETCH_BESIDE_ADDRESS,
    justified_line,
    natural_line,
    squeezed_line,
)
from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.linebreaking import BreakOpportunities, LineBreaker
from gonghui_desktop.printing.type.measuredtext import TOLERANCE, MeasuredText
from gonghui_desktop.printing.type.punctuation import HALF, QUARTER

_CLOSING = "）)"
_EMPTY = Line("", (), 0.0, 0.0)


class Paragraph:
    """A measured paragraph without line ends; blanks at both ends are left out.

    Args:
        text: as :func:`~gonghui_desktop.printing.type.characters.printable` returns it.
        advances: character to width of its glyph.
    """

    def __init__(self, text: str, advances: Mapping[str, float]) -> None:
        self.text = text.strip(" \u3000")
        self._measured = MeasuredText(self.text, advances)
        # Counting the lines, for each size tried, and setting them ask for the same positions.
        self._positions: dict[tuple[float, float, bool], list[int]] = {}

    @cached_property
    def _opportunities(self) -> BreakOpportunities:
        """Most short values have room in one line, and are never asked for it."""
        return BreakOpportunities(self._measured)

    @cached_property
    def _breaker(self) -> LineBreaker:
        return LineBreaker(self._measured, self._opportunities)

    @property
    def width(self) -> float:
        """Natural width in one line."""
        return self._measured.width

    def line(self) -> Line:
        """The whole paragraph as one line of natural width."""
        return natural_line(self._measured, 0, len(self.text), 0.0) if self.text else _EMPTY

    def lines(self, measure: float, *, indent: float = 0.0, justified: bool = True) -> list[Line]:
        """The paragraph's lines.

        Args:
            measure: width of the column.
            indent: of the first line.
            justified: all lines but the last end at the column's right edge.

        Returns:
            At least one line; an empty paragraph is one empty line.
        """
        lines = []
        start = 0
        places = self._opportunities
        for end in self._break_positions(measure, indent, justified):
            if justified:
                beside = places.addresses and places.is_beside_address(start, end)
                most = STRETCH_BESIDE_ADDRESS if beside else MAX_STRETCH
                line = justified_line(self._measured, start, end, measure - indent, indent, most)
            else:
                line = natural_line(self._measured, start, end, indent)
            lines.append(line)
            start, indent = self._measured.after_blanks(end), 0.0
        return lines or [_EMPTY]

    def lines_at_seams(self, measure: float, spare: float = 0.0) -> tuple[list[Line], bool]:
        """Lines of natural width for a short value, broken at its seams where that can be.

        Args:
            measure: width of the column.
            spare: how much wider a line may be rather than be broken within a name or number.

        Returns:
            The lines, none where a part is wider than the measure or the text is no short value;
            and whether every one of them ends at a seam (see :mod:`.seams`).
        """
        if not 0 < len(self.text) <= seams.LONGEST:
            return [], False
        prices = self._prices()
        ends = seams.cheapest(self._measured, prices, measure, spare)
        if not ends:
            return [], False
        starts = [self._measured.after_blanks(start) for start in (0, *ends[:-1])]
        spans = zip(starts, ends, strict=True)
        lines = [squeezed_line(self._measured, *span, measure + spare) for span in spans]
        return lines, all(prices[end] in seams.AT_SEAMS for end in ends[:-1])

    def widest_part(self, whole: float) -> float:
        """Width of the widest part of a short value that should not be broken: a name, a number.

        Args:
            whole: a value up to this width is broken nowhere but at the seams of a list.
        """
        if not 0 < len(self.text) <= seams.LONGEST:
            return 0.0
        allowed = {seams.SEAM, seams.MIDDLE_DOT, seams.ADDRESS}
        if self.width > whole:
            allowed |= {seams.BEHIND_PLACE, seams.TEXT, seams.WITHIN_WORD, seams.WITHIN_NUMBERED}
        places = [
            at
            for at, price in self._prices().items()
            if price in allowed or (self.width > whole and self.text[at - 1] in _CLOSING)
        ]
        text, start, widest = self._measured, 0, 0.0
        for place in (*places, len(self.text)):
            inked = text.without_blanks(place)
            right = text.ends[inked - 1] - text.blank_half(inked)
            widest = max(widest, right - text.start(start))
            start = text.after_blanks(place)
        return widest

    def count_lines(self, measure: float, indent: float = 0.0) -> int:
        """How many justified :meth:`lines` there are, without setting them."""
        return max(len(self._break_positions(measure, indent, justified=True)), 1)

    def min_lines(self, measure: float, indent: float = 0.0) -> int:
        """A cheap lower bound for :meth:`count_lines`.

        It assumes that every gap is shrunk, and that every line ends with a closing mark, whose
        blank half may stand beyond the edge, in front of a gap that is not set. It does not hold
        where a single character is wider than the measure.
        """
        most = measure + HALF + QUARTER
        return max(ceil((self._measured.min_width + indent) / most - TOLERANCE), 1)

    def _prices(self) -> dict[int, float]:
        """What it costs to end a line of a short value at each place."""
        places = self._opportunities
        return seams.prices(self.text, [*places.positions, *places.tied], places.address_seams)

    def _break_positions(self, measure: float, indent: float, justified: bool) -> list[int]:
        key = (measure, indent, justified)
        positions = self._positions.get(key)
        if positions is None:
            positions = self._breaker.break_positions(measure, indent, justified=justified)
            self._positions[key] = positions
        return positions
