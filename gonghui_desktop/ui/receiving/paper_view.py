"""The stamped paper, compared with what was received."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.commands.context import CommandContext


class PaperView(QWidget):
    """The stamped paper, compared with what was received.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int, str)
    """Number of a submission to be opened, and id of its record."""
    changed = Signal()
    """Something was noted."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(QLabel("核对纸质件"))

    def reload(self) -> None:
        """Reads again what it shows."""
