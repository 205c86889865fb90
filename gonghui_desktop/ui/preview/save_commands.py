"""Commands that save official pages as PDF or Word files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services import pages
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.records import record_name
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.file_questions import Place, ask_folder, ask_save
from gonghui_desktop.ui.commands.files import file_name
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.preview.pdf_saver import notify_saved, save_sheets
from gonghui_desktop.ui.preview.prepare import prepare, prepare_all
from gonghui_desktop.ui.preview.save_each import SaveEach

_WORD = "Word 文件 (*.docx)"


class SaveCommands(QObject):
    """Handlers of the actions that save forms as files.

    Args:
        context: what they work with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers(
            {
                "save_pdf": self.save_pdf,
                "save_all_pdf": self.save_all_pdf,
                "save_word": self.save_word,
            }
        )
        context.tabs.changed.connect(self.refresh)
        self.refresh()

    def save_pdf(self) -> None:
        """Saves the selected records in one PDF."""
        context = self._context

        def save(sheets: Sequence[Sheet]) -> None:
            save_sheets(context, sheets)

        context.after_saving(lambda: prepare(context, self._page.selection, "保存", save))

    def save_all_pdf(self) -> None:
        """Saves every record in one PDF."""
        context = self._context

        def save(sheets: Sequence[Sheet]) -> None:
            save_sheets(context, sheets, which="全部")

        context.after_saving(lambda: prepare_all(context, "保存", save))

    def save_word(self) -> None:
        """Saves each selected record as a Word file."""
        self._context.after_saving(lambda: self._save_word(self._page.selection))

    def refresh(self) -> None:
        """Enables the actions that can be done now."""
        for name in ("save_pdf", "save_word"):
            self._context.actions[name].setEnabled(bool(self._page.selection))
        anything = any(page.record_count for page in self._context.tabs.pages.values())
        self._context.actions["save_all_pdf"].setEnabled(anything)

    @property
    def _page(self) -> FormPageView:
        return self._context.tabs.current_page

    def _save_word(self, chosen: Sequence[Record]) -> None:
        if len(chosen) > 1:
            self._save_words(chosen)
            return
        ws = self._context.ws
        for record in chosen:
            name = f"{file_name(_name(ws, record))}.docx"
            path = ask_save(self._context, Place.PAGES, "另存为 Word", name, _WORD)
            if path is not None:
                self._write_word(record, path)

    def _write_word(self, record: Record, path: Path) -> None:
        ws = self._context.ws

        def save(_task: Task) -> Path:
            pages.save_word(ws, pages.record_sheet(ws, record), path)
            return path

        run_with_progress(self._context, "存为 Word", save, self._on_saved)

    def _save_words(self, chosen: Sequence[Record]) -> None:
        """Saves several records, each in a file of its own."""
        title = f"{len(chosen)} 份存为 Word：选一个文件夹"
        folder = ask_folder(self._context, Place.PAGES, title)
        if folder is not None:
            ws = self._context.ws
            SaveEach(self._context, folder, ".docx", "Word").save(
                [(record, _name(ws, record)) for record in chosen],
                lambda record, path: pages.save_word(ws, pages.record_sheet(ws, record), path),
            )

    def _on_saved(self, path: Path) -> None:
        notify_saved(self._context, f"已存为“{path}”。", path)


def _name(ws: Workspace, record: Record) -> str:
    return f"{form_of(ws, record).number} {record_name(ws, record)}"
