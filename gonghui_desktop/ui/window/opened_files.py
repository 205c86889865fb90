"""Files that the program was started with or given: imported as soon as the window can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

_AGAIN = 300  # ms until the next look whether a dialog is still open

ImportFiles = Callable[[Sequence[Path]], None]


class OpenedFiles(QObject):
    """Keeps files until the commands are there and no dialog is open, then imports them.

    Args:
        parent: the window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._import: ImportFiles | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self._deliver)

    def set_importer(self, importer: ImportFiles | None) -> None:
        """Sets what imports files: the commands of the window's present contents."""
        self._import = importer
        self._deliver()

    def add(self, paths: Sequence[Path]) -> None:
        """Imports files, now or later."""
        self._waiting += paths
        self._deliver()

    def add_later(self, paths: Sequence[Path]) -> None:
        """As :meth:`add`, from the next round of events on: another program may be waiting."""
        self._waiting += paths
        QTimer.singleShot(0, self, self._deliver)

    def _deliver(self) -> None:
        if not self._waiting:
            self._timer.stop()
        elif self._import is None or QApplication.activeModalWidget() is not None:
            self._timer.start()
        else:
            waiting, self._waiting = self._waiting, []
            self._timer.stop()
            self._import(waiting)
