"""Keeps what is not stored yet in the rescue file, on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Condition

from gonghui_desktop.services.safekeeping.rescue import Rescued, RescueFile
from gonghui_desktop.ui.background.writer_thread import WriterThread

_LONGEST = 5.0  # seconds that the crash path, or the next save, waits for the disk
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
        self._turn = Condition()
        self._waiting = 0  # writes that have been asked for and have not ended

    def keep(self, kept: Sequence[Rescued], patience: float = 0.0) -> None:
        """Writes these texts in the place of those before, or removes the file."""
        if not kept and not self.holds_texts:
            return
        self.holds_texts = bool(kept)
        self._count(1)
        self._writer.run(lambda: self._keep(kept), _ignore, _ignore, patience=patience)

    def keep_now(self, kept: Sequence[Rescued]) -> bool:
        """Writes these texts and waits for it; returns whether they are on the disk."""
        done: list[bool] = []
        self._count(1)
        self._writer.run(lambda: self._keep(kept), done.append, _ignore, patience=_LONGEST)
        self.holds_texts = bool(kept)
        return done == [True]

    def settle(self) -> None:
        """Waits until the file holds what was asked for last; on the store's thread.

        The file must never be older than the store: what was stored since would seem to be
        somebody else's.
        """
        with self._turn:
            self._turn.wait_for(lambda: self._waiting == 0, _LONGEST)

    def _count(self, step: int) -> None:
        with self._turn:
            self._waiting += step
            self._turn.notify_all()

    def _keep(self, kept: Sequence[Rescued]) -> bool:
        try:
            return self._write(kept)
        finally:
            self._count(-1)

    def _write(self, kept: Sequence[Rescued]) -> bool:
        try:
            if kept:
                self._file.keep(kept)
            elif not self._file.clear():
                self.holds_texts = True  # it is there yet, and asked for again
        except OSError as error:
            self.holds_texts = True
            _log.warning("the rescue file cannot be written: %s", error.strerror)
            return False
        return True


def _ignore(_outcome: object) -> None:
    """Nobody is told."""
