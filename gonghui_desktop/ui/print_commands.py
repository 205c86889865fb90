"""Printing, the preview in a window of its own, and saving as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Printed, PrintOptions, Sheet
from gonghui_desktop.services import pages, records
from gonghui_desktop.ui.background import run_waited
from gonghui_desktop.ui.desk import Desk
from gonghui_desktop.ui.files import documents_folder, file_name, open_folder
from gonghui_desktop.ui.form_page import FormPage
from gonghui_desktop.ui.preview_window import PreviewWindow
from gonghui_desktop.ui.system_print import Stack, print_stack
from gonghui_desktop.ui.tasks import Job

AskPrinter = Callable[[Stack, QWidget | None], QPrinter | None]
"""Shows the print dialog; ``None`` if the clerk turns back."""

_PDF = "PDF 文件 (*.pdf)"


class PrintCommands(QObject):
    """Connects the actions that put forms on paper."""

    def __init__(self, desk: Desk, ask_printer: AskPrinter) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._ask_printer = ask_printer
        triggers: dict[str, Callable[[], None]] = {
            "print": lambda: self._with_current(self._print),
            "print_all": lambda: self._with_all(self._print),
            "print_blank": lambda: self._print([pages.blank_sheet(self._page.form)]),
            "print_preview": self.preview,
            "save_pdf": lambda: self._with_current(self._save),
            "save_all_pdf": lambda: self._with_all(self._save),
        }
        for name, trigger in triggers.items():
            desk.actions[name].triggered.connect(lambda _checked=False, do=trigger: do())
        for page in desk.tabs.pages.values():
            page.record_changed.connect(self.refresh)
        desk.tabs.currentChanged.connect(lambda _index: self.refresh())
        desk.tabs.counts_changed.connect(self.refresh)
        self.refresh()

    def preview(self) -> None:
        """Shows the page in front, large."""
        record = self._page.record
        self._desk.keeper.flush()
        sheet = (
            pages.record_sheet(self._desk.ws, record)
            if record is not None
            else pages.blank_sheet(self._page.form)
        )
        window = PreviewWindow(self._desk, sheet)
        window.print_wanted.connect(lambda: self._print([sheet]))
        window.show()

    def refresh(self) -> None:
        """Says which actions can be done."""
        for name in ("print", "save_pdf"):
            self._desk.actions[name].setEnabled(self._page.record is not None)
        anything = any(page.model.total for page in self._desk.tabs.pages.values())
        for name in ("print_all", "save_all_pdf"):
            self._desk.actions[name].setEnabled(anything)

    @property
    def _page(self) -> FormPage:
        return self._desk.tabs.current_page

    def _with_current(self, act: Callable[[Sequence[Sheet]], None]) -> None:
        self._desk.keeper.flush()
        record = self._page.record
        if record is not None:
            act([pages.record_sheet(self._desk.ws, record)])

    def _with_all(self, act: Callable[[Sequence[Sheet]], None]) -> None:
        self._desk.keeper.flush()
        stored: list[Record] = [
            record
            for form in self._desk.ws.campaign.forms
            for record in records.records(self._desk.ws, form.id)
        ]
        if stored:
            act([pages.record_sheet(self._desk.ws, record) for record in stored])

    def _print(self, sheets: Sequence[Sheet]) -> None:
        def render(_job: Job) -> Printed:
            return pages.render(self._desk.ws, sheets, PrintOptions(copies=1))

        def ask(printed: Printed) -> None:
            copies = tuple(sheet.form.copies for sheet in sheets)
            stack = Stack(printed.pdf, printed.page_counts, copies)
            printer = self._ask_printer(stack, self._desk.window)
            if printer is not None:
                self._send(printer, stack)

        run_waited(self._desk, "准备打印", render, ask)

    def _send(self, printer: QPrinter, stack: Stack) -> None:
        def done(count: int) -> None:
            self._desk.news.tell("success", f"已交给打印机，共 {count} 页。")

        run_waited(self._desk, "打印", lambda job: print_stack(job, printer, stack), done)

    def _save(self, sheets: Sequence[Sheet]) -> None:
        name = sheets[0].bookmark if len(sheets) == 1 else f"全部申报表（{len(sheets)} 份）"
        name = f"{sheets[0].form.number} {name}" if len(sheets) == 1 else name
        suggested = documents_folder() / f"{file_name(name)}.pdf"
        path = self._desk.prompts.ask_save_file("另存为 PDF", suggested, _PDF)
        if path is None:
            return

        def save(_job: Job) -> Printed:
            return pages.save_pdf(self._desk.ws, sheets, path, PrintOptions(copies=1))

        def done(_printed: Printed) -> None:
            self._desk.news.tell(
                "success", f"已存为“{path}”。", "打开文件夹", lambda: open_folder(path)
            )

        run_waited(self._desk, "存为 PDF", save, done)
