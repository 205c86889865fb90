"""Jobs sent to printers of the tests' own server."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from gonghui_desktop.spooling import JobReport, JobState, JobTicket, PrintQueue, Sides, SpoolJob
from gonghui_desktop.spooling.cups import CupsSpooler
from tests.counted_pages import make_pdf
from tests.print_server import Printer, PrintServer

_PATIENCE = 30  # seconds, on a busy machine
_ENDS = (JobState.DONE, JobState.FAILED)

Send = Callable[..., JobTicket]
Settled = Callable[..., JobReport]
QueueOf = Callable[[Printer], PrintQueue]


@pytest.fixture
def spooler(print_server: PrintServer) -> CupsSpooler:
    """The program's way to the tests' server."""
    return CupsSpooler(print_server.address)


@pytest.fixture
def send(spooler: CupsSpooler) -> Send:
    """Sends pages to a printer, by default one page once."""

    def sent(
        printer: Printer,
        pdf: bytes = b"",
        pages: Sequence[int | None] = (0,),
        *,
        sides: Sides = Sides.ONE,
        title: str = "附件1 大连市中山区总工会",
    ) -> JobTicket:
        job = SpoolJob(title, pdf or make_pdf(1), tuple(pages), sides)
        return spooler.send(printer.name, job, lambda _done, _all: None)

    return sent


@pytest.fixture
def settled(spooler: CupsSpooler) -> Settled:
    """Follows a job until it is in one of some states, by default at its end."""

    def followed(ticket: JobTicket, *states: JobState) -> JobReport:
        until = time.monotonic() + _PATIENCE
        while (report := spooler.look(ticket)).state not in (states or _ENDS):
            assert time.monotonic() < until, report
            time.sleep(0.02)
        return report

    return followed


@pytest.fixture
def queue_of(spooler: CupsSpooler) -> QueueOf:
    """The queue of a printer, as the program sees it now."""
    return lambda printer: next(each for each in spooler.queues() if each.name == printer.name)
