"""Pages as bands of black and white dots, drawn by PDFium for a printer."""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gonghui_desktop.pdfium_lock import PDFIUM

PRINTER_FLAGS = (
    pdfium_c.FPDF_PRINTING | pdfium_c.FPDF_RENDER_NO_SMOOTHTEXT | pdfium_c.FPDF_RENDER_NO_SMOOTHPATH
)
"""A printer has no greys: smoothed edges would come out as a haze of dots."""

BAND = 256
"""Rows drawn at a time: 1.3 MB of an A4 page at 600 dpi, which has 35 MB."""

_POINTS = 72.0  # per inch
_ROW_DOTS = 32  # a row in a bitmap ends with a whole double word
_TO_THE_LEFT = 3  # PDFium's quarter turns, clockwise
_WHITE = b"\xff"
_SPLIT = 128  # grey levels below it would be black
_DOTS = tuple(
    bytes(0x80 >> dot if level >= _SPLIT else 0 for level in range(256)) for dot in range(8)
)
"""For each place in a byte of eight dots: a grey level to the bit that it sets there."""


@dataclass(frozen=True)
class Band:
    """Rows of a page; those between bands are white.

    Attributes:
        top: the first row, from the page's upper edge.
        width: dots in a row, a multiple of 32; what is past the page's right edge is white.
        height: rows.
        bits: of a dot: 1, or 8 where there is grey.
        packed: the dots, compressed: see :meth:`dots`.
    """

    top: int
    width: int
    height: int
    bits: int
    packed: bytes

    def dots(self) -> bytes:
        """Row after row, the lowest first, as a device independent bitmap has them."""
        return zlib.decompress(self.packed)

    def header(self) -> bytes:
        """BITMAPINFO: what Windows is told of the dots; black is 0."""
        levels = 1 << self.bits
        size, planes, length = 40, 1, self.width * self.height * self.bits // 8
        grey = [level * 255 // (levels - 1) for level in range(levels)]
        return struct.pack(
            "<IiiHHIIiiII", size, self.width, self.height, planes, self.bits, 0, length,
            0, 0, levels, 0,
        ) + b"".join(struct.pack("<4B", level, level, level, 0) for level in grey)  # fmt: skip


def draw_page(pdf: bytes, number: int, dpi: tuple[float, float]) -> list[Band]:
    """A page's bands, true to size; one that lies across is turned, its head to the left.

    That is where sheets are bound (GB/T 9704-2012 on tables that lie across). PDFium is held for
    the one page: 0.13 s at 600 dpi. White rows are left out, and what is kept is compressed, 0.3 MB
    for a page of 35.

    Args:
        pdf: the file.
        number: of the page, from 0.
        dpi: dots per inch, across and down.
    """
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            page = document[number]
            try:
                return list(_bands(page, dpi))
            finally:
                page.close()
        finally:
            document.close()


def _bands(page: pdfium.PdfPage, dpi: tuple[float, float]) -> Iterator[Band]:
    across, down = page.get_size()
    turned = across > down
    if turned:
        across, down = down, across
    width, height = round(across / _POINTS * dpi[0]), round(down / _POINTS * dpi[1])
    row = -(-width // _ROW_DOTS) * _ROW_DOTS
    white = _WHITE * (row * BAND)
    dots = bytearray(white)
    for top in range(0, height, BAND):
        rows = min(BAND, height - top)
        dots[:] = white
        pixels = (ctypes.c_ubyte * len(dots)).from_buffer(dots)
        bitmap = pdfium_c.FPDFBitmap_CreateEx(width, rows, pdfium_c.FPDFBitmap_Gray, pixels, row)
        turn = _TO_THE_LEFT if turned else 0
        pdfium_c.FPDF_RenderPageBitmap(
            bitmap, page.raw, 0, -top, width, height, turn, PRINTER_FLAGS
        )
        pdfium_c.FPDFBitmap_Destroy(bitmap)
        if dots != white:
            above = (len(dots) - len(dots.lstrip(_WHITE))) // row  # white rows
            below = -(-len(dots.rstrip(_WHITE)) // row)
            yield _band(top + above, row, below - above, dots[row * above : row * below])


def _band(top: int, width: int, height: int, dots: bytearray) -> Band:
    is_grey = bool(dots.translate(None, b"\x00\xff"))
    bits, content = (8, bytes(dots)) if is_grey else (1, in_one_bit(dots))
    row = width * bits // 8
    # The lowest row first: the plain form, which every driver has met.
    turned = b"".join(content[at : at + row] for at in range(len(content) - row, -1, -row))
    return Band(top, width, height, bits, zlib.compress(turned, 1))


def in_one_bit(dots: bytes | bytearray) -> bytes:
    """Eight grey dots in a byte, the left one highest, white as 1; their number divides by 8."""
    packed = 0
    for place, bit in enumerate(_DOTS):  # as whole numbers of a band's length: 4 ms a band
        packed |= int.from_bytes(dots[place::8].translate(bit), "little")
    return packed.to_bytes(len(dots) // 8, "little")
