"""What is said of printers and jobs, by a real CUPS server, in whatever state they are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from gonghui_desktop.spooling import (
    JobReport,
    JobState,
    JobTicket,
    QueueState,
    Sides,
    SpoolError,
    SpoolJob,
)
from gonghui_desktop.spooling.cups import CupsSpooler
from tests.counted_pages import make_pdf
from tests.print_server import PrintServer
from tests.spooling.conftest import QueueOf, Send, Settled


def test_printers_are_listed_as_a_clerk_knows_them(
    print_server: PrintServer, spooler: CupsSpooler, queue_of: QueueOf
) -> None:
    office = print_server.add_printer("二楼打印机")
    plain = print_server.add_printer("一楼打印机", two_sided=False)
    print_server.run("lpadmin", "-d", plain.name)

    assert spooler.queues()[0] == queue_of(plain)
    assert queue_of(plain).is_default
    assert not queue_of(office).is_default
    assert queue_of(office).title == "二楼打印机"
    assert queue_of(office).state is QueueState.READY
    assert queue_of(office).state_words == ""
    assert (queue_of(office).two_sided, queue_of(plain).two_sided) == (True, False)


def test_printers_of_one_title_are_told_apart(print_server: PrintServer, queue_of: QueueOf) -> None:
    first, second = (print_server.add_printer("走廊打印机") for _ in range(2))
    assert queue_of(first).title == f"走廊打印机（{first.name}）"
    assert queue_of(second).title == f"走廊打印机（{second.name}）"


def test_wrong_paper_is_known_before_anything_is_printed(
    print_server: PrintServer, queue_of: QueueOf
) -> None:
    usual = print_server.add_printer()
    letter = print_server.add_printer(usual="Letter")
    small = print_server.add_printer(usual="A5", sizes=("A5", "Letter"))

    assert (queue_of(usual).takes_a4, queue_of(usual).loaded) == (True, "")
    assert (queue_of(letter).takes_a4, queue_of(letter).loaded) == (True, "Letter")
    assert (queue_of(small).takes_a4, queue_of(small).loaded) == (False, "A5")


@pytest.mark.parametrize(
    ("reason", "state", "words"),
    [
        ("media-empty-error", QueueState.NO_PAPER, "没有纸了"),
        ("media-jam-error", QueueState.FAULT, "卡纸了"),
        ("cover-open", QueueState.FAULT, "盖子开着"),
        ("toner-empty-error", QueueState.FAULT, "没有墨粉"),
        ("offline-report", QueueState.OFFLINE, "连不上打印机"),
        ("The printer is unreachable at this time.", QueueState.OFFLINE, "连不上打印机"),
        ("正在等待打印机变得可用。", QueueState.OFFLINE, "连不上打印机"),
    ],
)
def test_job_that_does_not_go_on_says_why(
    print_server: PrintServer,
    queue_of: QueueOf,
    send: Send,
    settled: Settled,
    reason: str,
    state: QueueState,
    words: str,
) -> None:
    printer = print_server.add_printer()
    printer.report(reason)
    ticket = send(printer)

    assert words in settled(ticket, JobState.HELD).words
    assert queue_of(printer).state is state
    assert words in queue_of(printer).state_words
    printer.mend()
    assert settled(ticket) == JobReport(JobState.DONE)
    assert queue_of(printer).state is QueueState.READY


@pytest.mark.slow
def test_network_printer_that_is_switched_off_is_told(
    print_server: PrintServer, spooler: CupsSpooler, send: Send, settled: Settled
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"socket://127.0.0.1:{unused.getsockname()[1]}"
        ticket = send(print_server.add_printer(device=address))
        assert "连不上打印机" in settled(ticket, JobState.HELD).words
        spooler.cancel(ticket)
        assert "已被取消" in settled(ticket).words


def test_what_only_warns_holds_nothing(
    print_server: PrintServer, queue_of: QueueOf, send: Send, settled: Settled
) -> None:
    printer = print_server.add_printer()
    printer.report("toner-low-warning")
    ticket = send(printer)
    assert settled(ticket, JobState.PRINTING).words == ""
    assert queue_of(printer).state is QueueState.READY
    printer.mend()
    settled(ticket)


def test_paused_printer_takes_the_job_and_holds_it(
    print_server: PrintServer, queue_of: QueueOf, send: Send, settled: Settled
) -> None:
    printer = print_server.add_printer()
    print_server.run("cupsdisable", printer.name)
    assert queue_of(printer).state is QueueState.PAUSED
    ticket = send(printer)
    assert "已暂停" in settled(ticket, JobState.HELD).words
    print_server.run("cupsenable", printer.name)
    assert settled(ticket).state is JobState.DONE


def test_printer_that_refuses_jobs_is_told(
    print_server: PrintServer, queue_of: QueueOf, send: Send
) -> None:
    printer = print_server.add_printer("接待室")
    print_server.run("cupsreject", printer.name)
    assert queue_of(printer).state is QueueState.FAULT
    assert "不接收任务" in queue_of(printer).state_words
    with pytest.raises(SpoolError, match=f"“{printer.name}”不接收任务"):
        send(printer)


@pytest.mark.parametrize(
    ("policy", "state", "words"),
    [
        ("stop-printer", JobState.HELD, "已暂停"),
        ("retry-job", JobState.HELD, "自动再试"),
        ("abort-job", JobState.FAILED, "没有印成"),
    ],
)
def test_failure_of_the_printer_is_told(
    print_server: PrintServer,
    send: Send,
    settled: Settled,
    policy: str,
    state: JobState,
    words: str,
) -> None:
    printer = print_server.add_printer()
    print_server.run("lpadmin", "-p", printer.name, "-o", f"printer-error-policy={policy}")
    printer.fail()
    ticket = send(printer)
    assert words in settled(ticket, state).words
    assert not printer.has_printed(ticket.number)


def test_job_that_is_cancelled_is_told_and_leaves_no_paper(
    print_server: PrintServer, spooler: CupsSpooler, send: Send, settled: Settled
) -> None:
    printer = print_server.add_printer()
    print_server.run("cupsdisable", printer.name)
    mine, theirs, purged = (send(printer) for _ in range(3))
    spooler.cancel(mine)
    print_server.run("cancel", f"{printer.name}-{theirs.number}")
    assert "已被取消" in settled(mine).words
    assert "已被取消" in settled(theirs).words
    print_server.run("cancel", "-a", "-x", printer.name)
    assert "可能被人删除" in settled(purged).words
    print_server.run("cupsenable", printer.name)
    for ticket in (mine, theirs, purged):
        assert not printer.has_printed(ticket.number)
        spooler.cancel(ticket)  # nothing is left to be withdrawn


def test_job_that_is_done_cannot_be_withdrawn_any_more(
    print_server: PrintServer, spooler: CupsSpooler, send: Send, settled: Settled
) -> None:
    ticket = send(print_server.add_printer())
    settled(ticket)
    spooler.cancel(ticket)
    assert spooler.look(ticket) == JobReport(JobState.DONE)


def test_printer_that_is_removed_is_told(
    print_server: PrintServer, send: Send, settled: Settled
) -> None:
    printer = print_server.add_printer()
    print_server.run("cupsdisable", printer.name)
    ticket = send(printer)
    print_server.run("lpadmin", "-x", printer.name)
    assert "打印机已从系统里删除" in settled(ticket).words
    with pytest.raises(SpoolError, match=f"“{printer.name}”已经不在了"):
        send(printer)


class _StopError(Exception):
    """What the clerk's 取消 raises out of the progress."""


@pytest.mark.parametrize("at", [0, 1, -1])
def test_cancelling_while_it_is_sent_leaves_nothing_in_the_queue(
    print_server: PrintServer, spooler: CupsSpooler, settled: Settled, at: int
) -> None:
    printer = print_server.add_printer()
    job = SpoolJob("附件1", make_pdf(3), (0, 1, 2), Sides.ONE)
    steps: list[int] = []
    settled(spooler.send(printer.name, job, lambda done, _all: steps.append(done)))
    assert (steps[0], steps[-1]) == (0, 3)
    calls = 0

    def stop(_done: int, _all: int) -> None:
        nonlocal calls
        calls += 1
        if calls - 1 == at % len(steps):
            raise _StopError

    print_server.run("cupsdisable", printer.name)
    with pytest.raises(_StopError):
        spooler.send(printer.name, job, stop)
    assert print_server.run("lpstat", "-o", printer.name) == ""


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def test_server_that_hangs_is_told(silent_server: str) -> None:
    before = set(threading.enumerate())  # of other tests, which share this process
    spooler = CupsSpooler(silent_server, patience=0.3)
    with pytest.raises(SpoolError, match="没有回应"):
        spooler.queues()
    with pytest.raises(SpoolError, match="没有回应"):
        spooler.send("any", SpoolJob("附件1", make_pdf(1), (0,)), lambda _done, _all: None)
    assert set(threading.enumerate()) == before


def test_a_server_that_does_not_run_is_told(print_server: PrintServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        spooler = CupsSpooler(f"127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(SpoolError, match="没有找到打印机：打印服务（CUPS）没有运行"):
            spooler.queues()
        with pytest.raises(SpoolError, match="没有运行"):
            spooler.send("any", SpoolJob("附件1", make_pdf(1), (0,)), lambda _done, _all: None)
        with pytest.raises(SpoolError, match="没有运行"):  # what became of it is not known
            spooler.look(JobTicket("any", 1, 1))
