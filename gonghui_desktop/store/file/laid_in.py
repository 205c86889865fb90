"""Whether a data file is one that this program did not leave in its folder."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from gonghui_desktop.store.file.beside import size_of
from gonghui_desktop.store.file.mark import is_known
from gonghui_desktop.store.file.mark_file import read_mark

_FIRST_LOCK, _LOCKS = 0x40000000, 512
"""First byte and number of those that SQLite locks in every file that it has open."""


def is_laid_in(path: Path) -> bool:
    """Whether a data file is there that this program did not leave in its place."""
    return size_of(path) > 0 and not is_known(path) and not _is_in_use(path)


def _is_in_use(path: Path) -> bool:
    """Whether another program has it open, which has looked at it then.

    Only where it has no mark at all, as after the disk was full: an epoch that is not listed is
    never that of a file in use.
    """
    if read_mark(path) is not None:
        return False
    in_use = False
    if sys.platform == "win32":
        try:
            path.rename(path)  # needs what replacing it needs
        except OSError:
            in_use = True
    else:
        import fcntl  # noqa: PLC0415 -- Windows has none

        with suppress(OSError), path.open("rb+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS, _FIRST_LOCK, os.SEEK_SET)
            except BlockingIOError:
                in_use = True
    return in_use
