"""Distribution of the table over pages, so that all of them are about equally full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gonghui_desktop.printing.page.geometry import MM
from gonghui_desktop.printing.page.outline import Stop, TableOutline

_LINES_WITH_SEALS = 5
"""Fewest lines of text beside the seals, where the text has twice as many."""
_LEAST_WITH_SEALS = 2
"""The same for a shorter text."""
_LINES_TO_PARAGRAPH_END = 3
"""By how many lines a page is longer or shorter so that it ends with a paragraph."""
_MOST_EMPTY = 22.5 * MM
"""Height beyond its padding that a page should leave empty at the most, pt: 25 mm with it."""
_ACROSS_BREAK = 12.0
"""Height that a page break within a row adds: the padding of its parts, pt."""
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Rooms:
    """Heights for the table's rows, pt.

    Attributes:
        first: on the first page.
        further: on each further page.
        last: on the last page, above the seals.
        growth: of ``last``, what the seals take before anything stays empty.
    """

    first: float
    further: float
    last: float
    growth: float = 0.0

    def of_pages(self, count: int) -> list[float]:
        """Of each of several pages."""
        return [self.first, *[self.further] * (count - 2), self.last]


def page_count(outline: TableOutline, rooms: Rooms) -> int:
    """The fewest pages that the table takes, two at the least."""
    return len(_earliest(outline, rooms)) + 1


def paginate(outline: TableOutline, rooms: Rooms) -> list[Stop]:
    """Choose where the pages after the first begin, for the fewest pages.

    What stays empty is shared between the pages by their room. A page ends with a paragraph where
    one ends within a few lines, and the seals have some lines of text above them.
    """
    earliest = _earliest(outline, rooms)
    heights = rooms.of_pages(len(earliest) + 1)
    start = 0
    chosen: list[Stop] = []
    for number, low in enumerate(earliest):
        page = _Page(outline, start, heights[number:], rooms.growth)
        start = page.end(low)
        chosen.append(outline.stops[start])
    return chosen


def _earliest(outline: TableOutline, rooms: Rooms) -> list[int]:
    """At which stops the pages after the first begin if the last pages are as full as can be."""
    stops = outline.stops
    found: list[int] = []
    end, room = len(stops) - 1, rooms.last
    while True:
        start = end
        while start and outline.height(stops[start - 1], stops[end]) <= room:
            start -= 1
        if found and start == end:
            start -= 1  # higher than a page, yet nowhere to be broken
        found.insert(0, start)
        if outline.height(stops[0], stops[start]) <= rooms.first:
            return found
        end, room = start, rooms.further


class _Ending(NamedTuple):
    """A way to end a page.

    Attributes:
        number: of the stop.
        stop: the place.
        empty: height that stays empty on the page, pt.
        excess: by how much that, or the same of the pages after it, is more than looks well, pt.
    """

    number: int
    stop: Stop
    empty: float
    excess: float


class _Page:
    """A page before the last, whose end is looked for.

    Args:
        outline: of the table.
        start: number of the stop with which the page begins.
        rooms: height for rows on this page and on all that follow, pt.
        growth: of the last one's, what the seals take before anything stays empty.
    """

    def __init__(
        self, outline: TableOutline, start: int, rooms: Sequence[float], growth: float
    ) -> None:
        self._outline = outline
        self._start = start
        self._room, *following = rooms
        self._following = [*following[:-1], max(0.0, following[-1] - growth)]

    def end(self, earliest: int) -> int:
        """Number of the stop at which the page ends best, ``earliest`` or one after it."""
        endings = self._endings(earliest)
        wanted = self._spare([self._room, *self._following], self._outline.stops[self._start])
        wanted *= self._room / max(self._room + sum(self._following), _ROUNDING)
        best = min(endings, key=lambda ending: (ending.excess, abs(ending.empty - wanted)))
        pitch = self._outline.pitch
        reach = _LINES_TO_PARAGRAPH_END * pitch + _ROUNDING
        most = best.excess + pitch if best.excess else 0.0
        with_paragraphs = (
            ending
            for ending in endings
            if ending.stop.ends_paragraph
            and abs(ending.empty - best.empty) <= reach
            and ending.excess <= most
        )
        return min(
            with_paragraphs, key=lambda ending: abs(ending.empty - wanted), default=best
        ).number

    def _endings(self, earliest: int) -> list[_Ending]:
        """The ways to end the page that leave room for what follows, the good ones if any."""
        stops = self._outline.stops
        start = stops[self._start]
        found: list[_Ending] = []
        first = max(earliest, self._start + (self._start > 0))
        for number in range(first, len(stops) - len(self._following) + 1):
            stop = stops[number]
            empty = self._room - self._outline.height(start, stop)
            if empty < 0 and found:
                break
            here = empty * self._outline.largest_share(start, stop)
            excess = max(0.0, here - _MOST_EMPTY, self._after(stop) - _MOST_EMPTY)
            found.append(_Ending(number, stop, empty, excess))
        if len(self._following) == 1:
            enough = stops[0].lines_below >= 2 * _LINES_WITH_SEALS
            lines = _LINES_WITH_SEALS if enough else _LEAST_WITH_SEALS
            found = [item for item in found if item.stop.lines_below >= lines] or found[:1]
        with_text = [
            item for item in found if self._outline.has_long_text_between(start, item.stop)
        ]
        return with_text or found

    def _after(self, stop: Stop) -> float:
        """What stays empty in a text on the pages after one that ends at a stop, pt."""
        spare = self._spare(self._following, stop)
        if len(self._following) == 1:
            return spare * self._outline.largest_share(stop, self._outline.stops[-1])
        return spare / len(self._following) + self._outline.pitch / 2  # pages end with a line

    def _spare(self, rooms: Sequence[float], start: Stop) -> float:
        """What stays empty on some pages that begin at a stop, pt."""
        outline = self._outline
        taken = outline.height(start, outline.stops[-1]) + _ACROSS_BREAK * (len(rooms) - 1)
        return max(0.0, sum(rooms) - taken)
