"""Dimensions of the official page, and a laid-out page as plain values.

Lengths are in pt (1/72 inch) from the paper's top left corner unless marked mm. Sources:
GB/T 9704-2012 (mark, title) and ACFTU's rules of 1986 on union seals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gonghui_desktop.printing.page.structure import Passage, Path
from gonghui_desktop.printing.sheet import Setting
from gonghui_desktop.printing.type.textblock import SetText

MM = 72 / 25.4
"""One millimetre in pt."""

PAPER_WIDTH = 210 * MM
PAPER_HEIGHT = 297 * MM
MARGIN = 20 * MM
"""On every side of the body."""

FRAME_RULE = 1.0
INNER_RULE = 0.5

TOP = MARGIN
BOTTOM = PAPER_HEIGHT - MARGIN
FRAME_BOTTOM = BOTTOM - FRAME_RULE / 2
"""Lowest position of the frame's bottom rule (centre line); its outer edge meets the margin."""
LEFT = MARGIN + FRAME_RULE / 2
"""The frame's left rule (centre line); its outer edge meets the margin."""
RIGHT = PAPER_WIDTH - LEFT
WIDTH = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, pt."""

    width: float
    height: float


PORTRAIT = Paper(PAPER_WIDTH, PAPER_HEIGHT)
LANDSCAPE = Paper(PAPER_HEIGHT, PAPER_WIDTH)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, pt."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class SealRect(Rect):
    """A seal cell.

    Attributes:
        diameter: of the seal that it takes, mm.
    """

    diameter: int


class SetRule(NamedTuple):
    """A straight rule between two points, with its thickness."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class SetCircle(NamedTuple):
    """A circle by its centre, with the thickness of its line, whose middle has that diameter."""

    x: float
    y: float
    diameter: float
    width: float


class SetBar(NamedTuple):
    """A filled bar of a chart, grey, by its edges."""

    left: float
    top: float
    right: float
    bottom: float


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
    """One page, ready to be drawn. Reading order: passages, seal block, foot line.

    Attributes:
        passages: the texts, in reading order.
        rules: in the order of drawing.
        circles: drawn after them.
        bars: drawn before all else.
        seal_block: seals, confirmation and notes; one instance may be shared by many pages, so
            that it is drawn once.
        foot: the foot line, grey.
        codes: QR codes.
        fields: field id to the cell of its value.
        seals: seal id to its cell; the confirmation's has the key ``confirmation``.
        settings: field id to how its value is set.
    """

    passages: list[Passage] = field(default_factory=list)
    rules: list[SetRule] = field(default_factory=list)
    circles: list[SetCircle] = field(default_factory=list)
    bars: list[SetBar] = field(default_factory=list)
    seal_block: PageLayout | None = None
    foot: SetText | None = None
    codes: list[SetCode] = field(default_factory=list)
    fields: dict[str, Rect] = field(default_factory=dict)
    seals: dict[str, SealRect] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)

    def put(self, path: Path, texts: Sequence[SetText]) -> None:
        """Add texts that belong to an element of the form's structure."""
        self.passages.append(Passage(path, texts))

    def frame(self, box: Rect) -> None:
        """Draw the table's outer frame."""
        half = FRAME_RULE / 2
        for y in (box.top, box.bottom):
            self.rules.append(SetRule(box.left - half, y, box.right + half, y, FRAME_RULE))
        for x in (box.left, box.right):
            self.rules.append(SetRule(x, box.top, x, box.bottom, FRAME_RULE))

    def across(self, y: float) -> None:
        """Draw an inner rule from edge to edge of the table."""
        self.rules.append(SetRule(LEFT, y, RIGHT, y, INNER_RULE))

    def down(self, x: float, top: float, bottom: float) -> None:
        """Draw an inner rule between two cells."""
        self.rules.append(SetRule(x, top, x, bottom, INNER_RULE))
