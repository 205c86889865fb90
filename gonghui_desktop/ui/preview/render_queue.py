"""What the preview has done for it on another thread: the document made, and its pages drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from gonghui_desktop.printing.sheet import PageBoxes, Printed
from gonghui_desktop.ui.preview.layout import PageSize, Patch, PreviewLayout, fit_width

Render = Callable[[], Printed]
"""Makes the document; runs on another thread."""


@dataclass(frozen=True)
class Document:
    """A finished file and the paper of its pages."""

    printed: Printed
    sizes: list[PageSize]

    def boxes(self, page: int) -> PageBoxes:
        """Where things are on a page; nothing on a page that is a further copy."""
        pages = self.printed.pages
        return pages[page] if page < len(pages) else PageBoxes({}, {})


@dataclass(frozen=True)
class Look:
    """How the desk is looked at.

    Attributes:
        zoom: 1.0 for 100 %; ``None`` for one that fits the width.
        ratio: device pixels a logical pixel.
        width: of the part of the desk that is seen.
        steady_width: the same beside a scroll bar, whether there is one or not.
        wanted: the part of the desk that is to be drawn.
    """

    zoom: float | None
    ratio: float
    width: int
    steady_width: int
    wanted: QRectF


@dataclass(frozen=True)
class Shown:
    """A drawn part of a page."""

    patch: Patch
    image: QImage

    def covers(self, scale: float, area: QRect) -> bool:
        """Whether that part has been drawn at that scale."""
        return self.patch.scale == scale and self.patch.area.contains(area)


@dataclass(frozen=True)
class Answer:
    """The document, drawn for one look at it."""

    document: Document
    shown: dict[int, Shown]


def answer(render: Render | None, document: Document | None, look: Look) -> Answer:
    """Makes the document if there is a newer one, and draws what is looked at.

    Args:
        render: makes the newer document; ``None`` if there is none.
        document: the present one.
        look: how it is looked at.

    Raises:
        GonghuiError: the newer document cannot be made.
    """
    # Imported with the first page: PDFium takes longer than the window's lists.
    from gonghui_desktop.ui.preview.raster import draw, page_sizes  # noqa: PLC0415 - see above

    if render is not None:
        printed = render()
        document = Document(printed, page_sizes(printed.pdf))
    assert document is not None
    zoom = look.zoom if look.zoom is not None else fit_width(document.sizes, look.steady_width)
    layout = PreviewLayout(document.sizes, zoom, look.ratio, look.width)
    patches = [
        Patch(page, layout.scale, layout.device_area(page, look.wanted))
        for page in layout.pages_in(look.wanted)
    ]
    images = draw(document.printed.pdf, patches)
    shown = {patch.page: Shown(patch, image) for patch, image in zip(patches, images, strict=True)}
    return Answer(document, shown)
