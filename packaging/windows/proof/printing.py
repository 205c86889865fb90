"""Printing: the installed program through Wine's printer driver into a print server of our own.

The server is CUPS; a printer of it writes what reaches it into a folder, as PDF. Its pages are
compared, dot by dot, with those of the PDF that the program writes of the same records. What only
Windows has (drivers' windows, states of a printer) Wine has not.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from bench import ROOT

from proof.stage import PROGRAMS, SAMPLES, Stage, Step, expect, wait_until

sys.path.append(str(ROOT))
from gonghui_desktop.spooling.windows.picture import in_one_bit
from tests.print_server import Printer, PrintServer

RECORDS = "C:\\打印 记录.json"
DATA = ["--data", "C:\\打印数据"]
PARAGRAPHS = (
    ("annex1", 1),
    ("annex2", 5),
    ("annex3", 16),
    ("annex1", 8),
    ("annex2", 24),
    ("annex1", 14),
)
"""Forms and how often their longest text is repeated: they then have 1, 2 … 6 pages."""

DPI = 254  # a dot is 0.1 mm
ROW, ROWS = 2112, 2970  # dots of A4, a row filled up to whole bytes of eight
BLACK = bytes(1 if level < 128 else 0 for level in range(256))
NEAREST = 0.2  # mm that a frame may be off
MOST_UNLIKE = 0.35  # edges, by two rules of drawing; another page has 0.6
MOST_BYTES = 400_000  # a page full of text in the queue, as Wine's driver writes dots


@dataclass(frozen=True)
class Look:
    """How a page looks.

    Attributes:
        dots: as one number, a bit each.
        ink: how many are black.
        frame: left, top, right and lower line of the form's frame, mm; empty without one.
    """

    dots: int
    ink: int
    frame: tuple[float, ...]

    def unlike(self, other: Look) -> float:
        """How many dots differ, beside those that are black in either."""
        return (self.dots ^ other.dots).bit_count() / (self.ink + other.ink)


def looks(pdf: bytes) -> list[Look]:
    """The pages of a PDF, each A4 upright."""
    document = pdfium.PdfDocument(pdf)
    found = [_look(document[number]) for number in range(len(document))]
    document.close()
    return found


def _look(page: pdfium.PdfPage) -> Look:
    width, height = (points / 72 * 25.4 for points in page.get_size())
    expect(
        abs(width - 210) < 0.5 and abs(height - 297) < 0.5, f"A4, not {width:.1f} x {height:.1f}"
    )
    bitmap = pdfium.PdfBitmap.new_native(ROW, ROWS, pdfium_c.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, ROW, ROWS)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 2100, ROWS, 0, pdfium_c.FPDF_PRINTING)
    grey = bytes(bitmap.buffer)
    bitmap.close()
    black = grey.translate(BLACK)
    columns = [x for x in range(ROW) if black[x::ROW].count(1) > 0.3 * ROWS]
    rows = [y for y in range(ROWS) if black[y * ROW : (y + 1) * ROW].count(1) > 0.5 * ROW]
    lines = (columns[0], rows[0], columns[-1], rows[-1]) if columns and rows else ()
    return Look(
        int.from_bytes(in_one_bit(grey)), black.count(1), tuple(line / DPI * 25.4 for line in lines)
    )


class Printing:
    """The steps, in their order."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._forms: dict[int, list[Look]] = {}  # by their numbers of pages, in their order

    def print_everything(self) -> str:
        """Forms of 1 to 6 pages, up to 4 copies, several in a job, on one side and on both."""
        self._begin()
        with serving(self._stage) as server:
            plain, margins = server.add_printer(), server.add_printer(margin=4.2)
            told = self._program("printers", "--json")
            found = {each["name"]: each for each in json.loads(told)["printers"]}
            expect(all(found[each.name]["two_sided"] for each in (plain, margins)), told)
            expect(all(found[each.name]["a4"] for each in (plain, margins)), told)
            jobs: list[tuple[Printer, list[str], list[int], int]] = [  # forms by their pages
                (plain, ["--copies", "3", "--form", "annex2"], [2, 5], 3),
                (plain, ["--copies", "1", "--two-sided"], list(self._forms), 1),
                (margins, ["--copies", "4", "--form", "annex3", "--two-sided"], [3], 4),
            ]
            pages, figures = 0, ""
            for printer, options, forms, copies in jobs:
                printed, seconds = self._print(printer, *options)
                expected = self._expected(forms, copies, two_sided="--two-sided" in options)
                pages += self._compare(printed, expected)
                figures = figures or _figures(server, len(printed), seconds)
            asked = (margins.folder / f"{len(jobs)}.asked").read_bytes()
            # Wine cuts titles to as many bytes as they have letters.
            expect(asked.startswith("附件3 大连".encode()), f"the job is called so: {asked!r}")
            expect(b"two-sided-long-edge" in asked, f"on both sides: {asked!r}")
        return f"{pages} pages in {len(jobs)} jobs are those of the PDF; {figures}"

    def refuse_other_paper(self) -> str:
        """A printer that has no A4."""
        self._begin()
        with serving(self._stage) as server:
            letter = server.add_printer(usual="Letter", sizes=("Letter", "A5"))
            told = self._program("print", "--printer", letter.name, expected=2)
            expect("不能用 A4 纸" in told, f"it is told: {told}")
            expect(not list(letter.folder.iterdir()), "nothing is printed on other paper")
        return "told, and nothing is printed"

    def _begin(self) -> None:
        """Have the program with its records, and the pages that their PDF has."""
        if self._forms:
            return
        self._stage.have_program()
        samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
        by_form = {record["form"]: record for record in samples["records"]}
        samples["records"] = [
            {**by_form[form], "values": by_form[form]["values"] | _longer(by_form[form], times)}
            for form, times in PARAGRAPHS
        ]
        records = json.dumps(samples, ensure_ascii=False)
        self._stage.prefix.path(RECORDS).write_text(records, encoding="utf-8")
        self._program("import", RECORDS)
        told = self._program("print", "-o", "C:\\打印.pdf", "--copies", "1", "--json")
        counts = json.loads(told)["pages"]
        expect(sorted(counts) == [1, 2, 3, 4, 5, 6], f"forms of 1 to 6 pages: {counts}")
        pages = looks(self._stage.prefix.path("C:\\打印.pdf").read_bytes())
        self._forms = {count: [pages.pop(0) for _ in range(count)] for count in counts}

    def _program(self, *arguments: str, expected: int = 0) -> str:
        return self._stage.program(PROGRAMS, *DATA, *arguments, expected=expected)

    def _print(self, printer: Printer, *options: str) -> tuple[list[Look], float]:
        """Print, wait for what comes out, and read it back; seconds that the program took."""
        before = _new(printer, set())
        begun = time.monotonic()
        self._program("print", "--printer", printer.name, *options)
        taken = time.monotonic() - begun
        wait_until(lambda: _new(printer, before) != set(), "a job comes out of the printer")
        (file,) = _new(printer, before)
        return looks(file.read_bytes()), taken

    def _expected(self, forms: Sequence[int], copies: int, *, two_sided: bool) -> list[Look | None]:
        """The pages that must come: copy after copy, each on sheets of its own."""
        pages: list[Look | None] = []
        for count in forms:
            for _ in range(copies):
                if two_sided and len(pages) % 2:
                    pages.append(None)
                pages += self._forms[count]
        return pages

    def _compare(self, printed: Sequence[Look], expected: Sequence[Look | None]) -> int:
        """Hold the pages against those that must come; how many there are."""
        known = [page for form in self._forms.values() for page in form]
        expect(len(printed) == len(expected), f"{len(expected)} pages, not {len(printed)}")
        for number, (found, wanted) in enumerate(zip(printed, expected, strict=True), start=1):
            if wanted is None:
                expect(not found.ink, f"page {number} is blank")
                continue
            expect(bool(found.ink), f"page {number} is not blank")
            nearest = min(known, key=found.unlike)
            expect(nearest is wanted, f"page {number} is page {known.index(wanted) + 1} of the PDF")
            expect(found.unlike(wanted) < MOST_UNLIKE, f"page {number} looks as in the PDF")
            pairs = zip(found.frame, wanted.frame, strict=True)
            off = max(abs(there - here) for there, here in pairs)
            expect(off <= NEAREST, f"the frame of page {number} is {off:.2f} mm off")
        return len(printed)


def _new(printer: Printer, but: set[Path]) -> set[Path]:
    """What has come out of a printer, but for some."""
    return set(printer.folder.glob("*.out")) - but


def _figures(server: PrintServer, pages: int, seconds: float) -> str:
    """What the one job of a server took."""
    (line,) = server.run("lpstat", "-W", "all", "-o").splitlines()
    (size,) = (int(found) // pages for found in re.findall(r"\s(\d+)\s+\w+ \w+ +\d+ ", line))
    expect(size < MOST_BYTES, f"a page has {size} bytes in the queue")
    return f"{pages} pages {seconds:.1f} s with the program's start, each {size // 1000} kB"


def _longer(record: dict[str, dict[str, str]], times: int) -> dict[str, str]:
    """The form's long text, some times over, each numbered: no two pages are alike."""
    text = record["values"]["measures"]
    return {"measures": "\n".join(f"第 {number} 遍：{text}" for number in range(1, times + 1))}


@contextmanager
def serving(stage: Stage) -> Iterator[PrintServer]:
    """A print server that the programs of this Windows see."""
    server = PrintServer()
    kept = dict(stage.prefix.environment)
    stage.prefix.environment["CUPS_SERVER"] = server.address
    try:
        yield server
    finally:
        stage.prefix.environment.clear()
        stage.prefix.environment.update(kept)
        server.close()


def steps(stage: Stage) -> list[Step]:
    """Each step with what it shows."""
    printing = Printing(stage)
    return [
        (
            "forms are printed in their order and place, copies, backs and margins too",
            printing.print_everything,
        ),
        ("a printer without A4 is told of", printing.refuse_other_paper),
    ]
