"""Commands that print: print dialog and print preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import TEST_PAGE, Printed, Sheet
from gonghui_desktop.services import pages, prints, unfinished_prints
from gonghui_desktop.services.pages import PaperChoices
from gonghui_desktop.services.unfinished_prints import SentForms
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext, FormPageView
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.printing.paper_printing import print_papers
from gonghui_desktop.ui.printing.pdf_saver import keep_choices, save_sheets
from gonghui_desktop.ui.printing.prepare import may_print, prepare, prepare_all
from gonghui_desktop.ui.printing.print_desk import PrintDesk
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.print_news import show_marked
from gonghui_desktop.ui.printing.window import PreviewWindow


class PrintCommands(QObject):
    """Handlers of the actions that print forms.

    Args:
        desk: prints.
    """

    def __init__(self, desk: PrintDesk) -> None:
        context = desk.context
        super().__init__(context.owner)
        self._context = context
        self._desk = desk
        context.actions.connect_handlers(
            {
                "print": self.print_current,
                "print_all": self.print_all,
                "print_blank": self.print_blank,
                "print_preview": self.preview,
                "print_test_page": self.print_test_page,
            }
        )
        context.tabs.changed.connect(self.refresh)
        self.refresh()
        ask_about_unfinished(context)

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

    def print_test_page(self) -> None:
        """Prints the page by which a clerk sees what her printer does to the size."""
        ws = self._context.ws
        window = self._context.window
        print_papers(self._desk, lambda: [pages.test_page(ws)], TEST_PAGE, window, is_test=True)

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

        def ask(made: _Made) -> None:
            job = _job(sheets, made, choices)
            choice = self._desk.ask(job, self._context.window)
            if choice is not None:
                self._go_on(sheets, job, choice)

        self._render(sheets, choices, ask)

    def _render(
        self, sheets: Sequence[Sheet], choices: PaperChoices, done: Callable[[_Made], None]
    ) -> None:
        ws = self._context.ws

        def render(task: Task) -> _Made:
            printed = pages.render(ws, sheets, pages.paper_options(ws, choices), task.report)
            return _Made(printed, prints.before_printing(ws, [each.record_id for each in sheets]))

        run_with_progress(self._context, "准备打印", render, done)

    def _go_on(self, sheets: Sequence[Sheet], job: PrintJob, choice: PrintChoice) -> None:
        """Prints or saves the pages, made once more where others were chosen than were made."""
        context = self._context
        kept = pages.paper_choices(context.ws)
        choices = replace(kept, foot_line=choice.foot_line)
        keep_choices(context, sheets, choices)
        if choice.with_continuation:
            sheets = [pages.blank_sheet(each.form, with_continuation=True) for each in sheets]
        if choice.queue is None:
            save_sheets(context, sheets, choices)
            return
        ids = [sheet.record_id for sheet in sheets]
        if choice.foot_line == job.foot_line and not choice.with_continuation:
            self._desk.send(job, choice, ids)
            return
        self._render(
            sheets,
            choices,
            lambda again: self._desk.send(_job(sheets, again, choices), choice, ids),
        )


@dataclass(frozen=True)
class _Made:
    """Pages that are ready.

    Attributes:
        printed: the pages.
        known: what the clerk should know before they are printed.
    """

    printed: Printed
    known: str


def ask_about_unfinished(context: CommandContext) -> None:
    """Tells of forms that were being printed when the program ended: the clerk has their paper.

    Once she has seen it, it is not told again: with the paper in her hand she marks them here, or
    later by 标为.
    """
    ws, followed = context.ws, set(context.job_line.keys)

    def read() -> tuple[list[SentForms], list[str]]:
        left = unfinished_prints.left(ws, followed)
        return left, [name for each in left for name in unfinished_prints.names(ws, each)]

    def note(left: Sequence[SentForms]) -> list[Record]:
        return [record for each in left for record in unfinished_prints.note(ws, each)]

    def forget(left: Sequence[SentForms]) -> None:
        for each in left:
            unfinished_prints.forget(ws, each.key)

    def show(found: tuple[list[SentForms], list[str]]) -> None:
        left, names = found
        if not names:  # nothing, or forms that were erased since
            context.writer.run(lambda: forget(left), _ignore, _ignore)
            return
        more = f"等 {len(names)} 份" if len(names) > 1 else ""
        context.notifications.notify(
            "warning",
            f"上次退出时，{names[0]}{more}还没有打印完。纸已经印出来的，请登记为已打印。",
            "登记为已打印",
            lambda: context.write(lambda: note(left), lambda marked: show_marked(context, marked)),
            stays=True,
            closed=lambda: context.writer.run(lambda: forget(left), _ignore, _ignore),
        )

    context.writer.run(read, show, _ignore, owner=context.owner)


def _job(sheets: Sequence[Sheet], made: _Made, choices: PaperChoices) -> PrintJob:
    """The pages as they go to the printer."""
    blank = len(sheets) == 1 and not sheets[0].record_id
    return PrintJob(
        made.printed.pdf,
        made.printed.page_counts,
        copies=tuple(sheet.usual_copies for sheet in sheets),
        title=pages.title_of(sheets),
        foot_line=choices.foot_line,
        can_continue=blank and bool(sheets[0].form.long_texts),
        known=made.known,
        is_noted=any(sheet.record_id for sheet in sheets),
    )


def _ignore(_error: object) -> None:
    """Where it cannot be read, it is told of at a start when it can."""
