"""Windows' print queues, as the program uses them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock, Thread
from typing import Generic, TypeVar

from gonghui_desktop.spooling.titles import job_title
from gonghui_desktop.spooling.values import (
    JobReport,
    JobState,
    JobTicket,
    PrintQueue,
    QueueState,
    Sides,
    SpoolError,
    SpoolJob,
)
from gonghui_desktop.spooling.windows import devmode, gdi, winspool, words
from gonghui_desktop.spooling.windows.picture import Band, draw_page

assert sys.platform == "win32"

_PATIENCE = 5.0
"""Seconds that printers have to answer, all together."""

_Answer = TypeVar("_Answer")


class _Question(Thread, Generic[_Answer]):
    """A call that may hang: a printer's server that is switched off answers after a minute."""

    def __init__(self, call: Callable[[], _Answer]) -> None:
        super().__init__(daemon=True, name="printer")
        self._call = call
        self._answer: _Answer | None = None
        self._fault: winspool.WindowsFaultError | None = None
        self.start()

    def run(self) -> None:
        """Asks."""
        try:
            self._answer = self._call()
        except winspool.WindowsFaultError as fault:
            self._fault = fault

    def answer(self, until: float) -> _Answer | None:
        """The answer; ``None`` if there is none until that moment of ``time.monotonic``.

        Raises:
            winspool.WindowsFaultError: Windows has refused.
        """
        self.join(max(0.0, until - time.monotonic()))
        if self._fault is not None:
            raise self._fault
        return self._answer


class GdiSpooler:
    """A :class:`~gonghui_desktop.spooling.values.Spooler`: pages as pictures to any driver."""

    has_settings = True

    def __init__(self) -> None:
        self._winspool = winspool.Winspool()
        self._lock = Lock()
        self._last: dict[JobTicket, JobReport] = {}

    def queues(self) -> Sequence[PrintQueue]:
        """See :class:`~gonghui_desktop.spooling.values.Spooler`; so for the rest."""
        try:
            names = self._winspool.names()
        except winspool.WindowsFaultError as fault:
            raise SpoolError(words.NO_SERVICE) from fault
        usual = self._winspool.usual()
        until = time.monotonic() + _PATIENCE
        asked = {name: _Question(partial(self._winspool.facts, name)) for name in names}
        found = [_queue(name, name == usual, asked[name], until) for name in names]
        return sorted(found, key=lambda queue: (not queue.is_default, queue.title))

    def ask_settings(self, queue: str, window: int, settings: bytes) -> bytes | None:
        """Shows the driver's own window, with A4 upright in it."""
        try:
            facts = self._facts(queue)
            begun = settings if devmode.is_of(settings, facts.settings) else facts.settings
            shown = devmode.for_forms(begun, Sides.ONE, has_duplex=False)
            return self._winspool.asked(queue, window, shown)
        except winspool.WindowsFaultError as fault:
            raise words.refusal(queue, fault.code) from fault

    def send(self, queue: str, job: SpoolJob, progress: Callable[[int, int], None]) -> JobTicket:
        """Prints page by page; the whole job on the thread that calls."""
        try:
            context = gdi.PrinterContext(queue, self._settings(queue, job))
        except winspool.WindowsFaultError as fault:
            raise words.refusal(queue, fault.code) from fault
        try:
            if not context.device.has_a4:
                raise words.wrong_paper(queue)
            try:
                number = context.begin(job_title(job.title))
            except winspool.WindowsFaultError as fault:
                raise words.refusal(queue, fault.code) from fault
            try:
                _print_pages(context, job, progress)
            except winspool.WindowsFaultError as fault:
                context.abort()
                raise words.broken_off(queue, fault.code) from fault
            except BaseException:
                context.abort()
                raise
        finally:
            context.close()
        ticket = JobTicket(queue, number, sum(page is not None for page in job.pages))
        with self._lock:
            self._last.pop(ticket, None)  # Windows begins anew with its numbers some day
        return ticket

    def look(self, ticket: JobTicket) -> JobReport:
        """Asks the queue for the job, and for how the printer is."""
        try:
            report = _Question(partial(self._report, ticket)).answer(time.monotonic() + _PATIENCE)
        except winspool.WindowsFaultError as fault:
            raise words.refusal(ticket.queue, fault.code) from fault
        if report is None:  # says nothing of the job: what was seen of it before still counts
            return JobReport(JobState.HELD, words.NO_ANSWER)
        with self._lock:
            self._last[ticket] = report
        return report

    def cancel(self, ticket: JobTicket) -> None:
        """Takes the job out of the queue."""
        try:
            was_there = self._winspool.delete_job(ticket.queue, ticket.number)
        except winspool.WindowsFaultError as fault:
            raise words.refusal(ticket.queue, fault.code) from fault
        if was_there:
            with self._lock:
                self._last[ticket] = JobReport(JobState.FAILED, words.DELETED)

    def _report(self, ticket: JobTicket) -> JobReport:
        status = self._winspool.job_status(ticket.queue, ticket.number)
        if status is None:
            return words.gone_report(self._last.get(ticket))
        return words.job_report(status, words.queue_state(*self._winspool.status(ticket.queue)))

    def _facts(self, queue: str) -> winspool.Facts:
        """What a printer tells of itself.

        Raises:
            SpoolError: it does not answer in time.
            winspool.WindowsFaultError: Windows has refused.
        """
        asked = _Question(partial(self._winspool.facts, queue))
        facts = asked.answer(time.monotonic() + _PATIENCE)
        if facts is None:
            raise SpoolError(words.NO_ANSWER)
        return facts

    def _settings(self, queue: str, job: SpoolJob) -> bytes:
        """The driver's settings for a job; whatever was chosen, our pages are A4 upright."""
        facts = self._facts(queue)
        if facts.papers and devmode.A4 not in facts.papers:
            raise words.wrong_paper(queue)
        if job.sides is not Sides.ONE and not facts.has_duplex:
            raise words.one_sided(queue)
        begun = job.settings if devmode.is_of(job.settings, facts.settings) else facts.settings
        wanted = devmode.for_forms(begun, job.sides, has_duplex=facts.has_duplex)
        merged = self._winspool.merged(queue, wanted)
        if not devmode.takes_forms(merged):
            raise words.wrong_paper(queue)
        return merged


def _queue(name: str, is_usual: bool, asked: _Question[winspool.Facts], until: float) -> PrintQueue:
    """A queue as its printer tells of it, or as one that does not answer."""
    try:
        facts = asked.answer(until)
    except winspool.WindowsFaultError as fault:
        refused = str(words.refusal(name, fault.code))
        return PrintQueue(name, name, is_usual, QueueState.OFFLINE, refused)
    if facts is None:
        return PrintQueue(name, name, is_usual, QueueState.OFFLINE, words.NO_ANSWER)
    state, state_words = words.queue_state(facts.status, facts.attributes)
    return PrintQueue(
        name,
        name,
        is_usual,
        state,
        state_words,
        two_sided=facts.has_duplex,
        takes_a4=not facts.papers or devmode.A4 in facts.papers,
        loaded=devmode.loaded_paper(facts.settings),
    )


def _print_pages(
    context: gdi.PrinterContext, job: SpoolJob, progress: Callable[[int, int], None]
) -> None:
    """Each page is drawn once and kept while copies of it are to come."""
    dpi = context.device.drawn_dpi
    drawn: dict[int, list[Band]] = {}
    for done, page in enumerate(job.pages):
        progress(done, len(job.pages))
        if page is None:
            context.print_page([])
            continue
        bands = drawn.pop(page, None) or draw_page(job.pdf, page, dpi)
        if page in job.pages[done + 1 :]:
            drawn[page] = bands
        context.print_page(bands)
    progress(len(job.pages), len(job.pages))
    context.end()
