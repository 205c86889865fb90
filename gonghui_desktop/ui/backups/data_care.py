"""What is done for the data by itself while the window is open: a look at it, a daily backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.safekeeping import damaged
from gonghui_desktop.services.safekeeping.backups import back_up_if_due
from gonghui_desktop.services.safekeeping.health import Health, look_after
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import show_everything

FIRST = 3_000
"""ms after the window is complete: the start and the first words come first."""
EVERY = 10 * 60_000
"""ms between two looks at whether a backup is due, for a program that stays open over days."""


class DataCare(QObject):
    """Looks at the data once and makes backups, in the background.

    Args:
        context: what it works with.
        show_backups: opens the window with the backups.
    """

    def __init__(self, context: CommandContext, show_backups: Callable[[], None]) -> None:
        super().__init__(context.owner)
        self._context = context
        self._show_backups = show_backups
        self._is_running = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.run)
        self._timer.start(FIRST)

    def run(self) -> None:
        """Does what is due, unless that is being done."""
        self._timer.setInterval(EVERY)
        if self._is_running:
            return
        self._is_running = True
        context = self._context
        ws, now = context.ws, context.clock()

        def work(task: Task) -> Health:
            health = Health() if ws.is_looked_after.is_set() else look_after(ws, task.report)
            if not health.damage:
                back_up_if_due(ws, now, task.report)
            return health

        context.tasks.run(work, self._on_done, self._on_failed, ended=self._end, owner=self)

    def _end(self) -> None:
        self._is_running = False

    def _on_done(self, health: Health) -> None:
        self._context.ws.is_looked_after.set()
        self._has_failed = False
        notifications = self._context.notifications
        text = "".join(health.sentences)
        if health.mendable:
            numbers = health.mendable
            notifications.notify(
                "error", text, "恢复最后完好的内容", lambda: self._mend(numbers), stays=True
            )
        elif health.damage:
            notifications.notify("error", text, "查看备份…", self._show_backups, stays=True)
        elif text:
            notifications.notify("warning", text, stays=True)

    def _mend(self, numbers: Sequence[int]) -> None:
        context = self._context

        def done(mended: Sequence[Record]) -> None:
            text = f"已恢复 {len(mended)} 份申报表最后完好的内容，请核对。"
            show_everything(
                context, lambda: context.notifications.notify("success", text, stays=True)
            )

        context.write(lambda: damaged.mend(context.ws, numbers), done)

    def _on_failed(self, error: GonghuiError) -> None:
        """Told once: a disk that stays full is no reason to say so every ten minutes."""
        if not self._has_failed:
            self._has_failed = True
            text = f"自动备份没有完成：{error}"
            self._context.notifications.notify("warning", text, stays=True)
