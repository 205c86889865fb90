"""A line of text, set: which characters, and how far apart. Lengths in em."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonghui_desktop.printing.type.punctuation import HALF, KINDS, Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A set line.

    Attributes:
        text: its characters, without the blanks at its end.
        spaces: what is set after each character in addition to its advance (0 after the last).
        indent: from the left edge to the first character.
        width: from the first character to the end of the last one.
    """

    text: str
    spaces: tuple[float, ...]
    indent: float
    width: float

    @property
    def optical_shift(self) -> float:
        """How far the middle of the strokes is to the right of the middle of the boxes.

        A mark at either end has a blank half, which the eye does not count when a line is centred.
        """
        if not self.text:
            return 0.0
        left = HALF if KINDS[self.text[0]] == Kind.OPEN else 0.0
        right = HALF if KINDS[self.text[-1]] == Kind.CLOSE else 0.0
        return (left - right) / 2

    def tight(self) -> Line:
        """The line without any space between its characters: for official marks such as 附件1."""
        return replace(self, spaces=(0.0,) * len(self.text), width=self.width - sum(self.spaces))

    def moved(self, distance: float) -> Line:
        """The line further from the left edge."""
        return replace(self, indent=self.indent + distance)
