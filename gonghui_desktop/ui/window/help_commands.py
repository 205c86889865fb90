"""Commands of the menu 帮助: 使用说明 and 关于."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout

from gonghui_desktop import __version__
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.paths import resources_folder
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.window.manual import manual_text

_LIMIT = 1_000_000
_SHOWN = "manual"  # property: the text as it was given
_SIZE = QSize(680, 640)


class HelpCommands(QObject):
    """Handlers of the menu 帮助.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers({"help": self.show_help, "about": self.show_about})

    def show_help(self) -> None:
        """Opens the manual in a window that does not block the main one."""
        known = self._context.window.findChild(QDialog, "help_window")
        window = known if known is not None else self._make_window()
        text = window.findChild(QTextBrowser)
        if text is not None:
            self._fill(text)
        window.show()
        window.raise_()
        window.activateWindow()

    def show_about(self) -> None:
        """Shows name, version and licence notice."""
        campaign = self._context.ws.campaign
        text = (
            f"版本 {__version__}，{campaign.name}（{campaign.id}）。\n"
            "离线填写、打印、报送，数据只存在本机。\n"
            "所带字体、图标和程序库各有许可，见安装文件夹中的 resources。"
        )
        self._context.prompts.inform("基层工会活力建设申报", text)

    def _fill(self, text: QTextBrowser) -> None:
        """Shows the manual of the campaign that is shown, from where it was read last."""
        template = read_limited(resources_folder() / "help" / "help.md", _LIMIT).decode()
        manual = manual_text(template, self._context.ws.campaign)
        if text.property(_SHOWN) != manual:
            text.setProperty(_SHOWN, manual)
            text.setMarkdown(manual)
            _set_margins(text.document())

    def _make_window(self) -> QDialog:
        window = QDialog(self._context.window)
        window.setObjectName("help_window")
        window.setWindowTitle("使用说明")
        window.resize(_SIZE)
        text = QTextBrowser()
        text.setOpenExternalLinks(False)
        close = QPushButton("关闭")
        close.clicked.connect(window.close)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text, 1)
        column.addLayout(buttons)
        window.setWindowModality(Qt.WindowModality.NonModal)
        return window


def _set_margins(document: QTextDocument) -> None:
    """Sets margins, in pixels, which Qt's Markdown reader leaves out."""
    document.setDocumentMargin(24)
    block = document.begin()
    while block.isValid():
        layout = block.blockFormat()
        layout.setTopMargin(20 if layout.headingLevel() > 1 else 0)
        layout.setBottomMargin(8)
        layout.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(block).setBlockFormat(layout)
        block = block.next()
