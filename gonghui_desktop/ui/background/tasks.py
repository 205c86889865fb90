"""Background work: the one way to do something without making the window wait.

Work runs on a thread of a pool and touches no widget; its callbacks run on the GUI thread. An
error that a clerk can mend goes to ``failed``. Any other is raised again on the GUI thread, where
the crash path takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError

T = TypeVar("T")
P = ParamSpec("P")

Progress = Callable[[int, int], None]
"""Called with the number of steps done and the number of steps in all."""


def while_there(owner: QObject, func: Callable[P, object]) -> Callable[P, None]:
    """The function, which does nothing once Qt has deleted its owner.

    For what is called later than it was asked for by something that outlives the owner: a write,
    a step that is undone.
    """

    def call(*args: P.args, **named: P.kwargs) -> None:
        if isValid(owner):
            func(*args, **named)

    return call


class CancelledError(Exception):
    """Raised inside work whose task was cancelled; ends it without a callback."""


class Task:
    """A handle on one piece of work: the caller cancels it, the work itself reports progress.

    Args:
        on_progress: receives what the work reports, on the work's thread.
    """

    def __init__(self, on_progress: Progress) -> None:
        self._cancelled = Event()
        self._on_progress = on_progress

    def cancel(self) -> None:
        """Asks the work to end; no callback is made from now on, except ``ended``."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def report(self, done: int, total: int) -> None:
        """Reports progress; called by the work between two steps.

        Raises:
            CancelledError: the task was cancelled; let it through.
        """
        if self.is_cancelled:
            raise CancelledError
        self._on_progress(done, total)


class TaskRunner(QObject):
    """Runs work in the background; owned by the window, which waits for it at the end.

    Args:
        parent: the owner.
        threads: maximum number of tasks that run at a time; further ones are queued.
    """

    _ended = Signal(int)
    _progressed = Signal(int, int, int)
    idle = Signal()
    """The last task has ended and its callbacks have been made."""

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._running: dict[int, _Work] = {}
        self._number = 0
        self._is_closed = False
        self._ended.connect(self._finish)
        self._progressed.connect(self._on_progress)

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
            done: receives the result, on the GUI thread.
            failed: receives an error that a clerk can mend, on the GUI thread.
            progress: receives what the work reports, on the GUI thread.
            ended: called before the others, and also if the work was cancelled or broke.
            owner: no callback is made once Qt has deleted it.

        Returns:
            The task, to cancel it.
        """
        self._number += 1
        work = _Work(self._number, func, self._progressed.emit, self._ended.emit)
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
        """Whether a task runs or is queued, or has callbacks still to be made."""
        return bool(self._running)

    def wait_for_done(self, milliseconds: int = -1) -> bool:
        """Cancels all tasks and waits for their end; no callback is made after it.

        Returns:
            Whether all ended within the time; -1 waits without a limit.
        """
        for work in self._running.values():
            work.task.cancel()
        return self._pool.waitForDone(milliseconds)

    def close(self) -> None:
        """Ends everything when the window closes.

        A task that is started later, such as by a last repaint, comes back cancelled.
        """
        self._is_closed = True
        self.wait_for_done()
        # No event loop may be left to take their ends, and they keep the whole window.
        self._running.clear()

    def _on_progress(self, number: int, done: int, total: int) -> None:
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
    """A task with its function, its outcome and its callbacks.

    Results may be large images, so it must be freed at once: nothing that it holds leads back to
    it, and it is no ``QRunnable`` (PySide6 6.11 never frees one that does not delete itself).
    """

    def __init__(
        self,
        number: int,
        func: Callable[[Task], Any],
        on_progress: Callable[[int, int, int], None],
        on_end: Callable[[int], None],
    ) -> None:
        self.task = Task(partial(on_progress, number))
        self.done: Callable[[Any], None]
        self.failed: Callable[[GonghuiError], None]
        self.progress: Progress | None = None
        self.ended: Callable[[], None] | None = None
        self.owner: QObject | None = None
        self._number = number
        self._func = func
        self._on_end = on_end
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Runs the function, on the pool's thread."""
        try:
            if not self.task.is_cancelled:
                self._result = self._func(self.task)
        except BaseException as error:  # noqa: BLE001  (raised again on the GUI thread)
            self._error = error
        self._on_end(self._number)

    @property
    def is_wanted(self) -> bool:
        """Whether the owner still exists."""
        return self.owner is None or isValid(self.owner)

    def call_back(self) -> None:
        """Reports the outcome to the caller, on the GUI thread."""
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
    """Requests of which only the newest counts, such as checks during typing.

    One runs at a time. A request that comes meanwhile waits, and replaces one that waits
    already. The one that runs is finished and reported, so that results keep coming to a quick
    typist.

    Args:
        tasks: where requests run.
        done: receives each result, on the GUI thread.
        failed: receives each error that a clerk can mend, on the GUI thread.
        owner: no callback is made once Qt has deleted it.
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
        """Requests the result of ``func``; see :meth:`TaskRunner.run`."""
        if self._running is None:
            self._start(func)
        else:
            self._waiting = func

    def drop(self) -> None:
        """Cancels the request that runs and the one that waits."""
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
