"""Units that were put forward twice, or are on the roster."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.commands.context import CommandContext


class DoublesView(QWidget):
    """Units that were put forward twice, or are on the roster.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int, str)
    """Number of a submission to be opened, and id of its record."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(QLabel("重复与历年典型"))

    def reload(self) -> None:
        """Reads again what it shows."""
