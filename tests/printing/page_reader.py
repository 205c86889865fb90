"""Pages as other programs read them, and what every page of every form must hold."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import pdfplumber
import pytest

from gonghui_desktop.printing.sheet import Box, Printed, SealBox

MM = 72 / 25.4


class Glyph(Protocol):
    """Strokes of a character, mm (see ``conftest.py``)."""

    char: str
    left: float
    top: float
    right: float
    bottom: float

    def inside(self, box: Box) -> bool: ...


@dataclass(frozen=True)
class Rule:
    """A straight rule, mm; ``width`` is its thickness."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float

    def distance(self, x: float, y: float) -> float:
        """From a point to the nearest ink."""
        dx = max(self.x1 - x, 0, x - self.x2)
        dy = max(self.y1 - y, 0, y - self.y2)
        return math.hypot(dx, dy) - self.width / 2

    def covers(self, glyph: Glyph) -> bool:
        """Whether a character's strokes are on it."""
        half = self.width / 2
        return (
            glyph.left < self.x2 + half
            and glyph.right > self.x1 - half
            and glyph.top < self.y2 + half
            and glyph.bottom > self.y1 - half
        )


@dataclass(frozen=True)
class Page:
    """A page as other programs read it."""

    rules: Sequence[Rule]
    glyphs: Sequence[Glyph]
    seals: dict[str, SealBox] = field(default_factory=dict)
    fields: dict[str, Box] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def frame(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.width == pytest.approx(1 / MM)]

    @property
    def foot(self) -> float:
        """Where the last ink ends."""
        ends = [rule.y2 + rule.width / 2 for rule in self.rules]
        return max(ends + [glyph.bottom for glyph in self.glyphs])

    def free_cell_around(self, glyph: Glyph) -> Box:
        """What is free between the rules on all sides of a character."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        beside = [rule for rule in self.rules if rule.x1 == rule.x2 and rule.y1 < y < rule.y2]
        along = [rule for rule in self.rules if rule.y1 == rule.y2 and rule.x1 < x < rule.x2]
        left = max(rule.x2 + rule.width / 2 for rule in beside if rule.x1 < x)
        right = min(rule.x1 - rule.width / 2 for rule in beside if rule.x1 > x)
        top = max(rule.y2 + rule.width / 2 for rule in along if rule.y1 < y)
        bottom = min(rule.y1 - rule.width / 2 for rule in along if rule.y1 > y)
        return Box(left, top, right - left, bottom - top)


def pages_of(printed: Printed, glyphs: Sequence[Sequence[Glyph]]) -> list[Page]:
    """A printed file's pages with their characters."""
    return [
        Page(rules, page_glyphs, dict(boxes.seals), dict(boxes.fields))
        for rules, page_glyphs, boxes in zip(
            read_rules(printed.pdf), glyphs, printed.pages, strict=True
        )
    ]


def read_rules(pdf: bytes) -> list[list[Rule]]:
    """The rules of each page as pdfplumber reads them."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [[_rule(line) for line in page.lines] for page in document.pages]


def _rule(line: dict[str, Any]) -> Rule:
    edges = (line[key] / MM for key in ("x0", "top", "x1", "bottom", "linewidth"))
    return Rule(*edges)


def assert_seals_have_room(page: Page, spare: float) -> None:
    """A circle of the seal's size in the middle of its cell keeps clear of every rule."""
    for box in page.seals.values():
        x, y = box.left + box.width / 2, box.top + box.height / 2
        nearest = min(rule.distance(x, y) for rule in page.rules)
        assert nearest >= box.diameter / 2 + spare - 0.01
        sides = [
            ("x1", "x2", box.left),
            ("x1", "x2", box.left + box.width),
            ("y1", "y2", box.top),
            ("y1", "y2", box.top + box.height),
        ]
        for start, end, position in sides:
            assert any(
                abs(getattr(rule, start) - position) + abs(getattr(rule, end) - position) < 0.05
                for rule in page.rules
            )


def assert_inside_the_margins(page: Page) -> None:
    for rule in page.rules:
        across = rule.width / 2 if rule.x1 == rule.x2 else 0.0
        along = rule.width / 2 if rule.y1 == rule.y2 else 0.0
        assert rule.x1 - across >= 19.99
        assert rule.x2 + across <= 190.01
        assert rule.y1 - along >= 19.99
        assert rule.y2 + along <= 277.01
    for glyph in page.glyphs:
        assert 19.9 < glyph.left < glyph.right < 190.1
        assert 19.9 < glyph.top < glyph.bottom < 277.1


def assert_frame_is_closed(page: Page) -> None:
    """Four thick rules that meet in four corners, or none where only notes are left."""
    if not page.frame:
        assert not page.fields.keys() - {"district"}
        assert not page.seals
        return
    top, bottom = sorted((rule for rule in page.frame if rule.y1 == rule.y2), key=lambda r: r.y1)
    left, right = sorted((rule for rule in page.frame if rule.x1 == rule.x2), key=lambda r: r.x1)
    half = 0.5 / MM
    for side in (left, right):
        assert (side.y1, side.y2) == pytest.approx((top.y1, bottom.y1), abs=0.01)
    for edge in (top, bottom):
        assert (edge.x1, edge.x2) == pytest.approx((left.x1 - half, right.x1 + half), abs=0.01)


def assert_nothing_overlaps(page: Page) -> None:
    """No character on a rule or on another character."""
    for glyph in page.glyphs:
        for rule in page.rules:
            assert not rule.covers(glyph), (glyph, rule)
    glyphs = sorted(page.glyphs, key=lambda glyph: glyph.top)
    for number, one in enumerate(glyphs):
        for other in islice(glyphs, number + 1, None):
            if other.top > one.bottom - 0.1:
                break
            apart = other.left > one.right - 0.1 or one.left > other.right - 0.1
            assert apart, (one, other)
