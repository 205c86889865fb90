"""彻底删除: records of the bin go for good, after a question that says what stays elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services import bin as bin_service
from gonghui_desktop.services.bin import BinnedRecord
from gonghui_desktop.services.erasing.records import Outcome, Prospect, erase, prospect
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_to_the_end, run_with_progress
from gonghui_desktop.ui.commands.remaining_dialog import RemainingDialog
from gonghui_desktop.ui.history.bin_dialog import BinDialog

_TITLE = "彻底删除"
_WHAT = "申报表的内容、历史记录、以前各版、登记的盖章和进度"


class Purging:
    """Asks about records of the bin, and erases them.

    Args:
        context: what it works with.
        forget_texts: drops what was typed into a record and could not be stored.
    """

    def __init__(self, context: CommandContext, forget_texts: Callable[[str], object]) -> None:
        self._context = context
        self._forget_texts = forget_texts

    def ask(self, dialog: BinDialog, numbers: Sequence[int]) -> None:
        """Looks what erasing them will do, and asks.

        Args:
            dialog: the bin, which stays open.
            numbers: of the records.
        """
        ws = self._context.ws

        def look(_task: Task) -> tuple[list[BinnedRecord], Prospect]:
            chosen = [each for each in bin_service.binned(ws) if each.number in numbers]
            return chosen, prospect(ws, chosen)

        run_with_progress(self._context, "查看备份", look, lambda found: self._ask(dialog, *found))

    def _ask(self, dialog: BinDialog, chosen: Sequence[BinnedRecord], found: Prospect) -> None:
        if not chosen or not dialog.isVisible():
            return
        goes = [_WHAT]
        if found.backups:
            goes.append(f"{len(found.backups)} 个自动备份里的这些内容（备份里别的不变）")
        question = RemainingDialog(
            self._context.theme,
            f"{_TITLE}{self._names(chosen)}？",
            _consequence(chosen),
            goes,
            [each.words for each in found.remaining],
            _TITLE,
            dialog,
        )
        question.setObjectName("purge_dialog")
        question.confirmed.connect(lambda: self._purge(dialog, chosen))
        question.finished.connect(question.deleteLater)
        question.open()

    def _purge(self, dialog: BinDialog, chosen: Sequence[BinnedRecord]) -> None:
        context = self._context
        done: list[Outcome] = []
        is_put_off: list[bool] = []

        def work(task: Task) -> None:
            def report(step: int, steps: int) -> None:
                is_put_off[:] = [True]  # they are gone by now, whatever this raises
                task.report(step, steps)

            done.append(erase(context.ws, chosen, report))

        def ended(*, is_cancelled: bool) -> None:  # noqa: ARG001 -- what was done is told
            if not done and not is_put_off:
                return
            ids = [each.record.id for each in chosen]
            for each in ids:
                self._forget_texts(each)
            context.undo.forget(ids)
            dialog.remove({each.number for each in chosen})
            context.refresh_progress()
            if done:
                self._tell(chosen, done[0])
            else:
                told = f"已{_TITLE}{self._names(chosen)}"
                later = "自动备份里的，下次打开程序时接着清除"
                context.notifications.notify("warning", f"{told}；{later}。", stays=True)

        context.after_saving(lambda: run_to_the_end(context, _TITLE, work, ended))

    def _tell(self, chosen: Sequence[BinnedRecord], done: Outcome) -> None:
        context = self._context
        also = f"，{done.backups} 个自动备份里的也清除了" if done.backups else ""
        told = f"已{_TITLE}{self._names(chosen)}{also}。"
        if done.faults:
            details = "\n".join(each.words for each in done.faults)
            text = f"{told}但数据文件夹里还有 {len(done.faults)} 个文件清除不了，请自己处理。"
            context.prompts.warn("还没有清除干净", text, details)
        else:
            context.notifications.notify("success", told)

    def _names(self, chosen: Sequence[BinnedRecord]) -> str:
        if len(chosen) > 1:
            return f" {len(chosen)} 份申报表"
        return f"“{record_name(self._context.ws, chosen[0].record)}”"


def _consequence(chosen: Sequence[BinnedRecord]) -> str:
    text = "从本机清除，不能恢复。"
    if any(each.record.stage is not Stage.DRAFT or each.record.revision > 1 for each in chosen):
        text += "其中有定稿过的，纸质表和报送包不会跟着作废。"
    return text
