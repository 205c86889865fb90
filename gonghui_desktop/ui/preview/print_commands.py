"""Commands that print: print dialog, print preview, and saving as PDF or Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages, records
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.files import documents_folder, file_name, open_folder
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.preview.system_print import PrintJob, print_job
from gonghui_desktop.ui.preview.window import PreviewWindow

AskPrinter = Callable[[PrintJob, QWidget | None], QPrinter | None]
"""Shows the print dialog; returns ``None`` if the user cancels."""

_PDF = "PDF 文件 (*.pdf)"
_WORD = "Word 文件 (*.docx)"


class PrintCommands(QObject):
    """Handlers of the actions that print a form or save it as a file.

    Args:
        context: what they work with.
        ask_printer: shows the print dialog.
    """

    def __init__(self, context: CommandContext, ask_printer: AskPrinter) -> None:
        super().__init__(context.owner)
        self._context = context
        self._ask_printer = ask_printer
        context.actions.connect_handlers(
            {
                "print": self.print_current,
                "print_all": self.print_all,
                "print_blank": self.print_blank,
                "print_preview": self.preview,
                "save_pdf": self.save_pdf,
                "save_all_pdf": self.save_all_pdf,
                "save_word": self.save_word,
            }
        )
        context.tabs.changed.connect(self.refresh)
        self._show_choices()
        for name in ("foot_line", "signature_fields"):
            context.actions[name].toggled.connect(self._on_choice)
        self.refresh()

    def print_current(self) -> None:
        """Prints the open record."""
        self._context.after_saving(lambda: self._print(self._current_sheets()))

    def print_all(self) -> None:
        """Prints every record."""
        self._context.after_saving(lambda: self._print(self._all_sheets()))

    def print_blank(self) -> None:
        """Prints the current form with empty cells."""
        self._print([pages.blank_sheet(self._page.form)])

    def save_pdf(self) -> None:
        """Saves the open record as a PDF."""
        self._context.after_saving(lambda: self._save(self._current_sheets()))

    def save_all_pdf(self) -> None:
        """Saves every record in one PDF."""
        self._context.after_saving(lambda: self._save(self._all_sheets()))

    def save_word(self) -> None:
        """Saves the open record as a Word file."""
        self._context.after_saving(lambda: self._save_word(self._current_sheets()))

    def preview(self) -> None:
        """Shows the open record's page, or the blank form, in a window of its own."""
        self._context.after_saving(self._show_preview)

    def _show_preview(self) -> None:
        (sheet,) = self._current_sheets() or [pages.blank_sheet(self._page.form)]
        window = PreviewWindow(self._context, sheet)
        window.print_requested.connect(lambda: self._print([sheet]))
        window.show()

    def refresh(self) -> None:
        """Enables the actions that can be done now."""
        for name in ("print", "save_pdf", "save_word"):
            self._context.actions[name].setEnabled(self._page.record is not None)
        self._context.actions["print_blank"].setEnabled(not self._page.is_retired)
        anything = any(page.record_count for page in self._context.tabs.pages.values())
        for name in ("print_all", "save_all_pdf"):
            self._context.actions[name].setEnabled(anything)

    @property
    def _page(self) -> FormPageView:
        return self._context.tabs.current_page

    def _current_sheets(self) -> list[Sheet]:
        """The open record's sheet; empty without a record."""
        record = self._page.record
        return [pages.record_sheet(self._context.ws, record)] if record is not None else []

    def _all_sheets(self) -> list[Sheet]:
        """The sheets of all records, form by form in the order of the tabs."""
        ws = self._context.ws
        return [
            pages.record_sheet(ws, record)
            for form_id in self._context.tabs.pages
            for record in records.records(ws, form_id)
        ]

    def _show_choices(self) -> None:
        choices = pages.paper_choices(self._context.ws)
        self._context.actions["foot_line"].setChecked(choices.foot_line)
        self._context.actions["signature_fields"].setChecked(choices.signature_fields)

    def _on_choice(self) -> None:
        actions = self._context.actions
        choices = pages.PaperChoices(
            foot_line=actions["foot_line"].isChecked(),
            signature_fields=actions["signature_fields"].isChecked(),
        )

        def done(_nothing: None) -> None:
            for page in self._context.tabs.pages.values():
                page.redraw()

        self._context.write(lambda: pages.set_paper_choices(self._context.ws, choices), done)

    def _may_print(self, sheets: Sequence[Sheet], verb: str) -> bool:
        """Asks whether to go on when no font has a character of the texts."""
        missing = pages.missing_characters(self._context.ws, sheets)
        return not missing or self._context.prompts.confirm("有的字打印不出来", missing, yes=verb)

    def _print(self, sheets: Sequence[Sheet]) -> None:
        if not sheets or not self._may_print(sheets, "仍然打印"):
            return

        def render(_task: Task) -> Printed:
            return pages.render(self._context.ws, sheets, pages.paper_options(self._context.ws))

        def ask(printed: Printed) -> None:
            copies = tuple(sheet.form.copies for sheet in sheets)
            job = PrintJob(printed.pdf, printed.page_counts, copies)
            printer = self._ask_printer(job, self._context.window)
            if printer is not None:
                self._send(printer, job)

        run_with_progress(self._context, "准备打印", render, ask)

    def _send(self, printer: QPrinter, job: PrintJob) -> None:
        def done(count: int) -> None:
            self._context.notifications.notify("success", f"已交给打印机，共 {count} 页。")

        run_with_progress(self._context, "打印", lambda task: print_job(task, printer, job), done)

    def _save(self, sheets: Sequence[Sheet]) -> None:
        path = self._ask_path("另存为 PDF", sheets, ".pdf", _PDF) if sheets else None
        if path is None or not self._may_print(sheets, "仍然保存"):
            return
        ws = self._context.ws

        def save(_task: Task) -> Path:
            pages.save_pdf(ws, sheets, path, pages.file_options(ws))
            return path

        run_with_progress(self._context, "存为 PDF", save, self._on_saved)

    def _save_word(self, sheets: Sequence[Sheet]) -> None:
        path = self._ask_path("另存为 Word", sheets, ".docx", _WORD) if sheets else None
        if path is None:
            return

        def save(_task: Task) -> Path:
            pages.save_word(self._context.ws, sheets[0], path)
            return path

        run_with_progress(self._context, "存为 Word", save, self._on_saved)

    def _ask_path(self, title: str, sheets: Sequence[Sheet], suffix: str, kind: str) -> Path | None:
        name = f"全部申报表（{len(sheets)} 份）"
        if len(sheets) == 1:
            name = f"{sheets[0].form.number} {sheets[0].bookmark}"
        suggested = documents_folder() / f"{file_name(name)}{suffix}"
        return self._context.prompts.ask_save_file(title, suggested, kind)

    def _on_saved(self, path: Path) -> None:
        self._context.notifications.notify(
            "success", f"已存为“{path}”。", "打开文件夹", lambda: open_folder(path)
        )
