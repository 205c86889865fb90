"""Commands of the submission: 上报单位, 核验报送包; 导出报送包 stands by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.report_verifying import VerifiedReport, verify_any
from gonghui_desktop.services.submissions.verifying import Verified
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open
from gonghui_desktop.ui.commands.handing_out import PACKAGE_FILES, PrintPapers
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.submission.export_commands import ExportCommands
from gonghui_desktop.ui.submission.reporter_dialog import ReporterDialog
from gonghui_desktop.ui.submission.verified_dialog import VerifiedDialog, made_by


class SubmissionCommands(QObject):
    """Handlers of the menu 报送.

    Args:
        context: what they work with.
        print_papers: see :class:`ExportCommands`.
        report: likewise.
    """

    def __init__(
        self, context: CommandContext, print_papers: PrintPapers, report: Callable[[], None]
    ) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers(
            {
                "reporter": self.edit_reporter,
                "verify": self.verify,
            }
        )
        self._export = ExportCommands(context, self._ask_reporter, print_papers, report)
        context.actions["reporter"].setEnabled(not context.ws.is_past)

    def edit_reporter(self) -> None:
        """Shows the dialog of the reporting office."""
        self._ask_reporter("保存")

    def verify(self) -> None:
        """Asks for packages, verifies them and shows the result."""
        for path in ask_open(self._context, Place.PACKAGES, "核验报送包", (PACKAGE_FILES,)):
            self._verify(path)

    def _ask_reporter(self, verb: str, then: Callable[[], None] = lambda: None) -> None:
        context = self._context
        profile = reporter.current_reporter(context.ws)
        dialog = ReporterDialog(context.ws.campaign, profile, verb, context.window)

        def done(_nothing: None) -> None:
            self._context.refresh_progress()
            then()

        def failed(error: GonghuiError) -> None:
            context.prompts.warn("上报单位没有保存", str(error))

        def store() -> None:
            entered = dialog.profile
            context.write(lambda: reporter.set_reporter(context.ws, entered), done, failed)

        dialog.accepted.connect(store)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _verify(self, path: Path) -> None:
        def work(task: Task) -> Verified | VerifiedReport:
            return verify_any(self._context.ws, path, task.report, lambda: task.is_cancelled)

        def done(verified: Verified | VerifiedReport) -> None:
            context = self._context
            if verified.doubts:
                dialog = VerifiedDialog(context.theme, path.name, verified, context.window)
                dialog.finished.connect(dialog.deleteLater)
                dialog.open()
                return
            lines = (
                f"{made_by(verified)}。",
                f"核对了：{'；'.join(verified.checked)}。",
                f"没有核对：{'；'.join(verified.unchecked)}。",
            )
            context.prompts.inform(f"“{path.name}”{verified.verdict}", "\n\n".join(lines))

        failure = f"“{path.name}”没有通过核验"
        run_with_progress(self._context, "核验报送包", work, done, failure)
