"""Pages of a PDF as pictures for the screen, drawn by PDFium.

A file is opened, drawn and closed within one hold of PDFium's lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from gonghui_desktop.pdfium_lock import PDFIUM
from gonghui_desktop.ui.page_view.layout import PageSize, Tile


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[PageSize]:
    """The paper of every page."""
    with _opened(pdf) as document:
        return _sizes(document)


def page_text(pdf: bytes, number: int) -> str:
    """What stands on a page, in the order in which it is printed."""
    with _opened(pdf) as document:
        text_page = document[number].get_textpage()
        text: str = text_page.get_text_bounded()
        text_page.close()
        return text


def draw(pdf: bytes, tiles: Iterable[Tile]) -> list[QImage]:
    """Draws parts of pages on white, each as large as its area."""
    with _opened(pdf) as document:
        sizes = _sizes(document)
        return [_draw(document, sizes[tile.page], tile) for tile in tiles]


def _sizes(document: pdfium.PdfDocument) -> list[PageSize]:
    return [PageSize(*document.get_page_size(number)) for number in range(len(document))]


def _draw(document: pdfium.PdfDocument, size: PageSize, tile: Tile) -> QImage:
    image = QImage(tile.area.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    whole = size.pixels(tile.scale)
    pixels = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())
    bitmap = pdfium_c.FPDFBitmap_CreateEx(
        image.width(), image.height(), pdfium_c.FPDFBitmap_BGRx, pixels, image.bytesPerLine()
    )
    page = document[tile.page]
    left, top = -tile.area.left(), -tile.area.top()
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page.raw, left, top, whole.width(), whole.height(), 0, 0)
    pdfium_c.FPDFBitmap_Destroy(bitmap)
    page.close()
    return image
