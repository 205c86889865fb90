"""``offices``, ``receive``, ``received``: what the office above works with."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer, finding_data
from gonghui_desktop.cli.deciding_commands import event_data
from gonghui_desktop.cli.question_data import question_data
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.dates import short_day
from gonghui_desktop.model.receiving.offices import OfficeEvent
from gonghui_desktop.model.receiving.submissions import (
    Assessment,
    ReceivedRecord,
    SubmissionAction,
    SubmissionEvent,
    SubmissionState,
)
from gonghui_desktop.services.receiving import offices as service
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, ReceivedFile
from gonghui_desktop.services.receiving.arrivals.receive import receive as receive_files
from gonghui_desktop.services.receiving.city.city_decisions import questions
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeTable, office_table
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.receiving.table_words import (
    missing_text,
    quota_sentence,
    quota_word,
    sums,
)
from gonghui_desktop.services.workspace import Workspace

_MOST_TOLD = 20
"""Refused files that are told in the one line of an error; ``--json`` has all of them."""


def offices(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Lists the table of offices, or changes the list of those that are expected first."""
    told, extra = _changed(ws, arguments)
    table = office_table(ws)
    data = _table_data(ws, table) | extra
    if told:
        return Answer(told, data)
    if arguments.missing and table.totals.expected:
        missing = missing_text(ws.campaign, table, ws.today)
        return Answer(missing.splitlines() or ["应报单位都已报送。"], data)
    lines = [_office_line(row) for row in table.rows]
    total = ws.campaign.total_at(service.own_kind(ws).id)
    return Answer([*lines, sums(ws.campaign, table, total)], data)


def receive(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Receives packages; exit code 1 if any was refused, the others are in all the same."""
    files = receive_files(ws, arguments.paths)
    refused = [file.sentence for file in files if file.outcome is Outcome.REFUSED]
    lines = [
        line
        for file in files
        if file.outcome is not Outcome.REFUSED
        for line in (file.sentence, *(f"  要核实：{doubt}" for doubt in file.doubts))
    ]
    error = " ".join(refused[:_MOST_TOLD])
    if len(refused) > _MOST_TOLD:
        error += f" 等 {len(refused)} 个文件没有接收。"
    data = {"ok": not refused, "files": [_file_data(file) for file in files]}
    return Answer(lines, data, FINDINGS if refused else DONE, error=error)


def received(ws: Workspace, _arguments: argparse.Namespace) -> Answer:
    """Lists what was received."""
    looks = received_submissions(ws)
    lines = [
        f"{look.submission.package[:8]}  {look.state.word}  第 {look.submission.revision} 次  "
        f"{len(look.records)} 份  {short_day(look.submission.received_at)}收到  "
        f"{look.submission.sender.name}"
        for look in looks
    ]
    events: dict[int, list[SubmissionEvent]] = {}
    for each in ws.store.received.events(ws.campaign.id):
        events.setdefault(each.submission, []).append(each)
    data = {
        "ok": True,
        "submissions": [
            _submission_data(look) | _events_data(events.get(look.submission.number, ()))
            for look in looks
        ],
    }
    return Answer(lines or ["还没有收到报送。"], data)


def _changed(
    ws: Workspace, arguments: argparse.Namespace
) -> tuple[Sequence[str], dict[str, object]]:
    """What was done to the list, in lines and as JSON; nothing where it is only shown."""
    if arguments.kind and arguments.add is None:
        raise InputError("--kind 要和 --import 一起用。")
    if arguments.reason and not (arguments.add or arguments.remove or arguments.freeze):
        raise InputError("--reason 要和 --import、--remove 或 --freeze 一起用。")
    if arguments.add is not None:
        kind = service.kind_named(ws, arguments.kind)
        read = service.read_offices_file(ws, arguments.add, kind)
        done = service.add(ws, read, arguments.add.name, arguments.reason)
        extra: dict[str, object] = {
            "added": [office.name for office in done.added],
            "changed": [office.name for office in done.changed],
            "known": done.known,
            "notices": list(done.notices),
        }
        return [done.sentence, *done.notices], extra
    if arguments.remove is not None:
        gone = service.remove(ws, arguments.remove, arguments.reason)
        return [f"已从名单去掉“{gone.name}”。"], {"removed": [gone.name]}
    if arguments.freeze:
        event = service.freeze(ws, arguments.reason)
        return [f"名单已确定：{event.reason}。以后要改，须写明原因，都会记下来。"], {}
    return [], {}


def _office_line(row: OfficeRow) -> str:
    if row.submission is None:
        return f"{row.state.word}  {row.name}"
    parts = [row.state.word, f"第 {row.revision} 次", f"{row.units} 个", quota_word(row)]
    parts.append(f"{short_day(row.submission.received_at)}收到")
    parts += [f"版次冲突 {row.clashes} 份"] if row.clashes else []
    parts += [f"重复 {row.doubles}"] if row.doubles else []
    parts += [f"历年典型 {row.barred}"] if row.barred else []
    return "  ".join([*filter(None, parts), row.name])


def _table_data(ws: Workspace, table: OfficeTable) -> dict[str, object]:
    totals, asked = table.totals, questions(ws, table)
    return {
        "ok": True,
        "offices": [_office_data(row) for row in table.rows],
        "totals": {
            "expected": totals.expected,
            "reported": totals.reported,
            "rate": round(totals.rate, 4),
            "on_time": totals.on_time,
            "on_time_rate": round(totals.on_time_rate, 4),
            "units": totals.units,
            "total": ws.campaign.total,
            "forms": dict(totals.by_form),
            "accepted": totals.accepted,
            "returned": totals.returned,
            "unexpected": totals.unexpected,
        },
        "doubles": [question_data(each) for each in asked if each.barred is None],
        "roster_hits": [question_data(each) for each in asked if each.barred is not None],
        "missing": missing_text(ws.campaign, table, ws.today),
        "frozen": _event_data(table.frozen) if table.frozen else None,
        "changes": [_event_data(each) for each in service.office_log(ws)],
    }


def _office_data(row: OfficeRow) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "state": row.state.value,
        "expected": row.is_expected,
        "id": row.submission.package if row.submission else "",
        "revision": row.revision,
        "units": row.units,
        "forms": dict(row.by_form),
        "quota": quota_word(row),
        "quota_sentence": quota_sentence(row),
        "explanations": row.explanations,
        "doubles": row.doubles,
        "doubles_decided": row.doubles_decided,
        "roster": row.barred,
        "roster_decided": row.barred_decided,
        "sent_at": _moment(row.sent_at),
        "received_at": _moment(row.received_at),
        "on_time": row.is_on_time,
        "answer_by": row.answer_by.isoformat() if row.answer_by else None,
        "paper_seen": row.has_paper,
        "papers": row.paper_seen,
        "times": row.times,
        "waiting": row.waiting,
        "clashes": row.clashes,
    }


def _event_data(event: OfficeEvent) -> dict[str, object]:
    return {
        "action": event.action.value,
        "name": event.name,
        "kind": event.kind,
        "reason": event.reason,
        "at": event.at.isoformat(),
        "who": event.who,
    }


def _file_data(file: ReceivedFile) -> dict[str, object]:
    kept = file.submission
    return {
        "file": str(file.path),
        "outcome": file.outcome.value,
        "accepted": file.outcome is not Outcome.REFUSED,
        "message": file.sentence,
        "code": file.code,
        "id": kept.package if kept else "",
        "sender": kept.sender.name if kept else "",
        "revision": kept.revision if kept else 0,
        "expected": file.is_expected,
        "doubts": list(file.doubts),
    }


def _submission_data(look: Look) -> dict[str, object]:
    submission = look.submission
    return {
        "id": submission.package,
        "kind": submission.type,
        "sender": submission.sender.name,
        "sender_kind": submission.sender.kind,
        "revision": submission.revision,
        "supersedes": submission.supersedes,
        "state": look.state.value,
        "sent_at": submission.sent_at.isoformat(),
        "received_at": submission.received_at.isoformat(),
        "within": look.within,
        "explanation": submission.reason,
        "file": str(look.path) if look.path else "",
        "records": [_record_data(each, look) for each in look.records],
        **_findings_data(look.assessment),
    }


def _events_data(events: Sequence[SubmissionEvent]) -> dict[str, object]:
    """What was done to a package, in that order; notes of one's own apart."""
    notes = [each for each in events if each.action is SubmissionAction.NOTE]
    return {
        "events": [event_data(each) for each in events if each not in notes],
        "notes": [event_data(each) for each in notes],
    }


def _record_data(received: ReceivedRecord, look: Look) -> dict[str, object]:
    record = received.record
    state = SubmissionState.CONFLICT if record.id in look.clashing else look.state
    return {
        "id": record.id,
        "form": record.form,
        "edition": record.edition,
        "name": received.name,
        "revision": record.revision,
        "check_code": received.check_code,
        "state": state.value,
        "values": dict(record.values),
        "explanations": dict(record.explanations),
    }


def _findings_data(assessment: Assessment) -> dict[str, object]:
    return {
        "findings": [finding_data(each) for each in assessment.findings],
        "sender_findings": [finding_data(each) for each in assessment.told],
        "doubts": list(assessment.doubts),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
