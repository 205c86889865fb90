"""Distribution of the table over pages, so that all of them are about equally full."""

from __future__ import annotations

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
_LINES_TRIED = 4
"""By how many lines a page is longer or shorter so that none is too empty."""
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
    pagination = _Pagination(outline, rooms)
    return [outline.stops[number] for number in pagination.starts()]


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
        excess: by how much that, or the same of a page after it, is more than looks well, pt.
    """

    number: int
    stop: Stop
    empty: float
    excess: float


class _Pagination:
    """The distribution of a table over its pages.

    Args:
        outline: of the table.
        rooms: on the pages.
    """

    def __init__(self, outline: TableOutline, rooms: Rooms) -> None:
        self._outline = outline
        self._earliest = _earliest(outline, rooms)
        *before, last = rooms.of_pages(len(self._earliest) + 1)
        self._rooms = [*before, max(0.0, last - rooms.growth)]
        self._near: dict[tuple[int, int], list[tuple[int, Stop, float]]] = {}
        self._known: dict[tuple[int, int], list[_Ending]] = {}

    def starts(self) -> list[int]:
        """Numbers of the stops with which the pages after the first begin."""
        self._look_ahead()
        found: list[int] = []
        start = 0
        for page in range(len(self._earliest)):
            start = self._best(page, start)
            found.append(start)
        return found

    def _look_ahead(self) -> None:
        """Fills in the endings from the last page to the first: each asks for those after it.

        A text of many short lines takes hundreds of pages, more than Python nests calls.
        """
        starts = [{0}]
        for page in range(len(self._earliest) - 1):
            nearby = (self._nearby(page, start) for start in starts[-1])
            starts.append({number for endings in nearby for number, _, _ in endings})
        for page, some in reversed([*enumerate(starts)]):
            for start in some:
                self._endings(page, start)

    def _best(self, page: int, start: int) -> int:
        """Number of the stop at which a page that begins at a stop ends best."""
        endings = self._endings(page, start)
        wanted = self._wanted(page, start)

        def demerit(ending: _Ending) -> tuple[float, float]:
            return ending.excess, abs(ending.empty - wanted)

        best = min(endings, key=demerit)
        pitch = self._outline.pitch
        reach = _LINES_TO_PARAGRAPH_END * pitch + _ROUNDING
        # Where a page is much too empty anyway, a line more matters less than a paragraph's end.
        most = best.excess + pitch if best.excess > pitch else best.excess
        with_paragraphs = (
            ending
            for ending in endings
            if ending.stop.ends_paragraph
            and abs(ending.empty - best.empty) <= reach
            and ending.excess <= most
        )
        return min(with_paragraphs, key=demerit, default=best).number

    def _endings(self, page: int, start: int) -> list[_Ending]:
        """The ways to end a page that are near the one that is wanted, the good ones if any."""
        if (page, start) not in self._known:
            begin = self._outline.stops[start]
            self._known[page, start] = [
                _Ending(number, stop, empty, self._excess(page, begin, number, empty))
                for number, stop, empty in self._nearby(page, start)
            ]
        return self._known[page, start]

    def _nearby(self, page: int, start: int) -> list[tuple[int, Stop, float]]:
        """The stops at which a page may end, near what is wanted, with what stays empty."""
        if (page, start) not in self._near:
            wanted = self._wanted(page, start)
            room = self._rooms[page]
            begin = self._outline.stops[start]
            stops = [
                (number, stop, room - self._outline.height(begin, stop))
                for number, stop in self._possible(page, start)
            ]
            reach = max(
                _LINES_TRIED * self._outline.pitch, min(abs(item[2] - wanted) for item in stops)
            )
            self._near[page, start] = [
                item for item in stops if abs(item[2] - wanted) <= reach + _ROUNDING
            ]
        return self._near[page, start]

    def _possible(self, page: int, start: int) -> list[tuple[int, Stop]]:
        """The stops at which a page may end so that what follows has room."""
        outline, stops = self._outline, self._outline.stops
        begin = stops[start]
        following = len(self._earliest) - page
        found: list[tuple[int, Stop]] = []
        first = max(self._earliest[page], start + (start > 0))
        for number in range(first, len(stops) - following + 1):
            if found and outline.height(begin, stops[number]) > self._rooms[page]:
                break
            found.append((number, stops[number]))
        if following == 1:
            enough = stops[0].lines_below >= 2 * _LINES_WITH_SEALS
            lines = _LINES_WITH_SEALS if enough else _LEAST_WITH_SEALS
            found = [item for item in found if item[1].lines_below >= lines] or found[:1]
        with_text = [item for item in found if outline.has_long_text_between(begin, item[1])]
        return with_text or found

    def _excess(self, page: int, begin: Stop, number: int, empty: float) -> float:
        """By how much a page that ends at a stop, or one after it, is emptier than looks well."""
        outline, stop = self._outline, self._outline.stops[number]
        here = empty * outline.largest_share(begin, stop) - _MOST_EMPTY
        if page + 1 < len(self._earliest):
            after = min(ending.excess for ending in self._endings(page + 1, number))
        else:
            spare = self._spare(page + 1, number)
            after = spare * outline.largest_share(stop, outline.stops[-1]) - _MOST_EMPTY
        return max(0.0, here, after)

    def _wanted(self, page: int, start: int) -> float:
        """What should stay empty on a page that begins at a stop: its share, by its room, pt."""
        share = self._rooms[page] / max(sum(self._rooms[page:]), _ROUNDING)
        return share * self._spare(page, start)

    def _spare(self, page: int, start: int) -> float:
        """What stays empty on a page that begins at a stop and on those after it, pt."""
        outline, rooms = self._outline, self._rooms[page:]
        taken = outline.height(outline.stops[start], outline.stops[-1])
        return max(0.0, sum(rooms) - taken - _ACROSS_BREAK * (len(rooms) - 1))
