"""What an office has sent, record by record."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.commands.context import CommandContext


class SubmissionView(QWidget):
    """What an office has sent, record by record.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    closed = Signal()
    """She wants to go back."""
    changed = Signal()
    """Something was decided or noted."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(QLabel("报送"))

    def show_submission(self, number: int, record_id: str = "") -> None:
        """Shows a submission, at one of its records if that is named."""
