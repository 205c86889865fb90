"""导出报送包, step by step: what is open, where to, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.file_names import file_name
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.offices import reports_further
from gonghui_desktop.services.submissions.export_state import (
    ExportState,
    export_state,
    keep_explanation,
)
from gonghui_desktop.services.submissions.handing_in import (
    Handover,
    handover,
)
from gonghui_desktop.services.submissions.submission import (
    Exported,
    export_package,
    who_may_report_zero,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import show_in_folder
from gonghui_desktop.ui.commands.handing_out import PACKAGE_FILES, PrintPapers, result_page
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.steps import show_everything
from gonghui_desktop.ui.submission.export_dialog import ExportDialog
from gonghui_desktop.ui.submission.zero_report import ZeroReport

_KEEP_AFTER = 500  # milliseconds without a key
_ELSEWHERE = ("另存到别处…", "先不导出")


@dataclass(frozen=True)
class _Question:
    """What the export dialog shows.

    Attributes:
        refusal: why nothing can be exported at all; empty where something can.
        nothing_from: name of the office that has no form at all, and may report that.
        profile: who reports; ``None`` while that is unknown, and nothing more is read then.
        state: what stands between the records and a package.
    """

    refusal: str = ""
    nothing_from: str = ""
    profile: Profile | None = None
    state: ExportState | None = None

    @classmethod
    def read(cls, ws: Workspace) -> _Question:
        """Reads and checks every record; not for the GUI thread."""
        try:
            state = export_state(ws)
        except InputError as error:  # no failure: there is nothing to export yet
            return cls(refusal=str(error), nothing_from=who_may_report_zero(ws))
        profile = reporter.current_reporter(ws)
        return cls(profile=profile, state=state if profile is not None else None)


class ExportCommands(QObject):
    """Handler of 导出报送包.

    Args:
        context: what it works with.
        ask_reporter: asks who reports, and goes on then.
        print_papers: prints the papers that go with a package.
        report: what happens instead where what was accepted is reported further.
    """

    def __init__(
        self,
        context: CommandContext,
        ask_reporter: Callable[[str, Callable[[], None]], None],
        print_papers: PrintPapers,
        report: Callable[[], None],
    ) -> None:
        super().__init__(context.owner)
        self._context = context
        self._ask_reporter = ask_reporter
        self._print_papers = print_papers
        self._report = report
        self._zero: ZeroReport | None = None
        self._reason: str | None = None  # as it was typed last; the store may not have it yet
        context.actions.connect_handlers({"export": self.export})

    def export(self) -> None:
        """Shows what is open; asks for a place when the clerk goes on, and exports."""
        context = self._context
        if reports_further(context.ws):
            self._report()
            return

        def ask() -> None:
            run_with_progress(context, "检查", lambda _task: _Question.read(context.ws), self._show)

        context.after_saving(ask)

    def _show(self, question: _Question) -> None:
        context = self._context
        if question.nothing_from:
            offer = partial(self._report_zero, question.nothing_from)
            context.notifications.notify("info", question.refusal, "作零报告…", offer)
        elif question.refusal:
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

    def _report_zero(self, office: str) -> None:
        """Asks why there is nothing to hand in, which nobody says by accident."""
        self._zero = ZeroReport(self._context, office, self._print_papers)
        self._zero.open()

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
                page = result_page(context, made, told, self._print_papers, dialog)
                dialog.show_result(page)
            notify = context.notifications.notify
            show_everything(
                context,
                lambda: notify("success", text, "打开文件夹", lambda: show_in_folder(path)),
            )

        run_with_progress(context, "导出报送包", work, done, failed=failed)


def _ignore(_outcome: object) -> None:
    """Nobody is told that it was kept."""
