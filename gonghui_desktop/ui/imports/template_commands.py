"""The command 空白导入表."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.file_names import file_name
from gonghui_desktop.services.imports.template import save_template
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import open_folder
from gonghui_desktop.ui.commands.progress import run_with_progress

_WORKBOOK = "Excel 工作簿 (*.xlsx)"


class TemplateCommands(QObject):
    """Saves the blank spreadsheet that is filled in for the import.

    Args:
        context: what it works with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers({"save_template": self.save})

    def save(self) -> None:
        """Asks for a file and writes it."""
        context = self._context
        name = f"{file_name(context.ws.campaign.name)} 空白导入表.xlsx"
        path = ask_save(context, Place.IMPORTS, "空白导入表", name, _WORKBOOK)
        if path is None:
            return

        def work(_task: Task) -> Path:
            save_template(context.ws, path)
            return path

        run_with_progress(context, "写空白导入表", work, self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._context.notifications.notify(
            "success",
            f"空白导入表已存为“{path.name}”，填好后从“导入”读入。",
            "打开文件夹",
            lambda: open_folder(path),
        )
