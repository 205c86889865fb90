"""What each command does: arguments in, services called, an answer out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from gonghui_desktop.cli.answers import (
    BAD_INPUT,
    DONE,
    FINDINGS,
    Answer,
    finding_data,
    finding_line,
)
from gonghui_desktop.cli.backup_commands import backup, backups, restore
from gonghui_desktop.cli.campaign_commands import campaigns
from gonghui_desktop.cli.chosen import chosen_form, chosen_records
from gonghui_desktop.cli.deciding_commands import accept, note, return_
from gonghui_desktop.cli.export_command import export
from gonghui_desktop.cli.pairs_command import pairs
from gonghui_desktop.cli.paper_command import paper
from gonghui_desktop.cli.print_commands import print_
from gonghui_desktop.cli.print_data import prints_data
from gonghui_desktop.cli.receiving_commands import offices, receive, received
from gonghui_desktop.cli.record_commands import bin_, history
from gonghui_desktop.cli.record_data import listed_data
from gonghui_desktop.cli.reopen_command import reopen
from gonghui_desktop.cli.reply_data import mark_data, mark_words, replies_data
from gonghui_desktop.cli.roster_commands import roster
from gonghui_desktop.cli.submission_data import submission_data, submission_lines
from gonghui_desktop.cli.summary_command import summary
from gonghui_desktop.cli.verify_command import verify
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import FieldReading
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.stages import STAGE_NAMES
from gonghui_desktop.services import checking, pages, reporter
from gonghui_desktop.services.campaigns import find_campaign
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.imports.filled_forms import lines_of
from gonghui_desktop.services.imports.intake import Batch
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.imports.table_report import SheetReport
from gonghui_desktop.services.imports.template import save_template
from gonghui_desktop.services.prints import prints_of_all
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.replies import standing_marks
from gonghui_desktop.services.safekeeping import damaged
from gonghui_desktop.services.safekeeping.health import look_after
from gonghui_desktop.services.submissions.export_state import kept_explanation
from gonghui_desktop.services.submissions.overview import overview_of
from gonghui_desktop.services.whats_new import first_work
from gonghui_desktop.services.workspace import Workspace

_MOST_TOLD = 20
"""Refused records that are told in the one line of an error; --json has all of them."""


def run(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Runs one command against an open workspace.

    Raises:
        GonghuiError: bad input; see :func:`~gonghui_desktop.cli.answers.failure`.
    """
    wanted = getattr(arguments, "campaign", None)
    if wanted is not None:
        ws = ws.viewing(find_campaign(ws, wanted))
    command = _COMMANDS[arguments.command]
    told = ws.campaign.faults
    if arguments.command == "verify":  # looks at a file alone, whatever the data folder is like
        answer = command(ws, arguments)
    else:
        with first_work(ws):
            answer = command(ws, arguments)
        told = (*look_after(ws).sentences, ws.read_only, *told)
    told = (*told, *answer.warnings)
    return answer.with_warnings([each for each in told if each and each not in answer.error])


def _profile(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    if arguments.kind or arguments.name:
        if not (arguments.kind and arguments.name):
            raise InputError("请同时给出 --kind 和 --name。")
        given = Profile(
            kind=arguments.kind,
            name=arguments.name,
            contact_name=arguments.contact_name,
            contact_phone=arguments.contact_phone,
            receiver=arguments.receiver.strip(),
        )
        reporter.set_reporter(ws, given)
    profile = ws.store.profile()
    if profile is None:
        raise InputError("还没有填写上报单位，请用 --kind 和 --name 设置。")
    kind = ws.campaign.office(profile.kind)
    receiver = reporter.receiver_name(ws)
    kind_name = kind.name if kind else profile.kind
    of_kind = "" if kind_name == profile.name else f"（{kind_name}）"  # an only office of its kind
    lines = [f"上报单位：{profile.name}{of_kind}"]
    lines += [f"报给：{receiver}"] if receiver else []
    data = {
        "kind": profile.kind,
        "name": profile.name,
        "contact_name": profile.contact_name,
        "contact_phone": profile.contact_phone,
        "receiver": receiver,
    }
    return Answer(lines, {"ok": True, "profile": data})


def _import(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    batch = Batch()
    outcomes = [
        outcome
        for path in arguments.files
        for outcome in importing.import_one_of_many(ws, path, again=arguments.again, batch=batch)
    ]
    refused = [outcome.message for outcome in outcomes if not outcome.accepted]
    error = " ".join(refused[:_MOST_TOLD])
    if len(refused) > _MOST_TOLD:
        error += f" 等 {len(refused)} 份没有导入。"
    data = {
        "ok": not refused,
        "records": [
            {
                "accepted": outcome.accepted,
                "form": outcome.form,
                "id": outcome.record_id,
                "message": outcome.message,
                "is_new": outcome.is_new,
                "same_as": outcome.same_as,
                "same_in": outcome.same_in,
                "fields": [_reading_data(each) for each in outcome.readings],
                "unread": list(outcome.unread),
            }
            for outcome in outcomes
            if not outcome.is_notice
        ],
        "replies": replies_data(outcomes),
        "notices": [outcome.message for outcome in outcomes if outcome.is_file_notice],
        "sheets": [_sheet_data(outcome.sheet) for outcome in outcomes if outcome.sheet],
    }
    lines = [
        line
        for outcome in outcomes
        if outcome.accepted
        for line in (outcome.message, *_field_lines(outcome))
    ]
    if left_out := sum(outcome.left_out is not None for outcome in outcomes):
        lines.append(
            f"{left_out} 份内容与已有的完全相同，没有再导入；确实要再导入一份，请加上 --again。"
        )
    return Answer(lines, data, BAD_INPUT if refused else DONE, error=error)


def _field_lines(outcome: ImportOutcome) -> list[str]:
    """A line for each field of a form that was read; a table's row has told all in its own."""
    is_told = outcome.is_row or not outcome.is_new
    return [] if is_told else lines_of(outcome.readings)


def _sheet_data(report: SheetReport) -> dict[str, object]:
    """What became of a sheet of a table; rows count from 1."""
    return {
        "sheet": report.sheet,
        "form": report.form,
        "heading_row": report.heading_row,
        "units": report.units,
        "columns": [{"heading": each.heading, "field": each.field} for each in report.columns],
        "passed": [{"row": row, "reason": reason.value} for row, reason in report.passed],
        "notices": list(report.notices),
    }


def _reading_data(each: FieldReading) -> dict[str, object]:
    """How a field of a form filled in elsewhere came in."""
    return {
        "field": each.field,
        "label": each.label,
        "reading": each.reading.value,
        "text": each.text,
        "note": each.note,
    }


def _template(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    if arguments.output.suffix.lower() != ".xlsx":
        raise InputError("空白导入表是 Excel 工作簿，文件名请以 .xlsx 结尾。")
    forms = [chosen_form(ws, arguments.form)] if arguments.form else list(ws.campaign.forms)
    save_template(ws, arguments.output, forms)
    line = f"已存空白导入表：{arguments.output}（{'、'.join(form.number for form in forms)}）"
    data = {
        "ok": True,
        "file": str(arguments.output),
        "forms": [form.id for form in forms],
    }
    return Answer([line], data)


def _list(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    records = chosen_records(ws, arguments.form)
    marks, today = standing_marks(ws), ws.clock().date()
    lines = [
        f"{form_of(ws, record).number}  {record.id}  "
        f"{STAGE_NAMES[record.stage]}  {_name(ws, record)}{mark_words(marks.get(record.id), today)}"
        for record in records
    ]
    broken = [
        each for each in damaged.damaged(ws) if not arguments.form or each.form == arguments.form
    ]
    lines += [f"已损坏  {each.id}  {damaged.title_of(ws, each)}" for each in broken]
    prints = prints_of_all(ws)
    data = {
        "ok": True,
        "records": [
            listed_data(ws, record)
            | mark_data(marks.get(record.id))
            | {"prints": prints_data(prints.get(record.id, ()))}
            for record in records
        ],
        "damaged": [_damaged_data(ws, each) for each in broken],
    }
    return Answer(lines or ["还没有申报表。"], data)


def _check(ws: Workspace, _arguments: argparse.Namespace) -> Answer:
    records = ws.store.records(campaign=ws.campaign.id)
    lines: list[str] = []
    found: list[Finding] = []
    for record in records:
        pages_count = pages.page_count(ws, record)
        findings = checking.record_findings(ws, record, pages_count)
        found += findings
        if findings:
            lines.append(f"{form_of(ws, record).number}“{_name(ws, record)}”：")
            lines += [f"  {finding_line(finding)}" for finding in findings]
    whole = checking.submission_findings(ws, kept_explanation(ws))
    if whole:
        lines += ["整个报送：", *(f"  {finding_line(finding)}" for finding in whole)]
    found += whole
    overview = overview_of(ws, ws.clock().date())
    lines += submission_lines(overview)
    open_points = [finding for finding in found if finding.blocks]
    lines.append(f"{len(records)} 份申报表，{len(open_points)} 处必须改或须写明原因。")
    data = {
        "ok": not open_points,
        "findings": [finding_data(finding) for finding in found],
        "quotas": [
            {"name": each.quota.name, "units": each.count, "final": each.final}
            for each in overview.quotas
        ],
        "submission": submission_data(overview),
    }
    return Answer(lines, data, FINDINGS if open_points else DONE)


_COMMANDS: Mapping[str, Callable[[Workspace, argparse.Namespace], Answer]] = {
    "profile": _profile,
    "import": _import,
    "template": _template,
    "list": _list,
    "check": _check,
    "print": print_,
    "export": export,
    "verify": verify,
    "campaigns": campaigns,
    "roster": roster,
    "offices": offices,
    "receive": receive,
    "received": received,
    "summary": summary,
    "return": return_,
    "accept": accept,
    "note": note,
    "paper": paper,
    "pairs": pairs,
    "backup": backup,
    "restore": restore,
    "backups": backups,
    "history": history,
    "reopen": reopen,
    "bin": bin_,
}


def _name(ws: Workspace, record: Record) -> str:
    return name_of(form_of(ws, record), record)


def _damaged_data(ws: Workspace, each: damaged.DamagedRecord) -> dict[str, object]:
    """With the last version that can be read, ``None`` where there is none."""
    good = each.last_good
    return {
        "id": each.id,
        "form": each.form,
        "name": damaged.title_of(ws, each),
        "last_good": None if good is None else dict(good.values),
    }
