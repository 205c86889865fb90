"""Keeps what is not stored yet in the rescue file, on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from gonghui_desktop.services.rescue import Rescued, RescueFile
from gonghui_desktop.ui.background.writer_thread import WriterThread

_LONGEST = 5.0  # seconds that the crash path waits for the disk
_log = logging.getLogger(__name__)


class Rescuer:
    """Writes the rescue file beside the store, which may be locked or gone at that moment.

    Args:
        file: the file.
        writer: the thread.
    """

    def __init__(self, file: RescueFile, writer: WriterThread) -> None:
        self._file = file
        self._writer = writer
        self.holds_texts = False

    def keep(self, kept: Sequence[Rescued], patience: float = 0.0) -> None:
        """Writes these texts in the place of those before, or removes the file."""
        if not kept and not self.holds_texts:
            return
        self.holds_texts = bool(kept)
        self._writer.run(lambda: self._keep(kept), _ignore, _ignore, patience=patience)

    def keep_now(self, kept: Sequence[Rescued]) -> bool:
        """Writes these texts and waits for it; returns whether they are on the disk."""
        done: list[bool] = []
        self._writer.run(lambda: self._keep(kept), done.append, _ignore, patience=_LONGEST)
        self.holds_texts = bool(kept)
        return done == [True]

    def _keep(self, kept: Sequence[Rescued]) -> bool:
        try:
            if kept:
                self._file.keep(kept)
            else:
                self._file.clear()
        except OSError as error:
            _log.warning("the rescue file cannot be written: %s", error.strerror)
            return False
        return True


def _ignore(_outcome: object) -> None:
    """Nobody is told."""
