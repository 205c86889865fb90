"""Where the pages stand on the canvas: plain geometry.

Canvas coordinates are logical pixels from the canvas' top left corner, which scrolls with the
pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF

from gonghui_desktop.printing.sheet import Box

MARGIN = 24
"""Grey ground around the pages."""

GAP = 16
"""Grey ground between two pages."""

LOGICAL_DPI = 96
"""At 100 % an inch of paper is as many logical pixels."""

ZOOMS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class PageSize:
    """A page's paper, in points."""

    width: float
    height: float

    def pixels(self, scale: float) -> QSize:
        """The whole page in pixels, at ``scale`` pixels a point."""
        return QSize(round(self.width * scale), round(self.height * scale))


@dataclass(frozen=True)
class Tile:
    """A part of a page to be drawn.

    Attributes:
        page: its number, from 0.
        scale: pixels a point.
        area: the part, in pixels of the whole page at that scale.
    """

    page: int
    scale: float
    area: QRect


@dataclass(frozen=True)
class PreviewLayout:
    """The pages one under another, centred.

    Attributes:
        sizes: the pages' paper.
        zoom: 1.0 for 100 %.
        ratio: device pixels a logical pixel.
        width: of the viewport.
    """

    sizes: Sequence[PageSize]
    zoom: float
    ratio: float
    width: float

    @property
    def scale(self) -> float:
        """Device pixels a point."""
        return self.zoom * LOGICAL_DPI / 72 * self.ratio

    @property
    def _pixels_per_mm(self) -> float:
        return self.zoom * LOGICAL_DPI / 25.4

    def extent(self) -> QSizeF:
        """The size of the whole canvas."""
        if not self.sizes:
            return QSizeF(0, 0)
        last = self.page_rect(len(self.sizes) - 1)
        return QSizeF(self._widest + 2 * MARGIN, last.bottom() + MARGIN)

    def page_rect(self, page: int) -> QRectF:
        """A page's place, on whole device pixels."""
        size = self._shown[page]
        canvas = max(self.width, self._widest + 2 * MARGIN)
        left = round((canvas - size.width()) / 2 * self.ratio) / self.ratio
        top = round((MARGIN + self._tops[page]) * self.ratio) / self.ratio
        return QRectF(QPointF(left, top), size)

    def box_rect(self, page: int, box: Box) -> QRectF:
        """The place of a box on a page."""
        unit, corner = self._pixels_per_mm, self.page_rect(page).topLeft()
        return QRectF(
            corner.x() + box.left * unit,
            corner.y() + box.top * unit,
            box.width * unit,
            box.height * unit,
        )

    def length(self, millimetres: float) -> float:
        """A length on paper."""
        return millimetres * self._pixels_per_mm

    def pages_in(self, area: QRectF) -> list[int]:
        """The pages that reach into an area of the canvas."""
        return [page for page in range(len(self.sizes)) if self.page_rect(page).intersects(area)]

    def on_paper(self, point: QPointF) -> tuple[int, float, float] | None:
        """The page under a point of the canvas, and where on it, in mm from the top left."""
        for page in range(len(self.sizes)):
            rect = self.page_rect(page)
            if rect.contains(point):
                offset = point - rect.topLeft()
                return page, offset.x() / self._pixels_per_mm, offset.y() / self._pixels_per_mm
        return None

    def device_area(self, page: int, area: QRectF) -> QRect:
        """The part of a page in an area of the canvas, in device pixels of the whole page."""
        rect = self.page_rect(page)
        part = rect.intersected(area).translated(-rect.topLeft())
        pixels = QRectF(part.topLeft() * self.ratio, part.size() * self.ratio).toAlignedRect()
        return pixels.intersected(QRect(QPoint(0, 0), self.sizes[page].pixels(self.scale)))

    @cached_property
    def _shown(self) -> list[QSizeF]:
        """The pages' sizes in logical pixels; a form can have hundreds."""
        scale = self.scale
        return [size.pixels(scale).toSizeF() / self.ratio for size in self.sizes]

    @cached_property
    def _tops(self) -> list[float]:
        """How far down each page begins, without the margin."""
        return [*accumulate((size.height() + GAP for size in self._shown), initial=0.0)]

    @cached_property
    def _widest(self) -> float:
        return max(size.width() for size in self._shown)


@dataclass(frozen=True)
class Viewport:
    """How the canvas is shown, and which part of it.

    Attributes:
        visible: the visible part of the canvas.
        zoom: 1.0 for 100 %; ``None`` to fit the width.
        ratio: device pixels a logical pixel.
        steady_width: width beside a vertical scroll bar, whether it is shown or not: fitted to
            that, the page does not change its size when the bar comes or goes.
    """

    visible: QRectF
    zoom: float | None
    ratio: float
    steady_width: int

    def layout(self, sizes: Sequence[PageSize]) -> PreviewLayout:
        """The layout of pages of these sizes."""
        zoom = self.zoom if self.zoom is not None else fit_width(sizes, self.steady_width)
        return PreviewLayout(sizes, zoom, self.ratio, self.visible.width())

    def with_margin(self) -> QRectF:
        """The visible part and a third of its height around it."""
        margin = self.visible.height() / 3
        return self.visible.adjusted(-margin, -margin, margin, margin)


def fit_width(sizes: Sequence[PageSize], width: float) -> float:
    """The zoom at which the widest page fills a viewport of that width."""
    widest = max(size.width for size in sizes) / 72 * LOGICAL_DPI
    return min(max((width - 2 * MARGIN) / widest, ZOOMS[0] / 2), ZOOMS[-1])


def next_zoom(zoom: float, steps: int) -> float:
    """The next rounder zoom, larger or smaller."""
    if steps > 0:
        return next((value for value in ZOOMS if value > zoom + 0.005), ZOOMS[-1])
    return next((value for value in reversed(ZOOMS) if value < zoom - 0.005), ZOOMS[0])


def box_at(boxes: Mapping[str, Box], x: float, y: float) -> str | None:
    """The id of the box that holds a point, in mm."""
    for name, box in boxes.items():
        if box.left <= x <= box.left + box.width and box.top <= y <= box.top + box.height:
            return name
    return None
