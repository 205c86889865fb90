"""Lines made to end at the right edge of their column. Lengths in em."""

from __future__ import annotations

from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.measuredtext import TOLERANCE, MeasuredText

MAX_STRETCH = 0.15
"""Stretching every gap by more than this would tear a line apart; it stays ragged."""
STRETCH_BESIDE_ADDRESS = 0.04
"""The same where a web or mail address, which has no gaps, would leave it all to its neighbours: as
much as an ordinary line is stretched."""


def natural_line(text: MeasuredText, start: int, end: int, indent: float) -> Line:
    """Part of a text with natural gaps; blanks at its end are left out."""
    end = text.without_blanks(end)
    spaces = (*text.gaps.natural(start, end - 1), 0.0)
    return Line(text.text[start:end], spaces, indent, text.ends[end - 1] - text.start(start))


def justified_line(
    text: MeasuredText,
    start: int,
    end: int,
    room: float,
    indent: float,
    most_stretch: float = MAX_STRETCH,
) -> Line:
    """Part of a text whose gaps are stretched or shrunk so that it ends at the right edge.

    It keeps its natural gaps where stretching would tear it, and as the last line of its text.

    Args:
        text: of the paragraph.
        start: of the part.
        end: of the part.
        room: from its first character to the right edge.
        indent: from the column's left edge to its first character.
        most_stretch: what every gap may be stretched by.
    """
    is_last = end == len(text.text)
    end = text.without_blanks(end)
    slack = room - (text.ends[end - 1] - text.start(start))
    if slack < -TOLERANCE:
        return _shrunk_line(text, start, end, room, indent, most_stretch)
    stretch = text.stretch(start, end)
    if is_last or slack < TOLERANCE or slack > most_stretch * stretch:
        return natural_line(text, start, end, indent)
    spaces = (*text.gaps.stretched(start, end - 1, slack / stretch), 0.0)
    return Line(text.text[start:end], spaces, indent, room)


def squeezed_line(text: MeasuredText, start: int, end: int, room: float) -> Line:
    """Part of a text with natural gaps, or closer ones if there is no room for these."""
    end = text.without_blanks(end)
    if text.ends[end - 1] - text.start(start) - text.blank_half(end) > room + TOLERANCE:
        return _shrunk_line(text, start, end, room, 0.0, 0.0)
    return natural_line(text, start, end, 0.0)


def _shrunk_line(
    text: MeasuredText, start: int, end: int, room: float, indent: float, most_stretch: float
) -> Line:
    """A line too wide for its room: the blank half of its last mark goes first, then its gaps."""
    blank = text.blank_half(end)
    excess = text.ends[end - 1] - text.start(start) - room - blank
    if excess > TOLERANCE:
        shrink = text.shrink(start, end)
        if not shrink:  # one character that is wider than its column
            return natural_line(text, start, end, indent)
        spaces = text.gaps.shrunk(start, end - 1, -excess / shrink)
        return Line(text.text[start:end], (*spaces, 0.0), indent, room + blank)
    share = 0.0
    if end < len(text.text):  # too short now, without that half
        stretch = text.stretch(start, end)
        share = -excess / stretch if stretch else 0.0
        if share > most_stretch:
            return natural_line(text, start, end, indent)
    spaces = text.gaps.stretched(start, end - 1, share)
    return Line(text.text[start:end], (*spaces, 0.0), indent, room + blank)
