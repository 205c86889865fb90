"""Which page is seen and how large, with the buttons that change it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter


class ZoomBar(QWidget):
    """A line beside a preview.

    Args:
        preview: whose pages and zoom.
        theme: icons.
        parent: the owner.

    Attributes:
        stops: what the tab key reaches in it, in that order.
    """

    def __init__(self, preview: PagePreview, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = QLabel(self)
        self._zoom = QLabel(self)
        self.stops: list[QWidget] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for label in (self._pages, self._zoom):
            mark(label, "role", "hint")
            line.addWidget(label)
        line.insertSpacing(1, 8)
        for icon, words, trigger in (
            ("circle-minus", "缩小", preview.zoom_out),
            ("circle-plus", "放大", preview.zoom_in),
            ("stretch-horizontal", "适合宽度", preview.fit_width),
        ):
            button = QToolButton(self)
            button.setIcon(theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
            mark(button, "role", "icon")
            button.clicked.connect(trigger)
            press_with_enter(button)
            line.addWidget(button)
            self.stops.append(button)
        preview.zoom_changed.connect(self._show_zoom)
        preview.page_changed.connect(self._show_page)
        self._show_zoom(preview.zoom)
        self._show_page(*preview.page_in_view)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")

    def _show_page(self, page: int, count: int) -> None:
        self._pages.setText(f"第 {page} 页 共 {count} 页" if count else "")
