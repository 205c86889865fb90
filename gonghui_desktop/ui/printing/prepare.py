"""Before records are printed or saved: what is told and asked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.record import Record
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services import editions, pages, records
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_with_progress

GoOn = Callable[[Sequence[Sheet]], None]
"""Prints or saves the sheets."""

_LOOK, _GO_ON = range(2)
"""What is answered to faults; anything else is neither."""
_AT_ONCE = 20  # records; looking at more takes longer than a key may


@dataclass(frozen=True)
class _Prepared:
    """Sheets to print, and what stands against it.

    Attributes:
        sheets: one for each record.
        faulty: the drafts that have something that must be mended, with that.
        missing: a sentence on characters that no font has; empty if there are none.
    """

    sheets: Sequence[Sheet]
    faulty: Sequence[tuple[Record, Sequence[Finding]]]
    missing: str


def prepare(context: CommandContext, chosen: Sequence[Record], verb: str, go_on: GoOn) -> None:
    """Makes sheets of records, asks about what stands against printing them, and goes on.

    Args:
        context: the window's.
        chosen: the records, as stored.
        verb: what is done, such as 打印.
        go_on: does it, unless the clerk wants to look first.
    """
    if chosen:
        _prepare(context, len(chosen), lambda: chosen, verb, go_on)


def prepare_all(context: CommandContext, verb: str, go_on: GoOn) -> None:
    """As :func:`prepare`, for every record, form by form in the order of the tabs."""
    ws, form_ids = context.ws, list(context.tabs.pages)

    def read() -> list[Record]:
        lists = records.by_form(ws, form_ids)
        return [record for form_id in form_ids for record in lists[form_id]]

    count = sum(page.record_count for page in context.tabs.pages.values())
    _prepare(context, count, read, verb, go_on)


def may_print(context: CommandContext, sheets: Sequence[Sheet], verb: str) -> bool:
    """Asks whether to go on when no font has a character of the texts."""
    return _may_miss(context, pages.missing_characters(context.ws, sheets), verb)


def _prepare(
    context: CommandContext,
    count: int,
    read: Callable[[], Sequence[Record]],
    verb: str,
    go_on: GoOn,
) -> None:
    """As :func:`prepare`; many records are read and looked at in the background."""

    def done(prepared: _Prepared) -> None:
        if prepared.sheets and _may_go_on(context, prepared, verb):
            go_on(prepared.sheets)

    if count > _AT_ONCE:
        work = f"准备{verb}"
        run_with_progress(context, work, lambda task: _look(context.ws, read(), task), done)
    else:
        done(_look(context.ws, read()))


def _look(ws: Workspace, chosen: Sequence[Record], task: Task | None = None) -> _Prepared:
    sheets, faulty = [], []
    for record in chosen:
        sheets.append(pages.record_sheet(ws, record))
        # What cannot be mended any more is marked on the paper, but not asked about.
        if sheets[-1].is_draft and not editions.is_read_only(ws, record):
            faulty.append((record, pages.must_mend(ws, record)))
        if task is not None:
            task.report(len(sheets), len(chosen))
    return _Prepared(sheets, faulty, pages.missing_characters(ws, sheets))


def _may_go_on(context: CommandContext, prepared: _Prepared, verb: str) -> bool:
    if prepared.faulty:
        answer = _ask_about_faults(context, prepared, verb)
        if answer == _LOOK:
            record, findings = prepared.faulty[0]
            context.tabs.go_to(record.id, findings[0].field)
        if answer != _GO_ON:
            return False
    return _may_miss(context, prepared.missing, verb)


def _ask_about_faults(context: CommandContext, prepared: _Prepared, verb: str) -> int:
    record, findings = prepared.faulty[0]
    name = record_name(context.ws, record)
    if len(prepared.sheets) == 1:
        title = f"“{name}”还有 {len(findings)} 处必须改"
        look = f"先看 {len(findings)} 处"
    else:
        title = f"{len(prepared.sheets)} 份里有 {len(prepared.faulty)} 份还有必须改的地方"
        look = f"先看“{_shortened(name)}”"
    text = f"现在{verb}的是草稿，页脚注明“草稿”，不能盖章上报。"
    return context.prompts.choose(title, text, (look, f"仍要{verb}", "取消"))


def _may_miss(context: CommandContext, missing: str, verb: str) -> bool:
    return not missing or context.prompts.confirm("有的字打印不出来", missing, yes=f"仍要{verb}")


def _shortened(name: str) -> str:
    return name if len(name) <= 10 else f"{name[:9]}…"
