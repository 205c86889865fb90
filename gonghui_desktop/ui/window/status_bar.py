"""The status bar: time of the last save, page number, zoom."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QToolButton, QWidget

from gonghui_desktop.ui.commands.actions import Actions, spoken_name
from gonghui_desktop.ui.widgets.job_line import JobLine


class WindowStatus(QStatusBar):
    """Left: the state of saving, and what is being printed. Right: pages and zoom of the preview.

    Attributes:
        job_line: what is being printed.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._saved = QLabel("")
        self._saved.setObjectName("saved_at")
        self._pages = QLabel("")
        self._pages.setObjectName("page_number")
        self._zoom = QLabel("")
        self._zoom.setObjectName("zoom_percent")
        self.addWidget(self._padded(self._saved), 1)
        self.job_line = JobLine()
        self.addPermanentWidget(self.job_line)
        self.addPermanentWidget(self._pages)
        self._zooming = QWidget()
        line = QHBoxLayout(self._zooming)
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(4)
        line.addWidget(self._zoom)
        for name in ("zoom_out", "zoom_in", "fit_width"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setAutoRaise(True)
            button.setAccessibleName(spoken_name(actions[name]))
            line.addWidget(button)
        self.addPermanentWidget(self._zooming)
        self.show_page(0, 0)

    @property
    def saved_text(self) -> str:
        """The text about saving."""
        return self._saved.text()

    def show_saved(self, moment: datetime) -> None:
        """Shows that everything has been stored, and when."""
        self._saved.setText(f"已保存 {moment:%H:%M:%S}")

    def show_unsaved(self) -> None:
        """Shows that something could not be stored yet."""
        self._saved.setText("尚未保存")

    def show_page(self, page: int, pages: int) -> None:
        """Shows the page number and their total; for 0 pages nothing, and no zoom either."""
        self._pages.setText(f"第 {page} 页 共 {pages} 页" if pages else "")
        self._zooming.setVisible(bool(pages))

    def show_zoom(self, percent: int) -> None:
        """Shows the zoom; 100 is the size on paper."""
        self._zoom.setText(f"{percent} %")

    @staticmethod
    def _padded(label: QLabel) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(12, 0, 0, 0)
        line.addWidget(label)
        return box
