"""Lists of names in files, as tables: for the roster and for the offices that are expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gonghui_desktop.exchange import roster_file
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.units.roster_list import ListedTable
from gonghui_desktop.services.workspace import Workspace

SUFFIXES = roster_file.SUFFIXES
"""How the names of files end that lists can be in."""

PASTED = "粘贴或录入"
"""Source of what was pasted or typed."""

Cancelled = Callable[[], bool]


def tables_in(ws: Workspace, path: Path, cancelled: Cancelled) -> Sequence[ListedTable]:
    """The tables of a file.

    Args:
        ws: the workspace.
        path: a spreadsheet, a text file or a Word file.
        cancelled: asked now and then; ``True`` ends the work.

    Raises:
        FileError: it cannot be read.
        InputError: it is none of those.
    """
    ws.readers.prepare()
    data = read_limited(path, roster_file.LARGEST_FILE)
    return roster_file.read_tables(data, path.name, ws.readers, cancelled)
