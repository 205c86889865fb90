"""A sound for a stack of papers: what is not right sounds different, so that nobody need look."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication


def play(*, is_good: bool) -> None:
    """Sounds for a paper; a system with a single sound keeps it for what is not right."""
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - of Windows alone

        winsound.MessageBeep(winsound.MB_OK if is_good else winsound.MB_ICONHAND)
    elif not is_good:
        QApplication.beep()
