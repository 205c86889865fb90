"""A thread for writes, one after another in the order in which they were asked for.

A disk may take long, be locked or be gone, and the window must not stand still for it. The thread
that asks waits a moment, since a write mostly takes a few milliseconds and what follows from it
then happens within the same key; after that moment it goes on, and hears of the end later.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError

T = TypeVar("T")

PATIENCE = 0.045
"""Seconds that the GUI thread waits for a write before it goes on without it."""

_LONGEST_END = 10.0  # seconds to wait for the last write when the window is gone
_log = logging.getLogger(__name__)


class WriterThread(QObject):
    """Runs functions in order on one thread of its own; callbacks run on the GUI thread.

    Args:
        parent: the owner, which closes it.
        patience: seconds that the caller waits for a write, see :data:`PATIENCE`.

    Attributes:
        patience: the same.
    """

    _ended = Signal()

    def __init__(self, parent: QObject | None = None, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self.patience = patience
        self._asked: SimpleQueue[_Write | None] = SimpleQueue()
        self._done: deque[_Write] = deque()
        self._thread: Thread | None = None
        self._is_closed = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        func: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[GonghuiError], None],
        *,
        broke: Callable[[], None] | None = None,
        owner: QObject | None = None,
        patience: float | None = None,
    ) -> None:
        """Runs ``func`` after all that was asked for before.

        Callbacks are made before this returns if all of that ends soon enough.

        Args:
            func: the write; touches no widget.
            done: receives the result, on the GUI thread.
            failed: receives an error that a clerk can mend, on the GUI thread.
            broke: called before any other error is raised there.
            owner: no callback is made once Qt has deleted it.
            patience: seconds to wait; the thread's own by default, 0 not at all.
        """
        if self._is_closed:
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, name="writer", daemon=True)
            self._thread.start()
        write = _Write(func, done, failed, broke, owner)
        self._asked.put(write)
        wait = self.patience if patience is None else patience
        if wait and write.has_ended.wait(wait):
            self._deliver()

    def settle(self, patience: float) -> None:
        """Waits so many seconds for the end of all that was asked for before."""
        self.run(_nothing, _take, _take, patience=patience)

    def close(self) -> None:
        """Ends the thread after what was asked for; no callback is made from now on."""
        self._is_closed = True
        if self._thread is not None:
            self._asked.put(None)
            self._thread.join(_LONGEST_END)
            if self._thread.is_alive():
                _log.error("a write did not end")
        self._done.clear()

    def _work(self) -> None:
        while (write := self._asked.get()) is not None:
            write.run()
            self._done.append(write)
            write.has_ended.set()
            with suppress(RuntimeError):  # closed in the meantime
                self._ended.emit()

    @Slot()
    def _deliver(self) -> None:
        """Makes the callbacks of everything that has ended, in order."""
        while self._done:
            self._done.popleft().call_back()


def _nothing() -> None:
    """Has its turn after what was asked for before."""


def _take(_outcome: object) -> None:
    """Nobody is told."""


class _Write:
    """A write with its outcome and its callbacks."""

    def __init__(
        self,
        func: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[GonghuiError], None],
        broke: Callable[[], None] | None,
        owner: QObject | None,
    ) -> None:
        self.has_ended = Event()
        self._func = func
        self._done = done
        self._failed = failed
        self._broke = broke
        self._owner = owner
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Runs the function, on the writer's thread."""
        try:
            self._result = self._func()
        except BaseException as error:  # noqa: BLE001  (raised again on the GUI thread)
            self._error = error

    def call_back(self) -> None:
        """Reports the outcome, on the GUI thread."""
        is_wanted = self._owner is None or isValid(self._owner)
        if self._error is None:
            if is_wanted:
                self._done(self._result)
        elif not isinstance(self._error, GonghuiError):
            if self._broke is not None and is_wanted:
                self._broke()
            raise self._error
        elif is_wanted:
            self._failed(self._error)
