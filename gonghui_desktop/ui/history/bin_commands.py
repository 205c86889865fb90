"""Command 回收站: shows what was deleted, brings it back, or has it go for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import STAGE_NAMES
from gonghui_desktop.services import bin as bin_service
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.steps import push_added, show_back
from gonghui_desktop.ui.history.bin_dialog import BinDialog, BinRow
from gonghui_desktop.ui.history.purging import Purging
from gonghui_desktop.ui.widgets.moments import moment_words

_PAST = "这是往届活动，要恢复请先把它设为当前活动。"


class BinCommands(QObject):
    """Handler of 回收站.

    Args:
        context: what it works with.
        forget_texts: drops what was typed into a record and could not be stored.
    """

    def __init__(self, context: CommandContext, forget_texts: Callable[[str], object]) -> None:
        super().__init__(context.owner)
        self._context = context
        self._purging = Purging(context, forget_texts)
        context.actions.connect_handlers({"bin": self.show_bin})

    def show_bin(self) -> None:
        """Lists the campaign's deleted records."""
        context, now = self._context, self._context.clock()
        context.tasks.run(
            lambda _task: _rows(context.ws, now), self._show, context.report, owner=context.owner
        )

    def _show(self, rows: list[BinRow]) -> None:
        context = self._context
        refusal = _PAST if context.ws.is_past else ""
        dialog = BinDialog(
            context.theme,
            rows,
            bin_service.DAYS,
            refusal,
            context.window,
            can_purge=not context.ws.read_only,
        )
        dialog.restored.connect(self._restore)
        dialog.purge_requested.connect(lambda numbers: self._purging.ask(dialog, numbers))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore(self, numbers: list[int]) -> None:
        context = self._context

        def done(restored: list[Record]) -> None:
            name = f" {len(restored)} 份申报表"
            if len(restored) == 1:
                name = f"“{record_name(context.ws, restored[0])}”"
            push_added(context, f"恢复 {name.strip()}", restored)
            show_back(context, restored)
            context.notifications.notify("success", f"已恢复{name}。")

        context.write(lambda: bin_service.restore(context.ws, numbers), done)


def _rows(ws: Workspace, now: datetime) -> list[BinRow]:
    return [
        BinRow(
            number=each.number,
            name=record_name(ws, each.record),
            form=form_of(ws, each.record).number,
            state=_state_words(each.record),
            deleted=moment_words(each.deleted_at, now),
            days_left=each.days_left,
        )
        for each in bin_service.binned(ws)
    ]


def _state_words(record: Record) -> str:
    revision = f"，第 {record.revision} 版" if record.revision > 1 else ""
    return f"{STAGE_NAMES[record.stage]}{revision}"
