"""Everything that the window's actions do, connected."""

from __future__ import annotations

from collections.abc import Callable

from gonghui_desktop.ui.desk import Desk
from gonghui_desktop.ui.help_commands import HelpCommands
from gonghui_desktop.ui.print_commands import AskPrinter, PrintCommands
from gonghui_desktop.ui.record_commands import RecordCommands
from gonghui_desktop.ui.submission_commands import SubmissionCommands
from gonghui_desktop.ui.system_print import ask_printer as ask_system_printer
from gonghui_desktop.ui.text_commands import TextCommands
from gonghui_desktop.ui.view_commands import ViewCommands


def add_commands(
    desk: Desk, quotas_changed: Callable[[], None], ask_printer: AskPrinter | None
) -> None:
    """Gives every action somebody who does it; they live as long as the window.

    Args:
        desk: the window's parts, with every page.
        quotas_changed: told when quotas may have changed.
        ask_printer: shows the print dialog; ``None`` for the system's.
    """
    RecordCommands(desk)
    PrintCommands(desk, ask_printer or ask_system_printer)
    SubmissionCommands(desk, quotas_changed)
    ViewCommands(desk)
    HelpCommands(desk)
    TextCommands(desk.actions, desk.window)
