"""A typeset line: its characters and the spaces between them. Lengths in em."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A typeset line.

    As :class:`SetLine` and :class:`SetText` a tuple: a page makes a hundred of each, and frozen
    dataclasses take three times as long.

    Attributes:
        text: its characters, without trailing blanks.
        spaces: added to the advance of each character; 0 after the last one.
        indent: from the column's left edge to the first character.
        width: from the first character to the end of the last one.
        optical_shift: from the middle of the boxes to the middle of the strokes, to the right, by
            which a centred line is moved; 0 for one that keeps to its boxes.
    """

    text: str
    spaces: tuple[float, ...]
    indent: float
    width: float
    optical_shift: float = 0.0

    def tight(self) -> Line:
        """The line without space between its characters, for official marks such as 附件1."""
        return self._replace(spaces=(0.0,) * len(self.text), width=self.width - sum(self.spaces))

    def moved(self, distance: float) -> Line:
        """The line, further to the right."""
        return self._replace(indent=self.indent + distance)
