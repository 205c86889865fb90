"""Fonts of the window.

On Windows the system's own; elsewhere, and where that is missing, the bundled 黑体. The fonts
with rare characters are large, so each is loaded when a text first needs it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

SYSTEM_FACE = "Microsoft YaHei UI"
BODY = ("Hei-Regular.ttf", "Hei-Bold.ttf")
RARE = {  # file: what it may have that those before it lack, first and last character
    "Song-Regular.ttf": ("\u2e80", "\uffff"),
    "RareSong-B.ttf": ("\U00020000", "\U0002a6df"),
    "RareSong-CDEF.ttf": ("\U0002a700", "\U0002ebef"),
    "RareSong-Other.ttf": ("\u2e80", "\U0003ffff"),
    "RareSong-New.ttf": ("\u2e80", "\U0003ffff"),
}


class ScreenFonts:
    """Registers fonts with Qt and keeps the application's list of families.

    Args:
        app: the application.
        folder: holds the bundled fonts.
    """

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._waiting = dict(RARE)
        self._seen: set[str] = set()
        self._families = [SYSTEM_FACE] if QFontDatabase.hasFamily(SYSTEM_FACE) else []
        for file in BODY if not self._families else ():
            self._add(file)
        self._use()

    def cover(self, text: str) -> None:
        """Loads the fonts that the text's characters need, unless they are loaded.

        Cheap enough to be called at every key: no character is looked up twice.
        """
        before = len(self._families)
        for char in sorted(set(text) - self._seen):
            self._seen.add(char)
            for file in self._candidates(char):
                if QFontMetrics(self._app.font()).inFontUcs4(ord(char)):
                    break
                del self._waiting[file]
                self._add(file)
                self._use()
        if len(self._families) > before:
            # A widget that the style sheet gives a size does not follow the application's font.
            self._app.setStyleSheet(self._app.styleSheet())

    def _candidates(self, char: str) -> list[str]:
        return [file for file, (first, last) in self._waiting.items() if first <= char <= last]

    def _add(self, file: str) -> None:
        number = QFontDatabase.addApplicationFont(str(self._folder / file))
        for family in QFontDatabase.applicationFontFamilies(number):
            if family not in self._families:
                self._families.append(family)

    def _use(self) -> None:
        font = QFont(self._app.font())
        font.setFamilies(self._families)
        self._app.setFont(font)
