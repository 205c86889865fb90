"""Keeps quota and deadline in the tool bar up to date, without taking time from typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.standing import Standing, standing_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import LatestOnly, TaskRunner

_SHARE = 10
"""Counting waits this many times as long as it took last: 10 records are counted at once, with
10,000 (half a second in the background) only once she pauses."""
_LONGEST = 5000  # ms


class StandingRefresher(QObject):
    """Counts where the submission stands, in the background.

    Args:
        ws: the workspace.
        tasks: where it counts.
        today: the present day.
        show: shows the result.
        failed: receives an error that a clerk can mend.
        parent: the owner.
    """

    def __init__(
        self,
        ws: Workspace,
        tasks: TaskRunner,
        today: Callable[[], date],
        show: Callable[[Standing], None],
        failed: Callable[[GonghuiError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self._today = today
        self._show = show
        self._took = 0.0  # ms, last time
        self._latest = LatestOnly[tuple[Standing, float]](tasks, self._on_counted, failed, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Counts now."""
        self._timer.stop()
        today = self._today()
        self._latest.submit(lambda _task: _timed(self._ws, today))

    def refresh_soon(self) -> None:
        """Counts now or, where that takes long, once nothing has changed for a while."""
        wait = round(min(_SHARE * self._took, _LONGEST))
        if wait < _SHARE * _SHARE:
            self.refresh()
        else:
            self._timer.start(wait)

    def _on_counted(self, counted: tuple[Standing, float]) -> None:
        standing, self._took = counted
        self._show(standing)


def _timed(ws: Workspace, today: date) -> tuple[Standing, float]:
    began = time.thread_time()
    standing = standing_of(ws, today)
    return standing, 1000 * (time.thread_time() - began)
