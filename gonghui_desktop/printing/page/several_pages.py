"""A form on several pages: its rows distributed over them, the seals on the last one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gonghui_desktop.printing.page.geometry import BOTTOM, FRAME_BOTTOM, FRAME_RULE, PageLayout
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.pagination import paginate
from gonghui_desktop.printing.page.placement import fill, place_last, place_rows
from gonghui_desktop.printing.page.rows import Row
from gonghui_desktop.printing.page.seal_block import SealBlock

_FEWEST_PAGES = 2
_MOST_STRETCH = 56.0
"""Most height that the rows of a page before the last gain to fill it, pt: 20 mm. Avoiding widows
and orphans leaves less than that."""


class SeveralPages:
    """The pages of a form whose rows have no room on one.

    Args:
        heading: the head of each page.
        seal_block: seals, confirmation and notes.
        top: of the table on its first page, pt.
        settings: the form's rows in every setting, in the order of trial; taken as far as needed.
    """

    def __init__(
        self,
        heading: PageHeading,
        seal_block: SealBlock,
        top: float,
        settings: Iterable[list[Row]],
    ) -> None:
        self._heading = heading
        self._top = top
        self._further_top = heading.further_page()[1]
        self._seal_block, *self._further_blocks = seal_block.parts(BOTTOM - self._further_top)
        self._parts = self._paginate(settings)

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._parts) + len(self._further_blocks)

    def place(self, page: PageLayout) -> list[PageLayout]:
        """Place the table, which begins on ``page``.

        Returns:
            The further pages.
        """
        further: list[PageLayout] = []
        top = self._top
        for number, part in enumerate(self._parts):
            if number:
                page, top = self._heading.further_page()
                further.append(page)
            if number == len(self._parts) - 1:
                place_last(page, top, part, self._seal_block)
            elif part:
                place_rows(page, top, part, _fill_or_end(part, FRAME_BOTTOM - top))
        for seal_block in self._further_blocks:
            page, top = self._heading.further_page()
            further.append(page)
            place_last(page, top, [], seal_block)
        return further

    def _paginate(self, settings: Iterable[list[Row]]) -> list[list[Row]]:
        """Distribute the rows over the fewest pages, in the first setting that needs no more."""
        # Notes may reach down to where the outer edge of a frame's rule would be.
        height = self._seal_block.height - FRAME_RULE / 2
        first_room, further_room = FRAME_BOTTOM - self._top, FRAME_BOTTOM - self._further_top
        best: list[list[Row]] = []
        for rows in settings:
            parts = paginate(rows, first_room, further_room, height)
            if not best or len(parts) < len(best):
                best = parts
            if len(best) == _FEWEST_PAGES:
                break
        return best


def _fill_or_end(rows: Sequence[Row], height: float) -> list[float]:
    """Heights of the rows of a page before the last.

    Where the end of a text moved with the seals, a cell that filled the page would look as if text
    were missing in it: the frame then ends below the last line. A blank cell fills the page, and so
    do several texts that are complete.
    """
    needs = [row.height for row in rows]
    several = rows[-1].complete and sum(row.long for row in rows) > 1
    if height - sum(needs) > _MOST_STRETCH and not rows[-1].blank and not several:
        return needs
    return fill(rows, height)
