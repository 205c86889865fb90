"""Characters with their widths and the gaps between them: what line breaking works on. In em."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from gonghui_desktop.printing.type.punctuation import GAPS, HALF, KINDS, Kind, gap_numbers

TOLERANCE = 1e-6
"""Sums of floats that should be equal differ by less."""

_MAY_BREAK = bytes(gap.may_break for gap in GAPS).ljust(256, b"\0")
_STRETCH = bytes(gap.stretch for gap in GAPS).ljust(256, b"\0")
_STRETCHES = sorted({gap.stretch for gap in GAPS} - {0})
_SPACE = tuple(gap.space for gap in GAPS)
_SPACED = re.compile(b"[%b]" % re.escape(bytes(n for n, space in enumerate(_SPACE) if space)))
_SPACE_KIND, _CLOSE_KIND = int(Kind.SPACE), int(Kind.CLOSE)
"""To look a member of an enumeration up takes longer than to compare it."""
_STRETCHED = tuple((gap.space, float(gap.stretch)) for gap in GAPS)
_SHRUNK = tuple((gap.space, gap.shrink) for gap in GAPS)
_SHRINKING = [(number, gap.shrink) for number, gap in enumerate(GAPS) if gap.shrink]

_OTHER = re.compile("[^\u4e00-\u9fff]")
"""What is no unified ideograph. Those, nearly all of a text, are of kind HAN and an em wide in each
face, which need not be looked up for each."""


class Gaps:
    """The :class:`Gap` after each character of a text but the last.

    A byte for each: line breaking works on slices of them, counts and regular expressions. Taken
    from an object for each gap, they made a paragraph a third slower to measure.

    Args:
        kinds: the :class:`Kind` of each character, a byte each.

    Attributes:
        may_break: a line may end there.
    """

    def __init__(self, kinds: bytes) -> None:
        self._numbers = numbers = gap_numbers(kinds)
        self.may_break: Sequence[int] = numbers.translate(_MAY_BREAK)
        self._stretch = numbers.translate(_STRETCH)

    def widen(self, widths: list[float]) -> list[float]:
        """Widths of all characters, each with the gap in front of it."""
        widened = widths.copy()
        for match in _SPACED.finditer(self._numbers):
            widened[match.end()] += _SPACE[match[0][0]]
        return widened

    def natural(self, start: int, end: int) -> tuple[float, ...]:
        """Widths of the gaps from ``start`` up to ``end``."""
        return _column(_SPACE, self._numbers[start:end])

    def stretched(self, start: int, end: int, share: float) -> tuple[float, ...]:
        """The same, each gap having grown by so much for each of its shares."""
        widths = [space + share * stretch for space, stretch in _STRETCHED]
        return _column(widths, self._numbers[start:end])

    def shrunk(self, start: int, end: int, share: float) -> tuple[float, ...]:
        """The same, with a share, less than 0, of what can be taken away from each."""
        widths = [space + share * shrink for space, shrink in _SHRUNK]
        return _column(widths, self._numbers[start:end])

    def sum_of_stretch(self, start: int, end: int) -> int:
        """Shares that the gaps from ``start`` up to ``end`` take of what is added to a line."""
        count, total = self._stretch.count, 0
        for shares in _STRETCHES:
            total += shares * count(shares, start, end)
        return total

    def sum_of_shrink(self, start: int, end: int) -> float:
        """What can be taken away from the gaps from ``start`` up to ``end``."""
        count = self._numbers.count
        return sum([shrink * count(number, start, end) for number, shrink in _SHRINKING])


def _column(values: Sequence[float], numbers: bytes) -> tuple[float, ...]:
    """What of some values stands at each of several places."""
    if len(numbers) < 2:
        return tuple([values[number] for number in numbers])
    column: tuple[float, ...] = itemgetter(*numbers)(values)  # half of the time that map takes
    return column


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
        ends: where each character ends.
    """

    def __init__(self, text: str, advances: Mapping[str, float]) -> None:
        self.text = text
        kinds = bytearray(len(text))
        widths = [1.0] * len(text)
        for match in _OTHER.finditer(text):
            at, char = match.start(), match[0]
            kinds[at] = KINDS[char]
            widths[at] = advances[char]
        self.kinds = bytes(kinds)
        self.gaps = Gaps(self.kinds)
        self._widths = widths
        self.ends: list[float] = list(accumulate(self.gaps.widen(widths)))

    def start(self, at: int) -> float:
        """Where a character begins."""
        return self.ends[at] - self._widths[at]

    @property
    def width(self) -> float:
        """Of the whole text."""
        return self.ends[-1] if self.text else 0.0

    @cached_property
    def min_width(self) -> float:
        """Of the whole text with every gap closed up and every blank at some line's end."""
        least = self.width - self.gaps.sum_of_shrink(0, len(self.text))
        if _SPACE_KIND in self.kinds:
            sizes = zip(self._widths, self.kinds, strict=True)
            least -= sum(width for width, kind in sizes if kind == _SPACE_KIND)
        return least

    def stretch(self, start: int, end: int) -> int:
        """Shares that the gaps within a part take of what is added to a line."""
        return self.gaps.sum_of_stretch(start, end - 1)

    def shrink(self, start: int, end: int) -> float:
        """What can be taken away from the gaps within a part."""
        return self.gaps.sum_of_shrink(start, end - 1)

    def without_blanks(self, end: int) -> int:
        """The end of a part, moved in front of the blanks there: they are not set."""
        while end and self.kinds[end - 1] == _SPACE_KIND:
            end -= 1
        return end

    def after_blanks(self, start: int) -> int:
        """The start of a part, moved behind the blanks there."""
        while start < len(self.text) and self.kinds[start] == _SPACE_KIND:
            start += 1
        return start

    def blank_half(self, end: int) -> float:
        """What the mark at a line's end may lose, if it is a closing one: its blank half."""
        return HALF if self.kinds[end - 1] == _CLOSE_KIND else 0.0
