"""Command 相近名称: shows what was written about nearly the same names, and takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from gonghui_desktop.model.units.decisions import Decision
from gonghui_desktop.services.units import pairs
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.undo_list import Deed
from gonghui_desktop.ui.submission.pairs_dialog import PairRow, PairsDialog
from gonghui_desktop.ui.widgets.moments import moment_words

_PAST = "这是往届活动，要撤回请先把它设为当前活动。"


class PairsCommands(QObject):
    """Handler of 相近名称.

    Args:
        context: what it works with.
    """

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.owner)
        self._context = context
        context.actions.connect_handlers({"pairs": self.show_pairs})

    def show_pairs(self) -> None:
        """Lists the pairs of the campaign about which something was written."""
        context = self._context
        context.write(lambda: pairs.decided(context.ws), self._show)

    def _show(self, decided: Sequence[Decision]) -> None:
        context, now = self._context, self._context.clock()
        rows = [
            PairRow(each.number, each.one, each.other, each.reason, moment_words(each.at, now))
            for each in decided
        ]
        dialog = PairsDialog(rows, _PAST if context.ws.is_past else "", context.window)
        by_number = {each.number: each for each in decided}
        dialog.taken_back.connect(lambda number: self._take_back(by_number[number]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_back(self, decision: Decision) -> None:
        context = self._context

        def show(_nothing: None) -> None:
            context.refresh_progress()  # which has the records checked again, too

        def done(nothing: None) -> None:
            show(nothing)
            context.undo.push("撤回 相近名称的原因", again, back, ())
            text = f"已撤回：“{decision.one}”与“{decision.other}”名称相近，会重新提示。"
            context.notifications.notify("success", text)

        back = Deed(lambda: pairs.take_back(context.ws, decision), show)
        again = Deed(lambda: pairs.decide_again(context.ws, decision), show)
        context.write(lambda: pairs.take_back(context.ws, decision), done)
