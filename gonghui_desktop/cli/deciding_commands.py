"""``return``, ``accept``, ``note``: what an office above decides about what it has received."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gonghui_desktop import terminal
from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer
from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.receiving.submissions import SubmissionEvent
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.decisions.deciding import Decided
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.workspace import Workspace

_LEAST = 6
"""Characters of an id's beginning that are enough to mean one."""
_MOST_NAMED = 3


def return_(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Sends a package back, takes a decision back, or writes the return once more."""
    given = arguments.reasons
    if arguments.take_back:
        if arguments.id or arguments.output or len(given) > 1:
            raise InputError("撤销时只写 --take-back 编号 和一条 --reason。")
        return _taken_back(ws, arguments.take_back, given[0]["text"] if given else "")
    if not arguments.id:
        raise InputError("请写明要退回的报送包的编号，用 received 查看。")
    output = _output(arguments.output, "退回单")
    look = chosen_submission(ws, arguments.id)
    if arguments.again:
        return _again(ws, [look], output)
    reasons = [
        ReplyReason(each["text"], _record(look, each["record"]), field=each["field"])
        for each in given
    ]
    day = arguments.answer_by
    answer_by = _day(day) if day else deciding.proposed_answer_by(ws)
    done = deciding.return_submission(ws, look.submission.number, reasons, answer_by, output)
    return _answer(ws, done, {"answer_by": answer_by.isoformat()})


def accept(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Accepts packages, takes a decision back, chooses, or writes a receipt once more."""
    ways = [arguments.id, arguments.all, arguments.take_back, arguments.choose]
    if sum(map(bool, ways)) != 1:
        raise InputError("请写明报送包的编号，或者 --all、--take-back、--choose 中的一个。")
    is_decided = bool(arguments.take_back or arguments.choose)
    if is_decided and arguments.output:
        raise InputError("撤销和选定不写文件，请去掉 -o。")
    if arguments.reason and not is_decided:
        raise InputError("--reason 要和 --take-back 或 --choose 一起用。")
    if arguments.record and not arguments.choose:
        raise InputError("--record 要和 --choose 一起用。")
    if arguments.take_back:
        return _taken_back(ws, arguments.take_back, arguments.reason)
    if arguments.choose:
        return _chosen(ws, arguments.choose, arguments.record, arguments.reason)
    output = _output(arguments.output, "受理回执")
    if arguments.all:
        return _accepted_lot(ws, output)
    looks = [chosen_submission(ws, each) for each in arguments.id]
    if arguments.again:
        return _again(ws, looks, output)
    numbers = [look.submission.number for look in looks]
    return _accepted(ws, _accept(ws, numbers, output))


def note(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Writes a note of one's own office down."""
    look = chosen_submission(ws, arguments.id)
    record = _record(look, arguments.record)
    event = deciding.add_note(ws, look.submission.number, arguments.text, record, arguments.field)
    data = {"ok": True, "id": look.submission.package, "event": event_data(event)}
    return Answer(["已记下，只留在本单位。"], data)


def event_data(event: SubmissionEvent) -> dict[str, object]:
    """What was done to a package, as JSON."""
    return {
        "action": event.action.value,
        "reason": event.reason,
        "record": event.record,
        "field": event.field,
        "answer_by": event.answer_by.isoformat() if event.answer_by else None,
        "at": event.at.isoformat(),
        "who": event.who,
    }


def chosen_submission(ws: Workspace, wanted: str) -> Look:
    """The received package of an id, or of a beginning that fits one.

    Of one that came by itself and in a report the former is meant.

    Raises:
        InputError: none fits, or several do, or the beginning is too short to mean one.
    """
    text = wanted.strip().lower()
    shown = in_sentence(wanted)
    if len(text) < _LEAST:
        raise InputError(f"编号“{shown}”太短，请至少写开头 {_LEAST} 位，用 received 查看。")
    looks = received_submissions(ws)
    fitting = [look for look in looks if look.submission.package.startswith(text)]
    fitting = [look for look in fitting if look.submission.within is None] or fitting
    found = {look.submission.package: look for look in reversed(fitting)}
    if not found:
        raise InputError(f"没有收到编号为“{shown}”的报送包，请用 received 查看编号。")
    if len(found) > 1:
        names = "、".join(list(found)[:_MOST_NAMED])
        raise InputError(f"编号以“{shown}”开头的报送包有 {len(found)} 个，请多写几位：{names}。")
    return next(iter(found.values()))


def _record(look: Look, wanted: str) -> str:
    """Id of a record of a package, by a beginning that fits one; empty for none wanted."""
    if not wanted:
        return ""
    fitting = [each.record.id for each in look.records if each.record.id.startswith(wanted.lower())]
    if len(fitting) != 1:
        fault = "没有" if not fitting else f"有 {len(fitting)} 份"
        raise InputError(
            f"这个报送包里{fault}编号以“{in_sentence(wanted)}”开头的申报表，"
            "请用 received --json 查看。"
        )
    return fitting[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        shown = in_sentence(text)
        raise InputError(f"--answer-by 应为日期，如 2017-03-17，不能是“{shown}”。") from error


def _output(path: Path | None, what: str) -> Path:
    if path is None:
        raise InputError(f"请用 -o 写明{what}存到哪里。")
    return path


def _taken_back(ws: Workspace, wanted: str, reason: str) -> Answer:
    look = chosen_submission(ws, wanted)
    return _answer(ws, deciding.take_back(ws, look.submission.number, reason))


def _chosen(ws: Workspace, wanted: str, wanted_record: str, reason: str) -> Answer:
    """Chooses a package of several with the same revision, or the text of one of its records."""
    look = chosen_submission(ws, wanted)
    number, record = look.submission.number, _record(look, wanted_record)
    if not record:
        return _answer(ws, deciding.choose(ws, number, reason))
    return _answer(ws, deciding.choose_record(ws, number, record, reason), {"record": record})


def _again(ws: Workspace, looks: Sequence[Look], output: Path) -> Answer:
    if len(looks) != 1:
        raise InputError("--again 一次只写一份，请写一个编号。")
    path = deciding.reply_again(ws, looks[0].submission.number, output)
    return _answer(ws, Decided(looks[0].submission, f"已原样再存一份：{path}", path))


def _accept(ws: Workspace, numbers: Sequence[int], place: Path) -> Sequence[Decided]:
    """Accepts packages; what was accepted before a bug or an interruption is told, too."""
    done: list[Decided] = []
    try:
        return deciding.accept_submissions(ws, numbers, place, told=done.append)
    except GonghuiError:  # says it itself
        raise
    except BaseException:
        if done:
            terminal.write_error(f"{deciding.before_fault(len(done))}。")
        raise


def _accepted_lot(ws: Workspace, folder: Path) -> Answer:
    lot = deciding.lot(ws)
    numbers = [look.submission.number for look in lot.ready]
    done = _accept(ws, numbers, folder) if numbers else ()
    answer = _accepted(ws, done)
    lines = [line for look, points in lot.left for line in _left_lines(look, points)]
    left = [
        {
            "id": look.submission.package,
            "sender": look.submission.sender.name,
            "revision": look.submission.revision,
            "state": look.state.value,
            "reasons": list(points),
        }
        for look, points in lot.left
    ]
    told = answer.lines or ["没有可以一起受理的报送包。"]
    data = {**answer.data, "left_out": left}
    return Answer([*told, *lines], data, answer.code, error=answer.error)


def _left_lines(look: Look, points: Sequence[str]) -> list[str]:
    """A package that was not accepted, with its beginning by which it is named, and why."""
    name = deciding.which(look.submission)
    told = [f"  {each.removeprefix(f'{name}：')}" for each in points]
    return [f"没有受理：{look.submission.package[:8]}  {name}", *told]


def _accepted(ws: Workspace, done: Sequence[Decided]) -> Answer:
    states = _states(ws)
    items = [_data(each, states) for each in done]
    first = items[0] if len(items) == 1 else {}
    lines = [each.sentence for each in done if not each.fault]
    fault = " ".join(each.sentence for each in done if each.fault)
    data = {"ok": not fault, **first, "accepted": items}
    return Answer(lines, data, FINDINGS if fault else DONE, error=fault)


def _answer(ws: Workspace, done: Decided, extra: dict[str, object] | None = None) -> Answer:
    data = {"ok": not done.fault, **_data(done, _states(ws)), **(extra or {})}
    if done.fault:
        return Answer([], data, FINDINGS, error=done.sentence)
    return Answer([done.sentence], data)


def _states(ws: Workspace) -> dict[int, str]:
    return {look.submission.number: look.state.value for look in received_submissions(ws)}


def _data(done: Decided, states: dict[int, str]) -> dict[str, object]:
    submission = done.submission
    return {
        "id": submission.package,
        "sender": submission.sender.name,
        "revision": submission.revision,
        "state": states[submission.number],
        "file": str(done.path) if done.path else "",
        "message": done.sentence,
    }
