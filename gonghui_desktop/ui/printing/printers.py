"""What the print dialog asks, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gonghui_desktop.services.prints import PrinterChoice
from gonghui_desktop.services.workspace import Lazy
from gonghui_desktop.spooling import PrintQueue, Spooler
from gonghui_desktop.ui.background.tasks import TaskRunner

Tell = Callable[[str], bool]
"""Receives a sentence; answers whether anybody is there any more to read it."""


@dataclass(frozen=True)
class Printers:
    """What the print dialog asks and remembers.

    Attributes:
        tasks: where the system is asked.
        spooler: the system's queues.
        last: how it was printed the last time.
        settings: of drivers, by their queues, as chosen since the program was started.
        print_test_page: prints it, and tells of it.
    """

    tasks: TaskRunner
    spooler: Lazy[Spooler]
    last: PrinterChoice = field(default_factory=PrinterChoice)
    settings: dict[str, bytes] = field(default_factory=dict)
    print_test_page: Callable[[PrintQueue, bytes, Tell], None] | None = None
