"""Files that come in, one after the other; tables are shown before anything of them is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.tables.matching import SheetMatch
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.imports.intake import Batch
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.imports.tables import TableFile, keep_choices
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_to_the_end
from gonghui_desktop.ui.imports.table_dialog import TableDialog

_CANCELLED = "已取消，没有做完的文件什么也没有导入。"
_PARTS = 1000  # steps of the progress that each file has


class FileImports:
    """Takes in files that were chosen together, and tells of all of them at the end.

    What came in before it was cancelled stays, and is told; a file that is being read or stored
    then leaves nothing.

    Args:
        context: the window's.
        paths: the files.
        done: receives what came of them, on the GUI thread.
    """

    def __init__(
        self,
        context: CommandContext,
        paths: Sequence[Path],
        done: Callable[[list[ImportOutcome]], None],
    ) -> None:
        self._context = context
        self._paths = paths
        self._done = done
        self._outcomes: list[ImportOutcome] = []
        self._tables: list[TableFile] = []
        self._left = [path.name for path in paths]  # of which nothing is told yet
        self._batch = Batch()

    def start(self) -> None:
        """Begins with what needs no answer."""
        run_to_the_end(self._context, "导入", self._read, self._go_on)

    def _read(self, task: Task) -> None:
        for number, path in enumerate(self._paths):
            tell = partial(_report, task, number, len(self._paths))
            tell(0, 1)
            taken = importing.import_or_ask(
                self._context.ws, path, tell, lambda: task.is_cancelled, self._batch
            )
            if isinstance(taken, TableFile):
                self._tables.append(taken)
            elif not task.is_cancelled or any(outcome.accepted for outcome in taken):
                self._outcomes += taken
                self._left.remove(path.name)

    def _go_on(self, *, is_cancelled: bool) -> None:
        """Shows the next table; once there is none, tells what came in."""
        if is_cancelled:
            self._tables.clear()
            self._tell_cancelled()
        if not self._tables:
            if self._outcomes:
                self._done(self._outcomes)
            return
        table = self._tables.pop(0)
        context = self._context
        dialog = TableDialog(context.ws.campaign.forms, table, context.theme, context.window)
        dialog.accepted.connect(lambda: self._take_in(table, dialog.matches))
        dialog.rejected.connect(lambda: self._leave_out(table))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_cancelled(self) -> None:
        """Among what came in, where there is some: two messages would hide one another."""
        if self._outcomes and self._left:
            count = len(self._left)
            told = f"已取消，“{self._left[0]}”等 {count} 个文件没有导入，要导入请再选这些文件。"
            self._outcomes.append(ImportOutcome(accepted=True, message=told, is_notice=True))
        else:
            self._context.notifications.notify("info", _CANCELLED)

    def _leave_out(self, table: TableFile) -> None:
        self._left.remove(table.name)
        self._go_on(is_cancelled=False)

    def _take_in(self, table: TableFile, matches: Sequence[SheetMatch | None]) -> None:
        def work(task: Task) -> None:
            tell = partial(_report, task, 0, 1)
            ws = self._context.ws
            self._outcomes += importing.import_one_table(ws, table, matches, tell, self._batch)
            self._left.remove(table.name)
            with suppress(StoreError):  # she chooses once more the next time
                keep_choices(ws, table, matches)

        run_to_the_end(self._context, "导入", work, self._go_on)


def _report(task: Task, number: int, files: int, done: int, total: int) -> None:
    """Files done so far, and the part of this one that is done; it can be cancelled there."""
    part = _PARTS * done // max(total, 1)
    task.report(number * _PARTS + min(part, _PARTS - 1), files * _PARTS)
