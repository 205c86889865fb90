"""打印预览: the page in a window of its own, nearly as large as the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_WIDTH = 960
_SHARE = 0.92  # of the screen at most


class PreviewWindow(QDialog):
    """One sheet, large, with a button that prints it."""

    print_requested = Signal()

    def __init__(self, context: CommandContext, sheet: Sheet) -> None:
        super().__init__(context.window)
        self.setObjectName("preview_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(f"打印预览：{sheet.form.number} {sheet.bookmark}")
        self._preview = PagePreview(context.tasks, context.theme)
        self._preview.set_seals_shown(context.actions["seals"].isChecked())
        self._zoom = QLabel()
        self._pages = QLabel()
        for label in (self._zoom, self._pages):
            mark(label, "role", "hint")
        self._preview.zoom_changed.connect(self._show_zoom)
        self._preview.page_changed.connect(self._show_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_bar(context, sheet))
        column.addWidget(self._preview, 1)
        QShortcut(QKeySequence.StandardKey.Print, self, self._print)
        available = self.screen().availableSize()
        self.resize(
            min(_WIDTH, round(available.width() * _SHARE)), round(available.height() * _SHARE)
        )
        self._show_zoom(self._preview.zoom)

        def make() -> Printed:
            return pages.render(context.ws, [sheet], pages.paper_options(context.ws))

        self._preview.show_page(make)

    def _make_bar(self, context: CommandContext, sheet: Sheet) -> QHBoxLayout:
        go = QPushButton(f" 打印 {sheet.usual_copies} 份…")
        go.setIcon(context.theme.icon("printer", "on_accent"))
        mark(go, "role", "primary")
        go.clicked.connect(self._print)
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(go)
        bar.addStretch(1)
        bar.addWidget(self._pages)
        bar.addSpacing(8)
        bar.addWidget(self._zoom)
        buttons = (
            ("circle-minus", "缩小", self._preview.zoom_out),
            ("circle-plus", "放大", self._preview.zoom_in),
            ("stretch-horizontal", "适合宽度", self._preview.fit_width),
        )
        for icon, words, trigger in buttons:
            button = QToolButton()
            button.setIcon(context.theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
            mark(button, "role", "icon")
            button.clicked.connect(trigger)
            press_with_enter(button)
            bar.addWidget(button)
        bar.addSpacing(8)
        bar.addWidget(close)
        return bar

    def _print(self) -> None:
        self.close()
        self.print_requested.emit()

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")

    def _show_page(self, page: int, count: int) -> None:
        self._pages.setText(f"第 {page} 页 共 {count} 页" if count else "")
