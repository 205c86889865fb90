"""Lines made to end at the right edge of their column. Lengths in em."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.measuredtext import TOLERANCE, MeasuredText

MAX_STRETCH = 0.15
"""Stretching every gap by more than this would tear a line apart; it stays ragged."""


def natural_line(text: MeasuredText, start: int, end: int, indent: float) -> Line:
    """Part of a text with natural gaps; blanks at its end are left out."""
    end = text.without_blanks(end)
    spaces = (*text.gaps.space[start : end - 1], 0.0)
    return Line(text.text[start:end], spaces, indent, text.ends[end - 1] - text.starts[start])


def justified_line(text: MeasuredText, start: int, end: int, room: float, indent: float) -> Line:
    """Part of a text whose gaps are stretched or shrunk so that it ends at the right edge.

    It keeps its natural gaps where stretching would tear it, and as the last line of its text.

    Args:
        text: of the paragraph.
        start: of the part.
        end: of the part.
        room: from its first character to the right edge.
        indent: from the column's left edge to its first character.
    """
    is_last = end == len(text.text)
    end = text.without_blanks(end)
    slack = room - (text.ends[end - 1] - text.starts[start])
    if slack < -TOLERANCE:
        return _shrunk_line(text, start, end, room, indent)
    stretch = text.stretch(start, end)
    if is_last or slack < TOLERANCE or slack > MAX_STRETCH * stretch:
        return natural_line(text, start, end, indent)
    spaces = _adjusted(text, start, end, text.gaps.stretch, slack / stretch)
    return Line(text.text[start:end], spaces, indent, room)


def _shrunk_line(text: MeasuredText, start: int, end: int, room: float, indent: float) -> Line:
    """A line too wide for its room: the blank half of its last mark goes first, then its gaps."""
    blank = text.blank_half(end)
    excess = text.ends[end - 1] - text.starts[start] - room - blank
    amounts: Sequence[float] = text.gaps.stretch
    share = 0.0
    if excess > TOLERANCE:
        amounts, share = text.gaps.shrink, -excess / text.shrink(start, end)
    elif end < len(text.text):  # too short now, without that half
        share = -excess / text.stretch(start, end)
    spaces = _adjusted(text, start, end, amounts, share)
    return Line(text.text[start:end], spaces, indent, room + blank)


def _adjusted(
    text: MeasuredText, start: int, end: int, amounts: Sequence[float], share: float
) -> tuple[float, ...]:
    """What is set after each character of a line when every gap grows by a share of its amount."""
    gaps = zip(text.gaps.space[start : end - 1], amounts[start : end - 1], strict=True)
    return (*[space + share * amount for space, amount in gaps], 0.0)
