"""Names and places of the files that the clerk saves."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count
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


def free_path(folder: Path, text: str, suffix: str, taken: Collection[Path] = ()) -> Path:
    """A path in a folder for a file called after a text, where no file is yet.

    Args:
        folder: where.
        text: such as a unit's name.
        suffix: with its dot.
        taken: paths that are to be written, too.
    """
    name = file_name(text)
    numbered = (f"{name}（{number}）" for number in count(2))
    paths = (folder / f"{each}{suffix}" for each in chain([name], numbered))
    return next(path for path in paths if path not in taken and not path.exists())


def documents_folder() -> Path:
    """The user's documents folder, else the desktop, else the home folder."""
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.DesktopLocation):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
