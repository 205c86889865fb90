"""The PDF that is sent: pages in the order of printing, upright, copies made, nothing doubled."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from gonghui_desktop.pdfium_lock import PDFIUM

_A4 = (595.276, 841.89)  # pt
_HEAD_TO_THE_LEFT = 270
"""Degrees, clockwise: where sheets are bound (GB/T 9704-2012 on tables that lie across)."""


def document_of(pdf: bytes, pages: Sequence[int | None]) -> bytes:
    """One PDF with all pages of a job.

    All are imported in one go, by which what they share (faces, a page's contents in each of its
    copies) is written once.

    Args:
        pdf: one copy of each page, our own.
        pages: numbers from 0; ``None`` is an empty one.
    """
    numbers = [page for page in pages if page is not None]
    into = BytesIO()
    with PDFIUM:
        source, whole = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
        whole.import_pages(source, numbers)
        for number in range(len(numbers)):
            page = whole[number]
            _prepare(page)
            page.close()
        for number, wanted in enumerate(pages):
            if wanted is None:
                whole.new_page(*_A4, number).close()
        whole.save(into)
        whole.close()
        source.close()
    return into.getvalue()


def _prepare(page: pdfium.PdfPage) -> None:
    """Turns a page that lies across, and takes off fields, which are for screens."""
    width, height = page.get_size()
    if width > height:
        page.set_rotation(_HEAD_TO_THE_LEFT)
    for _field in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        pdfium_c.FPDFPage_RemoveAnnot(page, 0)
