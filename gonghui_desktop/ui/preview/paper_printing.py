"""Printing of pages that are ready, such as the cover sheet and the summary of a package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pypdfium2
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.pdfium_lock import PDFIUM
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.dialogs.prompts import PDF_FILES
from gonghui_desktop.ui.preview.pdf_saver import notify_saved
from gonghui_desktop.ui.preview.print_dialog import PrintChoice
from gonghui_desktop.ui.preview.system_print import PrintJob, print_job


def print_papers(
    context: CommandContext,
    ask_printer: Callable[[PrintJob, QWidget | None], PrintChoice | None],
    papers: Sequence[bytes],
    title: str,
    parent: QWidget,
) -> None:
    """Asks how to print papers, and prints one of each, or saves them as one PDF.

    Args:
        context: what it works with.
        ask_printer: shows the print dialog.
        papers: PDFs of our own.
        title: what they are.
        parent: the window over which the dialog lies.
    """

    def ask(job: PrintJob) -> None:
        choice = ask_printer(job, parent if isValid(parent) else context.window)
        if choice is not None and choice.target is None:
            _save(context, job)
        elif choice is not None:
            assert choice.target is not None
            _print(context, job, choice.target)

    run_with_progress(context, "准备打印", lambda _task: _joined(papers, title), ask)


def _print(context: CommandContext, job: PrintJob, printer: QPrinter) -> None:
    def done(count: int) -> None:
        context.notifications.notify("success", f"已交给打印机，共 {count} 页。")

    run_with_progress(context, "打印", lambda task: print_job(task, printer, job), done)


def _save(context: CommandContext, job: PrintJob) -> None:
    path = ask_save(context, Place.PAGES, "另存为 PDF", f"{job.title}.pdf", PDF_FILES)
    if path is None:
        return

    def work(_task: Task) -> None:
        write_atomically(path, job.pdf)

    def done(_nothing: None) -> None:
        notify_saved(context, f"已存为“{path}”。", path)

    run_with_progress(context, "存为 PDF", work, done)


def _joined(papers: Sequence[bytes], title: str) -> PrintJob:
    """All pages in one document."""
    counts, into = [], BytesIO()
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        for paper in papers:
            document = pypdfium2.PdfDocument(paper)
            whole.import_pages(document)
            counts.append(len(document))
            document.close()
        whole.save(into)
        whole.close()
    return PrintJob(
        into.getvalue(),
        tuple(counts),
        copies=(1,) * len(counts),
        title=title,
        foot_line=False,
        is_form=False,
    )
