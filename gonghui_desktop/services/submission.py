"""Exporting the submission package and checking one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.submission import (
    MOST_RECORDS,
    Submission,
    new_submission,
)
from gonghui_desktop.fileio import atomic_replace
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.services.checking import quota_standing, record_findings, submission_findings
from gonghui_desktop.services.editions import (
    form_of,
    is_exportable,
    move_to_current,
)
from gonghui_desktop.services.package_files import PRINTER_VERSION, Progress, package_file
from gonghui_desktop.services.records import BlockedError, blocked_message
from gonghui_desktop.services.safekeeping.damaged import damaged, title_of
from gonghui_desktop.services.stages import missing_on_paper
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import ExportedPackage

__all__ = [
    "ExportState",
    "Progress",
    "Submission",
    "export_package",
    "export_state",
]


@dataclass(frozen=True)
class ExportState:
    """What stands between the records and a package.

    Attributes:
        blocking: findings of records that must be mended or explained first.
        doubtful: 核实 findings of the submission that want the clerk's explanation.
        advice: 提示 findings of the submission, such as that records are left out.
        drafts: how many records would become final.
        standing: what counts for each quota, a sentence each.
        phrases: ready reasons for what is doubtful.
        paper: a sentence about forms that were not printed or stamped yet; empty for none.
    """

    blocking: tuple[Finding, ...]
    doubtful: tuple[Finding, ...]
    advice: tuple[Finding, ...] = ()
    drafts: int = 0
    standing: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    paper: str = ""


def export_state(ws: Workspace) -> ExportState:
    """Checks every record and the submission, without changing anything."""
    records = exportable(ws)
    return replace(_state_of(ws, records), paper=missing_on_paper(ws, records))


def _state_of(ws: Workspace, records: Sequence[Record]) -> ExportState:
    drafts = [record for record in records if record.state is RecordState.DRAFT]
    findings = submission_findings(ws)
    return ExportState(
        blocking=_blocking(ws, drafts),
        doubtful=tuple(each for each in findings if each.severity is Severity.VERIFY),
        advice=tuple(each for each in findings if each.severity is Severity.ADVICE),
        drafts=len(drafts),
        standing=quota_standing(ws),
        phrases=ws.campaign.phrases,
    )


def _blocking(ws: Workspace, drafts: Sequence[Record]) -> tuple[Finding, ...]:
    return tuple(
        finding for record in drafts for finding in record_findings(ws, record) if finding.blocks
    )


def exportable(ws: Workspace) -> list[Record]:
    """The campaign's records that a package would hold."""
    stored = ws.reader.records(campaign=ws.campaign.id)
    return [record for record in stored if is_exportable(ws, record)]


def check_count(records: Sequence[Record]) -> None:
    """Counts the records before anything is made of them.

    Raises:
        InputError: there is none, or more than a package holds.
    """
    if not records:
        raise InputError("还没有申报表，请先填写再导出。")
    if len(records) > MOST_RECORDS:
        raise InputError(
            f"一个报送包最多放 {MOST_RECORDS} 份申报表，现在有 {len(records)} 份，"
            "请先删去不上报的再导出。"
        )


def export_package(
    ws: Workspace,
    path: Path,
    explanation: str = "",
    progress: Progress = lambda _done, _all: None,
) -> Submission:
    """Writes the package of all records and makes them final in the act.

    Nothing is made final unless the whole package lies on the disk, and the package takes its
    name only when everything in it is final. A package that differs from the one before is the
    next revision and names what it supersedes; the same contents make the same package again.

    Args:
        ws: the workspace.
        path: the ZIP file to write.
        explanation: why the submission's own 核实 findings stand (quotas), may be empty where
            there is none; a record's findings have reasons of their own.
        progress: told after each record.

    Raises:
        InputError: there is no reporter or no record, or more than a package holds.
        BlockedError: a finding stands; the sentence names the records.
        FileError: the file cannot be written.
        StoreError: the records cannot be made final.
    """
    checked = exportable(ws)
    profile = _ready(ws, checked, explanation)
    records = _moved(ws, checked)
    now = datetime.now(UTC)
    finals = [_as_final(record, now) for record in records]
    last = ws.store.last_package(ws.campaign.id)
    submission = _next_submission(ws, profile, finals, explanation, last)
    package = package_file(ws, submission, progress)
    exported = ExportedPackage(
        submission.package, submission.campaign, submission.revision, submission.supersedes
    )
    with atomic_replace(path, package):
        ws.store.finalise(
            [record.id for record in records],
            now,
            unchanged=records,
            package=None if exported == last else exported,
            submitted=True,
        )
    return submission


def _ready(ws: Workspace, records: Sequence[Record], explanation: str) -> Profile:
    """Raises unless a package can be made now; see :func:`export_package`."""
    profile = ws.store.profile()
    if profile is None:
        raise InputError("还没有填写上报单位，请先填写上报单位再导出。")
    check_count(records)
    stored = ws.reader.records(campaign=ws.campaign.id)
    broken = {record.form for record in stored if not is_exportable(ws, record)}
    if broken & set(ws.campaign.broken):
        raise InputError(f"有的申报表现在放不进报送包，修好之后再导出：{ws.campaign.faults[0]}")
    if unreadable := damaged(ws):
        names = "、".join(title_of(ws, each) for each in unreadable)
        raise InputError(f"有的申报表已损坏，放不进报送包，请先恢复备份或修复：{names}。")
    state = _state_of(ws, records)
    if state.blocking:
        raise BlockedError(blocked_message(ws, records, state.blocking), state.blocking)
    if state.doubtful and (fault := fault_of_reason(explanation)):
        points = " ".join(finding.message for finding in state.doubtful)
        raise BlockedError(f"还不能导出，{fault.removesuffix('。')}：{points}", state.doubtful)
    return profile


def _moved(ws: Workspace, checked: Sequence[Record]) -> list[Record]:
    """The records in the editions that they go out with.

    Raises:
        BlockedError: another writer changed one on the way, so that a finding stands now.
    """
    records = [move_to_current(ws, record) for record in checked]
    moved = [new for new, old in zip(records, checked, strict=True) if new != old]
    if blocking := _blocking(ws, moved):
        raise BlockedError(blocked_message(ws, moved, blocking), blocking)
    return records


def _next_submission(
    ws: Workspace,
    profile: Profile,
    finals: Sequence[Record],
    explanation: str,
    last: ExportedPackage | None,
) -> Submission:
    """The last package again if nothing in it has changed, otherwise the one after it."""
    make = partial(
        new_submission,
        ws.campaign,
        profile,
        finals,
        forms={record.edition: form_of(ws, record) for record in finals},
        findings=[finding for record in finals for finding in record_findings(ws, record)],
        submission_findings=submission_findings(ws, explanation),
        explanation=explanation,
        printer=PRINTER_VERSION,
    )
    if last is None:
        return make()
    again = make(revision=last.revision, supersedes=last.supersedes)
    if again.package == last.package:
        return again
    return make(revision=last.revision + 1, supersedes=last.package)


def _as_final(record: Record, now: datetime) -> Record:
    if record.state is RecordState.FINAL:
        return record
    return replace(record, state=RecordState.FINAL, changed_at=now)
