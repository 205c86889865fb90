"""The file of the program's log, which begins anew when it has grown.

Apart from :mod:`gonghui_desktop.logs`: the window need not wait for it.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path

from gonghui_desktop.fileio import make_private, open_own

_MOST_BYTES = 1_000_000
_OLD_FILES = 3


def opened_log(path: Path) -> int:
    """A log, to be added to; the handle.

    Raises:
        OSError: it cannot be opened.
    """
    handle = open_own(path, os.O_WRONLY | os.O_APPEND)
    make_private(path)
    return handle


class LogFile(logging.FileHandler):
    """Goes on in the same file where it cannot be renamed.

    On Windows another instance that has it open forbids the renaming; the standard library's
    handler would then lose this message and every one after it. That one also brings sockets and
    pickles along, for which the window's first lists need not wait.

    Args:
        path: the file; the former ones are called ``NAME.1`` and so on, the newest first.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a message, into a new file where the former one is full."""
        try:
            stream = self.stream
            size = len(self.format(record).encode(errors="replace"))
            if stream is not None and stream.tell() + size >= _MOST_BYTES:
                stream.close()
                self._begin_anew()
        except Exception:  # noqa: BLE001 -- as the standard library's: a log is no reason to fail
            self.handleError(record)
        else:
            super().emit(record)

    def _begin_anew(self) -> None:
        """Renames the files, where that can be done."""
        path = Path(self.baseFilename)
        files = [path, *(path.with_name(f"{path.name}.{n}") for n in range(1, _OLD_FILES + 1))]
        try:
            with suppress(OSError):
                for newer, older in reversed(list(pairwise(files))):
                    if newer.exists():
                        newer.replace(older)
        finally:
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- as above
        """A log that cannot be written, as on a full disk, is no reason to fail."""

    def _open(self) -> TextIOWrapper:
        """The file, for its owner alone whatever the umask says; a link is not followed."""
        handle = opened_log(Path(self.baseFilename))
        return os.fdopen(handle, "a", encoding=self.encoding, errors=self.errors)
