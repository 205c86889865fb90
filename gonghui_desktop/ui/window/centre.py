"""The main window's replaceable centre."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.theme.theme import mark


class WindowCentre(QWidget):
    """Fills the middle of the main window; by itself it has nothing to lose."""

    def prepare_close(self, _verb: str = "退出", /) -> bool:
        """Stores everything before the window closes or another centre takes its place.

        Args:
            _verb: what the user is about to do.

        Returns:
            Whether nothing typed is lost, or the user agreed to lose it.
        """
        return True

    def let_go(self) -> None:
        """Ends what it does by itself: the window closes, or shows another centre in its place."""

    def rescue(self) -> None:
        """Stores what was typed, now and without a question; for the crash path.

        Raises:
            GonghuiError: it cannot be stored.
        """


class OpeningMessage(WindowCentre):
    """Shown until the data is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        message = QLabel("正在打开…")
        message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(message, "role", "hint")
        column = QVBoxLayout(self)
        column.addWidget(message)
