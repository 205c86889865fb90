"""The file of the program's log, which begins anew when it has grown.

Apart from :mod:`gonghui_desktop.logs`, since the standard library's handlers bring sockets along,
for which the window need not wait.
"""

from __future__ import annotations

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
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


class LogFile(RotatingFileHandler):
    """Goes on in the same file where it cannot be renamed.

    On Windows another instance that has it open forbids the renaming; the standard handler would
    then lose this message and every one after it.

    Args:
        path: the file.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=_MOST_BYTES,
            backupCount=_OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )

    def doRollover(self) -> None:  # noqa: N802 -- overrides the standard library's name
        """Renames the files, where that can be done."""
        try:
            super().doRollover()
        except OSError:
            if self.stream is None:
                self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- as above
        """A log that cannot be written, as on a full disk, is no reason to fail."""

    def _open(self) -> TextIOWrapper:
        """The file, for its owner alone whatever the umask says; a link is not followed."""
        handle = opened_log(Path(self.baseFilename))
        return os.fdopen(handle, "a", encoding=self.encoding, errors=self.errors)
