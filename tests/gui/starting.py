"""What tests of the program's start share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.window.main_window import MainWindow


@contextmanager
def as_it_is(ws: Workspace) -> Iterator[Workspace]:
    """Opens nothing, and closes nothing."""
    yield ws


def the_window() -> MainWindow:
    """The one that is shown."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
    return next(window for window in windows if window.isVisible())


def soon(act: Callable[[], bool]) -> None:
    """Tries again until it is done, as a clerk would who sees the window."""
    is_seen = any(window.isVisible() for window in QApplication.topLevelWidgets())
    if not (is_seen and act()):
        QTimer.singleShot(20, lambda: soon(act))


def with_first_look(ws: Workspace, folder: Path, open_store: Callable[[], Store]) -> Workspace:
    """As the program starts: the lists are read by themselves, the store opens later."""
    snapshot = SnapshotReader.at(folder)
    assert snapshot is not None
    return Workspace(ws.campaign, open_store, lambda: ws.printer, snapshot)
