"""A typeset line: its characters and the spaces between them. Lengths in em."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonghui_desktop.printing.type.punctuation import HALF, KINDS, Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A typeset line.

    Attributes:
        text: its characters, without trailing blanks.
        spaces: added to the advance of each character; 0 after the last one.
        indent: from the column's left edge to the first character.
        width: from the first character to the end of the last one.
    """

    text: str
    spaces: tuple[float, ...]
    indent: float
    width: float

    @property
    def optical_shift(self) -> float:
        """Distance from the middle of the boxes to the middle of the strokes, to the right.

        A mark at either end has a blank half, which the eye ignores when a line is centred.
        """
        if not self.text:
            return 0.0
        left = HALF if KINDS[self.text[0]] == Kind.OPEN else 0.0
        right = HALF if KINDS[self.text[-1]] == Kind.CLOSE else 0.0
        return (left - right) / 2

    def tight(self) -> Line:
        """The line without space between its characters, for official marks such as 附件1."""
        return replace(self, spaces=(0.0,) * len(self.text), width=self.width - sum(self.spaces))

    def moved(self, distance: float) -> Line:
        """The line, further to the right."""
        return replace(self, indent=self.indent + distance)
