"""Handing in and taking in: 上报单位, 导出报送包, 核验报送包, 导入."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services import importing, records, reporter, submission
from gonghui_desktop.services.importing import ImportOutcome
from gonghui_desktop.ui.background import run_waited
from gonghui_desktop.ui.desk import Desk
from gonghui_desktop.ui.export_dialog import ExportDialog
from gonghui_desktop.ui.files import documents_folder, file_name, open_folder
from gonghui_desktop.ui.outcome_dialog import OutcomeDialog, outcome_words
from gonghui_desktop.ui.reporter_dialog import ReporterDialog
from gonghui_desktop.ui.tasks import Job

_PACKAGE = "报送包 (*.zip)"
_IMPORTABLE = ("申报表和报送包 (*.json *.zip)",)


class SubmissionCommands(QObject):
    """Connects the actions of the menu 报送 and the import.

    Args:
        desk: the window's parts.
        changed: told when quotas may have changed.
    """

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._changed = changed
        triggers: dict[str, Callable[[], None]] = {
            "reporter": self.edit_reporter,
            "export": self.export,
            "verify": self.verify,
            "import": self.take_in,
        }
        for name, trigger in triggers.items():
            desk.actions[name].triggered.connect(lambda _checked=False, do=trigger: do())
        for page in desk.tabs.pages.values():
            page.import_wanted.connect(self.take_in)

    def edit_reporter(self) -> None:
        """Asks who reports."""
        self._ask_reporter("保存", self._changed)

    def export(self) -> None:
        """Shows what stands in the way; then asks where to, and exports."""
        desk = self._desk
        if not desk.keeper.flush():
            return
        stored = records.records(desk.ws)
        profile = desk.ws.store.profile()
        if not stored:
            desk.news.tell("info", "还没有申报表可导出，请先新建并填写。")
        elif profile is None:
            self._ask_reporter("保存并继续", self.export)
        else:
            names = {record.id: desk.tabs.words_for(record) for record in stored}
            state = submission.export_state(desk.ws)
            dialog = ExportDialog(desk.theme, profile.name, names, state, desk.window)
            dialog.accepted.connect(lambda: self._export_to(profile.name, dialog.explanation))
            dialog.jump.connect(desk.tabs.go_to)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def verify(self) -> None:
        """Checks packages and says what they hold."""
        for path in self._desk.prompts.ask_open_files("核验报送包", (_PACKAGE,)):
            self._verify(path)

    def take_in(self) -> None:
        """Asks for files and imports them."""
        self.import_files(self._desk.prompts.ask_open_files("导入", _IMPORTABLE))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Imports files and says what became of every record."""
        if not paths or not self._desk.keeper.flush():
            return

        def work(job: Job) -> list[ImportOutcome]:
            outcomes: list[ImportOutcome] = []
            for number, path in enumerate(paths):
                job.report(number, len(paths))
                outcomes += importing.import_one_of_many(self._desk.ws, path)
            return outcomes

        run_waited(self._desk, "导入", work, self._show_outcomes)

    def _ask_reporter(self, verb: str, then: Callable[[], None]) -> None:
        desk = self._desk
        profile = desk.ws.store.profile()
        dialog = ReporterDialog(desk.ws.campaign.reporters, profile, verb, desk.window)

        def store() -> None:
            try:
                reporter.set_reporter(desk.ws, dialog.profile)
            except GonghuiError as error:
                desk.prompts.warn("上报单位没有保存", str(error))
                return
            self._changed()
            then()

        dialog.accepted.connect(store)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export_to(self, office: str, explanation: str) -> None:
        desk = self._desk
        name = file_name(f"{office} {desk.ws.campaign.name} {desk.clock():%Y-%m-%d}")
        suggested = documents_folder() / f"{name}.zip"
        path = desk.prompts.ask_save_file("导出报送包", suggested, _PACKAGE)
        if path is None:
            return

        def work(job: Job) -> submission.Submission:
            return submission.export_package(desk.ws, path, explanation, job.report)

        def done(made: submission.Submission) -> None:
            desk.tabs.reload()
            self._changed()
            text = f"已导出报送包，{len(made.records)} 份申报表已定稿：“{path}”。"
            desk.news.tell("success", text, "打开文件夹", lambda: open_folder(path))

        run_waited(desk, "导出报送包", work, done, failure="报送包没有导出")

    def _verify(self, path: Path) -> None:
        def work(_job: Job) -> submission.ReceivedPackage:
            return submission.verify_package(self._desk.ws, path)

        def done(package: submission.ReceivedPackage) -> None:
            made = package.submission
            text = (
                f"{made.reporter.name}，{len(made.records)} 份申报表，"
                f"{made.made_on:%Y-%m-%d} 制作。结构、摘要和内容都相符。"
            )
            self._desk.prompts.inform(f"“{path.name}”完好", text)

        failure = f"“{path.name}”没有通过核验"
        run_waited(self._desk, "核验报送包", work, done, failure)

    def _show_outcomes(self, outcomes: list[ImportOutcome]) -> None:
        desk = self._desk
        desk.tabs.reload()
        self._changed()
        accepted = [outcome for outcome in outcomes if outcome.accepted and outcome.record_id]
        if accepted:
            desk.tabs.go_to(accepted[0].record_id)

        def show_all() -> None:
            dialog = OutcomeDialog(desk.theme, outcomes, desk.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        if len(accepted) == len(outcomes):
            desk.news.tell("success", f"{outcome_words(outcomes)}。", "详情", show_all)
        else:
            show_all()
