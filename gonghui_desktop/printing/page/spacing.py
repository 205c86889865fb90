"""The air around a page's texts, and a setting of the page as one value. Lengths in pt.

A form keeps :data:`USUAL` while its texts have room on a page. Each further spacing takes air away
that the one before left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LEAST_LONG_HEIGHT = 46.0
"""Of an empty long text: two lines to write on by hand."""


@dataclass(frozen=True, slots=True, eq=False)  # looked up by identity: a hash of all takes longer
class Spacing:
    """The air on a page, one of this module's.

    Attributes:
        above_seal: between a seal and the rules above and below it, mm: 48 mm for one of 42 mm.
        around_confirmation: between the confirmation's seal and the rules around it, mm.
        title_pitch: between the title's lines, from top to top.
        under_mark: between 附件N and the title.
        under_title: between the title and the line above the table.
        under_heading: between that line and the table.
        short_row: least height of a row of short values: 9.5 mm.
        long_row: least height of a row with a long text; an empty one keeps its height.
        note_pitch: from line to line of the notes.
        long_padding: above and below a long text.
        upright_labels: the labels of long texts stand upright, in a narrow column of their own.
    """

    above_seal: float = 3.0
    around_confirmation: float = 2.0
    title_pitch: float = 32.0
    under_mark: float = 9.0
    under_title: float = 15.0
    under_heading: float = 10.0
    short_row: float = 27.0
    long_row: float = LEAST_LONG_HEIGHT
    note_pitch: float = 14.0
    long_padding: float = 6.0
    upright_labels: bool = False


USUAL = Spacing()
_LOWER_SEALS = replace(USUAL, above_seal=1.0, around_confirmation=1.0)
"""44 and 48 mm: a circle of 42 or 46 mm keeps 1 mm to every rule."""
_TIGHTER_HEADING = replace(
    _LOWER_SEALS, title_pitch=28.0, under_mark=4.0, under_title=9.0, under_heading=7.0
)
_LOWER_ROWS = replace(_TIGHTER_HEADING, short_row=22.7)
"""8 mm."""
_CLOSER_TEXTS = replace(_LOWER_ROWS, long_row=22.7, note_pitch=13.0, long_padding=4.0)
_UPRIGHT_LABELS = replace(_CLOSER_TEXTS, upright_labels=True)

TIGHTER = (
    _LOWER_SEALS,
    _TIGHTER_HEADING,
    _LOWER_ROWS,
    _CLOSER_TEXTS,
    _UPRIGHT_LABELS,
)
"""Where the usual one does not do, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Step:
    """A setting of the table on its page.

    Attributes:
        size: of the long texts' type.
        pitch: from line to line of them.
        spacing: the air around all texts.
        loose: short values on several lines have air, too.
        blank_lines: those in long texts stay.
    """

    size: float
    pitch: float
    spacing: Spacing = USUAL
    loose: bool = False
    blank_lines: bool = True
