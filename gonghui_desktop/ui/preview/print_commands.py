"""Commands that print: print dialog and print preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages, stages
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.preview.prepare import may_print, prepare, prepare_all
from gonghui_desktop.ui.preview.system_print import PrintJob, print_job
from gonghui_desktop.ui.preview.window import PreviewWindow

AskPrinter = Callable[[PrintJob, QWidget | None], QPrinter | None]
"""Shows the print dialog; returns ``None`` if the user cancels."""


class PrintCommands(QObject):
    """Handlers of the actions that print forms.

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
            }
        )
        context.tabs.changed.connect(self.refresh)
        self._show_choices()
        for name in ("foot_line", "signature_fields"):
            context.actions[name].toggled.connect(self._on_choice)
        self.refresh()

    def print_current(self) -> None:
        """Prints the selected records."""
        context = self._context
        context.after_saving(lambda: prepare(context, self._page.selection, "打印", self._print))

    def print_all(self) -> None:
        """Prints every record."""
        context = self._context
        context.after_saving(lambda: prepare_all(context, "打印", self._print))

    def print_blank(self) -> None:
        """Prints the current form with empty cells."""
        self._print_blank(pages.blank_sheet(self._page.form))

    def _print_blank(self, sheet: Sheet) -> None:
        if may_print(self._context, [sheet], "打印"):
            self._print([sheet])

    def preview(self) -> None:
        """Shows the open record's page, or the blank form, in a window of its own."""
        self._context.after_saving(self._show_preview)

    def _show_preview(self) -> None:
        context, record = self._context, self._page.record
        if record is None:
            blank = pages.blank_sheet(self._page.form)
            window = PreviewWindow(context, blank)
            window.print_requested.connect(lambda: self._print_blank(blank))
        else:
            window = PreviewWindow(context, pages.record_sheet(context.ws, record))
            window.print_requested.connect(lambda: prepare(context, [record], "打印", self._print))
        window.show()

    def refresh(self) -> None:
        """Enables the actions that can be done now."""
        self._context.actions["print"].setEnabled(bool(self._page.selection))
        self._context.actions["print_blank"].setEnabled(not self._page.is_retired)
        anything = any(page.record_count for page in self._context.tabs.pages.values())
        self._context.actions["print_all"].setEnabled(anything)

    @property
    def _page(self) -> FormPageView:
        return self._context.tabs.current_page

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

    def _print(self, sheets: Sequence[Sheet]) -> None:
        ws = self._context.ws

        def render(task: Task) -> Printed:
            return pages.render(ws, sheets, pages.paper_options(ws), task.report)

        def ask(printed: Printed) -> None:
            copies = tuple(sheet.form.copies for sheet in sheets)
            job = PrintJob(printed.pdf, printed.page_counts, copies)
            printer = self._ask_printer(job, self._context.window)
            if printer is not None:
                self._send(printer, job, [sheet.record_id for sheet in sheets])

        run_with_progress(self._context, "准备打印", render, ask)

    def _send(self, printer: QPrinter, job: PrintJob, ids: Sequence[str]) -> None:
        context = self._context

        def done(count: int) -> None:
            context.notifications.notify("success", f"已交给打印机，共 {count} 页。")
            context.write(lambda: stages.mark_printed(context.ws, ids), self._show_stages)

        run_with_progress(self._context, "打印", lambda task: print_job(task, printer, job), done)

    def _show_stages(self, marked: Sequence[Record]) -> None:
        for record in marked:
            if (page := self._context.tabs.pages.get(record.form)) is not None:
                page.update_record(record)
