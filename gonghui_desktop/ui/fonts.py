"""Faces for the screen.

On Windows the system's own; elsewhere, and where that is missing, the bundled 黑体. The faces
with rare characters are large, so each is read when a text first needs it.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

SYSTEM_FACE = "Microsoft YaHei UI"
BODY = ("Hei-Regular.ttf", "Hei-Bold.ttf")
RARE = {  # file: characters for which it is read
    "Song-Regular.ttf": r"[\u2e80-\u2fdf\u3400-\u4dbf\u9fa6-\u9fff\uf900-\ufaff]",
    "RareSong-Other.ttf": r"[\u2e80-\u2fdf\u9fa6-\u9fff\uf900-\ufaff\U0002f800-\U0002fa1f]",
    "RareSong-B.ttf": r"[\U00020000-\U0002a6df]",
    "RareSong-CDEF.ttf": r"[\U0002a700-\U0002ebef]",
    "RareSong-New.ttf": r"[\u4db6-\u4dbf\u9fd6-\u9fff\U0002a6d7-\U0002ffff\U00030000-\U0003ffff]",
}


class ScreenFonts:
    """Registers faces with Qt and keeps the application's list of families.

    Args:
        app: the application.
        folder: holds the bundled faces.
    """

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._waiting = {file: re.compile(characters) for file, characters in RARE.items()}
        self._families = [SYSTEM_FACE] if QFontDatabase.hasFamily(SYSTEM_FACE) else []
        if not self._families:
            for file in BODY:
                self._add(file)
        self._use()

    def cover(self, text: str) -> None:
        """Reads the faces that the text's rare characters need, if they are not there yet.

        Quick when there are none: fit to be called at every key.
        """
        if text.isascii():
            return
        needed = [file for file, rare in self._waiting.items() if rare.search(text)]
        for file in needed:
            del self._waiting[file]
            self._add(file)
        if needed:
            self._use()

    def _add(self, file: str) -> None:
        number = QFontDatabase.addApplicationFont(str(self._folder / file))
        for family in QFontDatabase.applicationFontFamilies(number):
            if family not in self._families:
                self._families.append(family)

    def _use(self) -> None:
        font = QFont(self._app.font())
        font.setFamilies(self._families)
        self._app.setFont(font)
