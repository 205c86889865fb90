"""A form on one page: the ladder of settings, of which it takes the first that has room."""

from __future__ import annotations

from dataclasses import replace

from gonghui_desktop.printing.page.geometry import BOTTOM, PageLayout
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.placement import place_last
from gonghui_desktop.printing.page.rows import lines_in_long_row
from gonghui_desktop.printing.page.spacing import TIGHTER, Spacing, Step
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.page.table_rows import TableRows
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.textblock import FULL_SIZE, LEAST_SIZE

_LEAST_PITCHES = (14.4, 13.65)
"""Of the smallest type, pt: 13.65 (1.3 em) is the closest that is still read with ease."""
_TEXTS = (
    Step(FULL_SIZE, 18.0, loose=True),
    Step(FULL_SIZE, 18.0),
    Step(FULL_SIZE, 17.0),
    Step(11.0, 15.4),
    *(Step(LEAST_SIZE, pitch) for pitch in _LEAST_PITCHES),
)
_AIR = tuple(Step(LEAST_SIZE, pitch, spacing) for spacing in TIGHTER for pitch in _LEAST_PITCHES)
LADDER = (*_TEXTS, *_AIR)
"""First the texts become smaller and closer, then the air around them goes, last the outline."""
_WITHOUT_BLANK_LINES = tuple(replace(step, blank_lines=False) for step in LADDER)
"""Lines that a clerk left blank are given up where they would cost a page."""
_MOST_ROOM = tuple(
    [step for step in _WITHOUT_BLANK_LINES if step.spacing.upright_labels is upright][-1]
    for upright in (False, True)
)
"""No other step has room where none of these has."""


class OnePage:
    """The page of a form whose rows have room on one.

    Args:
        frame: the form's own parts.
        heading: the head of the page.
        rows: the table's rows.
    """

    def __init__(self, frame: TableFrame, heading: PageHeading, rows: TableRows) -> None:
        self._frame = frame
        self._heading = heading
        self._rows = rows
        self._rooms: dict[Spacing, float] = {}

    def step(self) -> Step | None:
        """The first step at which all rows have room; ``None`` if they need another page."""
        step = next(filter(self._fits, _TEXTS), None)
        if step is None and any(map(self._may_fit, _MOST_ROOM)):
            steps = _AIR + _WITHOUT_BLANK_LINES * self._rows.has_blank_lines
            step = next(filter(self._fits, steps), None)
        return step

    def place(self, step: Step) -> list[PageLayout]:
        """Lay out the form at a step; only a heading that overflows makes several pages."""
        pages, top = self._heading.first_pages(step.spacing)
        seal_block = self._frame.seal_block(step.spacing)
        place_last(pages[-1], top, self._rows.rows(step), seal_block)
        return pages

    def room_left(self, field_id: str) -> int:
        """Estimate how many more ideographs fit into a long text; 0 beyond one page.

        Raises:
            KeyError: the form has no such long text.
        """
        return max(self._room_left(field_id, step) for step in _MOST_ROOM)

    def _room_left(self, field_id: str, step: Step) -> int:
        text = self._rows.long_text(field_id, step)
        others = self._rows.height(step) - self._rows.long_height(field_id, step)
        height = self._room(step) - others
        spare = lines_in_long_row(height, step) - text.lines
        return max(0, int(spare * text.measure + text.free)) if spare >= 0 else 0

    def _may_fit(self, step: Step) -> bool:
        """Whether a cheap lower bound of the lines, without line breaking, leaves it open."""
        return self._rows.height(step, Paragraph.min_lines) <= self._room(step)

    def _fits(self, step: Step) -> bool:
        return self._may_fit(step) and self._rows.height(step) <= self._room(step)

    def _room(self, step: Step) -> float:
        """Height for the rows, pt."""
        spacing = step.spacing
        if spacing not in self._rooms:
            _, top = self._heading.table_start(spacing)
            self._rooms[spacing] = BOTTOM - top - self._frame.seal_block(spacing).height
        return self._rooms[spacing]
