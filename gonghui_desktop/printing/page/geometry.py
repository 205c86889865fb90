"""Lengths of the official page, and a laid-out page as plain values.

Everything is in pt (1/72 inch) from the paper's top left corner unless it says mm. The measures
come from GB/T 9704-2012 (mark, title) and ACFTU's rules of 1986 on union seals.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.textblock import SetText

MM = 72 / 25.4
"""One millimetre in pt."""

PAPER_WIDTH = 210 * MM
PAPER_HEIGHT = 297 * MM
MARGIN = 20 * MM
"""Free on every side of the body."""

FRAME_RULE = 1.0
INNER_RULE = 0.5

TOP = MARGIN
BOTTOM = PAPER_HEIGHT - MARGIN
FRAME_BOTTOM = BOTTOM - FRAME_RULE / 2
"""Middle of the frame's lowest rule, at the most: the rule's outer edge is at the margin."""
LEFT = MARGIN + FRAME_RULE / 2
"""Middle of the frame's left rule: the rule's outer edge is at the margin."""
RIGHT = PAPER_WIDTH - LEFT
WIDTH = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, pt."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class SetRule:
    """A straight rule from point to point."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class SetCode:
    """A QR code.

    Attributes:
        x: left edge, without quiet zone.
        y: top edge.
        module: width of one module.
        rows: from the top; 1 is dark.
    """

    x: float
    y: float
    module: float
    rows: tuple[bytes, ...]


@dataclass(slots=True, eq=False)
class PageLayout:
    """One page, ready to be drawn. Read in the order texts, closing, foot line.

    Attributes:
        texts: lines of text, in reading order.
        rules: in the order of drawing.
        closing: what never breaks apart at the page's foot; pages share it.
        foot: the foot line, grey.
        codes: QR codes.
        fields: field id to the cell of its value.
        seals: seal id to its cell, with the confirmation's.
        settings: field id to how its value is set.
    """

    texts: list[SetText] = field(default_factory=list)
    rules: list[SetRule] = field(default_factory=list)
    closing: PageLayout | None = None
    foot: SetText | None = None
    codes: list[SetCode] = field(default_factory=list)
    fields: dict[str, Rect] = field(default_factory=dict)
    seals: dict[str, Rect] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)

    def frame(self, box: Rect) -> None:
        """The table's outer frame."""
        half = FRAME_RULE / 2
        for y in (box.top, box.bottom):
            self.rules.append(SetRule(box.left - half, y, box.right + half, y, FRAME_RULE))
        for x in (box.left, box.right):
            self.rules.append(SetRule(x, box.top, x, box.bottom, FRAME_RULE))

    def across(self, y: float) -> None:
        """An inner rule from edge to edge of the table."""
        self.rules.append(SetRule(LEFT, y, RIGHT, y, INNER_RULE))

    def down(self, x: float, top: float, bottom: float) -> None:
        """An inner rule between two cells."""
        self.rules.append(SetRule(x, top, x, bottom, INNER_RULE))
