"""The way of all that the window prints: asked how, handed to the queue, followed, noted."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.prints import Paper
from gonghui_desktop.printing.sheet import TEST_PAGE
from gonghui_desktop.services import prints
from gonghui_desktop.services.pages import test_page
from gonghui_desktop.services.prints import PrinterChoice
from gonghui_desktop.services.unfinished_prints import SentForms
from gonghui_desktop.services.workspace import Lazy
from gonghui_desktop.spooling import (
    JobTicket,
    PrintQueue,
    Sides,
    Spooler,
    SpoolJob,
    system_spooler,
)
from gonghui_desktop.ui.background.tasks import CancelledError, Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.printing.job_follower import JobFollower
from gonghui_desktop.ui.printing.print_dialog import ask_printer as ask_in_dialog
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.print_news import PrintNews
from gonghui_desktop.ui.printing.printers import Printers, Tell

AskPrinter = Callable[[PrintJob, Printers, QWidget | None], PrintChoice | None]
"""Shows the print dialog; returns ``None`` if the user cancels."""


@dataclass(frozen=True)
class PrintSystem:
    """What the window prints with.

    Attributes:
        ask: shows the print dialog.
        spooler: the system's queues, made when somebody prints.
        every: milliseconds between two looks at a job that is being printed.
        settings: of drivers, by their queues, as chosen since the program was started.
    """

    ask: AskPrinter = ask_in_dialog
    spooler: Lazy[Spooler] = field(default_factory=lambda: Lazy(system_spooler))
    every: int = 1000
    settings: dict[str, bytes] = field(default_factory=dict)


class PrintDesk(QObject):
    """Prints what the window of one campaign has to print.

    A job is followed until it has ended, also when another campaign is shown meanwhile. When the
    program ends first, nobody knows; see :mod:`gonghui_desktop.services.unfinished_prints`.

    Args:
        context: what it works with.
        system: what it prints with.

    Attributes:
        context: the same.
    """

    def __init__(self, context: CommandContext, system: PrintSystem) -> None:
        super().__init__(context.owner)
        self.context = context
        self._system = system

    def ask(
        self, job: PrintJob, parent: QWidget | None, *, is_test: bool = False
    ) -> PrintChoice | None:
        """Shows the print dialog.

        Args:
            job: what is printed.
            parent: the window over which the dialog lies.
            is_test: it is the test page, beside which no other one is offered.

        Returns:
            ``None`` if the user cancelled.
        """
        context, system = self.context, self._system
        printers = Printers(
            context.printing_tasks,
            system.spooler,
            prints.last_printer(context.ws),
            system.settings,
            None if is_test else self._print_test_page,
        )
        return system.ask(job, printers, parent)

    def send(self, job: PrintJob, choice: PrintChoice, record_ids: Sequence[str] = ()) -> None:
        """Hands a job to its queue, with progress and 取消, and follows it.

        Args:
            job: what is printed.
            choice: how; with a printer.
            record_ids: of its sheets, noted as printed when all their pages have come out; an
                empty one is a blank form's.
        """
        queue = choice.queue
        assert queue is not None
        self._keep_printer(queue, choice.sides)
        ws, copies = self.context.ws, _copies_of(job, choice, record_ids)

        def work(task: Task) -> tuple[JobTicket, Mapping[str, Paper]]:
            papers = prints.papers(ws, copies)
            return self._hand_over(task, queue, choice.spool_job(job)), papers

        def done(sent: tuple[JobTicket, Mapping[str, Paper]]) -> None:
            ticket, papers = sent
            self._follow(job.title, ticket, queue, {each: copies[each] for each in papers}, papers)

        run_with_progress(self.context, "打印", work, done)

    def _hand_over(self, task: Task, queue: PrintQueue, job: SpoolJob) -> JobTicket:
        spooler = self._system.spooler.get()
        ticket = spooler.send(queue.name, job, task.report)
        if task.is_cancelled:  # while the last page was handed over
            spooler.cancel(ticket)
            raise CancelledError
        return ticket

    def _follow(
        self,
        title: str,
        ticket: JobTicket,
        queue: PrintQueue,
        copies: Mapping[str, int],
        papers: Mapping[str, Paper],
    ) -> None:
        context, system = self.context, self._system
        forms = SentForms(uuid.uuid4().hex, queue.title, copies, papers)
        news = PrintNews(context, title, ticket.pages, forms)
        tasks, window = context.printing_tasks, context.window
        JobFollower(tasks, system.spooler, ticket, news, system.every, window).start()

    def _print_test_page(self, queue: PrintQueue, settings: bytes, tell: Tell) -> None:
        """Prints the test page while the print dialog stays open, which tells of it."""
        ws = self.context.ws

        def work(task: Task) -> JobTicket:
            job = SpoolJob(TEST_PAGE, test_page(ws), (0,), settings=settings)
            return self._hand_over(task, queue, job)

        def done(ticket: JobTicket) -> None:
            tell("测试页已交给打印机，请照纸上的说明量一量。")
            self._follow(TEST_PAGE, ticket, queue, {}, {})

        def failed(error: GonghuiError) -> None:
            if not tell(str(error)):
                self.context.notifications.fail(str(error))

        self.context.printing_tasks.run(work, done, failed, owner=self)

    def _keep_printer(self, queue: PrintQueue, sides: Sides) -> None:
        """For the next time; one that prints on one side alone says nothing of the sides."""
        ws = self.context.ws
        last = prints.last_printer(ws)
        two_sided = sides is Sides.LONG_EDGE if queue.two_sided else last.two_sided
        choice = PrinterChoice(queue.name, two_sided)
        self.context.writer.run(lambda: prints.keep_printer(ws, choice), _ignore, _ignore)


def _copies_of(job: PrintJob, choice: PrintChoice, record_ids: Sequence[str]) -> dict[str, int]:
    """Id of each record to the number of its copies; none where pages were left out."""
    pages = frozenset(range(1, sum(job.page_counts) + 1))
    if choice.pages is not None and not pages <= choice.pages:
        return {}
    times = job.times(choice.copies) if record_ids else []
    copies: dict[str, int] = {}
    for record_id, number in zip(record_ids, times, strict=True):
        if record_id:
            copies[record_id] = copies.get(record_id, 0) + number
    return copies


def _ignore(_outcome: object) -> None:
    """A printer that cannot be kept is chosen again, no more."""
