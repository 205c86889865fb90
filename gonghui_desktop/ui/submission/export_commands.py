"""导出报送包, step by step: what is open, where to, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.file_names import file_name
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.submissions.export_state import (
    ExportState,
    export_state,
    keep_explanation,
)
from gonghui_desktop.services.submissions.handing_in import (
    Handover,
    handover,
    save_mail,
)
from gonghui_desktop.services.submissions.submission import Exported, export_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import open_file, show_in_folder
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.steps import show_everything
from gonghui_desktop.ui.submission.export_dialog import ExportDialog
from gonghui_desktop.ui.submission.export_result import ExportResult

PACKAGE_FILES = "报送包 (*.zip)"
_MAIL_FILES = "邮件草稿 (*.eml)"
_PAPERS = "报送单和汇总表"
PrintPapers = Callable[[Callable[[], Sequence[bytes]], str, QWidget], None]
_KEEP_AFTER = 500  # milliseconds without a key
_ELSEWHERE = ("另存到别处…", "先不导出")


@dataclass(frozen=True)
class _Question:
    """What the export dialog shows.

    Attributes:
        refusal: why nothing can be exported at all; empty where something can.
        profile: who reports; ``None`` while that is unknown, and nothing more is read then.
        state: what stands between the records and a package.
    """

    refusal: str = ""
    profile: Profile | None = None
    state: ExportState | None = None

    @classmethod
    def read(cls, ws: Workspace) -> _Question:
        """Reads and checks every record; not for the GUI thread."""
        try:
            state = export_state(ws)
        except InputError as error:  # no failure: there is nothing to export yet
            return cls(refusal=str(error))
        profile = reporter.current_reporter(ws)
        return cls(profile=profile, state=state if profile is not None else None)


class ExportCommands(QObject):
    """Handler of 导出报送包.

    Args:
        context: what it works with.
        ask_reporter: asks who reports, and goes on then.
        print_papers: asks how to print the PDFs, which have that title, over that window.
    """

    def __init__(
        self,
        context: CommandContext,
        ask_reporter: Callable[[str, Callable[[], None]], None],
        print_papers: PrintPapers,
    ) -> None:
        super().__init__(context.owner)
        self._context = context
        self._ask_reporter = ask_reporter
        self._print_papers = print_papers
        self._reason: str | None = None  # as it was typed last; the store may not have it yet
        context.actions.connect_handlers({"export": self.export})

    def export(self) -> None:
        """Shows what is open; asks for a place when the clerk goes on, and exports."""
        context = self._context

        def ask() -> None:
            run_with_progress(context, "检查", lambda _task: _Question.read(context.ws), self._show)

        context.after_saving(ask)

    def _show(self, question: _Question) -> None:
        context = self._context
        if question.refusal:
            context.notifications.notify("info", question.refusal)
        elif question.profile is None or question.state is None:
            self._ask_reporter("保存并继续", self.export)
        else:
            office, state = question.profile.name, question.state
            if self._reason is not None:
                state = replace(state, explanation=self._reason)
            dialog = ExportDialog(context.theme, office, state, context.window)
            self._keep_reason(dialog)
            dialog.review.jump.connect(context.tabs.go_to)
            dialog.review.chosen.connect(lambda: self._ask_place(dialog, office, state))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _keep_reason(self, dialog: ExportDialog) -> None:
        """Keeps what is typed as the reason, for the next time that the dialog opens."""
        context, review = self._context, dialog.review
        timer = QTimer(dialog)
        timer.setSingleShot(True)
        timer.setInterval(_KEEP_AFTER)

        def begin(text: str) -> None:
            self._reason = text
            timer.start()

        def keep() -> None:
            timer.stop()
            text = review.explanation
            context.writer.run(
                lambda: keep_explanation(context.ws, text), _ignore, context.report, patience=0.0
            )

        review.explanation_changed.connect(begin)
        timer.timeout.connect(keep)
        dialog.finished.connect(lambda: keep() if timer.isActive() else None)

    def _ask_place(self, dialog: ExportDialog, office: str, state: ExportState) -> None:
        context = self._context
        revision = state.next_revision(dialog.review.explanation)
        parts = (
            file_name(office),
            file_name(context.ws.campaign.name),
            f"第{revision}次",
            f"{context.clock():%Y-%m-%d}",
        )
        name = f"{' '.join(parts)}.zip"
        path = ask_save(context, Place.PACKAGES, "导出报送包", name, PACKAGE_FILES)
        if path is not None:
            self._write(dialog, path, lambda: self._ask_place(dialog, office, state))

    def _write(self, dialog: ExportDialog, path: Path, ask_again: Callable[[], None]) -> None:
        context, explanation = self._context, dialog.review.explanation

        def work(task: Task) -> tuple[Exported, Handover]:
            made = export_package(context.ws, path, explanation, task.report)
            return made, handover(context.ws, made)

        def failed(error: GonghuiError) -> None:
            if context.prompts.choose("报送包没有导出", str(error), _ELSEWHERE) == 0:
                ask_again()

        def done(result: tuple[Exported, Handover]) -> None:
            made, told = result
            count = len(made.submission.records)
            text = f"已导出报送包，{count} 份申报表已定稿：“{path}”。"
            if isValid(dialog):
                self._show_result(dialog, made, told)
            notify = context.notifications.notify
            show_everything(
                context,
                lambda: notify("success", text, "打开文件夹", lambda: show_in_folder(path)),
            )

        run_with_progress(context, "导出报送包", work, done, failed=failed)

    def _show_result(self, dialog: ExportDialog, made: Exported, told: Handover) -> None:
        result = ExportResult(self._context.theme, told)
        result.folder_requested.connect(lambda: show_in_folder(made.path))
        papers = made.papers
        result.print_requested.connect(lambda: self._print_papers(lambda: papers, _PAPERS, dialog))
        result.mail_requested.connect(lambda: self._write_mail(result, made))
        dialog.show_result(result)

    def _write_mail(self, result: ExportResult, made: Exported) -> None:
        """Writes the mail beside the package, and opens it in the mail program."""
        context = self._context
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


def _ignore(_outcome: object) -> None:
    """Nobody is told that it was kept."""
