"""The line pitch at which the seals of a form of several pages do not stand alone in Word.

Word, WPS and LibreOffice break pages as they see fit, and none keeps the last lines of a table row
with the row after it. So the pitch is chosen such that some lines of the last text run over to the
page with the seals by themselves, whether Word makes as many lines as the printed page or a few
more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ABOVE_LONG = 2.0
"""Above a long text, pt: the first line's pitch brings the rest of the padding along."""
BELOW_LONG = 6.0

_PITCHES = tuple(n / 10 for n in range(156, 242, 4))
"""Candidates, pt: 1.3 to 2 times the type."""
_MAX_UNBROKEN_LINES = 5
"""A last text of up to so many lines is not broken."""
_MIN_PART = 2
"""Lines of a text on either side of a page break: Word leaves no widow and no orphan."""
_LINES_WITH_SEALS, _MIN_LINES_WITH_SEALS = 4, 3
"""Lines of text that should stand above the seals, and that must."""
_FEWER_LINES, _SOME_MORE_LINES = 2, 3
"""By how many Word's lines may be fewer than expected, and by how many they often are more."""


@dataclass(frozen=True)
class Penalties:
    """What speaks against a pitch, measured against a point of difference from the printed one.

    Attributes:
        bare_seals: fewer lines of text stand above the seals than must.
        few_lines_with_seals: fewer than should.
        other_page_count: for each page more or less than printed.
    """

    bare_seals: float = 1000.0
    few_lines_with_seals: float = 10.0
    other_page_count: float = 50.0


_PENALTIES = Penalties()


@dataclass(frozen=True)
class WordRow:
    """A row of the table above the seals.

    Attributes:
        height: at the least, pt.
        min_lines: of its long text, as on the printed page; 0 for none.
        max_lines: in a face with wide figures and letters.
    """

    height: float
    min_lines: int = 0
    max_lines: int = 0


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
class LinePitch:
    """The chosen pitch and what comes with it.

    Attributes:
        pitch: from line to line of long texts, pt.
        last_row_with_seals: the last row is not broken and stays on the page with the seals.
        certain: text stands above the seals even in a face with wide figures and letters.
    """

    pitch: float
    last_row_with_seals: bool
    certain: bool


def choose_line_pitch(
    rows: Sequence[WordRow],
    room: Room,
    printed_pitch: float,
    page_count: int,
    *,
    last_row_with_seals: bool = False,
) -> LinePitch:
    """The pitch with the least penalty, expected over all numbers of lines that Word may make.

    Args:
        rows: of the table above the seals.
        room: on Word's pages.
        printed_pitch: of long texts on the printed page, pt.
        page_count: of the printed form.
        last_row_with_seals: keeps the last row with the seals however many lines it has.
    """
    with_seals = last_row_with_seals or rows[-1].max_lines <= _MAX_UNBROKEN_LINES
    least, best, certain = float("inf"), printed_pitch, False
    # The nearest candidates first: once the difference alone weighs more than the best penalty so
    # far, none of the others can win.
    for pitch in sorted((printed_pitch, *_PITCHES), key=lambda pitch: abs(pitch - printed_pitch)):
        penalty = abs(pitch - printed_pitch)
        if penalty >= least:
            break
        endings = [
            (outcome.weight, _fill_pages(rows, outcome.lines, room, pitch, with_seals))
            for outcome in _outcomes(rows)
        ]
        penalty += sum(weight * _penalty(pages, page_count) for weight, pages in endings)
        if penalty < least:
            least, best = penalty, pitch
            certain = all(pages.lines >= _MIN_LINES_WITH_SEALS for _, pages in endings)
    return LinePitch(best, with_seals, certain)


@dataclass(frozen=True)
class _Outcome:
    """Numbers of lines that Word may make of the rows' texts, and how likely that is."""

    weight: float
    lines: Sequence[int]


def _outcomes(rows: Sequence[WordRow]) -> Iterator[_Outcome]:
    """From a few lines fewer than on the printed page to one more than a wide face makes.

    Mostly there are about as many. In a face with wide figures many paragraphs may be a line
    longer, all at once where they are alike: then the rows grow in step.
    """
    spread = sum(row.max_lines - row.min_lines for row in rows)
    for more in range(-_FEWER_LINES, spread + 2):
        part = min(max(more, 0), spread) / spread if spread else 0.0
        lines = [row.min_lines + round(part * (row.max_lines - row.min_lines)) for row in rows]
        if rows[-1].max_lines:
            beyond = min(more, 0) + max(more - spread, 0)
            lines[-1] = max(lines[-1] + beyond, 1)
        weight = 1.0 if more <= _SOME_MORE_LINES else 0.5 if more >= spread else 0.1
        yield _Outcome(weight, lines)


@dataclass(slots=True)
class _Pages:
    """Pages being filled, as Word fills them.

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
        """Puts what does not break on this page or the next one."""
        if height > self.free:
            self._turn()
        self.free -= height
        self.lines += lines

    def run(self, lines: int, pitch: float) -> None:
        """Lets a long text run from page to page."""
        while _text_height(lines, pitch) > self.free:
            part = min(int((self.free - ABOVE_LONG - BELOW_LONG) / pitch), lines - _MIN_PART)
            if part >= _MIN_PART:
                lines -= part
            self._turn()
        self.place(_text_height(lines, pitch), lines)

    def _turn(self) -> None:
        self.number += 1
        self.free = self.room.further
        self.lines = 0


def _fill_pages(
    rows: Sequence[WordRow],
    lines: Sequence[int],
    room: Room,
    pitch: float,
    last_row_with_seals: bool,
) -> _Pages:
    """The pages up to the seals when Word makes so many lines of the rows' texts."""
    pages = _Pages(room, room.first)
    flowing = list(zip(rows, lines, strict=True))
    closing = room.closing
    if last_row_with_seals:
        last, count = flowing.pop()
        closing += max(last.height, _text_height(count, pitch))
    for row, count in flowing:
        if _text_height(count, pitch) > row.height:
            pages.run(count, pitch)
        else:
            pages.place(row.height, count or _LINES_WITH_SEALS)
    pages.place(closing, _LINES_WITH_SEALS if last_row_with_seals else 0)
    return pages


def _penalty(pages: _Pages, page_count: int) -> float:
    penalty = _PENALTIES.other_page_count * abs(pages.number - page_count)
    if pages.lines < _MIN_LINES_WITH_SEALS:
        penalty += _PENALTIES.bare_seals
    elif pages.lines < _LINES_WITH_SEALS:
        penalty += _PENALTIES.few_lines_with_seals
    return penalty


def _text_height(lines: int, pitch: float) -> float:
    return lines * pitch + ABOVE_LONG + BELOW_LONG if lines else 0.0
