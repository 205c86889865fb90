"""A system without a print service: no printers, and a sentence for whoever prints all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from gonghui_desktop.spooling.values import (
    JobReport,
    JobTicket,
    PrintQueue,
    SpoolError,
    SpoolJob,
)

NO_SERVICE = "这台电脑没有打印服务，请先安装并启动 CUPS，装好打印机；也可以先存为 PDF。"


class NoPrinters:
    """The spooler of a system that has none."""

    has_settings = False

    def queues(self) -> Sequence[PrintQueue]:
        """There are none."""
        return ()

    def ask_settings(self, _queue: str, _window: int, _settings: bytes) -> bytes | None:
        """There are none to be set."""
        return None

    def send(self, _queue: str, _job: SpoolJob, _progress: Callable[[int, int], None]) -> JobTicket:
        """Raises :class:`SpoolError`."""
        self._refuse()

    def look(self, _ticket: JobTicket) -> JobReport:
        """Raises :class:`SpoolError`."""
        self._refuse()

    def cancel(self, _ticket: JobTicket) -> None:
        """Raises :class:`SpoolError`."""
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise SpoolError(NO_SERVICE)
