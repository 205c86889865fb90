"""Names and places of the files that the clerk saves."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 60


def open_folder(path: Path) -> None:
    """Shows the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def file_name(text: str) -> str:
    """Turns a text into a file name that is valid on every system."""
    return _NOT_IN_NAMES.sub(" ", text).strip(" .")[:_LONGEST_NAME].strip(" .") or "未命名"


def documents_folder() -> Path:
    """The user's documents folder; the home folder if it does not exist."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    folder = QStandardPaths.writableLocation(place)
    return Path(folder) if folder and Path(folder).is_dir() else Path.home()
