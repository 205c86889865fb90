"""Tells once, after an update, that there is something new to read."""

from __future__ import annotations

from gonghui_desktop import __version__
from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.whats_new import is_updated, note_told
from gonghui_desktop.ui.commands.context import CommandContext


def tell_update(context: CommandContext) -> None:
    """Shows a notification with a button for what is new, unless it was shown before.

    It takes no focus, so that no key goes astray; where another notification is shown, it waits for
    the next start. At the first start ever nothing is new.

    Raises:
        StoreError: the settings cannot be read.
    """
    ws, notifications = context.ws, context.notifications
    if ws.read_only:
        return
    if is_updated(ws):
        if not notifications.banner.isHidden():
            return
        text = f"程序已更新到 {__version__} 版。"
        action = context.actions["whats_new"].trigger
        notifications.notify("info", text, "更新说明", action, stays=True)
    context.writer.run(lambda: note_told(ws), _ignore, _ignore, patience=0.0)


def _ignore(_outcome: GonghuiError | None) -> None:
    """It is told again at the next start."""
