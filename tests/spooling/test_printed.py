"""What comes out of a printer behind a real CUPS queue, read back page by page."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet
from gonghui_desktop.spooling import JobState, Sides, page_sequence
from tests.print_server import Printer, PrintServer
from tests.printing.test_papers import summary
from tests.spooling.conftest import Send, Settled

_MM = 72 / 25.4
_TEXT = "加强基层工会组织建设，服务职工群众，推动企业与职工共同发展。"

SheetOf = Callable[[FormDefinition, int], Sheet]


@dataclass(frozen=True)
class Page:
    """A page as an outside reader finds it.

    Attributes:
        size: of the paper, mm.
        lines: frame, table and QR code: left, top, right, bottom, mm from the top left.
        text: every character, in the order in which it was set.
        places: left and top of each character, mm.
    """

    size: tuple[int, int]
    lines: list[tuple[float, ...]]
    text: str
    places: list[tuple[float, ...]]

    def is_alike(self, other: Page, tolerance: float = 0.2) -> bool:
        """Whether another has the same on it in the same places."""
        return (
            self.size == other.size
            and self.text == other.text
            and _near(self.lines, other.lines, tolerance)
            and _near(self.places, other.places, tolerance)
        )


_EMPTY = Page((210, 297), [], "", [])


def _near(
    some: Sequence[Sequence[float]], others: Sequence[Sequence[float]], tolerance: float
) -> bool:
    return len(some) == len(others) and all(
        abs(one - other) <= tolerance
        for pair in zip(some, others, strict=True)
        for one, other in zip(*pair, strict=True)
    )


def _read(page: pdfplumber.page.Page) -> Page:
    def place(each: dict[str, float], *names: str) -> tuple[float, ...]:
        return tuple(each[name] / _MM for name in names)

    drawn = [*page.lines, *page.rects, *page.curves]
    return Page(
        (round(page.width / _MM), round(page.height / _MM)),
        sorted(place(each, "x0", "top", "x1", "bottom") for each in drawn),
        "".join(each["text"] for each in page.chars),
        [place(each, "x0", "top") for each in page.chars],
    )


def _drawing(page: pikepdf.Page) -> bytes:
    """What a page draws; of two that draw the same, and with the same, one is read.

    CUPS' filter puts each page into a form of its own, called X and a number.
    """
    if "/Contents" not in page:
        return b""
    resources = page.obj.Resources
    forms = list(resources.get("/XObject", {}).values())
    parts = [page.Contents.read_bytes(), *(each.read_bytes() for each in forms)]
    parts += [each.Resources.unparse() for each in forms] or [resources.unparse()]
    parts += [each.get("/Matrix", pikepdf.Array()).unparse() for each in forms]
    return re.sub(rb"/X\d+ Do", b"/X Do", b"\n".join(parts))


def read(pdf: bytes) -> list[Page]:
    """The pages of a PDF."""
    known: dict[bytes, Page] = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        drawings = [_drawing(page) for page in document.pages]
    with pdfplumber.open(BytesIO(pdf)) as document:
        for drawing, page in zip(drawings, document.pages, strict=True):
            if drawing not in known:
                known[drawing] = _read(page)
    return [known[drawing] for drawing in drawings]


@pytest.fixture(scope="session")
def printer_of_forms(fonts_folder: Path) -> FormPrinter:
    """What lays forms out."""
    return FormPrinter(fonts_folder)


@pytest.fixture(scope="session")
def sheet_of(printer_of_forms: FormPrinter) -> SheetOf:
    """A form, filled so that it takes a number of pages."""

    @cache
    def filled(form: FormDefinition, pages: int) -> Sheet:
        for length in range(20, 5000, 60):
            text = (_TEXT * 200)[:length]
            values = dict.fromkeys(form.long_texts, text) | {"unit_name": f"第{pages}工会"}
            if printer_of_forms.page_count(form, values) == pages:
                return Sheet(form, values, bookmark=f"第{pages}工会")
        raise AssertionError(f"no text makes {form.id} {pages} pages long")

    return filled


@pytest.fixture(scope="module")
def full_bleed(print_server: PrintServer) -> Printer:
    """A printer that reaches the paper's edges."""
    return print_server.add_printer()


@pytest.fixture(scope="module")
def with_margins(print_server: PrintServer) -> Printer:
    """One that leaves 4.2 mm on each side, as laser printers do."""
    return print_server.add_printer(margin=4.2)


@pytest.fixture
def prints_as_made(
    printer_of_forms: FormPrinter, send: Send, settled: Settled
) -> Callable[[Printer, Sequence[Sheet], Sequence[int], Sides], None]:
    """Prints forms and compares what comes out with our PDF: order, backs, texts and lines."""

    def check(
        printer: Printer, sheets: Sequence[Sheet], copies: Sequence[int], sides: Sides
    ) -> None:
        made: Printed = printer_of_forms.render(sheets)
        order = page_sequence(made.page_counts, copies, sides=sides)
        ticket = send(printer, made.pdf, order, sides=sides)
        assert settled(ticket).state is JobState.DONE
        assert ticket.pages == sum(
            count * times for count, times in zip(made.page_counts, copies, strict=True)
        )
        ours, theirs = read(made.pdf), read(printer.printed(ticket.number))
        assert len(theirs) == len(order)
        for number, (wanted, page) in enumerate(zip(order, theirs, strict=True)):
            expected = _EMPTY if wanted is None else ours[wanted]
            assert page.is_alike(expected), f"page {number + 1}"
        duplex = "Duplex=None" if sides is Sides.ONE else "Duplex=DuplexNoTumble"
        assert duplex in printer.options(ticket.number)

    return check


@pytest.mark.parametrize(
    ("pages", "copies", "sides"),
    [
        ([(0, 1)], [1], Sides.ONE),
        ([(1, 2)], [4], Sides.LONG_EDGE),
        ([(2, 3)], [3], Sides.LONG_EDGE),
        ([(0, 6)], [2], Sides.ONE),
        ([(0, 1), (1, 4), (2, 5)], [4, 4, 3], Sides.LONG_EDGE),
        ([(0, 1), (1, 1), (2, 2)], [1, 1, 1], Sides.ONE),
    ],
)
def test_paper_is_the_pdf_copy_after_copy(
    campaign: Campaign,
    sheet_of: SheetOf,
    with_margins: Printer,
    prints_as_made: Callable[..., None],
    pages: list[tuple[int, int]],
    copies: list[int],
    sides: Sides,
) -> None:
    sheets = [sheet_of(campaign.forms[form], count) for form, count in pages]
    prints_as_made(with_margins, sheets, copies, sides)


@pytest.mark.slow
@pytest.mark.parametrize("form", [0, 1, 2])
@pytest.mark.parametrize("sides", Sides)
def test_every_form_in_every_length_and_number(
    campaign: Campaign,
    sheet_of: SheetOf,
    full_bleed: Printer,
    prints_as_made: Callable[..., None],
    form: int,
    sides: Sides,
) -> None:
    for pages, copies in product(range(1, 7), range(1, 5)):
        prints_as_made(full_bleed, [sheet_of(campaign.forms[form], pages)], [copies], sides)


@pytest.mark.parametrize("usual", ["Letter", "A5"])
def test_queue_that_is_set_to_other_paper_gets_a4(
    print_server: PrintServer,
    campaign: Campaign,
    sheet_of: SheetOf,
    prints_as_made: Callable[..., None],
    usual: str,
) -> None:
    printer = print_server.add_printer(usual=usual, margin=4.2)
    options = ("number-up=2", "fit-to-page=true", "orientation-requested=4", "copies=3")
    for option in options:  # usual ones of the queue, which an administrator may have set
        print_server.run("lpadmin", "-p", printer.name, "-o", f"{option.replace('=', '-default=')}")
    prints_as_made(printer, [sheet_of(campaign.forms[0], 1)], [2], Sides.ONE)


def test_page_that_lies_across_is_turned_with_its_head_to_the_left(
    printer_of_forms: FormPrinter, with_margins: Printer, send: Send, settled: Settled
) -> None:
    pdf = printer_of_forms.summary(summary(3))
    ticket = send(with_margins, pdf)
    assert settled(ticket).state is JobState.DONE
    (lying,), (page,) = read(pdf), read(with_margins.printed(ticket.number))

    assert page.size == (210, 297)
    # What was x from the left is now x from the lower edge.
    turned = [(top, 297 - right, bottom, 297 - left) for left, top, right, bottom in lying.lines]
    assert _near(page.lines, sorted(turned), 0.2)
    assert sorted(page.text) == sorted(lying.text)


def test_fields_for_seals_are_not_on_paper(
    campaign: Campaign,
    printer_of_forms: FormPrinter,
    sheet_of: SheetOf,
    with_margins: Printer,
    send: Send,
    settled: Settled,
) -> None:
    made = printer_of_forms.render(
        [sheet_of(campaign.forms[0], 1)], PrintOptions(signature_fields=True)
    )
    ticket = send(with_margins, made.pdf)
    settled(ticket)
    with pikepdf.open(BytesIO(with_margins.printed(ticket.number))) as document:
        assert "/Annots" not in document.pages[0]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("附件1 大连示例重工机械制造有限公司工会委员会", None),
        ("附件1 “A&B”<工会>; rm -rf $HOME 'x' \\ 100%", None),
        ("附件1 甲\n乙\t丙\x07", "附件1 甲 乙 丙�"),
        ("工" * 300, "工" * 80 + "…"),
        ("", "未命名"),
    ],
)
def test_job_is_called_by_form_and_unit(
    with_margins: Printer, send: Send, settled: Settled, title: str, told: str | None
) -> None:
    ticket = send(with_margins, title=title)
    assert settled(ticket).state is JobState.DONE
    assert with_margins.title(ticket.number) == (title if told is None else told)


def test_many_pages_are_small_in_the_queue(
    print_server: PrintServer,
    campaign: Campaign,
    printer_of_forms: FormPrinter,
    sheet_of: SheetOf,
    with_margins: Printer,
    send: Send,
    settled: Settled,
) -> None:
    made = printer_of_forms.render([sheet_of(campaign.forms[0], 2)] * 20)
    once = send(with_margins, made.pdf, page_sequence([2] * 20, [1] * 20))
    often = send(with_margins, made.pdf, page_sequence([2] * 20, [4] * 20))
    assert settled(often).state is JobState.DONE
    jobs = print_server.run("lpstat", "-W", "completed", "-o", with_margins.name).splitlines()
    sizes = {line.split()[0].rpartition("-")[2]: int(line.split()[2]) for line in jobs}
    in_queue, of_copies = sizes[str(once.number)], sizes[str(often.number)]
    assert in_queue / once.pages < 10_000
    assert of_copies < 1.5 * in_queue


def _frame_in_dots(raster: bytes, margin: float) -> tuple[float, float]:
    """Left and right edge of the table, mm from the paper's left, in dots of a CUPS raster.

    Its header is that of version 3: https://www.cups.org/doc/spec-raster.html
    """
    order = "<" if raster[:4] == b"3SaR" else ">"
    width, height = struct.unpack_from(f"{order}2I", raster, 4 + 372)
    (dots_per_inch,) = struct.unpack_from(f"{order}I", raster, 4 + 276)
    (left,) = struct.unpack_from(f"{order}I", raster, 4 + 312)
    assert left == int(margin * _MM + 0.5)
    dots = raster[4 + 1796 :]
    assert len(dots) == width * height
    rows = range(height // 2, height // 2 + 60, 10)
    dark = [x for x in range(width) if all(dots[row * width + x] < 128 for row in rows)]
    mm = 25.4 / dots_per_inch
    return dark[0] * mm + margin, (dark[-1] + 1) * mm + margin


@pytest.mark.parametrize("margin", [0, 4.2, 10])
def test_printer_that_is_sent_dots_of_what_it_reaches_shifts_nothing(
    print_server: PrintServer,
    printer_of_forms: FormPrinter,
    campaign: Campaign,
    sheet_of: SheetOf,
    send: Send,
    settled: Settled,
    margin: float,
) -> None:
    printer = print_server.add_printer(margin=margin, language="raster")
    ticket = send(printer, printer_of_forms.render([sheet_of(campaign.forms[0], 1)]).pdf)
    assert settled(ticket).state is JobState.DONE
    left, right = _frame_in_dots(printer.printed(ticket.number), margin)
    # The frame's middle is 20 and 190 mm from the left; it is 0.35 mm wide.
    assert (left + 0.18, right - 0.18) == pytest.approx((20, 190), abs=0.2)
