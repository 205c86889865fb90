"""Commands that print: print dialog and print preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.services import pages, stages
from gonghui_desktop.services.pages import PaperChoices
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.preview.pdf_saver import keep_choices, save_sheets, title_of
from gonghui_desktop.ui.preview.prepare import may_print, prepare, prepare_all
from gonghui_desktop.ui.preview.print_dialog import PrintChoice
from gonghui_desktop.ui.preview.system_print import PrintJob, print_job
from gonghui_desktop.ui.preview.window import PreviewWindow

AskPrinter = Callable[[PrintJob, QWidget | None], PrintChoice | None]
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

    def _print(self, sheets: Sequence[Sheet]) -> None:
        """Makes the pages, and asks how to print them."""
        choices = pages.paper_choices(self._context.ws)

        def ask(printed: Printed) -> None:
            job = _job(sheets, printed, choices)
            choice = self._ask_printer(job, self._context.window)
            if choice is not None:
                self._go_on(sheets, job, choice)

        self._render(sheets, choices, ask)

    def _render(
        self, sheets: Sequence[Sheet], choices: PaperChoices, done: Callable[[Printed], None]
    ) -> None:
        ws = self._context.ws

        def render(task: Task) -> Printed:
            return pages.render(ws, sheets, pages.paper_options(ws, choices), task.report)

        run_with_progress(self._context, "准备打印", render, done)

    def _go_on(self, sheets: Sequence[Sheet], job: PrintJob, choice: PrintChoice) -> None:
        """Prints or saves the pages, made once more where others were chosen than were made."""
        context, printer = self._context, choice.target
        kept = pages.paper_choices(context.ws)
        choices = replace(kept, foot_line=choice.foot_line)
        keep_choices(context, sheets, choices)
        if choice.with_continuation:
            sheets = [pages.blank_sheet(each.form, with_continuation=True) for each in sheets]
        if printer is None:
            save_sheets(context, sheets, choices)
            return
        ids = [sheet.record_id for sheet in sheets]
        if choice.foot_line == job.foot_line and not choice.with_continuation:
            self._send(printer, job, ids)
            return
        self._render(
            sheets, choices, lambda again: self._send(printer, _job(sheets, again, choices), ids)
        )

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


def _job(sheets: Sequence[Sheet], printed: Printed, choices: PaperChoices) -> PrintJob:
    """The pages as they go to the printer."""
    blank = len(sheets) == 1 and not sheets[0].record_id
    return PrintJob(
        printed.pdf,
        printed.page_counts,
        copies=tuple(sheet.usual_copies for sheet in sheets),
        title=title_of(sheets),
        foot_line=choices.foot_line,
        can_continue=blank and bool(sheets[0].form.long_texts),
    )
