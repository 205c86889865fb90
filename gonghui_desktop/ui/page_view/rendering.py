"""Rendering of a preview on another thread: makes the document and draws its visible tiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from gonghui_desktop.printing.sheet import PageBoxes, Printed
from gonghui_desktop.ui.page_view.layout import PageSize, PreviewLayout, Tile, Viewport

MakeDocument = Callable[[], Printed]
"""Makes a finished file; runs on another thread."""


@dataclass(frozen=True)
class PreviewDocument:
    """A finished file and the paper of its pages."""

    printed: Printed
    sizes: list[PageSize]

    def boxes(self, page: int) -> PageBoxes:
        """The places of cells on a page; none on a page of a further copy."""
        pages = self.printed.pages
        return pages[page] if page < len(pages) else PageBoxes({}, {})


@dataclass(frozen=True)
class RenderedTile:
    """The pixels of a tile."""

    tile: Tile
    image: QImage

    def covers(self, scale: float, area: QRect) -> bool:
        """Whether it shows all of ``area``, in pixels of the page, at that scale."""
        return self.tile.scale == scale and self.tile.area.contains(area)


@dataclass(frozen=True)
class RenderRequest:
    """A request to render.

    Attributes:
        make: makes a newer document; ``None`` to draw more of the present one.
        document: the present one; ``None`` before the first.
        viewport: how the canvas is shown.
        area: the part of the canvas to draw.
    """

    make: MakeDocument | None
    document: PreviewDocument | None
    viewport: Viewport
    area: QRectF


@dataclass(frozen=True)
class RenderResult:
    """The document and, by page number, the tiles that were drawn."""

    document: PreviewDocument
    tiles: dict[int, RenderedTile]


def render(request: RenderRequest) -> RenderResult:
    """Makes the document if a newer one is wanted, and draws the requested area.

    Raises:
        GonghuiError: the newer document cannot be made.
    """
    # Imported with the first page: loading PDFium takes longer than showing the lists.
    from gonghui_desktop.ui.page_view.raster import draw, page_sizes  # noqa: PLC0415 - see above

    document = request.document
    if request.make is not None:
        printed = request.make()
        document = PreviewDocument(printed, page_sizes(printed.pdf))
    assert document is not None, "there is nothing to draw"
    tiles = _tiles(request.viewport.layout(document.sizes), request.area)
    images = draw(document.printed.pdf, tiles)
    rendered = {
        tile.page: RenderedTile(tile, image) for tile, image in zip(tiles, images, strict=True)
    }
    return RenderResult(document, rendered)


def _tiles(layout: PreviewLayout, area: QRectF) -> list[Tile]:
    """One tile for each page that reaches into an area of the canvas."""
    return [
        Tile(page, layout.scale, layout.device_area(page, area)) for page in layout.pages_in(area)
    ]
