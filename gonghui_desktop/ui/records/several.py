"""What is done to several records at once, in the background, with one way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services import records as record_services
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_over, run_with_progress
from gonghui_desktop.ui.commands.steps import (
    push_added,
    push_deleted,
    push_state,
    show_gone,
    show_lists,
    show_states,
)

_NAMED = 3  # names in a sentence

FINAL_MEANS = "定稿后不能再改。以后要改，须写明原因重新打开，旧版的纸表随之作废。"


def copy_all(context: CommandContext, records: Sequence[Record]) -> None:
    """Makes a draft with the values of each record; the first one is opened."""

    def done(made: Sequence[Record]) -> None:
        push_added(context, f"复制 {len(made)} 份申报表", made)
        show_lists(context, [made[0].form], lambda: context.tabs.go_to(made[0].id))
        context.notifications.notify("info", f"已复制 {len(made)} 份，正在修改的是新的第一份。")

    run_over(
        context,
        f"复制 {len(records)} 份",
        records,
        lambda record: record_services.duplicate(context.ws, record.id),
        done,
    )


def delete_all(context: CommandContext, records: Sequence[Record]) -> None:
    """Puts the records into the bin without asking, as it can be taken back."""

    def delete(record: Record) -> Record:
        record_services.delete(context.ws, record.id)
        return record

    def done(deleted: Sequence[Record]) -> None:
        step = push_deleted(context, f"删除 {len(deleted)} 份申报表", deleted)
        show_gone(context, deleted)
        context.notifications.notify_undoable(
            f"已删除 {len(deleted)} 份申报表。", lambda: context.undo.ask(step), step
        )

    run_over(context, f"删除 {len(records)} 份", records, delete, done)


def finish_all(context: CommandContext, records: Sequence[Record]) -> None:
    """Makes those drafts final that can be, after asking; names the others."""
    ids = [record.id for record in records if record.state is RecordState.DRAFT]

    def check() -> None:
        run_with_progress(
            context,
            f"检查 {len(ids)} 份",
            lambda task: _check(context.ws, ids, task),
            lambda checked: _ask_and_finish(context, checked),
        )

    context.after_saving(check)


@dataclass(frozen=True)
class _Checked:
    """A draft with the findings that keep it from being final."""

    record: Record
    blocking: Sequence[Finding]


def _check(ws: Workspace, record_ids: Sequence[str], task: Task) -> list[_Checked]:
    checked = []
    for record in record_services.stored(ws, record_ids):
        blocking = [each for each in record_findings(ws, record) if each.blocks]
        checked.append(_Checked(record, blocking))
        task.report(len(checked), len(record_ids))
    return checked


def _ask_and_finish(context: CommandContext, checked: Sequence[_Checked]) -> None:
    ready = [each.record for each in checked if not each.blocking]
    blocked = [each for each in checked if each.blocking]
    if not ready:
        first = blocked[0]
        context.tabs.go_to(first.record.id, first.blocking[0].field)
        text = f"这 {len(blocked)} 份都还不能定稿，请逐份改好；先看打开的这一份。"
        context.notifications.notify("warning", text)
        return
    left = _left_words(context.ws, [each.record for each in blocked])
    title = f"定稿 {len(ready)} 份申报表？"
    if context.prompts.confirm(title, f"{FINAL_MEANS}{left}", yes="定稿", weighty=True):
        _finish(context, ready, left)


def _finish(context: CommandContext, ready: Sequence[Record], left: str) -> None:
    ids = [record.id for record in ready]

    def done(final: Sequence[Record]) -> None:
        push_state(
            context,
            f"定稿 {len(final)} 份申报表",
            ready,
            final,
            lambda: record_services.make_final(context.ws, ids),
        )
        show_states(context, final)
        context.notifications.notify("success", f"已定稿 {len(final)} 份。{left}")

    run_with_progress(
        context,
        f"定稿 {len(ready)} 份",
        lambda _task: record_services.make_final(context.ws, ids),
        done,
    )


def _left_words(ws: Workspace, blocked: Sequence[Record]) -> str:
    """Names the records that cannot be final yet; empty if there is none."""
    if not blocked:
        return ""
    names = "".join(f"“{record_name(ws, each)}”" for each in blocked[:_NAMED])
    more = "等" if len(blocked) > _NAMED else ""
    return f"另有 {len(blocked)} 份还有要改的地方，这次不定稿：{names}{more}。"
