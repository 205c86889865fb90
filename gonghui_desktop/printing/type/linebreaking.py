"""Where the lines of a paragraph end, by the rules of Chinese typesetting. Lengths in em.

A *segment* is what stands between two break opportunities: an ideograph with its marks, a word, a
number. Lines are filled one after the other (first fit); what a line leaves to the next one decides
whether it takes one segment more or less.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count

from gonghui_desktop.printing.type.addresses import address_spans
from gonghui_desktop.printing.type.measuredtext import TOLERANCE, MeasuredText
from gonghui_desktop.printing.type.numbers import tied
from gonghui_desktop.printing.type.punctuation import Kind

_RUNT = 2.1
"""A last line shorter than this is a character with its full stop, or two: 孤字不成行."""
_RUNT_SLACK = 3.0
"""How much the line before may be stretched to spare the reader a runt."""
_LOOSE = 0.08
"""Stretching every gap of a line by more than this shows; shrinking is tried first."""
_SEAM = re.compile(r"(?<=[;,/?&=@])(?<!//)(?=\w)|(?<=\.)(?=[^\W\d])|(?<=\D\.)(?=\w)")
"""Where a segment longer than a line is broken first: in addresses, lists of telephone numbers."""
_HYPHEN = re.compile(r"(?<=-)(?=\w)")
"""A further such place in addresses; telephone numbers have it, too, and stay whole."""
_MOST_HOLE = 0.25
"""Share of a line that may stay free in front of an address, which is else broken at a seam."""


class BreakOpportunities:
    """The places where lines of a text may end.

    Args:
        text: the text.

    Attributes:
        positions: between characters, in order; the last one is the text's end.
        widths_at_breaks: of the text up to each of them, without blanks in front of it.
        tied: places that would be opportunities, were they not within a number.
    """

    def __init__(self, text: MeasuredText) -> None:
        self._text = text
        may_break = text.gaps.may_break
        ties = tied(text.text)
        self.tied = [at for at in ties if may_break[at - 1]]
        if self.tied:
            may_break = bytes(may and at not in ties for at, may in enumerate(may_break, 1))
        self.positions = [*compress(count(1), may_break), len(text.text)] if text.text else []
        if Kind.SPACE in text.kinds:
            inked = map(text.without_blanks, self.positions)
            self.widths_at_breaks = [text.ends[end - 1] for end in inked]
        else:
            self.widths_at_breaks = [*compress(text.ends, may_break), *text.ends[-1:]]

    @cached_property
    def seams(self) -> list[int]:
        """Where a segment that is longer than a line is broken first, and all positions."""
        text = self._text.text
        inside = {found.start() for found in _SEAM.finditer(text)}
        for start, end in self.addresses:
            inside.update(found.start() for found in _HYPHEN.finditer(text, start, end))
        return sorted({*self.positions, *inside})

    @cached_property
    def addresses(self) -> list[tuple[int, int]]:
        """Start and end of each web or mail address."""
        return address_spans(self._text.text)

    @cached_property
    def address_seams(self) -> list[int]:
        """Where an address may be broken though it is no longer than a line."""
        spans = self.addresses
        return [seam for seam in self.seams if any(start < seam < end for start, end in spans)]

    def is_beside_address(self, start: int, end: int) -> bool:
        """Whether a line has a part of an address in it, or ends in front of one."""
        behind = self._text.after_blanks(end)
        return any(first <= behind and last > start for first, last in self.addresses)


@dataclass(slots=True)
class _OpenLine:
    """The line that is being filled.

    Attributes:
        start: its first character.
        left: where that stands in the text of natural width.
        room: width for its characters.
        next_room: width for those of the line after it.
    """

    start: int
    left: float
    room: float
    next_room: float

    @property
    def limit(self) -> float:
        """The right edge, in the text of natural width."""
        return self.left + self.room

    def slack(self, right: float) -> float:
        """What stays free of the line where it ends at a place in the text of natural width."""
        return self.room - (right - self.left)


class LineBreaker:
    """Breaks one text into lines, of any measure.

    A line costs a few binary searches, not a walk over its characters: a page tries several sizes.

    Args:
        text: the text.
        opportunities: where its lines may end.
    """

    def __init__(self, text: MeasuredText, opportunities: BreakOpportunities) -> None:
        self._text = text
        self._opportunities = opportunities

    def break_positions(self, measure: float, indent: float, *, justified: bool) -> list[int]:
        """The ends of the lines; the last one is the text's.

        Args:
            measure: width of the column.
            indent: of the first line.
            justified: lines may be shrunk, and are stretched to the right edge.
        """
        text = self._text
        full = measure + TOLERANCE
        positions: list[int] = []
        start, room = 0, full - indent
        while start < len(text.text):
            end = self._end_of_line(_OpenLine(start, text.start(start), room, full), justified)
            positions.append(end)
            start, room = text.after_blanks(end), full
        return positions

    def _end_of_line(self, line: _OpenLine, justified: bool) -> int:
        """Where a line ends: at the last opportunity with room, as a rule.

        ``first`` and ``last`` number the opportunities after the line's start that have room.
        """
        positions = self._opportunities.positions
        widths = self._opportunities.widths_at_breaks
        first = bisect_right(positions, line.start)
        last = bisect_right(widths, line.limit, lo=first) - 1
        if last + 1 == len(positions):
            return positions[last]
        if justified and last >= first and self._shrinking_pays(line, first, last):
            last += 1
        if last < first:
            return self._break_segment(line)
        end = positions[last]
        if end == len(self._text.text):
            return end
        if widths[last + 1] - self._text.start(end) > line.next_room:
            return self._break_segment(line)  # the next segment is longer than a line
        if justified and self._opportunities.addresses and self._leaves_hole(line, end):
            end = self._last_address_seam(line, end) or end
        if last > first and self._leaves_runt(end) and line.slack(widths[last - 1]) < _RUNT_SLACK:
            return positions[last - 1]
        return end

    def _shrinking_pays(self, line: _OpenLine, first: int, last: int) -> bool:
        """Whether the line looks better with the segment after its ``last`` one squeezed in."""
        text, places = self._text, self._opportunities
        more = text.without_blanks(places.positions[last + 1])
        excess = places.widths_at_breaks[last + 1] - line.left - line.room - text.blank_half(more)
        if excess <= 0:
            return True
        if more < len(text.text):
            slack = line.slack(places.widths_at_breaks[last])
            if slack <= _LOOSE * (last - first):  # as a rule: every opportunity is a gap that grows
                return False
            stretch = text.stretch(line.start, text.without_blanks(places.positions[last]))
            if slack <= _LOOSE * stretch:
                return False
        return excess <= text.shrink(line.start, more)

    def _break_segment(self, line: _OpenLine) -> int:
        """The end where a segment is longer than a line: at a seam, or where this line is full."""
        text, seams = self._text, self._opportunities.seams
        end = bisect_right(text.ends, line.limit, lo=line.start)
        following = bisect_right(seams, end)
        seam = seams[following - 1] if following else 0
        if seam > line.start and self._has_room(seam, seams[following], line.next_room):
            addresses = self._opportunities.address_seams
            inside = addresses[bisect_right(addresses, line.start) : bisect_right(addresses, seam)]
            return self._best_seam(line, inside) or seam
        while end > line.start + 1 and end < len(text.text) and text.kinds[end] == Kind.MARK:
            end -= 1
        return max(end, line.start + 1)

    def _has_room(self, start: int, end: int, room: float) -> bool:
        text = self._text
        return text.ends[text.without_blanks(end) - 1] - text.start(start) <= room

    def _leaves_hole(self, line: _OpenLine, end: int) -> bool:
        """Whether more stays free of the line than may in front of an address."""
        slack = line.slack(self._text.ends[self._text.without_blanks(end) - 1])
        return slack > _MOST_HOLE * line.next_room

    def _last_address_seam(self, line: _OpenLine, end: int) -> int:
        """The seam of an address after ``end`` where the line may end best; 0 if there is none.

        Nor is there one that would leave a runt.
        """
        seams = self._opportunities.address_seams
        full = bisect_right(self._text.ends, line.limit, lo=end)
        reachable = seams[bisect_right(seams, end) : bisect_right(seams, full)]
        return self._best_seam(line, [seam for seam in reachable if not self._leaves_runt(seam)])

    def _best_seam(self, line: _OpenLine, seams: Sequence[int]) -> int:
        """The last seam behind @ or / that leaves no hole, or else the last one; 0 of none."""
        text = self._text.text
        best = [seam for seam in seams if text[seam - 1] in "@/"]
        if best and not self._leaves_hole(line, best[-1]):
            return best[-1]
        return seams[-1] if seams else 0

    def _leaves_runt(self, end: int) -> bool:
        """Whether a line's end leaves too little for the last line."""
        return self._text.width - self._text.start(end) < _RUNT
