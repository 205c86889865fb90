"""Where the user has written backups to: kept in mind, to be told when something is erased."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import SAVED_BACKUPS

_MOST = 20  # that are kept in mind, the latest


def note_backup(ws: Workspace, path: Path, now: datetime) -> None:
    """Keeps in mind where a backup was written; that it was written counts for more."""
    with suppress(StoreError):
        known = [each for each in saved_backups(ws) if each[0] != str(path.absolute())]
        place = str(path.absolute()).encode(errors="replace").decode()
        kept = [*known, (place, now.isoformat())][-_MOST:]
        keep_settings(ws, {SAVED_BACKUPS: json.dumps(kept, ensure_ascii=False)})


def saved_backups(ws: Workspace) -> list[tuple[str, str]]:
    """Paths of backups, each with the moment at which it was written, as text."""
    with suppress(ValueError, TypeError, RecursionError):
        return [(str(path), str(at)) for path, at in json.loads(setting(ws, SAVED_BACKUPS) or "[]")]
    return []
