"""What is typed in a list without a pause, to go to a name that begins so."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer

_PAUSE = 1000  # ms after which typing begins a new name


class TypedName:
    """Joins what comes key by key."""

    def __init__(self) -> None:
        self._typed = ""
        self._since = QElapsedTimer()

    def add(self, typed: str) -> str:
        """All that was typed, blanks at its ends left out, with this at its end."""
        is_new = not self._since.isValid() or self._since.restart() > _PAUSE
        if is_new:
            self._since.start()
        self._typed = typed if is_new else self._typed + typed
        return self._typed.strip()
