"""A print queue of the tests: what is sent to it is kept, and how it is can be set.

The way through a real queue is tested in tests/spooling; this one is for states that a real one
takes long to come into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gonghui_desktop.spooling import (
    JobReport,
    JobState,
    JobTicket,
    PrintQueue,
    SpoolError,
    SpoolJob,
)

HP = PrintQueue("hp", "二楼 HP LaserJet", is_default=True, two_sided=True)
CANON = PrintQueue("canon", "三楼 Canon")
DONE = JobReport(JobState.DONE)


@dataclass
class PaperTray:
    """A :class:`gonghui_desktop.spooling.Spooler`.

    Attributes:
        printers: what :meth:`queues` answers; an error is raised.
        report: what :meth:`look` answers; likewise.
        refusal: raised by :meth:`send`; ``None`` to take jobs.
        keeps: raised by :meth:`cancel`; ``None`` to withdraw jobs.
        driver: what its window answers; ``None`` cancels.
        sent: queues and jobs, in that order.
        cancelled: tickets of the jobs that were withdrawn.
        asked: how often the queues were asked for.
        has_settings: whether the drivers have a window.
    """

    printers: Sequence[PrintQueue] | SpoolError = (HP, CANON)
    report: JobReport | SpoolError = DONE
    refusal: SpoolError | None = None
    keeps: SpoolError | None = None
    driver: bytes | None = None
    sent: list[tuple[str, SpoolJob]] = field(default_factory=list)
    cancelled: list[JobTicket] = field(default_factory=list)
    asked: int = 0
    has_settings: bool = False

    def queues(self) -> Sequence[PrintQueue]:
        """As set."""
        self.asked += 1
        if isinstance(self.printers, SpoolError):
            raise self.printers
        return self.printers

    def ask_settings(self, _queue: str, _window: int, _settings: bytes) -> bytes | None:
        """As set."""
        return self.driver

    def send(self, queue: str, job: SpoolJob, progress: Callable[[int, int], None]) -> JobTicket:
        """Keeps the job."""
        if self.refusal is not None:
            raise self.refusal
        for done in range(len(job.pages) + 1):
            progress(done, len(job.pages))
        self.sent.append((queue, job))
        printed = sum(page is not None for page in job.pages)
        return JobTicket(queue, len(self.sent), printed)

    def look(self, ticket: JobTicket) -> JobReport:
        """As set; cancelled jobs have failed."""
        if ticket in self.cancelled:
            return JobReport(JobState.FAILED, "打印任务已被取消，没有印完。")
        if isinstance(self.report, SpoolError):
            raise self.report
        return self.report

    def cancel(self, ticket: JobTicket) -> None:
        """Withdraws a job."""
        if self.keeps is not None:
            raise self.keeps
        self.cancelled.append(ticket)
