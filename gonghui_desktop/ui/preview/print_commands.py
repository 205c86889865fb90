"""Printing, the preview in a window of its own, and saving as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages, records
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.files import documents_folder, file_name, open_folder
from gonghui_desktop.ui.commands.progress import run_waited
from gonghui_desktop.ui.preview.system_print import Stack, print_stack
from gonghui_desktop.ui.preview.window import PreviewWindow
from gonghui_desktop.ui.window.form_page import FormPage

AskPrinter = Callable[[Stack, QWidget | None], QPrinter | None]
"""Shows the print dialog; ``None`` if the clerk turns back."""

_PDF = "PDF 文件 (*.pdf)"
_WORD = "Word 文件 (*.docx)"


class PrintCommands(QObject):
    """Connects the actions that put forms on paper."""

    def __init__(self, context: CommandContext, ask_printer: AskPrinter) -> None:
        super().__init__(context.window)
        self._context = context
        self._ask_printer = ask_printer
        triggers: dict[str, Callable[[], None]] = {
            "print": lambda: self._with_current(self._print),
            "print_all": lambda: self._with_all(self._print),
            "print_blank": lambda: self._print([pages.blank_sheet(self._page.form)]),
            "print_preview": self.preview,
            "save_pdf": lambda: self._with_current(self._save),
            "save_all_pdf": lambda: self._with_all(self._save),
            "save_word": lambda: self._with_current(self._save_word),
        }
        for name, trigger in triggers.items():
            context.actions[name].triggered.connect(lambda _checked=False, do=trigger: do())
        for page in context.tabs.pages.values():
            page.record_changed.connect(self.refresh)
        context.tabs.currentChanged.connect(lambda _index: self.refresh())
        context.tabs.counts_changed.connect(self.refresh)
        self._show_choices()
        for name in ("foot_line", "signature_fields"):
            context.actions[name].toggled.connect(lambda _on: self._choose())
        self.refresh()

    def preview(self) -> None:
        """Shows the page in front, large."""
        record = self._page.record
        self._context.keeper.flush()
        sheet = (
            pages.record_sheet(self._context.ws, record)
            if record is not None
            else pages.blank_sheet(self._page.form)
        )
        window = PreviewWindow(self._context, sheet)
        window.print_wanted.connect(lambda: self._print([sheet]))
        window.show()

    def refresh(self) -> None:
        """Says which actions can be done."""
        for name in ("print", "save_pdf", "save_word"):
            self._context.actions[name].setEnabled(self._page.record is not None)
        anything = any(page.model.total for page in self._context.tabs.pages.values())
        for name in ("print_all", "save_all_pdf"):
            self._context.actions[name].setEnabled(anything)

    @property
    def _page(self) -> FormPage:
        return self._context.tabs.current_page

    def _with_current(self, act: Callable[[Sequence[Sheet]], None]) -> None:
        self._context.keeper.flush()
        record = self._page.record
        if record is not None:
            act([pages.record_sheet(self._context.ws, record)])

    def _with_all(self, act: Callable[[Sequence[Sheet]], None]) -> None:
        self._context.keeper.flush()
        stored: list[Record] = [
            record
            for form in self._context.ws.campaign.forms
            for record in records.records(self._context.ws, form.id)
        ]
        if stored:
            act([pages.record_sheet(self._context.ws, record) for record in stored])

    def _show_choices(self) -> None:
        choices = pages.paper_choices(self._context.ws)
        self._context.actions["foot_line"].setChecked(choices.foot_line)
        self._context.actions["signature_fields"].setChecked(choices.signature_fields)

    def _choose(self) -> None:
        actions = self._context.actions
        choices = pages.PaperChoices(
            foot_line=actions["foot_line"].isChecked(),
            signature_fields=actions["signature_fields"].isChecked(),
        )
        pages.set_paper_choices(self._context.ws, choices)
        for page in self._context.tabs.pages.values():
            page.redraw()

    def _may_print(self, sheets: Sequence[Sheet], verb: str) -> bool:
        """Tells what no face can print; the clerk decides."""
        missing = pages.missing_characters(self._context.ws, sheets)
        return not missing or self._context.prompts.confirm("有的字打印不出来", missing, yes=verb)

    def _print(self, sheets: Sequence[Sheet]) -> None:
        if not self._may_print(sheets, "仍然打印"):
            return

        def render(_task: Task) -> Printed:
            return pages.render(self._context.ws, sheets, pages.paper_options(self._context.ws))

        def ask(printed: Printed) -> None:
            copies = tuple(sheet.form.copies for sheet in sheets)
            stack = Stack(printed.pdf, printed.page_counts, copies)
            printer = self._ask_printer(stack, self._context.window)
            if printer is not None:
                self._send(printer, stack)

        run_waited(self._context, "准备打印", render, ask)

    def _send(self, printer: QPrinter, stack: Stack) -> None:
        def done(count: int) -> None:
            self._context.notifications.notify("success", f"已交给打印机，共 {count} 页。")

        run_waited(self._context, "打印", lambda task: print_stack(task, printer, stack), done)

    def _save(self, sheets: Sequence[Sheet]) -> None:
        path = self._ask_path("另存为 PDF", sheets, ".pdf", _PDF)
        if path is None or not self._may_print(sheets, "仍然保存"):
            return
        ws = self._context.ws

        def save(_task: Task) -> Path:
            pages.save_pdf(ws, sheets, path, pages.file_options(ws))
            return path

        run_waited(self._context, "存为 PDF", save, self._tell_saved)

    def _save_word(self, sheets: Sequence[Sheet]) -> None:
        path = self._ask_path("另存为 Word", sheets, ".docx", _WORD)
        if path is None:
            return

        def save(_task: Task) -> Path:
            pages.save_word(self._context.ws, sheets[0], path)
            return path

        run_waited(self._context, "存为 Word", save, self._tell_saved)

    def _ask_path(self, title: str, sheets: Sequence[Sheet], suffix: str, kind: str) -> Path | None:
        name = f"全部申报表（{len(sheets)} 份）"
        if len(sheets) == 1:
            name = f"{sheets[0].form.number} {sheets[0].bookmark}"
        suggested = documents_folder() / f"{file_name(name)}{suffix}"
        return self._context.prompts.ask_save_file(title, suggested, kind)

    def _tell_saved(self, path: Path) -> None:
        self._context.notifications.notify(
            "success", f"已存为“{path}”。", "打开文件夹", lambda: open_folder(path)
        )
