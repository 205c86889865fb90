"""``paper``: a stamped paper beside what was received."""

from __future__ import annotations

import argparse

from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer
from gonghui_desktop.errors import InputError
from gonghui_desktop.services.receiving.papers import paper as service
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.papers.paper_words import sentence_of
from gonghui_desktop.services.workspace import Workspace


def paper(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Says what a paper is, and ticks it off where it is the same; else exit code 1."""
    match = service.match_paper(ws, " ".join(arguments.code))
    if arguments.same or arguments.differs:
        match = _judged(ws, match, arguments)
    is_due = service.is_same(match) and not match.is_ticked
    why_not = service.why_not_noted(ws) if is_due else ""
    if not why_not:
        service.tick(ws, match)
    lines = [sentence_of(match, is_noted=not why_not) + why_not]
    shown = [match, *match.candidates] if match.result is PaperResult.COMPARE else []
    for each in shown:
        lines += _values(ws, each)
    count = service.paper_count(ws)
    lines.append(f"已核对 {count.seen} 份，共 {count.all} 份。")
    data = {
        "ok": True,
        **_match_data(ws, match, is_noted=not why_not),
        "seen": count.seen,
        "all": count.all,
    }
    is_same = match.result is PaperResult.SAME or service.is_same(match)
    return Answer(lines, data, DONE if is_same else FINDINGS)


def _judged(ws: Workspace, match: PaperMatch, arguments: argparse.Namespace) -> PaperMatch:
    """What a person has found by comparing.

    Raises:
        InputError: there was nothing to compare, or more than one form to compare it with.
    """
    if match.result is not PaperResult.COMPARE:
        raise InputError("--same 和 --differs 只用于输入的校验码，而且要先对照过。")
    if arguments.record:
        fitting = [
            each
            for each in (match, *match.candidates)
            if each.record is not None and each.record.record.id.startswith(arguments.record)
        ]
        if len(fitting) != 1 or fitting[0].result is not PaperResult.COMPARE:
            raise InputError("没有这一份可以对照的申报表，请用 paper 校验码 查看编号。")
        match = fitting[0]
    elif match.candidates:
        raise InputError("这个校验码找到了几份申报表，请用 --record 写明是哪一份。")
    if arguments.same:
        return service.compared(match)
    return service.differing(ws, match, arguments.differs)


def _values(ws: Workspace, match: PaperMatch) -> list[str]:
    if match.record is None:
        return []
    record = match.record.record
    head = f"[{record.id[:8]}] {match.record.name}  第 {record.revision} 版"
    return [head, *(f"  {label}：{text}" for label, text in service.shown_values(ws, match.record))]


def _match_data(ws: Workspace, match: PaperMatch, *, is_noted: bool = True) -> dict[str, object]:
    found, look = match.record, match.look
    return {
        "result": match.result.value,
        "message": sentence_of(match, is_noted=is_noted),
        "record": found.record.id if found else "",
        "name": found.name if found else "",
        "form": found.record.form if found else "",
        "revision": found.record.revision if found else 0,
        "check_code": found.check_code if found else "",
        "submission": look.submission.package if look else "",
        "sender": look.submission.sender.name if look else "",
        "fields": [
            {
                "field": each.key.strip(),
                "label": each.label,
                "paper": each.before,
                "counts": each.after,
            }
            for each in match.fields
        ],
        "page": match.page,
        "pages": match.pages,
        "cover": match.is_cover,
        "seen_before": match.is_ticked,
        "values": dict(service.shown_values(ws, found))
        if found and match.result is PaperResult.COMPARE
        else {},
        "candidates": [_match_data(ws, each) for each in match.candidates],
    }
