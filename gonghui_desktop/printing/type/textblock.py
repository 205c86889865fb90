"""Blocks of lines of one size, and their places on a page. Lengths in pt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.line import Line

FULL_SIZE = 12.0
"""小四, the table's text."""
LEAST_SIZE = 10.5
"""五号; nothing in the table is set smaller."""
INDENT = 2.0
"""Of a paragraph's first line, em."""
MIDDLE_OF_TYPE = 0.38
"""Middle of an ideograph's box above the baseline, in em (box from -0.12 to 0.88)."""
TOP_OF_TYPE = 0.88
"""Top of an ideograph's box above the baseline, in em."""


class SetText(NamedTuple):
    """A line of text at its place on the page, pt from the paper's top left corner.

    Attributes:
        x: left edge of the first character.
        y: baseline.
        size: of the type.
        text: what is set.
        spaces: after each character, in em, in addition to its advance.
        role: which face.
    """

    x: float
    y: float
    size: float
    text: str
    spaces: tuple[float, ...]
    role: Role = Role.SONG


class SetLine(NamedTuple):
    """A line of a block.

    Attributes:
        line: its text.
        first: whether it is the first line of its paragraph.
        last: whether it is the last line of its paragraph.
    """

    line: Line
    first: bool = True
    last: bool = True


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one size, one below the other.

    Attributes:
        lines: from top to bottom.
        size: of the type.
        pitch: from baseline to baseline.
        measure: width of the column, em.
        at_seams: every line ends at a seam of the text (see :mod:`.seams`).
    """

    lines: tuple[SetLine, ...]
    size: float
    pitch: float
    measure: float
    at_seams: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The lines' texts where every one ends at a seam; else none."""
        return tuple(item.line.text for item in self.lines) if self.at_seams else ()

    @property
    def height(self) -> float:
        """From the top of the first line's type to the foot of the last one's."""
        return height_of_lines(len(self.lines), self.size, self.pitch)

    def lines_in(self, height: float) -> int:
        """Number of lines that fit into a height."""
        return lines_in(height, self.size, self.pitch)

    def part(self, start: int, end: int) -> TextBlock:
        """The lines from ``start`` up to ``end``."""
        return TextBlock(self.lines[start:end], self.size, self.pitch, self.measure)

    def followed_by(self, other: TextBlock) -> TextBlock:
        """The block with the lines of another one below its own."""
        return replace(self, lines=self.lines + other.lines)

    def set_left(self, left: float, top: float, role: Role = Role.SONG) -> list[SetText]:
        """Place the lines flush left, with their indents."""
        return [
            SetText(left + line.indent * self.size, y, self.size, line.text, line.spaces, role)
            for y, line in self._baselines(top)
            if line.text
        ]

    def set_centred(self, middle: float, top: float, role: Role = Role.SONG) -> list[SetText]:
        """Place the lines, each centred."""
        size = self.size
        return [
            SetText(centred_left(line, middle, size), y, size, line.text, line.spaces, role)
            for y, line in self._baselines(top)
            if line.text
        ]

    def _baselines(self, top: float) -> list[tuple[float, Line]]:
        first = top + TOP_OF_TYPE * self.size
        return [(first + n * self.pitch, item.line) for n, item in enumerate(self.lines)]


def height_of_lines(count: int, size: float, pitch: float) -> float:
    """From the top of the first line's type to the foot of the last one's, pt."""
    return (count - 1) * pitch + size if count else 0.0


def lines_in(height: float, size: float, pitch: float) -> int:
    """Number of lines that fit into a height."""
    return int((height - size) / pitch + 1e-6) + 1 if height >= size else 0


def centred_left(line: Line, middle: float, size: float) -> float:
    """Left edge of a line that is centred, by its strokes where it has an optical shift."""
    return middle - (line.width / 2 + line.optical_shift) * size
