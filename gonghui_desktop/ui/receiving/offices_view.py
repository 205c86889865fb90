"""The offices that are expected, and what they have sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.commands.context import CommandContext


class OfficesView(QWidget):
    """The offices that are expected, and what they have sent.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int)
    """Number of a submission to be opened."""
    table_shown = Signal(object)
    """Emitted with the table that it shows now."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(QLabel("单位情况"))

    def reload(self) -> None:
        """Reads again what it shows."""

    def set_filter(self, text: str) -> None:
        """Shows only the offices whose names contain the text."""
