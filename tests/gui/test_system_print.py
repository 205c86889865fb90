from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import deflate, stream
from gonghui_desktop.ui.background.tasks import CancelledError, Task
from gonghui_desktop.ui.preview.layout import Tile
from gonghui_desktop.ui.preview.raster import draw, page_sizes
from gonghui_desktop.ui.preview.system_print import (
    PrinterError,
    PrintJob,
    prepare,
    print_job,
)

MM = 72 / 25.4
DPI = 150
Steps = list[tuple[int, int]]


def make_pdf(pages: int, width: int = 210, height: int = 297) -> bytes:
    """A4 pages, each with a black square of 10 mm at (30, 40) mm and as many dots as its number."""
    file = PdfFile(f"[0 0 {width * MM:.3f} {height * MM:.3f}]")
    for page in range(pages):
        dots = [(60 + 10 * dot, 40, 5) for dot in range(page + 1)]
        squares = [
            f"{x * MM:.3f} {(height - y - side) * MM:.3f} {side * MM:.3f} {side * MM:.3f} re f"
            for x, y, side in [(30, 40, 10), *dots]
        ]
        content = file.add(stream(deflate("\n".join(squares).encode())))
        file.add_page(file.reserve(), Resources="<< >>", Contents=content)
    return file.finish("", "")


@pytest.fixture
def paper(qapp: QApplication, tmp_path: Path) -> Path:
    """Where the printer puts what it prints."""
    return tmp_path / "out.pdf"


def printer_onto(paper: Path, job: PrintJob, dpi: int = DPI) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, job)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printer.setResolution(dpi)
    return printer


def quiet() -> Task:
    return Task(lambda _done, _total: None)


def printed_pages(paper: Path) -> list[QImage]:
    """The paper as it comes out, drawn at :data:`DPI`."""
    pdf = paper.read_bytes()
    scale = DPI / 72
    sizes = [size.pixels(scale) for size in page_sizes(pdf)]
    areas = [QRect(QPoint(0, 0), size) for size in sizes]
    return draw(pdf, [Tile(page, scale, area) for page, area in enumerate(areas)])


def is_black(image: QImage, x: float, y: float) -> bool:
    """Whether there is ink at a place in mm."""
    return image.pixelColor(round(x / 25.4 * DPI), round(y / 25.4 * DPI)).value() < 128


def numbers(paper: Path) -> list[int]:
    """The page numbers as dots, page by page; 0 for an empty page."""
    return [
        sum(is_black(image, 62.5 + 10 * dot, 42.5) for dot in range(9))
        for image in printed_pages(paper)
    ]


@pytest.mark.parametrize("dpi", [96, 150, 600, 1200])
def test_paper_has_the_pages_own_millimetres(paper: Path, dpi: int) -> None:
    job = PrintJob(make_pdf(1), (1,), (1,))
    print_job(quiet(), printer_onto(paper, job, dpi), job)
    with pdfium.PdfDocument(paper) as document:
        width, height = document.get_page_size(0)
    assert (width / MM, height / MM) == pytest.approx((210, 297), abs=0.2)
    (page,) = printed_pages(paper)
    inside = [(30.3, 40.3), (39.7, 40.3), (30.3, 49.7), (39.7, 49.7)]
    outside = [(29.6, 45), (40.4, 45), (35, 39.6), (35, 50.4)]
    assert [is_black(page, *place) for place in inside] == [True] * 4
    assert [is_black(page, *place) for place in outside] == [False] * 4


@pytest.mark.parametrize("dpi", [150, 1200])
def test_a_page_that_lies_across_is_turned_with_its_head_to_the_left(paper: Path, dpi: int) -> None:
    job = PrintJob(make_pdf(2, 297, 210), (2,), (1,))
    print_job(quiet(), printer_onto(paper, job, dpi), job)
    for page in printed_pages(paper):
        assert page.width() < page.height()
        inside = [(40.3, 257.3), (49.7, 257.3), (40.3, 266.7), (49.7, 266.7)]
        outside = [(39.6, 262), (50.4, 262), (45, 256.6), (45, 267.4)]
        assert [is_black(page, *place) for place in inside] == [True] * 4
        assert [is_black(page, *place) for place in outside] == [False] * 4


def test_copies_of_one_form_come_as_sets(paper: Path) -> None:
    job = PrintJob(make_pdf(2), (2,), (3,))
    printer = printer_onto(paper, job)
    assert printer.copyCount() == 3
    assert print_job(quiet(), printer, job) == 6
    assert numbers(paper) == [1, 2, 1, 2, 1, 2]


def test_number_chosen_in_the_dialog_counts(paper: Path) -> None:
    job = PrintJob(make_pdf(2), (1, 1), (4, 4))
    printer = printer_onto(paper, job)
    printer.setCopyCount(2)
    print_job(quiet(), printer, job)
    assert numbers(paper) == [1, 1, 2, 2]


def test_forms_with_different_numbers_come_in_their_own(paper: Path) -> None:
    job = PrintJob(make_pdf(3), (1, 2), (3, 2))
    printer = printer_onto(paper, job)
    assert printer.copyCount() == 1  # one set: each form in its number
    print_job(quiet(), printer, job)
    assert numbers(paper) == [1, 1, 1, 2, 3, 2, 3]


def test_range_of_pages(paper: Path) -> None:
    job = PrintJob(make_pdf(4), (4,), (1,))
    printer = printer_onto(paper, job)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,3-4"))
    print_job(quiet(), printer, job)
    assert numbers(paper) == [1, 3, 4]


def test_last_page_first(paper: Path) -> None:
    job = PrintJob(make_pdf(2), (2,), (2,))
    printer = printer_onto(paper, job)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    print_job(quiet(), printer, job)
    assert numbers(paper) == [2, 1, 2, 1]


def test_paper_stays_a4_whatever_the_dialog_left(paper: Path) -> None:
    job = PrintJob(make_pdf(1), (1,), (1,))
    printer = printer_onto(paper, job)
    printer.setFullPage(False)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    print_job(quiet(), printer, job)
    (page,) = printed_pages(paper)
    assert is_black(page, 39.7, 49.7)
    assert not is_black(page, 40.4, 49.7)


def test_progress_and_cancelling(paper: Path) -> None:
    job = PrintJob(make_pdf(1), (1,), (5,))
    steps: Steps = []

    def tell(done: int, total: int) -> None:
        steps.append((done, total))
        if done == 2:
            task.cancel()

    task = Task(tell)
    with pytest.raises(CancelledError):
        print_job(task, printer_onto(paper, job), job)
    assert steps == [(0, 5), (1, 5), (2, 5)]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_printer_that_does_not_take_pages_is_told(tmp_path: Path, qapp: QApplication) -> None:
    job = PrintJob(make_pdf(1), (1,), (1,))
    printer = printer_onto(tmp_path / "no such folder" / "out.pdf", job)
    with pytest.raises(PrinterError, match="不能打印"):
        print_job(quiet(), printer, job)


def test_no_link_is_printed_into(paper: Path) -> None:
    theirs = paper.with_name("theirs")
    theirs.write_bytes(b"theirs")
    try:
        paper.symlink_to(theirs)
    except OSError:
        pytest.skip("Windows lets few users make links")
    job = PrintJob(make_pdf(1), (1,), (1,))
    with pytest.raises(PrinterError, match="这是一个链接"):
        print_job(quiet(), printer_onto(paper, job), job)
    assert theirs.read_bytes() == b"theirs"
    paper.unlink()
    print_job(quiet(), printer_onto(paper, job), job)
    assert numbers(paper) == [1]
