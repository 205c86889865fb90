"""What can be done with a package that was written: printed papers, a mail, its folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.services.submissions.handing_in import Handover, Written, save_mail
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.export_result import ExportResult
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import open_file, show_in_folder
from gonghui_desktop.ui.commands.progress import run_with_progress

PrintPapers = Callable[[Callable[[], Sequence[bytes]], str, QWidget], None]
"""Asks how to print PDFs, which have that title, over that window."""

PACKAGE_FILES = "报送包 (*.zip)"
_PAPERS = "报送单和汇总表"
_MAIL_FILES = "邮件草稿 (*.eml)"


def result_page(
    context: CommandContext,
    made: Written,
    told: Handover,
    print_papers: PrintPapers,
    dialog: QWidget,
) -> ExportResult:
    """The page that says what was written, with its buttons connected.

    Args:
        context: what it works with.
        made: the package.
        told: what is said of it.
        print_papers: prints its papers.
        dialog: the window that shows the page.
    """
    result = ExportResult(context.theme, told)
    result.folder_requested.connect(lambda: show_in_folder(made.path))
    result.print_requested.connect(lambda: print_papers(lambda: made.papers, _PAPERS, dialog))
    result.mail_requested.connect(lambda: _write_mail(context, result, made))
    return result


def _write_mail(context: CommandContext, result: ExportResult, made: Written) -> None:
    """Writes the mail beside the package, and opens it in the mail program."""
    name = f"{made.path.stem}.eml"
    path = ask_save(context, Place.PACKAGES, "写邮件", name, _MAIL_FILES)
    if path is None:
        return

    def done(_nothing: None) -> None:
        if not isValid(result):
            return
        if open_file(path):
            result.tell(
                "已请邮件程序打开草稿，请填写收件人后发送。"
                f"没有打开的，到文件夹里双击“{path.name}”。"
            )
        else:
            result.tell(f"邮件草稿已写好：“{path}”。请用邮件程序打开后发送。")

    def work(_task: Task) -> None:
        save_mail(context.ws, made, path)

    run_with_progress(context, "写邮件", work, done, failure="邮件草稿没有写好")
