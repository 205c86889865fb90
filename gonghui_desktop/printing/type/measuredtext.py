"""Characters with their widths and the gaps between them: what line breaking works on. In em."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate, chain
from operator import add, sub
from typing import NamedTuple

from gonghui_desktop.printing.type.punctuation import GAPS, HALF, KINDS, Kind

TOLERANCE = 1e-6
"""Sums of floats that should be equal differ by less."""


class Gaps(NamedTuple):
    """The :class:`Gap` after each character of a text but the last, by column.

    Line breaking works on sums and slices of one column. Taken from an object for each gap, they
    made a paragraph a fifth slower to measure.

    Attributes:
        may_break: a line may end there.
        space: natural width.
        stretch: shares of what is added to a line to fill it.
        shrink: what can be taken away.
    """

    may_break: tuple[bool, ...]
    space: tuple[float, ...]
    stretch: tuple[int, ...]
    shrink: tuple[float, ...]


class MeasuredText:
    """A text in one line of natural width.

    Breaking asks for the width of many parts of it; running sums answer each in constant time.

    Args:
        text: without line ends.
        advances: character to width of its glyph.

    Attributes:
        text: the characters.
        kinds: the :class:`Kind` of each, a byte each.
        gaps: what stands between neighbours.
        starts: where each character begins.
        ends: where each character ends.
    """

    def __init__(self, text: str, advances: Mapping[str, float]) -> None:
        self.text = text
        characters = list(text)
        self.kinds = kinds = bytes(map(KINDS.__getitem__, characters))
        # zip uses one tuple again and again; pairwise, at 1.6 times the cost, makes one for each.
        neighbours = zip(kinds[:-1], kinds[1:], strict=True)  # noqa: RUF007 - see above
        gaps = [GAPS[before][after] for before, after in neighbours]
        self.gaps = Gaps(*zip(*gaps, strict=True)) if gaps else Gaps((), (), (), ())
        widths = list(map(advances.__getitem__, characters))
        self.ends: list[float] = list(accumulate(map(add, widths, chain((0.0,), self.gaps.space))))
        self.starts: list[float] = list(map(sub, self.ends, widths))
        self._stretch_before: list[int] = list(accumulate(self.gaps.stretch, initial=0))

    @property
    def width(self) -> float:
        """Of the whole text."""
        return self.ends[-1] if self.text else 0.0

    @cached_property
    def min_width(self) -> float:
        """Of the whole text with every gap closed up and every blank at some line's end."""
        least: float = self.width - sum(self.gaps.shrink)
        if Kind.SPACE in self.kinds:
            extents = zip(self.starts, self.ends, self.kinds, strict=True)
            least -= sum(end - start for start, end, kind in extents if kind == Kind.SPACE)
        return least

    def stretch(self, start: int, end: int) -> int:
        """Shares that the gaps within a part take of what is added to a line."""
        return self._stretch_before[end - 1] - self._stretch_before[start]

    def shrink(self, start: int, end: int) -> float:
        """What can be taken away from the gaps within a part."""
        return sum(self.gaps.shrink[start : end - 1])

    def without_blanks(self, end: int) -> int:
        """The end of a part, moved in front of the blanks there: they are not set."""
        while end and self.kinds[end - 1] == Kind.SPACE:
            end -= 1
        return end

    def after_blanks(self, start: int) -> int:
        """The start of a part, moved behind the blanks there."""
        while start < len(self.text) and self.kinds[start] == Kind.SPACE:
            start += 1
        return start

    def blank_half(self, end: int) -> float:
        """What the mark at a line's end may lose, if it is a closing one: its blank half."""
        return HALF if self.kinds[end - 1] == Kind.CLOSE else 0.0
