"""What is said about print queues and jobs: plain values, and what a system's spooler answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gonghui_desktop.errors import GonghuiError


class SpoolError(GonghuiError):
    """The queue does not take the job, or the print service does not answer."""


class QueueState(StrEnum):
    """How a queue is; :attr:`PrintQueue.state_words` says it to a clerk."""

    READY = "ready"
    PAUSED = "paused"
    OFFLINE = "offline"
    NO_PAPER = "no_paper"
    FAULT = "fault"
    """A jam, an open door, no toner, or jobs are not taken at all."""


class Sides(StrEnum):
    """On which sides of the paper a job is printed."""

    ONE = "one"
    LONG_EDGE = "long_edge"
    """双面，长边翻转: turned like the pages of a book."""


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    PRINTING = "printing"
    HELD = "held"
    """It will not go on by itself: the queue is paused or offline, or has no paper."""
    DONE = "done"
    FAILED = "failed"
    """It ended without being printed: aborted, cancelled, or removed from the queue."""


@dataclass(frozen=True)
class PrintQueue:
    """A print queue of the system.

    Attributes:
        name: by which the system knows it; may be a name of its own, without sense for people.
        title: what a clerk is shown: its description, or else its name.
        is_default: it is the user's or the system's usual one.
        state: how it is.
        state_words: the same in Chinese, with what to do; empty while it is ready.
        two_sided: it can print on both sides.
        takes_a4: A4 is among its papers; true where that is not known.
        loaded: the paper that is loaded, or that it is set to, where that is not A4 (``Letter``,
            ``A5``); empty for A4, or where it is not known.
    """

    name: str
    title: str
    is_default: bool = False
    state: QueueState = QueueState.READY
    state_words: str = ""
    two_sided: bool = False
    takes_a4: bool = True
    loaded: str = ""


@dataclass(frozen=True)
class SpoolJob:
    """Pages to be printed, true to size on A4.

    Attributes:
        title: what the queue calls it: the form and the unit.
        pdf: one copy of each page, our own PDF.
        pages: page numbers from 0 in the order of printing, all copies made; ``None`` is a blank
            back. See :func:`gonghui_desktop.spooling.page_sequence`.
        sides: of the paper.
        settings: of the driver, as :meth:`Spooler.ask_settings` gave them.
    """

    title: str
    pdf: bytes
    pages: tuple[int | None, ...]
    sides: Sides = Sides.ONE
    settings: bytes = b""


@dataclass(frozen=True)
class JobTicket:
    """What a job is asked for by, once it has been sent.

    Attributes:
        queue: the name of its queue.
        number: the system's own, unique in the queue.
        pages: how many printed pages it has, blank backs left out.
    """

    queue: str
    number: int
    pages: int


@dataclass(frozen=True)
class JobReport:
    """How a job is.

    Attributes:
        state: how far it has come.
        words: Chinese, what is wrong and what to do; empty while all is well.
    """

    state: JobState
    words: str = ""


class Spooler(Protocol):
    """A system's print queues. Its calls wait for the system, each a few seconds at most."""

    @property
    def has_settings(self) -> bool:
        """Whether a driver has a window for its settings."""
        ...

    def queues(self) -> Sequence[PrintQueue]:
        """The queues, the usual one first; none where the system has no print service.

        Raises:
            SpoolError: the print service does not answer.
        """
        ...

    def ask_settings(self, queue: str, window: int, settings: bytes) -> bytes | None:
        """Shows the driver's window for its settings; the only call for the window's thread.

        Args:
            queue: the name of a queue.
            window: the system's handle of the window it lies over.
            settings: from an earlier call, or empty.

        Returns:
            The settings for :attr:`SpoolJob.settings`; ``None`` if they were cancelled, or if the
            driver has no such window.
        """
        ...

    def send(self, queue: str, job: SpoolJob, progress: Callable[[int, int], None]) -> JobTicket:
        """Hands a job to a queue.

        Args:
            queue: its name.
            job: what is printed.
            progress: receives steps done and all steps. What it raises goes on to the caller,
                and the job is withdrawn from the queue first.

        Raises:
            SpoolError: the queue is gone or does not take the job, or the service does not
                answer; nothing of the job remains in the queue.
        """
        ...

    def look(self, ticket: JobTicket) -> JobReport:
        """How a job is, also after it has left the queue.

        Raises:
            SpoolError: the print service does not answer.
        """
        ...

    def cancel(self, ticket: JobTicket) -> None:
        """Withdraws a job from its queue; nothing happens to one that is no longer there.

        Raises:
            SpoolError: the print service does not answer, or does not allow it.
        """
        ...
