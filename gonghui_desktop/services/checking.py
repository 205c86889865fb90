"""Findings of the stored records and of the submission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.campaigns.quotas import QuotaState, quota_states
from gonghui_desktop.model.checks import (
    check_record,
    check_submission,
)
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.entry import of_form
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.units.alike import ALONE, Alike
from gonghui_desktop.services.editions import as_current, form_of, is_exportable
from gonghui_desktop.services.workspace import Workspace


def record_findings(ws: Workspace, record: Record, pages: int = 1) -> tuple[Finding, ...]:
    """Findings of one record; ``pages`` is the number of pages it takes, where known."""
    form = form_of(ws, record)
    current = as_current(ws, record)
    missing = ws.printer.missing_characters(form, current.values)
    return check_record(form, current, missing, pages, alike_of(ws, current))


def alike_of(ws: Workspace, record: Record) -> Alike:
    """What a record of the campaign has in common with others of it, and with the roster."""
    if record.campaign != ws.campaign.id or not ws.campaign.has_form(record.form):
        return ALONE
    form = form_of(ws, record)
    barred = ws.barred.barred(ws, record.value(form.name_field))
    return replace(ws.alike.alike(ws, form, record), barred=barred)


def room_left(ws: Workspace, record: Record) -> dict[str, int]:
    """Characters that still fit on one page, per long printed field; 0 beyond it."""
    form = form_of(ws, record)
    return {
        field.id: ws.printer.room_left(form, record.values, field.id)
        for field in form.fields
        if field.printed and field.type.is_long
    }


def submission_findings(
    ws: Workspace, explanation: str = "", counted: Sequence[Record] | None = None
) -> tuple[Finding, ...]:
    """Findings of the whole submission: reporter, quotas, records that no package can hold.

    Args:
        ws: the workspace.
        explanation: why its 核实 findings stand.
        counted: see :func:`counted_records`; read if left out.
    """
    records = counted_records(ws) if counted is None else counted
    pairs = ws.alike.pairs(ws)
    findings = check_submission(ws.campaign, ws.reader.profile(), records, explanation, pairs)
    left_out = sum(not is_exportable(ws, record) for record in records)
    if not left_out:
        return findings
    message = f"有 {left_out} 份申报表的表样不能使用或已是往届，不会放入报送包。"
    return (*findings, Finding(Severity.ADVICE, message))


def reporter_quotas(
    ws: Workspace, counted: Sequence[Record] | None = None
) -> tuple[QuotaState, ...]:
    """The reporter's quotas as they stand; none for a unit, and while nobody said who reports.

    Args:
        ws: the workspace.
        counted: see :func:`counted_records`; read if left out.
    """
    reporter = _reporter(ws)
    if reporter is None:
        return ()
    records = counted_records(ws) if counted is None else counted
    return quota_states(ws.campaign, reporter, records, ws.alike.pairs(ws).decided)


def quota_summary(ws: Workspace) -> str:
    """The state of the quotas in a few words, such as ``还差 1 个非公企业典型``."""
    return summary_of(ws, reporter_quotas(ws))


def summary_of(ws: Workspace, states: Sequence[QuotaState]) -> str:
    """The state of quotas in a few words; see :func:`quota_summary`."""
    if not states:
        profile = ws.reader.profile()
        is_known = profile is not None and ws.campaign.office(profile.kind) is not None
        return "" if ws.is_past or is_known else "未填上报单位"
    open_points = [state.sentence for state in states if state.sentence]
    if open_points:
        return "，".join(open_points)
    units = states[0]  # the first quota is the one of all units
    return f"名额已满足：已定稿 {units.final}，草稿 {units.count - units.final}"


def short_summary_of(ws: Workspace, states: Sequence[QuotaState]) -> str:
    """The same in fewer words where there are any: ``名额还差 2 项``, ``名额已满足``."""
    open_points = [state for state in states if state.sentence]
    if len(open_points) > 1:
        if all(state.missing for state in open_points):
            return f"名额还差 {len(open_points)} 项"
        return f"名额有 {len(open_points)} 项不符"
    return summary_of(ws, states).partition("：")[0]


def quota_standing(ws: Workspace) -> tuple[str, ...]:
    """What counts for each quota, such as ``5 个典型单位：已定稿 2，草稿 3``."""
    return tuple(state.standing for state in reporter_quotas(ws))


def deadline_summary(ws: Workspace, today: date) -> str:
    """How long until the deadline, such as ``距截止 12 天``; or that the campaign is past."""
    if ws.is_past:
        known = ws.campaign.deadline != date.min
        return f"往届，已于 {written_date(ws.campaign.deadline)} 截止" if known else "往届"
    days = (ws.campaign.deadline - today).days
    if days > 0:
        return f"距截止 {days} 天"
    return "今天截止" if days == 0 else f"已于 {written_date(ws.campaign.deadline)} 截止"


def _reporter(ws: Workspace) -> ReporterKind | None:
    """The kind of the reporting office, where the campaign knows it."""
    profile = ws.reader.profile()
    return ws.campaign.reporter(profile.kind) if profile else None


def counted_records(ws: Workspace, stored: Iterable[Record] | None = None) -> list[Record]:
    """The campaign's records as they count: in their edition, without values of other editions.

    Args:
        ws: the workspace.
        stored: the records as they are stored; read if left out.
    """
    if stored is None:
        stored = ws.reader.records(campaign=ws.campaign.id)
    return [of_form(form_of(ws, record), as_current(ws, record)) for record in stored]
