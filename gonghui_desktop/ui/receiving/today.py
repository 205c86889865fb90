"""The day of the deadline's calendar."""

from __future__ import annotations

from datetime import date

from gonghui_desktop.model.dates import day_in_china
from gonghui_desktop.ui.commands.context import CommandContext


def today_of(context: CommandContext) -> date:
    """Today in China, where every deadline ends."""
    return day_in_china(context.clock())
