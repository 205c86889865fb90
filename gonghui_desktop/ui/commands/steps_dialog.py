"""A dialog of two pages: first what is open, then what was written."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from gonghui_desktop.ui.commands.dialog_page import DialogPage
from gonghui_desktop.ui.commands.export_result import ExportResult
from gonghui_desktop.ui.dialogs.layout import dialog_column
from gonghui_desktop.ui.dialogs.size import resize_within_screen, room_on_screen
from gonghui_desktop.ui.theme.theme import Theme

_WIDTH = 40  # ems
_LEAST_WIDTH = 30


class StepsDialog(QDialog):
    """Walks through an export; stays open while it is made.

    Args:
        theme: icons and colours.
        name: the object's.
        title: of the window.
        parent: the window over which it lies.
    """

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(_LEAST_WIDTH * theme.body_size)
        resize_within_screen(self, QSize(_WIDTH * theme.body_size, self.height()))
        self._page: DialogPage | None = None
        self._column = dialog_column(self, spacing=0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the height, as the labels' heights are known now."""
        if not event.spontaneous():
            self._fit()
        super().showEvent(event)

    def show_page(self, page: DialogPage) -> None:
        """Shows a page in the place of the one before."""
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
        self._page = page
        self._column.addWidget(page, 1)
        page.first_focus.setFocus()

    def show_result(self, result: ExportResult) -> None:
        """Shows what was written in the place of what was open."""
        result.closed.connect(self.accept)
        result.grown.connect(self._fit)
        self.show_page(result)
        result.show()
        result.first_focus.setFocus()
        self._fit()

    def _fit(self) -> None:
        """Makes it as high as its texts need and the screen allows."""
        self.ensurePolished()
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        around = margins.top() + margins.bottom()
        if self._page is not None:
            height = self._page.fit(width, room_on_screen(self).height() - around)
            self.resize(self.width(), height + around)
