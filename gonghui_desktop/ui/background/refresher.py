"""Keeps something that is read in the background up to date, without taking time from typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.ui.background.tasks import LatestOnly, Task, TaskRunner

T = TypeVar("T")

_SHARE = 10
"""Reading waits this many times as long as it took last: 10 records are read at once, with
10,000 (half a second in the background) only once she pauses."""
_LONGEST = 5000  # ms


class Refresher(QObject, Generic[T]):
    """Reads something again and again.

    Args:
        tasks: where it reads.
        read: reads it, in the background.
        show: shows the result, on the GUI thread.
        failed: receives an error that a clerk can mend.
        parent: the owner.
    """

    def __init__(
        self,
        tasks: TaskRunner,
        read: Callable[[Task], T],
        show: Callable[[T], None],
        failed: Callable[[GonghuiError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._show = show
        self._took = 0.0  # ms, last time
        self._latest = LatestOnly[tuple[T, float]](tasks, self._on_read, failed, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Reads now."""
        self._timer.stop()
        self._latest.submit(self._timed)

    def refresh_soon(self) -> None:
        """Reads now or, where that takes long, once nothing has changed for a while."""
        wait = round(min(_SHARE * self._took, _LONGEST))
        if wait < _SHARE * _SHARE:
            self.refresh()
        else:
            self._timer.start(wait)

    def stop(self) -> None:
        """Reads no more until it is asked to again; nothing more is shown."""
        self._timer.stop()
        self._latest.drop()

    def _timed(self, task: Task) -> tuple[T, float]:
        began = time.thread_time()
        result = self._read(task)
        return result, 1000 * (time.thread_time() - began)

    def _on_read(self, read: tuple[T, float]) -> None:
        result, self._took = read
        self._show(result)
