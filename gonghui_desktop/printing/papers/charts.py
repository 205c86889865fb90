"""Bar charts on a paper: rows of label, bar and number, read in black and white as well as aloud.

A chart is a table to whoever cannot see it: the bars say nothing that the numbers do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import INNER_RULE, PageLayout, SetBar, SetRule
from gonghui_desktop.printing.page.structure import Path
from gonghui_desktop.printing.papers.contents import BarChart
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import (
    LEAST_SIZE,
    SetText,
    TextBlock,
)
from gonghui_desktop.printing.type.typesetter import Typesetter

_SIZE = LEAST_SIZE
_PITCH = 16.0
"""From bar to bar, pt."""
_BAR_HEIGHT = 8.5
_CAPTION_SIZES = (11.0, LEAST_SIZE)
_UNDER_CAPTION = 5.0
_BETWEEN = 28.0
"""Between two charts side by side, pt."""
_BELOW = 8.0
"""Between two charts one below the other, pt."""
_BESIDE = 6.0
"""Between label, axis, bar and number, pt."""
_WIDEST_LABEL = 0.42
"""Of a chart's width."""


@dataclass(frozen=True)
class _SetChart:
    """A chart whose texts are set, in a column from ``left`` to ``right``, pt."""

    key: str
    caption: TextBlock
    labels: tuple[TextBlock, ...]
    numbers: tuple[TextBlock, ...]
    shares: tuple[float, ...]
    left: float
    right: float

    @property
    def height(self) -> float:
        """With its caption, pt."""
        return self.caption.height + _UNDER_CAPTION + sum(map(self._row_height, self.labels))

    def place(self, page: PageLayout, top: float) -> None:
        """Place it."""
        page.put(
            (("H2", f"chart-{self.key}"),), self.caption.set_left(self.left, top, Role.SONG_BOLD)
        )
        y = top + self.caption.height + _UNDER_CAPTION
        axis = self.left + max(map(_width, self.labels), default=0.0) + _BESIDE
        room = self.right - axis - max(map(_width, self.numbers), default=0.0) - _BESIDE
        first = y
        table: Path = (("Table", f"chart-{self.key}"),)
        rows = zip(self.labels, self.numbers, self.shares, strict=True)
        for at, (label, number, share) in enumerate(rows):
            row = (*table, ("TR", str(at)))
            middle = y + self._row_height(label) / 2
            page.put((*row, ("TH", "label")), _ending_at(label, axis - _BESIDE, middle))
            end = axis + room * share
            if share:
                half = _BAR_HEIGHT / 2
                page.bars.append(SetBar(axis, middle - half, end, middle + half))
            texts = number.set_left(end + _BESIDE, middle - number.height / 2)
            page.put((*row, ("TD", "number")), texts)
            y += self._row_height(label)
        page.rules.append(SetRule(axis, first, axis, y, INNER_RULE))

    @staticmethod
    def _row_height(label: TextBlock) -> float:
        return max(_PITCH, label.height + 4.0)


class SetCharts:
    """Charts in two columns, each in the one that is shorter so far.

    Args:
        charts: from the most important on.
        edges: left and right edge, pt.
        setter: sets the texts.

    Attributes:
        height: of all of them, pt.
    """

    def __init__(
        self, charts: Sequence[BarChart], edges: tuple[float, float], setter: Typesetter
    ) -> None:
        count = min(2, len(charts))
        width = (edges[1] - edges[0] - _BETWEEN * (count - 1)) / max(1, count)
        heights = [0.0] * count
        self._placed: list[tuple[float, _SetChart]] = []
        for number, chart in enumerate(charts):
            column = heights.index(min(heights))
            left = edges[0] + column * (width + _BETWEEN)
            made = _set_chart(str(number), chart, (left, left + width), setter)
            top = heights[column] + (_BELOW if heights[column] else 0.0)
            self._placed.append((top, made))
            heights[column] = top + made.height
        self.height = max(heights, default=0.0)

    def place(self, page: PageLayout, top: float) -> None:
        """Place all of them."""
        for offset, chart in self._placed:
            chart.place(page, top + offset)


def _set_chart(
    key: str, chart: BarChart, edges: tuple[float, float], setter: Typesetter
) -> _SetChart:
    width = edges[1] - edges[0]
    most = max((bar.amount for bar in chart.bars), default=0)
    return _SetChart(
        key,
        setter.short_text(chart.caption, width, Role.SONG_BOLD, _CAPTION_SIZES),
        tuple(
            setter.short_text(bar.label, width * _WIDEST_LABEL, sizes=(_SIZE,))
            for bar in chart.bars
        ),
        tuple(setter.short_text(bar.words, width / 3, sizes=(_SIZE,)) for bar in chart.bars),
        tuple(bar.amount / most if most else 0.0 for bar in chart.bars),
        *edges,
    )


def _width(block: TextBlock) -> float:
    """Of its longest line, pt."""
    return max((item.line.width * block.size for item in block.lines), default=0.0)


def _ending_at(block: TextBlock, right: float, middle: float) -> list[SetText]:
    """A block's lines flush right, around a height."""
    top = middle - block.height / 2
    return [
        text._replace(x=right - item.line.width * block.size)
        for text, item in zip(block.set_left(0.0, top), block.lines, strict=True)
    ]
