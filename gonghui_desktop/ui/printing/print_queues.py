"""The system's printers, asked in the background as long as somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.workspace import Lazy
from gonghui_desktop.spooling import PrintQueue, QueueState, Spooler
from gonghui_desktop.ui.background.tasks import LatestOnly, Task, TaskRunner

LOOK_EVERY = 2000
"""Milliseconds: a clerk who has put paper in looks at the screen next."""


@dataclass(frozen=True)
class FoundPrinters:
    """The answer of the system.

    Attributes:
        queues: the printers; empty where there are none.
        has_settings: whether their drivers have a window for their settings.
        fault: why the system could not be asked, with what to do; else empty.
    """

    queues: Sequence[PrintQueue] = ()
    has_settings: bool = False
    fault: str = ""

    def named(self, *names: str) -> PrintQueue | None:
        """The first of these that is there; else the usual one, else any."""
        by_name = {queue.name: queue for queue in self.queues}
        usual = [queue for queue in self.queues if queue.is_default]
        wanted = [by_name[name] for name in names if name in by_name]
        return next(iter((*wanted, *usual, *self.queues)), None)


class PrintQueues(QObject):
    """Asks for the printers at once, and again while it lives.

    Args:
        tasks: where the system is asked, which may take a second or more.
        spooler: the system's queues.
        parent: the owner; nothing is asked any more once it is gone.
    """

    found = Signal(object)
    """:class:`FoundPrinters`."""

    def __init__(self, tasks: TaskRunner, spooler: Lazy[Spooler], parent: QObject) -> None:
        super().__init__(parent)
        self._spooler = spooler
        self._latest = LatestOnly[FoundPrinters](tasks, self._on_found, self._on_fault, self)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.ask)

    def ask(self) -> None:
        """Asks now."""
        self._timer.stop()
        self._latest.submit(self._read)

    def stop(self) -> None:
        """Asks no more; nothing more is found."""
        self._timer.stop()
        self._latest.drop()

    def _read(self, _task: Task) -> FoundPrinters:
        spooler = self._spooler.get()
        return FoundPrinters(tuple(spooler.queues()), spooler.has_settings)

    def _on_found(self, found: FoundPrinters) -> None:
        self._timer.start()
        self.found.emit(found)

    def _on_fault(self, error: GonghuiError) -> None:
        self._on_found(FoundPrinters(fault=str(error)))


def can_print(queue: PrintQueue) -> bool:
    """Whether a form can come out of a printer in its size."""
    return queue.takes_a4


def queue_words(queue: PrintQueue) -> str:
    """What a clerk has to do before a printer prints; empty if nothing."""
    if not queue.takes_a4:
        return "这台打印机没有 A4 纸，表会被缩小或裁掉；请换一台打印机，或者先存为 PDF。"
    if queue.state is not QueueState.READY:
        return queue.state_words or _STATES[queue.state]
    if queue.loaded:
        return f"打印机里是 {queue.loaded} 纸，请换成 A4 纸再打印。"
    return ""


_STATES = {
    QueueState.PAUSED: "打印机已暂停，请在系统的打印机设置里恢复打印。",
    QueueState.OFFLINE: "连不上打印机，请检查是否已开机、连好线或网络。",
    QueueState.NO_PAPER: "没有纸了，请放入 A4 纸。",
    QueueState.FAULT: "打印机有故障，请看打印机上的提示。",
}
