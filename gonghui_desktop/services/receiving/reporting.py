"""Reporting further (上报): what an office that only passes on has accepted, as one package.

The records go up unchanged, each in the very package that it came in. What is not accepted, and
what is on forms that do not go further, stays, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.report import (
    ReceivedReport,
    read_report,
    summaries_of,
    write_report,
)
from gonghui_desktop.exchange.package.report_data import Report, put_forward
from gonghui_desktop.exchange.package.report_json import is_too_long
from gonghui_desktop.exchange.package.submission import Submission, received
from gonghui_desktop.exchange.package.zip_reader import LARGEST_ENTRY
from gonghui_desktop.fileio import atomic_replace, read_limited
from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.dates import day_in_china
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.receiving.report_state import (
    Going,
    ReportState,
    contents_of,
    report_of,
    report_state,
    which,
)
from gonghui_desktop.services.receiving.summary.summing_up import (
    campaign_summary,
    summary_pdf,
    summary_xlsx,
)
from gonghui_desktop.services.records import BlockedError
from gonghui_desktop.services.settings import setting
from gonghui_desktop.services.submissions.export_state import EXPLANATION, explanation_setting
from gonghui_desktop.services.submissions.handing_in import Handover, facts_of
from gonghui_desktop.services.submissions.package_files import (
    Progress,
    report_cover_file,
)
from gonghui_desktop.services.submissions.sent_packages import (
    Changes,
    SentPackage,
    forgetting,
    note_of,
    place_setting,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving import package_files
from gonghui_desktop.store.values import ExportedPackage, refuse_unstorable

_MADE_AT = "report.made_at."


@dataclass(frozen=True)
class ExportedReport:
    """A report that was written and read back.

    Attributes:
        report: its data.
        submission: what it puts forward, as the office's own.
        package: as it was read back.
        path: the file.
        size: its bytes.
        staying: what did not go, a sentence each.
        unsettled: see :class:`.ReportState`.
        last: the report that it replaces; ``None`` for the first, and for the same one again.
        changes: what differs from that one; ``None`` where nobody knows.
    """

    report: Report
    submission: Submission
    package: ReceivedReport
    path: Path
    size: int
    staying: tuple[str, ...]
    unsettled: tuple[str, ...]
    last: SentPackage | None
    changes: Changes | None

    @property
    def code(self) -> str:
        """Of the package, as its cover sheet shows it."""
        return check_code(self.package.fingerprint)

    @property
    def papers(self) -> tuple[bytes, ...]:
        """The papers of the package itself, PDFs: its cover sheet and its summary."""
        return (self.package.cover_pdf, self.package.summary_pdf)


def export_report(
    ws: Workspace,
    path: Path,
    explanation: str = "",
    progress: Progress = lambda _done, _all: None,
) -> ExportedReport:
    """Writes the report of what was accepted, reads it back, and notes that it was made.

    One that differs from the one before is the next revision and names what it supersedes; the
    same contents make the same report again.

    Args:
        ws: the workspace.
        path: the ZIP file to write.
        explanation: why 核实 findings of the whole stand; where there is none, it is left out.
        progress: told as the packages are read.

    Raises:
        InputError: as :func:`report_state`; or something has to be done first.
        BlockedError: a finding of the whole stands without a reason.
        FileError: the file cannot be written.
        PackageError: what was read back does not pass.
        StoreError: it cannot be noted.
    """
    refuse_unstorable({EXPLANATION: explanation})
    state = report_state(ws)
    if state.blocking:
        raise InputError(" ".join(state.blocking))
    if not state.doubtful:
        explanation = ""
    elif fault := fault_of_reason(explanation):
        points = " ".join(finding.message for finding in state.doubtful)
        raise BlockedError(f"还不能导出，{fault.removesuffix('。')}：{points}", state.doubtful)
    made = _next_report(ws, state, explanation)
    report = made.report
    if is_too_long(report):
        raise InputError("要上报的申报表太多，一个汇总上报包放不下，没有导出。")
    files = _files(state.going, progress)
    submission = contents_of(ws, report, state.going)
    data = _written(ws, made, submission, files)
    is_new = state.last is None or state.last.package != report.package
    now = ws.now
    with atomic_replace(path, data) as written:
        package = _read_back(ws, written, len(data), submission)
        ws.store.finalise(
            (),
            now,
            package=_entry(report) if is_new else None,
            settings={
                **place_setting(submission, path),
                **(_notes(ws, report, submission, now) if is_new else {}),
            },
        )
    last = state.last if is_new else None
    changes = state.changes if last is not None else None
    left = state.staying, state.unsettled
    return ExportedReport(report, submission, package, path, len(data), *left, last, changes)


def report_handover(ws: Workspace, made: ExportedReport) -> Handover:
    """What is to be told of a report that was written."""
    above = ws.campaign.hands_in_to(made.report.reporter) or "上级"
    papers = (
        "汇总表、报送单：各 1 份，盖本单位的章",
        f"{len(made.report.records)} 份申报表：各单位盖过章的纸质表，份数按{above}的要求",
    )
    facts = (*facts_of(made), ("所附", f"{len(made.report.packages)} 个报送包，原样"))
    return Handover(facts, papers, (), PackageKind.REPORT.label)


@dataclass(frozen=True)
class _Made:
    """A report with its summary.

    Attributes:
        report: its data.
        xlsx: the summary as a spreadsheet.
        pdf: the summary as printed.
    """

    report: Report
    xlsx: bytes
    pdf: bytes


def _next_report(ws: Workspace, state: ReportState, explanation: str) -> _Made:
    """The last report again if nothing in it has changed, otherwise the one after it."""
    make = partial(_made, ws, state, explanation)
    last, made_at = state.last, max(each.accepted_at for each in state.going)
    if last is None:
        return make(made_at)
    before = setting(ws, _MADE_AT + last.package)
    then = datetime.fromisoformat(before) if before else made_at
    again = make(then, last.revision, last.supersedes)
    if again.report.package == last.package:  # accepted once more, which is no other report
        return again
    return make(made_at, last.revision + 1, last.package)


def _made(
    ws: Workspace,
    state: ReportState,
    explanation: str,
    made_at: datetime,
    revision: int = 1,
    supersedes: str = "",
) -> _Made:
    """A report of what goes, as it was at a moment."""
    kind = ws.campaign.office(state.office.kind)
    summary = campaign_summary(
        ws,
        {each.top for each in state.going},
        forms=kind.forms if kind is not None else (),
        made_on=day_in_china(made_at),
    )
    xlsx, pdf = summary_xlsx(ws, summary), summary_pdf(ws, summary)
    report = report_of(
        ws,
        state.office,
        state.going,
        made_at=made_at,
        summaries=summaries_of(xlsx, pdf),
        explanation=explanation,
        revision=revision,
        supersedes=supersedes,
    )
    return _Made(report, xlsx, pdf)


def _files(going: Sequence[Going], progress: Progress) -> dict[str, bytes]:
    """Digest to bytes of each package, as they were received.

    Raises:
        InputError: one is no longer what it was.
    """
    files = {}
    for number, each in enumerate(going):
        progress(number, len(going))
        path = each.look.path
        data = read_limited(path, LARGEST_ENTRY) if path is not None else b""
        if package_files.digest_of(data) != each.digest:
            raise InputError(
                f"{which(each.look)}的文件在数据文件夹里被改动过或已损坏，"
                "请让对方再发一次，重新接收后再导出。"
            )
        files[each.digest] = data
    progress(len(going), len(going))
    return files


def _written(
    ws: Workspace, made: _Made, submission: Submission, files: Mapping[str, bytes]
) -> bytes:
    """The package, in memory.

    Raises:
        PackageError: no receiver would take it.
    """
    return write_report(
        made.report,
        files,
        made.xlsx,
        made.pdf,
        partial(report_cover_file, ws.printer, ws.campaign, submission, len(files)),
    )


def _read_back(ws: Workspace, written: Path, size: int, submission: Submission) -> ReceivedReport:
    """Reads the file on the disk, with what is in its packages.

    Raises:
        PackageError: it does not pass, or puts something else forward.
    """
    try:
        package = read_report(read_limited(written, size))
        known, profile = known_forms(ws), load_profile()
        inside = {
            digest: received(read_bag(data, profile), known).submission
            for digest, data in package.packages.items()
        }
        if put_forward(package.report, inside) != submission:
            raise PackageError("H08", "写好的汇总上报包与收到的报送不一致。")
    except PackageError as error:
        reason = str(error).removesuffix(f"（代码 {error.code}）").removesuffix("。")
        sentence = f"汇总上报包写好后读回核验没有通过，没有保存：{reason}。"
        raise PackageError(error.code, sentence) from error
    return package


def _entry(report: Report) -> ExportedPackage:
    return ExportedPackage(report.package, report.campaign, report.revision, report.supersedes)


def _notes(ws: Workspace, report: Report, submission: Submission, now: datetime) -> dict[str, str]:
    """What is kept with the entry of a new report: what was in it, and when it was complete."""
    notes = {**dict([note_of(submission, now.astimezone().date())]), **forgetting(ws, submission)}
    if report.explanation:
        notes |= explanation_setting(ws, report.explanation)
    return notes | {_MADE_AT + report.package: report.made_at.isoformat()}
