"""How far the campaign is, in five numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gonghui_desktop.services.receiving.office_table import OfficeTable
from gonghui_desktop.ui.commands.context import CommandContext


class ReportedHead(QWidget):
    """How far the campaign is, in five numbers.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        column = QVBoxLayout(self)
        column.addWidget(QLabel("应报"))

    def show_table(self, table: OfficeTable) -> None:
        """Shows the numbers of a table."""
