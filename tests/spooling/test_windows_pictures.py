"""Pages for Windows' printers: their dots, and where these lie on the sheet."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image, ImageChops

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.spooling.windows.picture import PRINTER_FLAGS, Band, draw_page
from gonghui_desktop.spooling.windows.placement import Device

A4 = (595.276, 841.89)  # points
WHITE = 255


def as_bitmap(band: Band) -> Image.Image:
    """What another reader of bitmaps makes of the dots and their header."""
    header, dots = band.header(), band.dots()
    file = struct.pack("<2sIII", b"BM", 14 + len(header) + len(dots), 0, 14 + len(header))
    with Image.open(io.BytesIO(file + header + dots)) as image:
        return image.convert("L")


def put_together(bands: list[Band], size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size, WHITE)
    for band in bands:
        sheet.paste(as_bitmap(band), (0, band.top))
    return sheet


def one_page(size: tuple[float, float], *marks: tuple[tuple[float, float], int]) -> bytes:
    """A page with squares of an inch: their lower left corners, and their grey."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(*size)
    for (left, bottom), grey in marks:
        square = pdfium_c.FPDFPageObj_CreateNewRect(left, bottom, 72, 72)
        pdfium_c.FPDFPageObj_SetFillColor(square, grey, grey, grey, 255)
        pdfium_c.FPDFPath_SetDrawMode(square, pdfium_c.FPDF_FILLMODE_WINDING, 0)
        pdfium_c.FPDFPage_InsertObject(page.raw, square)
    pdfium_c.FPDFPage_GenerateContent(page.raw)
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def test_bands_are_the_page_as_pdfium_draws_it_at_once(
    campaign: Campaign, fonts_folder: Path
) -> None:
    dpi = 200
    values = {"unit_name": "大连示例重工机械制造有限公司", "measures": "职工之家建设。" * 90}
    sheet = Sheet(campaign.form("annex1"), values)
    pdf = FormPrinter(fonts_folder).render([sheet]).pdf
    document = pdfium.PdfDocument(pdf)
    size = round(A4[0] / 72 * dpi), round(A4[1] / 72 * dpi)
    bitmap = pdfium.PdfBitmap.new_native(*size, pdfium_c.FPDFBitmap_Gray)
    bitmap.fill_rect((WHITE, WHITE, WHITE, WHITE), 0, 0, *size)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, document[0], 0, 0, *size, 0, PRINTER_FLAGS)
    whole = bitmap.to_pil().copy()
    bitmap.close()
    document.close()

    bands = draw_page(pdf, 0, (dpi, dpi))

    assert ImageChops.difference(put_together(bands, size), whole).getbbox() is None
    assert {band.bits for band in bands} == {1, 8}, "text is black, the foot line is grey"
    assert sum(len(band.packed) for band in bands) < 60_000


def test_grey_stays_grey_and_white_rows_are_left_out() -> None:
    pdf = one_page(A4, ((72, 72), 0x80), ((72, 720), 0))

    bands = draw_page(pdf, 0, (300, 300))

    found = [(band.top, band.top + band.height, band.bits) for band in bands]
    assert found == [(207, 256, 1), (256, 508, 1), (2907, 3072, 8), (3072, 3208, 8)]
    assert as_bitmap(bands[-1]).getpixel((400, 0)) == pytest.approx(0x80, abs=1)


def test_page_that_lies_across_is_turned_with_its_head_to_the_left() -> None:
    width, height = A4[1], A4[0]
    head_begins = (0, height - 72)  # upper left corner as one reads it

    bands = draw_page(one_page((width, height), (head_begins, 0)), 0, (72, 72))

    sheet = put_together(bands, (595, 842))
    assert ImageChops.invert(sheet).getbbox() == pytest.approx((0, 842 - 72, 72, 842), abs=1)


def test_dots_of_unequal_resolutions() -> None:
    bands = draw_page(one_page(A4, ((72, A4[1] - 144), 0)), 0, (300, 600))

    sheet = put_together(bands, (2480, 7016))
    assert ImageChops.invert(sheet).getbbox() == pytest.approx((300, 600, 600, 1200), abs=1)


@pytest.mark.parametrize(
    ("dpi", "steps", "drawn"),
    [(300, 1, 300), (600, 1, 600), (720, 1, 720), (1200, 2, 600), (2400, 4, 600), (4800, 8, 600)],
)
def test_fine_printers_get_whole_multiples_of_drawn_dots(dpi: int, steps: int, drawn: int) -> None:
    device = Device((dpi, dpi), (0, 0), (0, 0))

    assert device.steps == (steps, steps)
    assert device.drawn_dpi == (drawn, drawn)


def test_unprintable_margin_shifts_nothing() -> None:
    margin = round(4.2 / 25.4 * 1200)
    device = Device((1200, 600), (9921, 7016), (margin, 0))

    assert device.place(256, 4992, 256) == (-margin, 256, 9984, 256)


@pytest.mark.parametrize(
    ("sheet", "fits"),
    [
        ((2480, 3508), True),
        ((2479, 3507), True),
        ((0, 0), True),
        ((2550, 3300), False),  # Letter
        ((1748, 2480), False),  # A5
        ((3508, 2480), False),  # A4 across
    ],
)
def test_sheet_that_the_driver_takes(sheet: tuple[int, int], fits: bool) -> None:
    assert Device((300, 300), sheet, (50, 50)).has_a4 is fits
