"""What the program does by itself to keep its data in order."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import history
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.receiving import package_files

_UNFINISHED = (f".{FILE_NAME}.*.restoring*", f"{FILE_NAME}-mark.*.tmp", "rescue/.*.tmp")
"""What a killed program leaves in the data folder: a restore, a mark, a rescue file under way."""

_OLD = 24 * 3600
"""Seconds after which no other program can be at work on such a file."""


def tidy(ws: Workspace) -> None:
    """Removes what is overdue in the bin and what a killed program left; thins old history.

    For the background after the start. What cannot be done now, such as on a disk that is full,
    is left for the next time: nobody waits for it.
    """
    if not ws.read_only:
        _remove_unfinished(ws.store.folder)
        _remove_unknown(ws)
    from gonghui_desktop.services.erasing.records import finish  # noqa: PLC0415 -- after the start

    with suppress(StoreError):
        overdue = recycle_bin.purge(ws, datetime.now(UTC))
        finish(ws, overdue)
        history.thin(ws)


def _remove_unfinished(data: Path) -> None:
    """Removes files that were never put in place: they hold what she entered, and nobody asks."""
    for pattern in _UNFINISHED:
        with suppress(OSError):
            for path in data.glob(pattern):
                if time.time() - path.stat().st_mtime > _OLD:
                    path.unlink()


def _remove_unknown(ws: Workspace) -> None:
    """Removes received files without a row; none while a row's own digest cannot be read."""
    with suppress(StoreError):
        known = ws.store.received.digests()
        if all(map(package_files.is_digest, known)):
            package_files.remove_unknown(ws.store.folder, known)
