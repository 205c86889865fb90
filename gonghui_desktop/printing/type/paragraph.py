"""Paragraphs into lines by the rules of Chinese typesetting. Lengths in em.

A paragraph is measured once (:class:`Paragraph`) and broken as often as a page tries another size:
each line then costs two binary searches, not a walk over its characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, count, pairwise
from math import ceil
from operator import add

from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.punctuation import HALF, KINDS, QUARTER, RULES, Kind

_RUNT = 2.1
"""A last line shorter than this is a character with its full stop, or two: 孤字不成行."""
_RUNT_SLACK = 3.0
"""How much the line before may be spread to give that character company."""
_LOOSE = 0.08
"""Spreading every gap of a line by more than this shows; closing up is tried first."""
_TORN = 0.15
"""Spreading every gap by more than this would tear the line apart; it stays ragged."""
_NEARLY = 1e-6
"""Sums of floats that should be equal differ by less."""
_SEAM = re.compile(r"(?<=[;,/?&=@])(?=\w)|(?<=\.)(?=[^\W\d])|(?<=\D\.)(?=\w)")
"""Where a piece longer than a line is broken first: in addresses and lists of telephone numbers."""
_ADDRESS = re.compile(r"[!-~]*(?:://|www\.|@)[!-~]*")
"""A web or mail address: broken at its seams before the line in front of it is torn."""


class Paragraph:
    """A measured paragraph without line ends; blanks at both ends are left out.

    Args:
        text: what :func:`~gonghui_desktop.printing.type.characters.printable` gave.
        advances: character to width of its glyph in em.
    """

    def __init__(self, text: str, advances: Mapping[str, float]) -> None:
        self.text = text = text.strip(" \u3000")
        chars = list(text)
        self._kinds = kinds = bytes(map(KINDS.__getitem__, chars))
        rules = [RULES[before][after] for before, after in pairwise(kinds)]
        columns = list(zip(*rules, strict=True)) or [(), (), (), ()]
        may_break, self._spaces, self._stretches, self._gives = columns
        self._steps = steps = list(map(advances.__getitem__, chars))
        self._ends: list[float] = list(accumulate(map(add, steps, chain((0.0,), self._spaces))))
        self._slots: list[int] = list(accumulate(self._stretches, initial=0))
        self._breaks = [*compress(count(1), may_break), len(text)] if text else []
        if Kind.SPACE in kinds:
            self._fits = [self._ends[self._inked(index) - 1] for index in self._breaks]
        else:
            self._fits = [*compress(self._ends, may_break), *self._ends[-1:]]
        self._cut: dict[tuple[float, float, bool], list[int]] = {}

    def _start(self, index: int) -> float:
        """Where a character begins in one line of natural width."""
        return self._ends[index] - self._steps[index]

    @property
    def width(self) -> float:
        """Natural width in one line."""
        return self._ends[-1] if self.text else 0.0

    def line(self) -> Line:
        """The whole paragraph as one line of natural width."""
        if not self.text:
            return Line("", (), 0.0, 0.0)
        return self._line(0, len(self.text), 0.0)

    def count_lines(self, measure: float, indent: float = 0.0) -> int:
        """How many lines :meth:`lines` gives, justified: cheaper than to set them."""
        return max(len(self._cuts(measure, indent, justified=True)), 1)

    def min_lines(self, measure: float, indent: float = 0.0) -> int:
        """A number of lines that :meth:`lines` never falls short of: far cheaper than to count.

        A line can hold what closing up takes out of it, the blank half of its last mark and the
        space that is not set where it ends. A line with no room for a character has no such bound.
        """
        return max(ceil((self._least_width + indent) / (measure + HALF + QUARTER) - _NEARLY), 1)

    @cached_property
    def _least_width(self) -> float:
        """Of all characters that no line's end can swallow, closed up."""
        least: float = self.width - sum(self._gives)
        if Kind.SPACE in self._kinds:
            pairs = zip(self._steps, self._kinds, strict=True)
            least -= sum(step for step, kind in pairs if kind == Kind.SPACE)
        return least

    def widest_unbreakable(self, measure: float) -> float:
        """Width of the widest piece that lines of a width keep whole: narrower ones would tear it.

        Wider than the measure where even that one is too narrow for a piece.
        """
        widest = 0.0
        start = 0
        for end, fit in zip(self._breaks, self._fits, strict=True):
            width = fit - self._start(start)
            if width > measure:
                inside = [seam for seam in self._seams if start < seam <= end]
                edges = zip([start, *inside], inside, strict=False)
                width = max(self._ends[right - 1] - self._start(left) for left, right in edges)
            widest = max(widest, width)
            start = end
        return widest

    def lines(self, measure: float, *, indent: float = 0.0, justified: bool = True) -> list[Line]:
        """The paragraph's lines.

        Args:
            measure: width of the column.
            indent: of the first line.
            justified: all lines but the last end at the column's right edge.

        Returns:
            At least one line; an empty paragraph is one empty line.
        """
        if not self.text:
            return [Line("", (), 0.0, 0.0)]
        lines = []
        start = 0
        for end in self._cuts(measure, indent, justified):
            if justified:
                lines.append(self._justified(start, end, measure - indent, indent))
            else:
                lines.append(self._line(start, end, indent))
            start, indent = self._next_inked(end), 0.0
        return lines

    def _cuts(self, measure: float, indent: float, justified: bool) -> list[int]:
        """Where the lines end."""
        key = (measure, indent, justified)
        cuts = self._cut.get(key)
        if cuts is None:
            cuts = []
            start = 0
            while start < len(self.text):
                end = self._end_of_line(start, measure + _NEARLY, indent, justified)
                cuts.append(end)
                start, indent = self._next_inked(end), 0.0
            self._cut[key] = cuts
        return cuts

    def _inked(self, end: int) -> int:
        """The end without the blanks before it."""
        while end and self._kinds[end - 1] == Kind.SPACE:
            end -= 1
        return end

    def _next_inked(self, start: int) -> int:
        """The start without the blanks after it."""
        while start < len(self.text) and self._kinds[start] == Kind.SPACE:
            start += 1
        return start

    def _end_of_line(self, start: int, measure: float, indent: float, closes_up: bool) -> int:
        """Where the line that begins at ``start`` ends."""
        left = self._start(start)
        room = measure - indent
        first = bisect_right(self._breaks, start)
        found = bisect_right(self._fits, left + room, lo=first) - 1
        following = found + 1
        if following == len(self._breaks):
            return self._breaks[found]
        if closes_up and found >= first and self._closing_up_pays(start, found, room):
            found = following
        if found < first:
            return self._torn(start, room, measure)
        end = self._breaks[found]
        if end < len(self.text):
            if self._fits[min(found + 1, len(self._fits) - 1)] - self._start(end) > measure:
                return self._torn(start, room, measure)  # what follows is longer than a line
            if closes_up and self._would_be_ragged(start, end, room):
                end = self._last_seam(end, left + room) or end
            if self._fits[-1] - self._start(end) < _RUNT:
                end = self._with_company(first, found, left, room)
        return end

    def _closing_up_pays(self, start: int, found: int, room: float) -> bool:
        """Whether the line looks better with one more piece squeezed in."""
        left = self._start(start)
        more = self._breaks[found + 1]
        need = self._fits[found + 1] - left - room - self._blank_at(more)
        if need <= 0:
            return True
        if need > sum(self._gives[start : self._inked(more) - 1]):
            return False
        end = self._breaks[found]
        slots = self._slots[self._inked(end) - 1] - self._slots[start]
        slack = room - (self._fits[found] - left)
        return more == len(self.text) or slack > _LOOSE * slots

    def _blank_at(self, end: int) -> float:
        """The blank half that a closing mark at a line's end may lose."""
        return HALF if self._kinds[self._inked(end) - 1] == Kind.CLOSE else 0.0

    @cached_property
    def _seams(self) -> list[int]:
        """Where lines may end, and where a piece that is longer than a line is broken first."""
        return sorted({*self._breaks, *(found.start() for found in _SEAM.finditer(self.text))})

    def _torn(self, start: int, room: float, measure: float) -> int:
        """The end where a piece is longer than a line: at a seam, or where this line is full.

        Args:
            start: of the line.
            room: of the line.
            measure: of the lines after it.
        """
        limit = self._start(start) + room
        end = bisect_right(self._ends, limit, lo=start)
        following = bisect_right(self._seams, end)
        seam = self._seams[following - 1] if following else 0
        if seam > start and self._fits_in_a_line(seam, self._seams[following], measure):
            return seam
        while end > start + 1 and end < len(self.text) and self._kinds[end] == Kind.MARK:
            end -= 1
        return max(end, start + 1)

    def _would_be_ragged(self, start: int, end: int, room: float) -> bool:
        """Whether a line has too little to spread to reach the right edge."""
        last = self._inked(end) - 1
        slack = room - (self._ends[last] - self._start(start))
        return slack > _TORN * (self._slots[last] - self._slots[start])

    @cached_property
    def _address_seams(self) -> list[int]:
        """Where an address may be broken though it is no longer than a line."""
        spans = [found.span() for found in _ADDRESS.finditer(self.text)]
        return [seam for seam in self._seams if any(start < seam < end for start, end in spans)]

    def _last_seam(self, start: int, limit: float) -> int:
        """The last seam of an address after ``start`` whose left part has room; 0 if none has."""
        seams = self._address_seams
        following = bisect_right(seams, bisect_right(self._ends, limit, lo=start))
        for seam in reversed(seams[bisect_right(seams, start) : following]):
            if self._ends[-1] - self._start(seam) >= _RUNT:
                return seam
        return 0

    def _fits_in_a_line(self, start: int, end: int, measure: float) -> bool:
        return self._ends[self._inked(end) - 1] - self._start(start) <= measure

    def _with_company(self, first: int, found: int, left: float, room: float) -> int:
        """An earlier end, so that the last line is not one character alone."""
        if found > first and room - (self._fits[found - 1] - left) < _RUNT_SLACK:
            return self._breaks[found - 1]
        return self._breaks[found]

    def _line(self, start: int, end: int, indent: float) -> Line:
        """A line with its natural spaces."""
        end = self._inked(end)
        return Line(
            self.text[start:end],
            (*self._spaces[start : end - 1], 0.0),
            indent,
            self._ends[end - 1] - self._start(start),
        )

    def _justified(self, start: int, end: int, room: float, indent: float) -> Line:
        last = end == len(self.text)
        end = self._inked(end)
        natural = self._ends[end - 1] - self._start(start)
        slack = room - natural
        if slack < -_NEARLY:
            return self._closed_up(start, end, room, indent)
        slots = self._slots[end - 1] - self._slots[start]
        if last or slack < _NEARLY or slack > _TORN * slots:
            return self._line(start, end, indent)
        spaces = self._spread(start, end, slack / slots)
        return Line(self.text[start:end], (*spaces, 0.0), indent, room)

    def _spread(self, start: int, end: int, share: float) -> list[float]:
        """The spaces of a line with so much more for each share."""
        return [
            space + share * shares
            for space, shares in zip(
                self._spaces[start : end - 1], self._stretches[start : end - 1], strict=True
            )
        ]

    def _closed_up(self, start: int, end: int, room: float, indent: float) -> Line:
        """A line whose last mark loses its blank half, and whose gaps give what else is needed."""
        natural = self._ends[end - 1] - self._start(start)
        need = natural - room - self._blank_at(end)
        spaces: Sequence[float] = self._spaces[start : end - 1]
        if need > _NEARLY:
            given = self._gives[start : end - 1]
            share = need / sum(given)
            spaces = [space - share * gives for space, gives in zip(spaces, given, strict=True)]
        elif end < len(self.text):
            slots = self._slots[end - 1] - self._slots[start]
            spaces = self._spread(start, end, -need / slots)
        return Line(self.text[start:end], (*spaces, 0.0), indent, room + self._blank_at(end))
