"""A form on several pages: as large as they allow, its rows shared between them, seals last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gonghui_desktop.printing.page.geometry import BOTTOM, FRAME_BOTTOM, FRAME_RULE, PageLayout
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.outline import Stop, TableOutline
from gonghui_desktop.printing.page.pagination import Rooms, page_count, paginate
from gonghui_desktop.printing.page.placement import fill, place_last, place_rows
from gonghui_desktop.printing.page.rows import Row
from gonghui_desktop.printing.page.seal_block import SealBlock
from gonghui_desktop.printing.page.spacing import Step
from gonghui_desktop.printing.page.table_rows import TableRows
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.textblock import FULL_SIZE

_STEPS = (
    *(Step(14.0, pitch, loose=True) for pitch in (28.0, 26.0, 24.0)),
    *(Step(FULL_SIZE, pitch, loose=True) for pitch in (26.0, 24.0, 22.0, 20.0, 18.0)),
    Step(FULL_SIZE, 18.0),
    Step(FULL_SIZE, 17.0),
)
"""From the largest to that which decides how many pages there are."""
_WITHOUT_BLANK_LINES = tuple(replace(step, blank_lines=False) for step in _STEPS)
"""Lines that a clerk left blank are given up where they would cost a page."""

_COUNTS = (Paragraph.min_lines, Paragraph.count_lines)


class SeveralPages:
    """The pages of a form whose rows have no room on one.

    Args:
        heading: the head of each page.
        seal_block: seals, confirmation and notes.
        top: of the table on its first page, pt.
        rows: of the table.
    """

    def __init__(
        self, heading: PageHeading, seal_block: SealBlock, top: float, rows: TableRows
    ) -> None:
        self._heading = heading
        self._rows = rows
        self._top = top
        self._further_top = heading.further_page()[1]
        self._seal_block, *self._further_blocks = seal_block.parts(BOTTOM - self._further_top)
        further = FRAME_BOTTOM - self._further_top
        # Notes may reach down to where the outer edge of a frame's rule would be.
        last = further - self._seal_block.height + FRAME_RULE / 2
        first = max(0.0, FRAME_BOTTOM - top)  # a long heading may leave none
        self._rooms = Rooms(first, further, last, self._seal_block.headroom)
        self._steps = _STEPS + _WITHOUT_BLANK_LINES * rows.has_blank_lines
        self._table_pages = page_count(rows.outline(self._steps[-1]), self._rooms)

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._table_pages + len(self._further_blocks)

    def place(self, page: PageLayout) -> list[PageLayout]:
        """Place the table, which begins on ``page``.

        Returns:
            The further pages.
        """
        further: list[PageLayout] = []
        top = self._top
        *parts, last = self._parts()
        for part in parts:
            if part:
                place_rows(page, top, part, _fill_to_foot(part, FRAME_BOTTOM - top))
            page, top = self._heading.further_page()
            further.append(page)
        free = BOTTOM - self._seal_block.height - top - sum(row.height for row in last)
        place_last(page, top, last, self._seal_block.grown(free))
        for seal_block in self._further_blocks:
            page, top = self._heading.further_page()
            further.append(page)
            place_last(page, top, [], seal_block)
        return further

    def _parts(self) -> list[list[Row]]:
        """The rows of each page."""
        step, outline = self._largest()
        return [*_split(self._rows.rows(step), paginate(outline, self._rooms))]

    def _largest(self) -> tuple[Step, TableOutline]:
        """The largest step that needs no more pages than the closest one."""
        room = sum(self._rooms.of_pages(self._table_pages))
        for step in self._steps:
            # The lower bound decides without line breaking, the height without looking for breaks.
            if all(self._rows.height(step, lines) <= room for lines in _COUNTS):
                outline = self._rows.outline(step)
                if page_count(outline, self._rooms) <= self._table_pages:
                    break
        return step, outline


def _split(rows: Sequence[Row], stops: Sequence[Stop]) -> Iterator[list[Row]]:
    """The rows, and parts of them, before, between and after some stops."""
    waiting = list(rows)
    first, begun = 0, 0
    for stop in stops:
        part, waiting = waiting[: stop.row - first], waiting[stop.row - first :]
        if stop.row > first:
            begun = 0
        if stop.line:
            head, waiting[0] = waiting[0].split_after(stop.line - begun)
            part.append(head)
        yield part
        first, begun = stop.row, stop.resume
    yield waiting


def _fill_to_foot(rows: Sequence[Row], height: float) -> list[float]:
    """Heights of the rows of a page before the last, which is closed at its foot.

    A page of short values alone ends where they end, unless one of them goes on.
    """
    heights = fill(rows, height)
    if not rows[-1].complete:
        heights[-1] += height - sum(heights)
    return heights
