"""Places of the files that the clerk saves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(path: Path) -> None:
    """Shows the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def documents_folder() -> Path:
    """The user's documents folder, else the desktop, else the home folder."""
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.DesktopLocation):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
