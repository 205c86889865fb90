"""Tells after an update that there is something new to read, until that was seen."""

from __future__ import annotations

from collections.abc import Callable

from gonghui_desktop import __version__
from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.whats_new import is_updated, note_shown, note_told
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext


def tell_update(context: CommandContext) -> None:
    """Shows a notification with a button for what is new, unless that was told before.

    It takes no focus, so that no key goes astray. It is told once it is closed or what is new was
    opened; where another notification is there or takes its place, it comes again at the next
    start, at three at most. At the first start ever nothing is new.

    Raises:
        StoreError: the settings cannot be read.
    """
    ws, notifications = context.ws, context.notifications
    if ws.read_only:
        return

    def note(step: Callable[[Workspace], None]) -> None:
        context.writer.run(lambda: step(ws), _ignore, _ignore, patience=0.0)

    if not is_updated(ws):
        note(note_told)
    elif notifications.banner.isHidden():
        read = context.actions["whats_new"]
        text = f"程序已更新到 {__version__} 版。"
        read.triggered.connect(lambda: note(note_told))
        notifications.notify(
            "info", text, "更新说明", read.trigger, stays=True, closed=lambda: note(note_told)
        )
        note(note_shown)


def _ignore(_outcome: GonghuiError | None) -> None:
    """It is told again at the next start."""
