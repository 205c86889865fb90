"""Command 清除全部数据: asks, offers a last backup, and hands over to the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.services.erasing.elsewhere import elsewhere
from gonghui_desktop.services.erasing.everything import holdings
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.backups.erase_dialog import EraseDialog
from gonghui_desktop.ui.commands.context import CommandContext

Save = Callable[[Callable[[Path], None]], None]
"""Asks for a place and backs up; tells where that was written."""

_TEXT = "本机的全部数据都会清除，不能恢复。清除后程序和第一次打开时一样。"
_DISK = (
    "固态硬盘和 U 盘可能留有旧数据的痕迹，程序覆盖不到。电脑换人、报废时请交管电脑的同事处理，"
    "平时可用 BitLocker 加密磁盘。"
)


@dataclass(frozen=True)
class _Found:
    goes: tuple[str, ...]
    stays: tuple[str, ...]


class EraseCommands(QObject):
    """Handler of 清除全部数据.

    Args:
        context: what it works with.
        save: backs up first, if she wants that.
        erase: closes the window, erases everything and begins anew.
    """

    def __init__(self, context: CommandContext, save: Save, erase: Callable[[], None]) -> None:
        super().__init__(context.owner)
        self._context = context
        self._save = save
        self._erase = erase
        context.actions.connect_handlers({"erase_all": self.ask})

    def ask(self) -> None:
        """Looks what there is, and asks."""
        context = self._context
        context.tasks.run(
            lambda _task: _found(context.ws), self._ask, context.report, owner=context.owner
        )

    def _ask(self, found: _Found) -> None:
        context = self._context
        dialog = EraseDialog(context.theme, _TEXT, found.goes, found.stays, context.window)
        dialog.save_requested.connect(lambda: self._save(lambda path: dialog.show_saved(path.name)))
        dialog.confirmed.connect(self._erase)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _found(ws: Workspace) -> _Found:
    kept = holdings(ws)
    records = f"{kept.records} 份申报表（包括往届）"
    records += f"，回收站里 {kept.binned} 份" if kept.binned else ""
    goes = (
        f"{records}，连同历史记录",
        *([f"{kept.backups} 个自动备份"] if kept.backups else []),
        "上报单位、历年典型名单、添加的活动、界面设置、运行记录",
        f"都在数据文件夹“{kept.folder}”里",
    )
    return _Found(goes, (*(each.words for each in elsewhere(ws)), _DISK))
