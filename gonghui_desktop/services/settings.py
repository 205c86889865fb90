"""Settings that are kept from run to run, as texts by key; each user of one defines its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window shows before the workspace is imported
    from gonghui_desktop.services.workspace import Workspace


def setting(ws: Workspace, key: str) -> str:
    """A setting's text, empty if it was never set."""
    return ws.reader.setting(key)


def keep_settings(ws: Workspace, settings: Mapping[str, str]) -> None:
    """Stores settings by key; writes only those that have changed.

    Raises:
        StoreError: they cannot be stored.
    """
    for key, text in settings.items():
        if ws.reader.setting(key) != text:
            ws.store.set_setting(key, text)
