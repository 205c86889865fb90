"""Saving of sheets as one PDF, and the kept choices of what stands on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gonghui_desktop.file_names import file_name
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services import pages
from gonghui_desktop.services.pages import PaperChoices
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, keep_folder, last_folder
from gonghui_desktop.ui.commands.files import open_folder
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile


def keep_choices(context: CommandContext, sheets: Sequence[Sheet], choices: PaperChoices) -> None:
    """Keeps what stands on the pages, if it has changed, and shows it.

    What is chosen for a blank form, which has no check code, holds for that one alone.
    """
    are_blank = not any(sheet.record_id for sheet in sheets)
    if are_blank or choices == pages.paper_choices(context.ws):
        return

    def done(_nothing: None) -> None:
        for page in context.tabs.pages.values():
            page.redraw()

    context.write(lambda: pages.set_paper_choices(context.ws, choices), done)


def notify_saved(context: CommandContext, text: str, path: Path) -> None:
    """Tells that a file is saved, with a way to its folder."""
    context.notifications.notify("success", text, "打开文件夹", lambda: open_folder(path))


def save_sheets(
    context: CommandContext,
    sheets: Sequence[Sheet],
    choices: PaperChoices | None = None,
    which: str = "",
) -> None:
    """Asks where to, and saves the sheets as one PDF.

    Args:
        context: the window's.
        sheets: at least one.
        choices: what is proposed for the pages; the kept choices if left out.
        which: in the file's name, in front of several sheets.
    """
    ws = context.ws
    proposed = choices or pages.paper_choices(ws)
    path = last_folder(context, Place.PAGES) / f"{file_name(pages.title_of(sheets, which))}.pdf"
    suggested = PdfFile(path, proposed.foot_line, proposed.signature_fields)
    file = context.prompts.ask_pdf_file(suggested)
    if file is None:
        return
    keep_folder(context, Place.PAGES, file.path.parent)
    chosen = PaperChoices(file.foot_line, file.signature_fields)
    keep_choices(context, sheets, chosen)

    def save(task: Task) -> Path:
        options = pages.file_options(ws, file.copies, chosen)
        pages.save_pdf(ws, sheets, file.path, options, task.report)
        return file.path

    def done(saved: Path) -> None:
        notify_saved(context, f"已存为“{saved}”。", saved)

    run_with_progress(context, "存为 PDF", save, done)
