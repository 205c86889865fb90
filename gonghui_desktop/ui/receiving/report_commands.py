"""上报: what an office that only passes on reports further, step by step."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, InputError, short_line
from gonghui_desktop.file_names import file_name
from gonghui_desktop.services.receiving.report_state import Going, ReportState, report_state
from gonghui_desktop.services.receiving.reporting import (
    ExportedReport,
    export_report,
    report_handover,
)
from gonghui_desktop.services.submissions.export_state import keep_explanation, sequel_words
from gonghui_desktop.services.submissions.handing_in import Handover
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import show_in_folder
from gonghui_desktop.ui.commands.handing_out import PACKAGE_FILES, PrintPapers, result_page
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.reason_box import ReasonBox
from gonghui_desktop.ui.commands.review_page import ReviewPage
from gonghui_desktop.ui.commands.steps_dialog import StepsDialog
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.finding_line import FindingLine
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_TITLE = "上报"
_ELSEWHERE = ("另存到别处…", "先不导出")


class ReportCommands(QObject):
    """Handler of 导出 where what was accepted is reported further.

    Args:
        context: what it works with.
        print_papers: prints the papers that go with it.
    """

    def __init__(self, context: CommandContext, print_papers: PrintPapers) -> None:
        super().__init__(context.owner)
        self._context = context
        self._print_papers = print_papers

    def report(self) -> None:
        """Shows what goes up and what stays; asks for a place when she goes on, and exports."""
        context = self._context

        def read(_task: Task) -> ReportState | str:
            try:
                return report_state(context.ws)
            except InputError as error:  # no failure: there is nothing to report yet
                return str(error)

        run_with_progress(context, "核对要上报的", read, self._show)

    def _show(self, state: ReportState | str) -> None:
        context = self._context
        if isinstance(state, str):
            context.notifications.notify("info", state)
            return
        page = review_of(context.theme, context.ws, state)
        dialog = StepsDialog(context.theme, "report_dialog", _TITLE, context.window)
        dialog.show_page(page)
        page.cancelled.connect(dialog.reject)
        page.chosen.connect(lambda: self._ask_place(dialog, page, state))
        dialog.finished.connect(lambda: self._keep(page.explanation))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, explanation: str) -> None:
        """Keeps the reason for the next time."""
        context = self._context
        if explanation:
            context.writer.run(
                lambda: keep_explanation(context.ws, explanation),
                _ignore,
                context.report,
                patience=0.0,
            )

    def _ask_place(self, dialog: StepsDialog, page: ReviewPage, state: ReportState) -> None:
        context = self._context
        parts = (
            file_name(state.office.name),
            file_name(context.ws.campaign.name),
            "汇总上报",
            f"{context.clock():%Y-%m-%d}",
        )
        path = ask_save(context, Place.PACKAGES, _TITLE, f"{' '.join(parts)}.zip", PACKAGE_FILES)
        if path is not None:
            self._write(dialog, page, state, path)

    def _write(self, dialog: StepsDialog, page: ReviewPage, state: ReportState, path: Path) -> None:
        context, explanation = self._context, page.explanation

        def work(task: Task) -> tuple[ExportedReport, Handover]:
            made = export_report(context.ws, path, explanation, task.report)
            return made, report_handover(context.ws, made)

        def failed(error: GonghuiError) -> None:
            if context.prompts.choose("汇总上报包没有导出", str(error), _ELSEWHERE) == 0:
                self._ask_place(dialog, page, state)

        def done(result: tuple[ExportedReport, Handover]) -> None:
            made, told = result
            if isValid(dialog):
                shown = result_page(context, made, told, self._print_papers, dialog)
                dialog.show_result(shown)
            count = len(made.report.records)
            text = f"已导出汇总上报包，{count} 份申报表：“{path}”。"
            context.notifications.notify(
                "success", text, "打开文件夹", lambda: show_in_folder(path)
            )

        run_with_progress(context, "导出汇总上报包", work, done, failed=failed)


def review_of(theme: Theme, ws: Workspace, state: ReportState) -> ReviewPage:
    """The page that shows what goes up and what stays."""
    heading = (
        f"{short_line(state.office.name)}：上报 {state.count} 份申报表，"
        f"来自 {len(state.going)} 个报送包"
    )
    leads = []
    if state.blocking:
        leads.append("下面标出的办好以后才能上报。")
    elif words := sequel_words(state.last, state.changes):
        leads.append(words)
    parts: list[QWidget] = [_list(theme, ws, state)]
    if not state.blocking:
        parts += [FindingLine(theme, finding) for finding in state.doubtful]
        if state.doubtful:
            parts.append(ReasonBox("report", state.explanation, state.phrases))
        above = ws.campaign.hands_in_to(state.office) or "上级"
        leads.append(
            f"将写成一个汇总上报包（.zip），报给{above}：各单位的报送包原样附上，"
            "另有汇总表和报送单。写好后会读回来核对一遍。"
        )
    return ReviewPage("report", heading, leads, parts, "" if state.blocking else "选择位置并导出…")


def _list(theme: Theme, ws: Workspace, state: ReportState) -> WrappingList:
    """What has to be done first, what should be looked at, what goes up, what stays."""
    view = WrappingList()
    view.setObjectName("report.list")
    view.setAccessibleName("上报的和不上报的")
    if state.blocking:
        view.add_heading(f"先要办的（{len(state.blocking)} 项）")
        for sentence in state.blocking:
            view.add(theme.icon("octagon-alert", "error"), sentence)
    if state.unsettled:
        view.add_heading(f"还没有核对的（{len(state.unsettled)} 处，请先到“重复与历年典型”里核对）")
        for sentence in state.unsettled:
            view.add(theme.icon("triangle-alert", "warning"), sentence)
    view.add_heading(f"上报的（{len(state.going)} 个报送包）")
    for each in state.going:
        view.add(theme.icon("package", "success"), _words(ws, each))
    if state.staying:
        view.add_heading(f"不上报的（{len(state.staying)} 项）")
        for sentence in state.staying:
            view.add(theme.icon("circle-dashed", "muted"), sentence)
    return view


def _words(ws: Workspace, going: Going) -> str:
    """An office with what of it goes up, in a line."""
    sender, campaign = going.look.submission.sender, ws.campaign
    counts = Counter(each.record.form for each in going.records)
    told = "，".join(
        f"{campaign.form(form_id).number if campaign.has_form(form_id) else form_id}（{count} 份）"
        for form_id, count in counts.items()
    )
    return f"{short_line(sender.name)}　第 {going.look.submission.revision} 次：{told}"


def _ignore(_outcome: object) -> None:
    """Nobody is told that it was kept."""
