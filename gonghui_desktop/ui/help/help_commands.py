"""Commands of the menu 帮助: 使用说明, 键盘一览, 更新说明 and 关于."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QDialog, QMenuBar

from gonghui_desktop import __version__
from gonghui_desktop.build_info import build_words
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.paths import news_file, resources_folder
from gonghui_desktop.services.reporter import OfficeRole, office_role, reporter_name
from gonghui_desktop.services.safekeeping.backups import newest_words
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.help.help_window import HelpWindow
from gonghui_desktop.ui.help.key_sheet import key_table
from gonghui_desktop.ui.help.manual import KEYS_HEADING, manual_text

_LIMIT = 1_000_000
_NEWS_SIZE = QSize(680, 560)


class HelpCommands(QObject):
    """Handlers of the menu 帮助.

    Args:
        context: what they work with.
        menus: the menu bar, for the keys of all commands.
    """

    def __init__(self, context: CommandContext, menus: QMenuBar) -> None:
        super().__init__(context.owner)
        self._context = context
        self._menus = menus
        context.actions.connect_handlers(
            {
                "help": self.show_help,
                "keys": self.show_keys,
                "whats_new": self.show_news,
                "about": self.show_about,
            }
        )

    def show_help(self) -> None:
        """Opens the manual in a window that does not block the main one."""
        self._open()

    def show_keys(self) -> None:
        """Opens the manual at the keys."""
        self._open().go_to(KEYS_HEADING)

    def show_news(self) -> None:
        """Opens what is new in this version and those before."""
        window = self._context.window.findChild(QDialog, "news_window")
        if not isinstance(window, HelpWindow):
            title, name = "更新说明", "news_window"
            parent, folder = self._context.window, news_file().parent
            window = HelpWindow(self._context.theme, folder, parent, title, name, _NEWS_SIZE)
        window.show_manual(read_limited(news_file(), _LIMIT).decode())
        _bring_to_front(window)

    def show_about(self) -> None:
        """Shows name, version and build, and the licence notice."""
        campaign = self._context.ws.campaign
        built = build_words()
        text = (
            f"版本 {__version__}{f'（{built}）' if built else ''}。\n"
            f"{campaign.name}（{campaign.id}）。\n"
            "离线填写、打印、报送，数据只存在本机。\n"
            f"{newest_words(self._context.ws, self._context.clock())}\n"
            "所带字体、图标和程序库各有许可，见安装文件夹中的 resources。"
        )
        self._context.prompts.inform("基层工会活力建设申报", text)

    def _open(self) -> HelpWindow:
        """The manual's window in front, with the manual of the campaign that is shown."""
        folder = resources_folder() / "help"
        known = self._context.window.findChild(QDialog, "help_window")
        window = (
            known
            if isinstance(known, HelpWindow)
            else HelpWindow(self._context.theme, folder, self._context.window)
        )
        template = read_limited(folder / "help.md", _LIMIT).decode()
        keys = key_table(self._menus)
        ws = self._context.ws
        is_receiving = office_role(ws) is not OfficeRole.FILLS_IN or not reporter_name(ws)
        window.show_manual(manual_text(template, ws.campaign, keys, is_receiving=is_receiving))
        _bring_to_front(window)
        return window


def _bring_to_front(window: QDialog) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
