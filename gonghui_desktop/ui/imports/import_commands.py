"""Commands of the import: files are asked for or dropped, and what came of them is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.imports.intake import take_again
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open
from gonghui_desktop.ui.commands.progress import run_with_progress
from gonghui_desktop.ui.commands.steps import push_added_ids, show_everything
from gonghui_desktop.ui.imports.file_imports import FileImports
from gonghui_desktop.ui.imports.outcome_dialog import OutcomeDialog, outcome_words
from gonghui_desktop.ui.imports.reply_news import reply_news

_IMPORTABLE = (
    f"申报表、表格和报送包 ({' '.join(f'*{end}' for end in importing.importable_suffixes())})"
)
_ANY = "所有文件 (*)"  # what cannot be imported is told how it can be


class ImportCommands(QObject):
    """Handler of 导入, and of files that come in otherwise.

    Args:
        context: what it works with.
    """

    chosen = Signal(list)
    """Emitted with the files that were chosen to be imported; :meth:`import_files` imports them."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers({"import": self.choose_files})

    def choose_files(self) -> None:
        """Asks for files to be imported."""
        self.chosen.emit(ask_open(self._context, Place.IMPORTS, "导入", (_IMPORTABLE, _ANY)))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Imports files and shows the outcome of every record."""
        if paths:
            imports = FileImports(self._context, paths, self._show_outcomes)
            self._context.after_saving(imports.start)

    def _take_again(self, outcomes: list[ImportOutcome]) -> None:
        def work(_task: Task) -> list[ImportOutcome]:
            return list(take_again(self._context.ws, outcomes))

        run_with_progress(self._context, "导入", work, self._show_outcomes)

    def _show_outcomes(self, outcomes: list[ImportOutcome]) -> None:
        show_everything(self._context, lambda: self._tell_outcomes(outcomes))

    def _tell_outcomes(self, outcomes: list[ImportOutcome]) -> None:
        context = self._context
        accepted = [outcome for outcome in outcomes if outcome.accepted and outcome.record_id]
        added = {each.record_id: each.form for each in accepted if each.is_new}
        push_added_ids(context, f"导入 {len(added)} 份申报表", added)
        if accepted:
            context.tabs.go_to(accepted[0].record_id)

        def show_all() -> None:
            dialog = OutcomeDialog(context.theme, outcomes, context.window)
            dialog.again.connect(self._take_again)
            dialog.jump.connect(context.tabs.go_to)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        must_look = any(
            (outcome.is_new and outcome.needs_look) or outcome.left_out is not None
            for outcome in outcomes
        )
        if news := reply_news(outcomes, context.clock().date()):
            context.notifications.notify(*news, "详情", show_all)
        elif len(accepted) == len(outcomes) and not must_look:
            context.notifications.notify(
                "success", f"{outcome_words(outcomes)}。", "详情", show_all
            )
        else:
            show_all()
