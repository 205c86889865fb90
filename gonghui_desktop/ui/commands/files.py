"""Names and places of the files that the clerk saves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
# Controls, marks that turn the direction of writing or take no room, halves of characters, line
# ends: a name with one of them looks like another.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_AT_NO_END = " .-~"
"""Hidden files, options of commands and files of an open Word begin so; Windows drops blanks and
dots at the end."""
_LONGEST_NAME = 100
"""Bytes in UTF-8; a file's name has 255 at the most, on some systems less."""
# Microsoft, "Naming Files, Paths, and Namespaces"; with any suffix, and with blanks before it.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.I)


def open_folder(path: Path) -> None:
    """Shows the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def file_name(text: str) -> str:
    """Turns a text into a file name that is valid, and looks as it is, on every system.

    At most 100 bytes, cut between characters; NFC, as names of files are compared.
    """
    seen = "".join(map(_in_name, unicodedata.normalize("NFC", text)))
    name = " ".join(seen.split()).strip(_AT_NO_END)
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(_AT_NO_END)
    return short or "未命名"


def _in_name(char: str) -> str:
    if unicodedata.category(char) in _UNSEEN:
        return " " if char.isspace() else ""
    return _NOT_IN_NAMES.sub(" ", char)


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
