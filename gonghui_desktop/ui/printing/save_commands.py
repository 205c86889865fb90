"""Commands that save official pages as PDF or Word files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.file_names import file_name
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services import form_files, pages
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.form_files import FileKind
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.records import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.file_questions import (
    Place,
    ask_folder,
    ask_save,
    keep_folder,
    last_folder,
)
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.printing.pdf_saver import notify_saved, save_sheets
from gonghui_desktop.ui.printing.prepare import prepare, prepare_all
from gonghui_desktop.ui.printing.save_each import SaveEach
from gonghui_desktop.ui.printing.save_files_dialog import SaveFilesDialog

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
                "save_files": self.save_files,
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

    def save_files(self) -> None:
        """Asks which forms become Word or PDF files, and writes each into files of its own."""
        self._context.after_saving(self._ask_files)

    def refresh(self) -> None:
        """Enables the actions that can be done now."""
        for name in ("save_pdf", "save_word"):
            self._context.actions[name].setEnabled(bool(self._page.selection))
        anything = any(page.record_count for page in self._context.tabs.pages.values())
        for name in ("save_all_pdf", "save_files"):
            self._context.actions[name].setEnabled(anything)

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
            SaveEach(self._context, folder, [FileKind.WORD]).save(lambda: chosen)

    def _ask_files(self) -> None:
        context = self._context
        scopes = self._scopes()
        dialog = SaveFilesDialog(
            context.theme,
            self._page.form.number,
            list(scopes),
            form_files.kinds_wanted(context.ws),
            last_folder(context, Place.PAGES),
            lambda: ask_folder(context, Place.PAGES, "存为文件：选一个文件夹"),
            context.window,
        )

        def start() -> None:
            kinds = dialog.kinds
            keep_folder(context, Place.PAGES, dialog.folder)
            context.write(lambda: form_files.keep_kinds(context.ws, kinds), _ignore, _ignore)
            read = list(scopes.values())[dialog.scope]
            context.after_saving(lambda: SaveEach(context, dialog.folder, kinds).save(read))

        dialog.accepted.connect(start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _scopes(self) -> Mapping[str, Callable[[], Sequence[Record]]]:
        """What can be saved, in words, to what reads it in the background."""
        context, page = self._context, self._page
        ws, chosen, form = context.ws, list(page.selection), page.form
        counts = [each.record_count for each in context.tabs.pages.values()]
        scopes: dict[str, Callable[[], Sequence[Record]]] = {}
        if len(chosen) == 1:
            scopes["当前一份"] = lambda: chosen
        elif chosen:
            scopes[f"选中的 {len(chosen)} 份"] = lambda: chosen
        if page.record_count > len(chosen):
            scopes[f"{form.number}的全部 {page.record_count} 份"] = lambda: records(ws, form.id)
        if sum(counts) > page.record_count:
            scopes[f"全部 {sum(counts)} 份"] = lambda: records(ws)
        return scopes

    def _on_saved(self, path: Path) -> None:
        notify_saved(self._context, f"已存为“{path}”。", path)


def _name(ws: Workspace, record: Record) -> str:
    return f"{form_of(ws, record).number} {record_name(ws, record)}"


def _ignore(_outcome: object) -> None:
    """A choice that cannot be kept is asked for again, no more."""
