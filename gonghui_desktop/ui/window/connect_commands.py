"""Everything that the window's actions do, connected."""

from __future__ import annotations

from collections.abc import Callable

from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.preview.print_commands import AskPrinter, PrintCommands
from gonghui_desktop.ui.preview.system_print import ask_printer as ask_system_printer
from gonghui_desktop.ui.records.record_commands import RecordCommands
from gonghui_desktop.ui.submission.submission_commands import SubmissionCommands
from gonghui_desktop.ui.window.help_commands import HelpCommands
from gonghui_desktop.ui.window.text_commands import TextCommands
from gonghui_desktop.ui.window.view_commands import ViewCommands


def add_commands(
    context: CommandContext, quotas_changed: Callable[[], None], ask_printer: AskPrinter | None
) -> None:
    """Gives every action somebody who does it; they live as long as the window.

    Args:
        context: the window's parts, with every page.
        quotas_changed: told when quotas may have changed.
        ask_printer: shows the print dialog; ``None`` for the system's.
    """
    RecordCommands(context)
    PrintCommands(context, ask_printer or ask_system_printer)
    SubmissionCommands(context, quotas_changed)
    ViewCommands(context)
    HelpCommands(context)
    TextCommands(context.actions, context.window)
