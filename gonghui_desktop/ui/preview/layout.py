"""Where the pages stand on the desk: plain geometry in logical pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
class Patch:
    """A part of a page to be drawn: pixels of the whole page at ``scale`` pixels a point."""

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
        width: of the part of the desk that is seen.
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
        """The whole desk."""
        if not self.sizes:
            return QSizeF(0, 0)
        last = self.page_rect(len(self.sizes) - 1)
        return QSizeF(self._widest() + 2 * MARGIN, last.bottom() + MARGIN)

    def page_rect(self, page: int) -> QRectF:
        """A page's place, on whole device pixels."""
        heights = (self._size(size).height() + GAP for size in self.sizes[:page])
        size = self._size(self.sizes[page])
        desk = max(self.width, self._widest() + 2 * MARGIN)
        left = round((desk - size.width()) / 2 * self.ratio) / self.ratio
        top = round((MARGIN + sum(heights)) * self.ratio) / self.ratio
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

    def pages_in(self, seen: QRectF) -> list[int]:
        """The pages of which something lies in that part of the desk."""
        return [page for page in range(len(self.sizes)) if self.page_rect(page).intersects(seen)]

    def on_paper(self, point: QPointF) -> tuple[int, float, float] | None:
        """The page under a point of the desk, and where on it, in mm from the top left."""
        for page in range(len(self.sizes)):
            rect = self.page_rect(page)
            if rect.contains(point):
                offset = point - rect.topLeft()
                return page, offset.x() / self._pixels_per_mm, offset.y() / self._pixels_per_mm
        return None

    def device_area(self, page: int, seen: QRectF) -> QRect:
        """The part of a page that lies in a part of the desk, in the whole page's pixels."""
        rect = self.page_rect(page)
        part = rect.intersected(seen).translated(-rect.topLeft())
        area = QRectF(part.topLeft() * self.ratio, part.size() * self.ratio).toAlignedRect()
        return area.intersected(QRect(QPoint(0, 0), self.sizes[page].pixels(self.scale)))

    def _size(self, size: PageSize) -> QSizeF:
        return size.pixels(self.scale).toSizeF() / self.ratio

    def _widest(self) -> float:
        return max(self._size(size).width() for size in self.sizes)


def fit_width(sizes: Sequence[PageSize], width: float) -> float:
    """The zoom at which the widest page fills a desk of that width."""
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
