"""What became of records: their history, and the bin."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.cli.erase_command import remaining_answer
from gonghui_desktop.cli.print_data import prints_data
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.history import ACTION_NAMES, Action, HistoryEntry
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.seals import SealNote, seal_words
from gonghui_desktop.model.stages import STAGE_NAMES, Stage, seal_names
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services.bin import BinnedRecord
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.erasing import records as erasing
from gonghui_desktop.services.history import history as history_of
from gonghui_desktop.services.prints import prints
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.records import records as records_of
from gonghui_desktop.services.workspace import Workspace

_SHOWN = 60
"""Characters of a long text in a line for people; JSON has all of it."""


def history(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Everything that was done to a record, the newest first.

    Raises:
        InputError: there is no such record, or its form has no such field.
    """
    record = _record(ws, arguments.id)
    form = form_of(ws, record)
    entries = history_of(ws, record.id, arguments.field)
    known = form.has_field(arguments.field) if arguments.field else True
    if not known and not entries:
        fields = "、".join(field.id for field in form.fields)
        raise InputError(f"这张表没有栏目 {arguments.field}，请从这些中选：{fields}。")
    printed = [] if arguments.field else prints(ws, record.id)
    lines = [(entry.at, _line(form, entry)) for entry in entries]
    lines += [(entry.at, f"{_local(entry.at)}  {entry.what}") for entry in printed]
    lines.sort(key=lambda line: line[0], reverse=True)  # entries of one moment stay in their order
    data = {
        "ok": True,
        "changes": [_change_data(entry) for entry in entries],
        "prints": prints_data(printed),
    }
    return Answer([line for _, line in lines] or ["还没有改动。"], data)


def bin_(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """What was deleted; brings some of it back, or erases it.

    Raises:
        GonghuiError: what is meant is not there, or cannot come back or be erased.
    """
    if arguments.purge:
        return _purge(ws, arguments.purge)
    if arguments.restore:
        chosen = recycle_bin.chosen(ws, arguments.restore)
        recycle_bin.restore(ws, [each.number for each in chosen])
        lines = [f"已恢复：{_title(ws, each.record)}" for each in chosen]
    else:
        chosen = recycle_bin.binned(ws)
        lines = [
            f"{_title(ws, each.record)}  {each.record.id}  "
            f"{_local(each.deleted_at)} 删除，还可恢复 {each.days_left} 天"
            for each in chosen
        ] or ["回收站是空的。"]
    return Answer(lines, {"ok": True, "records": [_binned_data(ws, each) for each in chosen]})


def _purge(ws: Workspace, wanted: Sequence[str]) -> Answer:
    """Erases records of the bin; what still holds them where it should not is a failure."""
    chosen = list({each.number: each for each in recycle_bin.chosen(ws, wanted)}.values())
    erased = [_binned_data(ws, each) for each in chosen]
    lines = [f"已彻底删除：{_title(ws, each.record)}" for each in chosen]
    done = erasing.erase(ws, chosen)
    if done.backups:
        lines.append(f"已从 {done.backups} 个自动备份里清除。")
    return remaining_answer(lines, erased, done.remaining, is_complete=not done.faults)


def _binned_data(ws: Workspace, each: BinnedRecord) -> dict[str, object]:
    return {
        "id": each.record.id,
        "form": each.record.form,
        "name": name_of(form_of(ws, each.record), each.record),
        "state": each.record.state.value,
        "revision": each.record.revision,
        "deleted_at": each.deleted_at.isoformat(),
        "days_left": each.days_left,
    }


def _record(ws: Workspace, wanted: str) -> Record:
    """The record whose id begins so, from the list or the bin."""
    live = [each for each in records_of(ws) if each.id.startswith(wanted.lower())]
    found = {each.id: each for each in live}
    for each in recycle_bin.binned(ws):
        if each.record.id.startswith(wanted.lower()):
            found.setdefault(each.record.id, each.record)
    if len(found) != 1:
        raise InputError(f"没有编号为 {wanted} 的申报表，请用 list 或 bin 查看编号。")
    return next(iter(found.values()))


def _change_data(entry: HistoryEntry) -> dict[str, object]:
    data: dict[str, object] = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "action": entry.action.value,
        "field": entry.field,
        "reason": entry.is_reason,
        "from": entry.before,
        "to": entry.after,
    }
    if entry.action is Action.SEAL and " " in entry.after:  # a number alone, as it always was
        data["to"], data["day"] = entry.after.split(" ", 1)
    return data


def _line(form: FormDefinition, entry: HistoryEntry) -> str:
    who = entry.who or "（不详）"
    return f"{_local(entry.at)}  {who}  {ACTION_NAMES[entry.action]}{_what(form, entry)}"


def _what(form: FormDefinition, entry: HistoryEntry) -> str:
    if entry.field:
        label, (before, after) = entry.field, (entry.before, entry.after)
        if form.has_field(entry.field):
            field = form.field(entry.field)
            label = field.label
            if not entry.is_reason:
                before, after = field.type.show(before), field.type.show(after)
        reason = "的原因" if entry.is_reason else ""
        return f"  {label}{reason}：{_short(before)} → {_short(after)}"
    if entry.action is Action.SEAL:
        return f"  {seal_words(_seal(form, entry.after or entry.before), entry.after)}"
    if entry.action is Action.STAGE and not entry.before:
        return f"  {_stage(entry.after)}"  # noted beside the stage
    if entry.action in (Action.FINALISE, Action.REOPEN, Action.STAGE):
        return f"  {_stage(entry.before)} → {_stage(entry.after)}"
    return ""


def _seal(form: FormDefinition, text: str) -> str:
    """A seal's name by what the history says of it; what else stands there as it is."""
    names = dict(enumerate(seal_names(form), start=1))
    try:
        return names[SealNote.of(text).number]
    except (ValueError, KeyError):
        return _short(text)


def _stage(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)] if stage in set(Stage) else _short(stage)


def _short(text: str) -> str:
    if not text:
        return "（空）"
    line = " ".join(text.split())
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"


def _local(moment: datetime) -> str:
    return f"{written_moment(moment)}{moment.astimezone()::%S}"


def _title(ws: Workspace, record: Record) -> str:
    form = form_of(ws, record)
    return f"{form.number}“{name_of(form, record)}”"
