"""Dialog of 导出报送包: first what is open, then what was written and what goes along on paper."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from gonghui_desktop.services.submissions.export_state import ExportState
from gonghui_desktop.ui.dialogs.layout import dialog_column
from gonghui_desktop.ui.dialogs.size import resize_within_screen, room_on_screen
from gonghui_desktop.ui.submission.export_result import ExportResult
from gonghui_desktop.ui.submission.export_review import ExportReview
from gonghui_desktop.ui.theme.theme import Theme

_WIDTH = 40  # ems
_LEAST_WIDTH = 30


class ExportDialog(QDialog):
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
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("导出报送包")
        self.setMinimumWidth(_LEAST_WIDTH * theme.body_size)
        resize_within_screen(self, QSize(_WIDTH * theme.body_size, self.height()))
        self.review = ExportReview(theme, office, state)
        self._page: ExportReview | ExportResult = self.review
        self._column = dialog_column(self, spacing=0)
        self._column.addWidget(self.review, 1)
        self.review.cancelled.connect(self.reject)
        self.review.jump.connect(self.reject)
        self.review.first_focus.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the height, as the labels' heights are known now."""
        if not event.spontaneous():
            self._fit()
        super().showEvent(event)

    def show_result(self, result: ExportResult) -> None:
        """Shows what was written in the place of what was open."""
        self._column.removeWidget(self.review)
        self.review.hide()
        self._page = result
        self._column.addWidget(result, 1)
        result.closed.connect(self.accept)
        result.grown.connect(self._fit)
        result.show()
        result.first_focus.setFocus()
        self._fit()

    def _fit(self) -> None:
        """Makes it as high as its texts need and the screen allows."""
        self.ensurePolished()
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        around = margins.top() + margins.bottom()
        height = self._page.fit(width, room_on_screen(self).height() - around)
        self.resize(self.width(), height + around)
