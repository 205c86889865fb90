"""The command ``printers``, and ``print --printer``: forms on paper without the window."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence

from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer, drafts_words
from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.printing.sheet import TEST_PAGE, Sheet
from gonghui_desktop.services import pages, unfinished_prints
from gonghui_desktop.services.prints import papers
from gonghui_desktop.services.unfinished_prints import SentForms
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.spooling import (
    JobReport,
    JobState,
    JobTicket,
    PrintQueue,
    Sides,
    Spooler,
    SpoolError,
    SpoolJob,
    page_sequence,
    system_spooler,
)

_NO_PRINTER = "没有找到打印机。装好打印机再打印，或者用 -o 存为 PDF。"
_LATER = "没有记为已打印，下次打开窗口时再确认。"
_PATIENCE = 60.0  # seconds in which a printer may take a job; most do in one or two
_BETWEEN_LOOKS = 0.2  # seconds
_WAKES_UP = 2.0  # seconds in which a printer that sleeps, or is between two jobs, goes on by itself
_GOES_ON = (JobState.WAITING, JobState.PRINTING)


def printers() -> Answer:
    """The system's printers, the usual one first."""
    queues = system_spooler().queues()
    data = [
        {
            "name": queue.name,
            "title": queue.title,
            "default": queue.is_default,
            "state": queue.state.value,
            "words": queue.state_words,
            "two_sided": queue.two_sided,
            "a4": queue.takes_a4,
            "loaded": queue.loaded,
        }
        for queue in queues
    ]
    lines = [_line_of(queue) for queue in queues] or [_NO_PRINTER]
    return Answer(lines, {"ok": True, "printers": data})


def print_on_paper(
    ws: Workspace, sheets: Sequence[Sheet], copies: int | None, printer: str, *, two_sided: bool
) -> Answer:
    """Prints forms, waits until the printer has them, and notes that they were printed.

    Args:
        ws: the workspace.
        sheets: the forms.
        copies: of each; ``None`` for each one's usual number.
        printer: a printer's name or title.
        two_sided: on both sides of the paper.

    Raises:
        InputError: there is no such printer, or it cannot print them so.
        SpoolError: it does not take them.
    """
    spooler = system_spooler()
    queue = _chosen(spooler.queues(), printer, two_sided=two_sided)
    made = pages.render(ws, sheets, pages.paper_options(ws))
    numbers = [copies or sheet.usual_copies for sheet in sheets]
    sides = Sides.LONG_EDGE if two_sided else Sides.ONE
    order = page_sequence(made.page_counts, numbers, sides=sides)
    forms = _forms(ws, sheets, numbers, queue.title)
    job = SpoolJob(pages.title_of(sheets), made.pdf, order, sides)
    ticket = spooler.send(queue.name, job, lambda _done, _all: None)
    report, unnoted = _followed(ws, spooler, ticket, forms)
    drafts = sum(sheet.is_draft for sheet in sheets)
    answer = _answer(queue, ticket, report, drafts, pages.missing_characters(ws, sheets))
    return answer.with_warnings([unnoted] if unnoted else [])


def test_page_on_paper(ws: Workspace, copies: int, printer: str, *, two_sided: bool) -> Answer:
    """Prints the test page, as :func:`print_on_paper` prints forms; nothing is noted.

    Raises:
        InputError: there is no such printer, or it cannot print it so.
        SpoolError: it does not take it.
    """
    spooler = system_spooler()
    queue = _chosen(spooler.queues(), printer, two_sided=two_sided)
    sides = Sides.LONG_EDGE if two_sided else Sides.ONE
    order = page_sequence([1], [copies], sides=sides)
    job = SpoolJob(TEST_PAGE, pages.test_page(ws), order, sides)
    ticket = spooler.send(queue.name, job, lambda _done, _all: None)
    return _answer(queue, ticket, _settled(spooler, ticket), later="")


def _forms(
    ws: Workspace, sheets: Sequence[Sheet], copies: Sequence[int], printer: str
) -> SentForms:
    """What is to be noted once it is printed; a blank form is not."""
    totals: Counter[str] = Counter()
    for sheet, number in zip(sheets, copies, strict=True):
        totals[sheet.record_id] += number
    sent = papers(ws, totals)
    return SentForms(uuid.uuid4().hex, printer, {each: totals[each] for each in sent}, sent)


def _followed(
    ws: Workspace, spooler: Spooler, ticket: JobTicket, forms: SentForms
) -> tuple[JobReport, str]:
    """Follows a job, and notes what came out of it, as the window does.

    Of one that is still in the queue the window asks at its next start.

    Returns:
        How the job is; and why nothing could be noted, empty if it was.
    """
    unnoted = _kept(forms, lambda: unfinished_prints.remember(ws, forms))
    report = _settled(spooler, ticket)
    if report.state is JobState.DONE:
        unnoted = _kept(forms, lambda: unfinished_prints.note(ws, forms))
    elif report.state is JobState.FAILED:
        unnoted = _kept(forms, lambda: unfinished_prints.forget(ws, forms.key))
    return report, unnoted


def _kept(forms: SentForms, work: Callable[[], object]) -> str:
    """Keeps something of the forms; paper may come from data that cannot be written."""
    try:
        if forms.papers:
            work()
    except StoreError as error:
        return f"没有记为已打印：{error}"
    return ""


def _answer(
    queue: PrintQueue,
    ticket: JobTicket,
    report: JobReport,
    drafts: int = 0,
    missing: str = "",
    later: str = _LATER,
) -> Answer:
    """What became of a job; ``later`` is said of one that may still be printed."""
    goes_on = report.state in _GOES_ON
    data = {
        "ok": goes_on or report.state is JobState.DONE,
        "printer": queue.name,
        "job": ticket.number,
        "pages": ticket.pages,
        "state": report.state.value,
        "words": report.words,
        "drafts": drafts,
        "missing_characters": missing,
    }
    if not data["ok"]:
        stays = f"任务留在打印队列里。{later}" if report.state is JobState.HELD else ""
        error = f"打印机“{queue.title}”没有印完：{report.words}{stays}"
        return Answer((), data, FINDINGS, error=error)
    told = f"已打印：{queue.title}（{ticket.pages} 页）"
    if goes_on:
        told = f"已交给打印机“{queue.title}”（{ticket.pages} 页），还没有印完。{later}"
    return Answer([line for line in (told, drafts_words(drafts), missing) if line], data, DONE)


def _settled(spooler: Spooler, ticket: JobTicket) -> JobReport:
    """How a job is once it is printed, or is known not to go on; or after a minute.

    Of a print service that does not answer any more the queue has the job all the same.
    """
    begun = seen_going = time.monotonic()
    try:
        while (report := spooler.look(ticket)).state in (*_GOES_ON, JobState.HELD):
            now = time.monotonic()
            if report.state is not JobState.HELD:
                seen_going = now
            if now > begun + _PATIENCE or now > seen_going + _WAKES_UP:
                break
            time.sleep(_BETWEEN_LOOKS)
    except SpoolError as error:
        return JobReport(JobState.HELD, str(error))
    return report


def _chosen(queues: Sequence[PrintQueue], wanted: str, *, two_sided: bool) -> PrintQueue:
    """The printer of that name or title, if it can print A4 as wanted."""
    if not queues:
        raise InputError(_NO_PRINTER)
    found = [each for each in queues if each.name == wanted]
    found = found or [each for each in queues if each.title == wanted]
    if not found:
        known = "、".join(each.name for each in queues)
        raise InputError(f"没有这台打印机：{wanted}，可用的有 {known}。")
    if not found[0].takes_a4:
        raise InputError(f"打印机“{wanted}”不能用 A4 纸，请换一台。")
    if two_sided and not found[0].two_sided:
        raise InputError(f"打印机“{wanted}”不能双面打印，请去掉 --two-sided 再试。")
    return found[0]


def _line_of(queue: PrintQueue) -> str:
    """A printer for people: what to write after --printer comes first."""
    told = [queue.title] if queue.title != queue.name else []
    told += ["默认"] if queue.is_default else []
    told += ["可双面"] if queue.two_sided else []
    told += [] if queue.takes_a4 else ["不能用 A4 纸"]
    told += [f"纸张设为 {queue.loaded}"] if queue.loaded else []
    told.append(queue.state_words or "就绪")
    return f"{queue.name}  {'，'.join(told)}"
