"""Printing of papers that are no forms: a package's cover sheet and summary, the test page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pypdfium2
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.pdfium_lock import PDFIUM
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.dialogs.prompts import PDF_FILES
from gonghui_desktop.ui.printing.pdf_saver import notify_saved
from gonghui_desktop.ui.printing.print_desk import PrintDesk
from gonghui_desktop.ui.printing.print_job import PrintJob


def print_papers(
    desk: PrintDesk,
    make: Callable[[], Sequence[bytes]],
    title: str,
    parent: QWidget,
    *,
    is_test: bool = False,
) -> None:
    """Asks how to print papers, and prints one of each, or saves them as one PDF.

    Args:
        desk: prints.
        make: makes PDFs of our own, in the background.
        title: what they are.
        parent: the window over which the dialog lies.
        is_test: it is the test page.
    """
    context = desk.context

    def ask(job: PrintJob) -> None:
        window = parent if isValid(parent) else context.window
        choice = desk.ask(job, window, is_test=is_test)
        if choice is not None and choice.queue is None:
            _save(context, job)
        elif choice is not None:
            desk.send(job, choice)

    run_with_progress(context, "准备打印", lambda _task: _joined(make(), title), ask)


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
    """All pages in one document; one paper stays as it is."""
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
        into.getvalue() if len(papers) > 1 else papers[0],
        tuple(counts),
        copies=(1,) * len(counts),
        title=title,
        foot_line=False,
        is_form=False,
    )
