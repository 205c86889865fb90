"""打印预览: the page in a window of its own, nearly as large as the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.page_view.zoom_bar import ZoomBar
from gonghui_desktop.ui.theme.theme import mark

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
        bar.addWidget(ZoomBar(self._preview, context.theme, self))
        bar.addSpacing(8)
        bar.addWidget(close)
        return bar

    def _print(self) -> None:
        self.close()
        self.print_requested.emit()
