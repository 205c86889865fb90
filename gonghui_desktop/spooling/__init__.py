"""Pages of a PDF handed to the system's print queue: which queues there are, sending, following.

Copies, their order and blank backs are made by the program, always (:func:`page_sequence`), and
the driver is told one copy: of the drivers tried, one printed 1, 1, 2, 2 and another one copy.
Everything here waits for the system, a second or more: never call it on the window's thread.
"""

from __future__ import annotations

import sys

from gonghui_desktop.spooling.sequence import page_sequence
from gonghui_desktop.spooling.values import (
    JobReport,
    JobState,
    JobTicket,
    PrintQueue,
    QueueState,
    Sides,
    Spooler,
    SpoolError,
    SpoolJob,
)

__all__ = [
    "JobReport",
    "JobState",
    "JobTicket",
    "PrintQueue",
    "QueueState",
    "Sides",
    "SpoolError",
    "SpoolJob",
    "Spooler",
    "page_sequence",
    "system_spooler",
]


def system_spooler() -> Spooler:
    """The system's print queues: GDI on Windows, else CUPS, or none where there is no CUPS."""
    if sys.platform == "win32":
        from gonghui_desktop.spooling.windows import GdiSpooler

        spooler: Spooler = GdiSpooler()
    else:
        from gonghui_desktop.spooling.cups import CupsSpooler, has_cups
        from gonghui_desktop.spooling.no_printers import NoPrinters

        spooler = CupsSpooler() if has_cups() else NoPrinters()
    return spooler
