"""零报告 in the window: offered where there is no form to hand in, made with a reason alone."""

from __future__ import annotations

from pathlib import Path

from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.file_names import file_name
from gonghui_desktop.services.submissions.export_state import kept_explanation
from gonghui_desktop.services.submissions.handing_in import Handover, handover
from gonghui_desktop.services.submissions.submission import Exported, export_zero
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import show_in_folder
from gonghui_desktop.ui.commands.handing_out import PACKAGE_FILES, PrintPapers, result_page
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.reason_box import ReasonBox
from gonghui_desktop.ui.commands.review_page import ReviewPage
from gonghui_desktop.ui.commands.steps_dialog import StepsDialog

_TITLE = "零报告"
_ELSEWHERE = ("另存到别处…", "先不导出")


class ZeroReport:
    """Asks for the reason and the place, and writes the report.

    Args:
        context: what it works with.
        office: the reporting office's name.
        print_papers: prints the papers that go with it.
    """

    def __init__(self, context: CommandContext, office: str, print_papers: PrintPapers) -> None:
        self._context = context
        self._office = office
        self._print_papers = print_papers
        unit = context.ws.campaign.unit
        reason = ReasonBox("zero", kept_explanation(context.ws), context.ws.campaign.phrases)
        self._page = ReviewPage(
            "zero",
            f"{office}：没有要报的{unit}",
            (
                f"零报告是正式的报送：告诉上级本单位这次不推荐{unit}，和没有报送不一样。"
                "请写明为什么没有。",
                "将写成一个报送包（.zip）：汇总表、报送单，都要盖章。以后又有要报的，"
                "照常填写导出，就替代这一次。",
            ),
            [reason],
            "选择位置并导出零报告…",
        )
        self._dialog = StepsDialog(context.theme, "zero_dialog", _TITLE, context.window)
        self._dialog.show_page(self._page)
        self._page.cancelled.connect(self._dialog.reject)
        self._page.chosen.connect(self._ask_place)
        self._dialog.finished.connect(self._dialog.deleteLater)

    def open(self) -> None:
        """Shows the dialog."""
        self._dialog.open()

    def _ask_place(self) -> None:
        context = self._context
        parts = (
            file_name(self._office),
            file_name(context.ws.campaign.name),
            _TITLE,
            f"{context.clock():%Y-%m-%d}",
        )
        path = ask_save(context, Place.PACKAGES, _TITLE, f"{' '.join(parts)}.zip", PACKAGE_FILES)
        if path is not None:
            self._write(path)

    def _write(self, path: Path) -> None:
        context, explanation = self._context, self._page.explanation

        def work(task: Task) -> tuple[Exported, Handover]:
            made = export_zero(context.ws, path, explanation, task.report)
            return made, handover(context.ws, made)

        def failed(error: GonghuiError) -> None:
            if context.prompts.choose("零报告没有导出", str(error), _ELSEWHERE) == 0:
                self._ask_place()

        def done(result: tuple[Exported, Handover]) -> None:
            made, told = result
            if isValid(self._dialog):
                page = result_page(context, made, told, self._print_papers, self._dialog)
                self._dialog.show_result(page)
            context.notifications.notify(
                "success", f"已导出零报告：“{path}”。", "打开文件夹", lambda: show_in_folder(path)
            )

        run_with_progress(context, "导出零报告", work, done, failed=failed)
