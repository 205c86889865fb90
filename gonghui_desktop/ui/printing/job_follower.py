"""A job on its way from the queue to paper, followed in the background until it has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.workspace import Lazy
from gonghui_desktop.spooling import JobReport, JobState, JobTicket, Spooler
from gonghui_desktop.ui.background.tasks import Task, TaskRunner

T = TypeVar("T")

_HELD_AFTER = 4
"""Looks: a printer that wakes up, or is between two jobs, is well again by then."""


class Follows(Protocol):
    """What is done with the news of a job, on the GUI thread."""

    def on_way(self, words: str, cancel: Callable[[], None]) -> None:
        """It is on its way; with what is wrong, if anything is."""

    def on_held(self, words: str, cancel: Callable[[], None]) -> None:
        """It does not go on by itself, for some seconds already; once for each trouble."""

    def on_not_cancelled(self, words: str) -> None:
        """It could not be withdrawn, and goes on."""

    def on_done(self) -> None:
        """The paper is there."""

    def on_failed(self, words: str, *, was_cancelled: bool) -> None:
        """It has ended without being printed."""


class JobFollower(QObject):
    """Looks at a job again and again; deletes itself when that has ended.

    Args:
        tasks: where the system is asked.
        spooler: the system's queues.
        ticket: what the queue is asked by.
        follows: hears of it.
        every: milliseconds between two looks.
        parent: the owner; with it the following ends.
    """

    def __init__(
        self,
        tasks: TaskRunner,
        spooler: Lazy[Spooler],
        ticket: JobTicket,
        follows: Follows,
        every: int,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._spooler = spooler
        self._ticket = ticket
        self._follows = follows
        self._held = 0
        self._told = ""
        self._is_cancelled = False
        self._timer = QTimer(self, singleShot=True, interval=every)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begins to look."""
        self._follows.on_way("", self.cancel)
        self._timer.start()

    def cancel(self) -> None:
        """Withdraws the job from its queue; what became of it is told as usual."""
        self._is_cancelled = True
        ticket = self._ticket
        self._run(lambda: self._spooler.get().cancel(ticket), _ignore, self._on_not_cancelled)

    def _look(self) -> None:
        ticket = self._ticket
        self._run(lambda: self._spooler.get().look(ticket), self._on_report, self._on_fault)

    def _run(
        self,
        ask: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[GonghuiError], None],
    ) -> None:
        def work(_task: Task) -> T:
            return ask()

        self._tasks.run(work, done, failed, owner=self)

    def _on_not_cancelled(self, error: GonghuiError) -> None:
        self._is_cancelled = False
        self._follows.on_not_cancelled(str(error))

    def _on_report(self, report: JobReport) -> None:
        if report.state is JobState.DONE:
            self._end(self._follows.on_done)
        elif report.state is JobState.FAILED:
            was = self._is_cancelled
            self._end(lambda: self._follows.on_failed(report.words, was_cancelled=was))
        else:
            self._go_on(report.words, is_held=report.state is JobState.HELD)

    def _on_fault(self, error: GonghuiError) -> None:
        """The system does not answer: what became of the job it may still say."""
        self._go_on(str(error), is_held=True)

    def _go_on(self, words: str, *, is_held: bool) -> None:
        self._held = self._held + 1 if is_held else 0
        if not is_held:
            self._told = ""
        self._follows.on_way(words, self.cancel)
        if self._held >= _HELD_AFTER and words != self._told:
            self._told = words
            self._follows.on_held(words, self.cancel)
        self._timer.start()

    def _end(self, tell: Callable[[], None]) -> None:
        self._timer.stop()
        tell()
        self.deleteLater()


def _ignore(_nothing: None) -> None:
    """The next look says what became of it."""
