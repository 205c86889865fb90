"""How texts that run over several pages are set in the Word file, so that its seals have company.

Word, WPS and LibreOffice break pages where they like, and none keeps the last lines of a table's
row with the row after it. So the pitch is chosen such that some lines of the last text run
over to the page with the seals by themselves, whether Word makes as many lines as the printed page
or a few more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

ABOVE_LONG = 2.0
"""Above a long text, pt: the first line's pitch brings the rest of the padding along."""
BELOW_LONG = 6.0

_PITCHES = tuple(n / 10 for n in range(156, 242, 4))
"""From line to line, pt: 1.3 to 2 times the type."""
_WHOLE = 5
"""A last text of so many lines at the most is not broken."""
_PART = 2
"""Lines of a text on a page at the least: Word leaves no widow and no orphan."""
_COMPANY, _LEAST_COMPANY = 4, 3
"""Lines of text that should stand above the seals, and that must."""
_FEWER, _SOME_MORE = 2, 3
"""Lines by which Word's may be fewer than expected, and by which they are often more."""
_BARE, _OTHER_PAGES, _FEW_LINES = 1000.0, 50.0, 10.0
"""Strain of seals without company, of a page more or less than printed, of little company.

That of a pitch is its difference from the printed page's, pt.
"""


@dataclass(frozen=True)
class FlowRow:
    """A row of the table above the seals.

    Attributes:
        height: at the least, pt.
        fewest: lines of its long text as on the page; 0 for none.
        most: lines in a face with wide figures and letters.
    """

    height: float
    fewest: int = 0
    most: int = 0


@dataclass(frozen=True)
class Room:
    """Heights on Word's pages, pt.

    Attributes:
        first: for rows on the first page.
        further: for rows on each further page.
        closing: what seals, confirmation and notes need.
    """

    first: float
    further: float
    closing: float


@dataclass(frozen=True)
class Flow:
    """How the rows are set.

    Attributes:
        pitch: from line to line of long texts, pt.
        company: the last row stays whole and goes along with the seals.
        sure: the seals have company even in a face with wide figures and letters.
    """

    pitch: float
    company: bool
    sure: bool


def flow(
    rows: Sequence[FlowRow], room: Room, pitch: float, pages: int, *, whole: bool = False
) -> Flow:
    """The setting with which the seals have company, as near to the printed page's as can be.

    Args:
        rows: of the table above the seals.
        room: on Word's pages.
        pitch: of long texts on the printed page, pt.
        pages: how many the printed form has.
        whole: the last row goes along with the seals however many lines it has.
    """
    company = whole or rows[-1].most <= _WHOLE
    least, best, sure = float("inf"), pitch, False
    for wanted in sorted((pitch, *_PITCHES), key=lambda wanted: abs(wanted - pitch)):
        strain = abs(wanted - pitch)
        if strain >= least:
            break
        outcomes = [
            (weight, _last_page(outcome, room, wanted, company))
            for weight, outcome in _outcomes(rows)
        ]
        strain += sum(weight * _fault(page, pages) for weight, page in outcomes)
        if strain < least:
            least, best = strain, wanted
            sure = all(page.lines >= _LEAST_COMPANY for _, page in outcomes)
    return Flow(best, company, sure)


def _outcomes(rows: Sequence[FlowRow]) -> Iterator[tuple[float, list[FlowRow]]]:
    """The rows for every number of lines that Word may make of the texts, and how likely it is.

    Mostly about as many as the page has. In a face with wide figures many paragraphs may be a line
    longer, all at once where they are alike.
    """
    spread = sum(row.most - row.fewest for row in rows)
    for more in range(-_FEWER, spread + 2):
        part = min(max(more, 0), spread) / spread if spread else 0.0
        outcome = [
            replace(row, fewest=row.fewest + round(part * (row.most - row.fewest))) for row in rows
        ]
        last = outcome[-1]
        if last.most:
            beyond = min(more, 0) + max(more - spread, 0)
            outcome[-1] = replace(last, fewest=max(last.fewest + beyond, 1))
        yield (1.0 if more <= _SOME_MORE else 0.5 if more >= spread else 0.1), outcome


@dataclass(slots=True)
class _Pages:
    """Pages being filled.

    Attributes:
        room: on them.
        free: height left on the current page, pt.
        number: of the current page.
        lines: of text on it.
    """

    room: Room
    free: float
    number: int = 1
    lines: int = 0

    def place(self, height: float, lines: int) -> None:
        """Puts what does not break here or on the next page."""
        if height > self.free:
            self._turn()
        self.free -= height
        self.lines += lines

    def run(self, lines: int, pitch: float) -> None:
        """Lets a long text run from page to page."""
        while _text_height(lines, pitch) > self.free:
            part = min(int((self.free - ABOVE_LONG - BELOW_LONG) / pitch), lines - _PART)
            if part >= _PART:
                lines -= part
            self._turn()
        self.place(_text_height(lines, pitch), lines)

    def _turn(self) -> None:
        self.number += 1
        self.free = self.room.further
        self.lines = 0


def _last_page(rows: Sequence[FlowRow], room: Room, pitch: float, company: bool) -> _Pages:
    """The page with the seals, when ``fewest`` is what Word makes of each text."""
    pages = _Pages(room, room.first)
    *others, last = rows if company else (*rows, FlowRow(0.0))
    for row in others:
        if _text_height(row.fewest, pitch) > row.height:
            pages.run(row.fewest, pitch)
        else:
            pages.place(row.height, row.fewest or _COMPANY)
    height = max(last.height, _text_height(last.fewest, pitch))
    pages.place(height + room.closing, _COMPANY if company else 0)
    return pages


def _fault(pages: _Pages, wanted: int) -> float:
    """How bad an ending is, as strain."""
    fault = _OTHER_PAGES * abs(pages.number - wanted)
    if pages.lines < _LEAST_COMPANY:
        fault += _BARE
    elif pages.lines < _COMPANY:
        fault += _FEW_LINES
    return fault


def _text_height(lines: int, pitch: float) -> float:
    return lines * pitch + ABOVE_LONG + BELOW_LONG if lines else 0.0
