"""Background work: the one way to do something without making the window wait.

Work runs on a pool's thread and gets plain values; its end is told on the GUI thread. An error
that a clerk can mend goes to ``failed``. Any other is raised again on the GUI thread, where the
crash path takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Steps done, and steps in all."""


class CancelledError(Exception):
    """Raised inside work whose task was cancelled; ends it without any call back."""


class Task:
    """One piece of work, seen from both sides: cancelled here, asked for there."""

    def __init__(self, tell: Progress) -> None:
        self._cancelled = Event()
        self._tell = tell

    def cancel(self) -> None:
        """Asks the work to end; from now on it calls nobody back."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody cancelled it."""
        return self._cancelled.is_set()

    def report(self, done: int, total: int) -> None:
        """Tells how far the work is; for the work itself, between two steps.

        Raises:
            CancelledError: the task was cancelled; let it through.
        """
        if self.is_cancelled:
            raise CancelledError
        self._tell(done, total)


class TaskRunner(QObject):
    """Runs work in the background; belongs to the window, which waits for it at the end.

    Args:
        parent: the owner.
        threads: how many pieces of work run at a time; further ones wait their turn.
    """

    _ended = Signal(int)
    _told = Signal(int, int, int)
    idle = Signal()
    """The last piece of work has ended and its call back has been made."""

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._running: dict[int, _Work] = {}
        self._number = 0
        self._is_closed = False
        self._ended.connect(self._finish)
        self._told.connect(self._tell)

    def run(
        self,
        func: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[GonghuiError], None],
        progress: Progress | None = None,
        *,
        ended: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Runs ``func`` on another thread.

        Args:
            func: the work; touches no widget.
            done: gets the result, on the GUI thread.
            failed: gets an error that a clerk can mend, on the GUI thread.
            progress: gets what the work reports, on the GUI thread.
            ended: told in every case, cancelled or broken too, before the others.
            owner: whom the call backs belong to; they are not made when Qt has deleted it.

        Returns:
            The task, to cancel it.
        """
        self._number += 1
        work = _Work(self._number, func, self._told.emit, self._ended.emit)
        work.done, work.failed, work.progress = done, failed, progress
        work.ended, work.owner = ended, owner
        if self._is_closed:
            work.task.cancel()
            return work.task
        self._running[self._number] = work
        self._pool.start(work.run)
        return work.task

    @property
    def is_busy(self) -> bool:
        """Whether anything runs, waits, or has a call back still to make."""
        return bool(self._running)

    def wait_for_done(self, milliseconds: int = -1) -> bool:
        """Cancels what runs and waits for its end; no call back is made after it.

        Returns:
            Whether all ended within the time (-1: however long it takes).
        """
        for work in self._running.values():
            work.task.cancel()
        return self._pool.waitForDone(milliseconds)

    def close(self) -> None:
        """Ends everything, for when the window closes: nothing starts from now on.

        What is asked for later, such as by a repaint on the way out, is as good as cancelled.
        """
        self._is_closed = True
        self.wait_for_done()
        # No event loop may be left to take their ends, and they keep the whole window.
        self._running.clear()

    def _tell(self, number: int, done: int, total: int) -> None:
        work = self._running.get(number)
        if (
            work is not None
            and work.progress is not None
            and work.is_wanted
            and not work.task.is_cancelled
        ):
            work.progress(done, total)

    def _finish(self, number: int) -> None:
        work = self._running.pop(number, None)
        if work is None:
            return  # closed in the meantime
        try:
            work.call_back()
        finally:
            if not self._running:
                self.idle.emit()


class _Work:
    """A task with its function, its outcome and who wants to know.

    Results may be large pictures, so it must go at once: nothing that it holds leads back to it,
    and it is no ``QRunnable`` (PySide6 6.11 never lets go of one that does not delete itself).
    """

    def __init__(
        self,
        number: int,
        func: Callable[[Task], Any],
        told: Callable[[int, int, int], None],
        left: Callable[[int], None],
    ) -> None:
        self.task = Task(partial(told, number))
        self.done: Callable[[Any], None]
        self.failed: Callable[[GonghuiError], None]
        self.progress: Progress | None = None
        self.ended: Callable[[], None] | None = None
        self.owner: QObject | None = None
        self._number = number
        self._func = func
        self._left = left
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """On the pool's thread."""
        try:
            if not self.task.is_cancelled:
                self._result = self._func(self.task)
        except BaseException as error:  # noqa: BLE001  (raised again on the GUI thread)
            self._error = error
        self._left(self._number)

    @property
    def is_wanted(self) -> bool:
        """Whether who asked is still there."""
        return self.owner is None or isValid(self.owner)

    def call_back(self) -> None:
        """On the GUI thread: tells the outcome to who asked."""
        if self.ended is not None and self.is_wanted:
            self.ended()
        if self._error is not None and not isinstance(self._error, GonghuiError | CancelledError):
            raise self._error
        if self.task.is_cancelled or not self.is_wanted:
            return
        if isinstance(self._error, GonghuiError):
            self.failed(self._error)
        else:
            self.done(self._result)


class LatestOnly(Generic[T]):
    """Requests of which only the newest counts, such as the page while somebody types.

    One runs at a time. A request that comes meanwhile waits, and takes the place of one that
    waits already. What runs is let to its end and shown, so a quick typist sees the page grow.

    Args:
        tasks: where it runs.
        done: gets each result, on the GUI thread.
        failed: gets each error that a clerk can mend, on the GUI thread.
        owner: no call back is made once Qt has deleted it.
    """

    def __init__(
        self,
        tasks: TaskRunner,
        done: Callable[[T], None],
        failed: Callable[[GonghuiError], None],
        owner: QObject,
    ) -> None:
        self._tasks = tasks
        self._owner = owner
        self._done = done
        self._failed = failed
        self._running: Task | None = None
        self._waiting: Callable[[Task], T] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the newest request has been answered."""
        return self._running is None

    def submit(self, func: Callable[[Task], T]) -> None:
        """Asks for ``func``'s result, as in :meth:`TaskRunner.run`."""
        if self._running is None:
            self._start(func)
        else:
            self._waiting = func

    def drop(self) -> None:
        """Forgets what runs and what waits: no answer to anything asked so far."""
        self._waiting = None
        if self._running is not None:
            self._running.cancel()

    def _start(self, func: Callable[[Task], T]) -> None:
        self._running = self._tasks.run(
            func, self._done, self._failed, ended=self._go_on, owner=self._owner
        )

    def _go_on(self) -> None:
        self._running = None
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._start(waiting)
