"""Dialog of 导出报送包: first what is open, then what was written and what goes along on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gonghui_desktop.services.submissions.export_state import ExportState
from gonghui_desktop.ui.commands.steps_dialog import StepsDialog
from gonghui_desktop.ui.submission.export_review import ExportReview
from gonghui_desktop.ui.theme.theme import Theme


class ExportDialog(StepsDialog):
    """Walks through an export; stays open while it is made.

    Args:
        theme: icons and colours.
        office: the reporting office's name.
        state: what is open.
        parent: the window.

    Attributes:
        review: the page of what is open.
    """

    def __init__(
        self, theme: Theme, office: str, state: ExportState, parent: QWidget | None
    ) -> None:
        super().__init__(theme, "export_dialog", "导出报送包", parent)
        self.review = ExportReview(theme, office, state)
        self.show_page(self.review)
        self.review.cancelled.connect(self.reject)
        self.review.jump.connect(self.reject)
