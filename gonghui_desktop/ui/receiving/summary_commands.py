"""Command 汇总: what the offices have reported, summed up for the seal or as a spreadsheet."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gonghui_desktop.file_names import file_name
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary
from gonghui_desktop.services.receiving.summary.summary_words import remarks
from gonghui_desktop.services.receiving.summary.summing_up import (
    campaign_summary,
    summary_pdf,
    write_summary,
)
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_save
from gonghui_desktop.ui.commands.files import open_folder
from gonghui_desktop.ui.commands.handing_out import PrintPapers
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.dialogs.prompts import PDF_FILES
from gonghui_desktop.ui.receiving.summary_dialog import SummaryDialog

_TITLE = "汇总"
_KINDS = {".pdf": PDF_FILES, ".xlsx": "电子表格 (*.xlsx)"}


class _Both(NamedTuple):
    """The summary of what was accepted, and of all that was received."""

    accepted: CampaignSummary
    everything: CampaignSummary


class SummaryCommands(QObject):
    """Handler of 汇总.

    Args:
        context: what it works with.
        print_papers: prints the paper.
    """

    def __init__(self, context: CommandContext, print_papers: PrintPapers) -> None:
        super().__init__(context.owner)
        self._context = context
        self._print_papers = print_papers
        context.actions.connect_handlers({"summary": self.sum_up})

    def sum_up(self) -> None:
        """Sums up in the background, and shows what that comes to."""
        ws = self._context.ws

        def work(_task: Task) -> _Both:
            return _Both(campaign_summary(ws), campaign_summary(ws, only_accepted=False))

        self._context.after_saving(
            lambda: run_with_progress(self._context, _TITLE, work, self._show)
        )

    def _show(self, found: _Both) -> None:
        campaign = self._context.ws.campaign
        dialog = SummaryDialog(
            *(tuple(remarks(campaign, each)) for each in found),
            starts_with_all=not found.accepted.summed and bool(found.everything.summed),
            parent=self._context.window,
        )

        def chosen() -> CampaignSummary:
            return found.accepted if dialog.only_accepted else found.everything

        dialog.save_requested.connect(lambda suffix: self._save(chosen(), suffix, dialog))
        dialog.print_requested.connect(lambda: self._print(chosen(), dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, summary: CampaignSummary, suffix: str, dialog: SummaryDialog) -> None:
        context = self._context
        name = file_name(f"{summary.office.name}{_TITLE}表")
        path = ask_save(context, Place.PAGES, f"{_TITLE}存为", f"{name}{suffix}", _KINDS[suffix])
        if path is None:
            return

        def work(_task: Task) -> None:
            write_summary(context.ws, path, summary)

        def done(_nothing: None) -> None:
            text = f"汇总表已存为“{path}”。"
            if isValid(dialog):
                dialog.tell(text)
            context.notifications.notify("success", text, "打开文件夹", lambda: open_folder(path))

        run_with_progress(context, _TITLE, work, done)

    def _print(self, summary: CampaignSummary, dialog: SummaryDialog) -> None:
        ws = self._context.ws
        self._print_papers(lambda: [summary_pdf(ws, summary)], f"{_TITLE}表", dialog)
