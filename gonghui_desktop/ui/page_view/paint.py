"""Painting of the pages, around and over them: shadow, tiles, focus frame, seals.

Paper is white in the light and in the dark appearance, so these colours are the light one's.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QRegion

from gonghui_desktop.ui.page_view.layout import PreviewLayout
from gonghui_desktop.ui.page_view.rendering import RenderedTile
from gonghui_desktop.ui.theme.palette import LIGHT


def draw_shadow(painter: QPainter, paper: QRectF, colour: QColor) -> None:
    """A soft shadow around a sheet of paper; the hidden part is left out, as filling it is slow."""
    around = paper.adjusted(-8, -8, 8, 8).toAlignedRect()
    painter.save()
    painter.setClipRegion(QRegion(around).subtracted(QRegion(paper.toRect())))
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in range(6, 0, -1):
        shade = QColor(colour)
        shade.setAlphaF(0.035)
        painter.setBrush(shade)
        painter.drawRoundedRect(
            paper.adjusted(-spread, 1 - spread, spread, 2 + spread), spread, spread
        )
    painter.restore()


def draw_tile(
    painter: QPainter, paper: QRectF, rendered: RenderedTile, layout: PreviewLayout
) -> None:
    """What has been drawn of a page, in its place on the sheet.

    Until it is drawn at the new zoom, what there is of the page is stretched.
    """
    stretch = layout.scale / rendered.tile.scale
    area = QRectF(rendered.tile.area)
    place = QRectF(
        paper.topLeft() + area.topLeft() * stretch / layout.ratio,
        area.size() * stretch / layout.ratio,
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, stretch != 1)
    painter.drawImage(place, rendered.image)


def draw_focus_ring(painter: QPainter, area: QRect, colour: QColor) -> None:
    """A ring along the inside of an area, for a canvas that has the keyboard's focus."""
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def draw_field_frame(painter: QPainter, cell: QRectF) -> None:
    """A soft frame in the cell of the field in focus."""
    frame = QColor(LIGHT.ring)
    ground = QColor(LIGHT.ring)
    frame.setAlphaF(0.55)
    ground.setAlphaF(0.035)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(frame, 1.5))
    painter.setBrush(ground)
    painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 3, 3)
    painter.restore()


def draw_seal(painter: QPainter, cell: QRectF, diameter: float) -> None:
    """A translucent seal of ``diameter`` pixels in the middle of its cell: ring and star."""
    ink = QColor(LIGHT.accent)
    ink.setAlphaF(0.5)
    tint = QColor(LIGHT.accent)
    tint.setAlphaF(0.06)
    width = diameter * 0.028
    radius = (diameter - width) / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, width))
    painter.setBrush(tint)
    painter.drawEllipse(cell.center(), radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPath(_star(cell.center(), diameter * 0.15))
    painter.restore()


def _star(centre: QPointF, radius: float) -> QPainterPath:
    """A five-pointed star, point up; the winding fill leaves no hole in it."""
    corners = QPolygonF()
    for step in range(6):
        angle = math.radians(step * 144 - 90)
        corners.append(centre + QPointF(math.cos(angle), math.sin(angle)) * radius)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addPolygon(corners)
    return path
