"""What the program does by itself to keep its data in order."""

from __future__ import annotations

from contextlib import suppress

from gonghui_desktop.errors import StoreError
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import history
from gonghui_desktop.services.workspace import Workspace


def tidy(ws: Workspace) -> None:
    """Removes what has lain in the bin for more than 30 days and thins old history.

    For the background after the start. What cannot be done now, such as on a disk that is full,
    is left for the next time: nobody waits for it.
    """
    with suppress(StoreError):
        recycle_bin.purge(ws)
        history.thin(ws)
