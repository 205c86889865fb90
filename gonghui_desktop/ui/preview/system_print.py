"""Printing by the system: true size on A4, copy after copy.

The pages are the PDF's own, drawn by PDFium at the printer's resolution, so paper and screen show
the same. A job is collated by sheet: all copies of the first form,
then all of the second, so that a clerk lifts finished sets from the tray.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.fileio import LinkError, is_link, reason_of
from gonghui_desktop.spooling import Sides, page_sequence
from gonghui_desktop.ui.background.tasks import CancelledError, Task
from gonghui_desktop.ui.preview.layout import Tile
from gonghui_desktop.ui.preview.raster import draw, page_sizes

MAX_DPI = 600
"""Finer drawing of text is not seen on paper, but takes four times the time."""

BAND = 1024
"""Pixels of a page drawn at a time: a whole one at 600 dpi would take 140 MB."""


class PrinterError(GonghuiError):
    """The printer does not take the pages."""


@dataclass(frozen=True)
class PrintJob:
    """Sheets to be printed.

    Attributes:
        pdf: one copy of each sheet.
        page_counts: how many pages each sheet has, in order.
        copies: of each sheet, the usual number.
        title: what it is, such as 附件1 and a unit's name.
        foot_line: whether page numbers, check code and QR code are under the forms.
        can_continue: it is a blank form that can have a blank 续表.
        is_form: whether they are forms, which have switches; other papers are as they are.
    """

    pdf: bytes
    page_counts: tuple[int, ...]
    copies: tuple[int, ...]
    title: str = "申报表"
    foot_line: bool = True
    can_continue: bool = False
    is_form: bool = True

    @property
    def common_copies(self) -> int | None:
        """The number of copies, if it is the same for every sheet."""
        return self.copies[0] if len(set(self.copies)) == 1 else None


def ask_system(printer: QPrinter, parent: QWidget, *, last_page: int) -> bool:
    """Shows the system's print dialog, for what only that one can set.

    Args:
        printer: from :func:`prepare`; set as the user chooses.
        parent: the window.
        last_page: of the range that can be chosen, 0 for none.

    Returns:
        Whether the user goes on.
    """
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=last_page > 0)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCollateCopies, on=False)
    dialog.setMinMax(1, max(last_page, 1))
    chosen = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    return chosen


def prepare(printer: QPrinter, job: PrintJob) -> None:
    """Presets name, paper and copies: A4 upright to its edges, usual copies, collated."""
    _lay_paper(printer)
    printer.setDocName(job.title)
    printer.setCollateCopies(True)
    printer.setCopyCount(job.common_copies or 1)


def print_job(task: Task, printer: QPrinter, job: PrintJob) -> int:
    """Prints a job with the printer's settings; runs on a background thread.

    Args:
        task: receives the progress, page by page; if it is cancelled, the printer aborts.
        printer: from :func:`prepare`.
        job: the sheets.

    Returns:
        How many pages were given to the printer, copies included.

    Raises:
        PrinterError: the printer does not take them, or prints into a file that is a link.
        CancelledError: the task was cancelled.
    """
    if (file := printer.outputFileName()) and is_link(Path(file)):
        raise PrinterError(f"无法存为“{file}”：{reason_of(LinkError())}。")
    _lay_paper(printer)
    pages = _sequence(printer, job)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterError(f"打印机{_named(printer)}不能打印，请检查是否已开机并连好，再试一次。")
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for done, page in enumerate(pages):
            task.report(done, len(pages))
            if done and not printer.newPage():
                raise PrinterError(f"打印机{_named(printer)}中途停止了，请检查纸张和连接后再试。")
            if page is not None:
                _print_page(painter, printer, job.pdf, page)
    except CancelledError:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(pages) * printer.copyCount()  # those that the driver makes


def _lay_paper(printer: QPrinter) -> None:
    """A4 upright, measured from the paper's corner: a form has its own margins."""
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def _sequence(printer: QPrinter, job: PrintJob) -> list[int | None]:
    """The pages in the order in which they are sent to a printer, set as it is."""
    copies = printer.copyCount()
    if len(job.copies) == 1 and printer.supportsMultipleCopies():
        copies = 1  # its driver makes them
    else:
        printer.setCopyCount(1)
    # Of forms with different numbers, as many sets are made as copies are chosen.
    times = [copies * (official if job.common_copies is None else 1) for official in job.copies]
    ranges, last = printer.pageRanges(), sum(job.page_counts)
    ranged = printer.printRange() is QPrinter.PrintRange.PageRange
    chosen = [page for page in range(1, last + 1) if ranges.contains(page)]
    one_sided = printer.duplex() is QPrinter.DuplexMode.DuplexNone
    sides = Sides.ONE if one_sided else Sides.LONG_EDGE
    sequence = list(page_sequence(job.page_counts, times, chosen if ranged else None, sides))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        sequence.reverse()
    return sequence


def _print_page(painter: QPainter, printer: QPrinter, pdf: bytes, page: int) -> None:
    """Draws one page in its true size, band after band; one that lies across is turned.

    Its head goes to the left, where sheets are bound (GB/T 9704-2012 on tables that lie across).
    """
    dpi = min(printer.resolution(), MAX_DPI)
    whole = page_sizes(pdf)[page].pixels(dpi / 72)
    stretch = printer.resolution() / dpi
    painter.resetTransform()
    if whole.width() > whole.height():
        painter.translate(0, whole.width() * stretch)
        painter.rotate(-90)
    for top in range(0, whole.height(), BAND):
        area = QRect(QPoint(0, top), QSize(whole.width(), min(BAND, whole.height() - top)))
        (image,) = draw(pdf, [Tile(page, dpi / 72, area)], for_printer=True)
        place = QRectF(
            area.left() * stretch,
            area.top() * stretch,
            area.width() * stretch,
            area.height() * stretch,
        )
        painter.drawImage(place, image)


def _named(printer: QPrinter) -> str:
    return f"“{printer.printerName()}”" if printer.printerName() else ""
