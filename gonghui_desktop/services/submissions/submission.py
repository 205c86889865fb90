"""Exporting the submission package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.submission import Submission, new_submission
from gonghui_desktop.exchange.package.submission_json import is_too_long
from gonghui_desktop.fileio import atomic_replace, read_limited
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.services.checking import record_findings, submission_findings
from gonghui_desktop.services.editions import form_of, move_to_current
from gonghui_desktop.services.records import BlockedError, blocked_message
from gonghui_desktop.services.safekeeping.damaged import damaged
from gonghui_desktop.services.submissions.export_state import (
    EXPLANATION,
    ExportState,
    blocking_findings,
    explanation_setting,
    export_state,
    exportable,
)
from gonghui_desktop.services.submissions.package_files import (
    PRINTER_VERSION,
    Progress,
    package_file,
)
from gonghui_desktop.services.submissions.sent_packages import (
    Changes,
    SentPackage,
    changes_since,
    continued,
    forgetting,
    last_sent,
    note_of,
    place_setting,
)
from gonghui_desktop.services.submissions.verifying import Verified, verify_own
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import as_final
from gonghui_desktop.store.values import ExportedPackage, refuse_unstorable

_TOO_MUCH = ("S14", "D08")
"""Codes by which a package is refused that is larger than a receiver looks through."""


@dataclass(frozen=True)
class Exported:
    """A package that was written, read back and verified.

    Attributes:
        submission: what is in it.
        path: the file.
        size: its bytes.
        verified: what was found when it was read back.
        last: the package that it replaces; ``None`` for the first, and for the same one again.
        changes: what differs from that one; ``None`` where nobody knows.
    """

    submission: Submission
    path: Path
    size: int
    verified: Verified
    last: SentPackage | None
    changes: Changes | None

    @property
    def code(self) -> str:
        """Of the package, as its cover sheet shows it."""
        return self.verified.code

    @property
    def papers(self) -> tuple[bytes, ...]:
        """The papers of the package itself, PDFs: its cover sheet and its summary."""
        package = self.verified.package
        return tuple(filter(None, (package.cover_pdf, package.summary_pdf)))


def export_package(
    ws: Workspace,
    path: Path,
    explanation: str = "",
    progress: Progress = lambda _done, _all: None,
) -> Exported:
    """Writes the package of all records and makes them final in the act.

    Nothing is made final unless the whole package lies on the disk, was read back from there and
    passed every check of a receiver; it takes its name only when everything in it is final. A
    package that differs from the one before is the next revision and names what it supersedes;
    the same contents make the same package again.

    Args:
        ws: the workspace.
        path: the ZIP file to write.
        explanation: why the submission's own 核实 findings stand (quotas); where there is none,
            it is left out. A record's findings have reasons of their own.
        progress: told after each record that was printed, and that was verified.

    Raises:
        InputError: there is no reporter or no record, more than a package holds, or an explanation
            that cannot be stored.
        BlockedError: a finding stands; the sentence names the records.
        FileError: the file cannot be written.
        PackageError: what was read back does not pass.
        StoreError: the records cannot be made final.
    """
    checked = exportable(ws)
    state, profile = _ready(ws, explanation)
    if not state.doubtful:
        explanation = ""  # an answer that nobody asked for would puzzle whoever reads the summary
    records = _moved(ws, checked, state.last)
    now = ws.now
    numbered = continued(ws, state.last, records)
    finals = [
        as_final(each, now, numbered.get(each.id)) if each.state is RecordState.DRAFT else each
        for each in records
    ]
    submission = _next_submission(ws, profile, finals, explanation, state.last)
    is_new = state.last is None or state.last.package != submission.package
    steps = 2 * len(finals)
    package = _made(ws, submission, lambda done, _all: progress(done, steps))
    with atomic_replace(path, package) as written:
        verified = _read_back(ws, written, len(package), progress)
        ws.store.finalise(
            [record.id for record in records],
            now,
            unchanged=records,
            package=_entry(submission) if is_new else None,
            submitted=True,
            numbered=numbered,
            settings={
                **place_setting(submission, path),
                **(_notes(ws, submission, now.astimezone().date()) if is_new else {}),
            },
        )
    last = state.last if is_new else None
    changes = changes_since(ws, last, finals) if last is not None else None
    return Exported(submission, path, len(package), verified, last, changes)


def export_zero(
    ws: Workspace,
    path: Path,
    explanation: str,
    progress: Progress = lambda _done, _all: None,
) -> Exported:
    """Writes a package that declares that the office puts no unit forward (零报告).

    Its number goes on as that of any other; the same declaration is the same package again.

    Args:
        ws: the workspace.
        path: the ZIP file to write.
        explanation: why.
        progress: told when it is done.

    Raises:
        InputError: there is no reporter, or it fills in no forms; there are forms, or no reason.
        FileError: the file cannot be written.
        PackageError: what was read back does not pass.
        StoreError: it cannot be noted that it was exported.
    """
    profile = _zero_reporter(ws, explanation)
    now = ws.now
    today, last = now.astimezone().date(), last_sent(ws, profile.name)
    submission = _next_zero(ws, profile, explanation, today, last)
    is_new = last is None or last.package != submission.package
    package = _made(ws, submission, progress)
    with atomic_replace(path, package) as written:
        verified = _read_back(ws, written, len(package), progress)
        ws.store.finalise(
            (),
            now,
            package=_entry(submission) if is_new else None,
            settings={
                **place_setting(submission, path),
                **(_notes(ws, submission, today) if is_new else {}),
            },
        )
    last = last if is_new else None
    changes = changes_since(ws, last, ()) if last is not None else None
    return Exported(submission, path, len(package), verified, last, changes)


def who_may_report_zero(ws: Workspace) -> str:
    """Name of one's own office, where it has no form at all and may say so; else nothing."""
    profile = ws.reader.profile()
    if profile is None or ws.campaign.only_receives(profile) or ws.is_past:
        return ""
    return "" if ws.reader.records(campaign=ws.campaign.id) or damaged(ws) else profile.name


def _zero_reporter(ws: Workspace, explanation: str) -> Profile:
    """Who declares it; see :func:`export_zero` for what it raises."""
    refuse_unstorable({EXPLANATION: explanation})
    profile = ws.store.profile()
    if profile is None:
        raise InputError("还没有填写上报单位，请先填写上报单位再导出。")
    if ws.campaign.only_receives(profile):
        raise InputError(f"{profile.name}自己不填申报表，不用作零报告。")
    count = len(ws.store.records(campaign=ws.campaign.id)) + len(damaged(ws))
    if count:
        raise InputError(
            f"已有 {count} 份申报表，不能作零报告；确实没有要报的，请先删去这些申报表再导出。"
        )
    if fault := fault_of_reason(explanation):
        raise InputError(f"零报告要写明为什么没有要报的：{fault}")
    return profile


def _next_zero(
    ws: Workspace, profile: Profile, explanation: str, today: date, last: SentPackage | None
) -> Submission:
    """The last package again if it says the same, otherwise the one after it."""
    make = partial(
        new_submission,
        ws.campaign,
        profile,
        (),
        submission_findings=submission_findings(ws, explanation),
        explanation=explanation,
        printer=PRINTER_VERSION,
    )
    if last is None:
        return make(zero_on=today)
    again = make(zero_on=last.day, revision=last.revision, supersedes=last.supersedes)
    if again.package == last.package:
        return again
    return make(zero_on=today, revision=last.revision + 1, supersedes=last.package)


def _made(ws: Workspace, submission: Submission, progress: Progress) -> bytes:
    """The package, in memory.

    Raises:
        InputError: there is more text in it than any receiver takes.
        PackageError: no receiver would take it.
    """
    too_long = "申报表的文字太多，一个报送包放不下，没有导出，请把文字最多的几份删短再导出。"
    if is_too_long(submission):  # before all is printed
        raise InputError(too_long)
    try:
        return package_file(ws, submission, progress)
    except PackageError as error:
        if error.code in _TOO_MUCH:
            raise InputError(too_long) from error
        raise


def _read_back(ws: Workspace, written: Path, size: int, progress: Progress) -> Verified:
    """Checks the file on the disk as its receiver will.

    Raises:
        PackageError: it does not pass.
    """
    data = read_limited(written, size)
    try:
        return verify_own(ws, data, lambda done, all_: progress(all_ + done, 2 * all_))
    except PackageError as error:
        reason = str(error).removesuffix(f"（代码 {error.code}）").removesuffix("。")
        sentence = f"报送包写好后读回核验没有通过，没有保存，请换一个磁盘再导出：{reason}。"
        raise PackageError(error.code, sentence) from error


def _notes(ws: Workspace, submission: Submission, day: date) -> dict[str, str]:
    """What is kept with the entry of a new package: what was in it, and why it is as it is.

    What was in those before the last one is forgotten.
    """
    notes = {**dict([note_of(submission, day)]), **forgetting(ws, submission)}
    if submission.explanation:
        notes |= explanation_setting(ws, submission.explanation)
    return notes


def _entry(submission: Submission) -> ExportedPackage:
    return ExportedPackage(
        submission.package, submission.campaign, submission.revision, submission.supersedes
    )


def _ready(ws: Workspace, explanation: str) -> tuple[ExportState, Profile]:
    """What is to be exported, and by whom; see :func:`export_package` for what it raises."""
    refuse_unstorable({EXPLANATION: explanation})
    profile = ws.store.profile()
    if profile is None:
        raise InputError("还没有填写上报单位，请先填写上报单位再导出。")
    state = export_state(ws)
    if state.surplus:
        raise InputError(state.surplus_words)
    if state.blocking:
        message = blocked_message(ws, exportable(ws), state.blocking)
        raise BlockedError(message, state.blocking)
    if state.doubtful and (fault := fault_of_reason(explanation)):
        points = " ".join(finding.message for finding in state.doubtful)
        raise BlockedError(f"还不能导出，{fault.removesuffix('。')}：{points}", state.doubtful)
    return state, profile


def _moved(ws: Workspace, checked: Sequence[Record], last: SentPackage | None) -> list[Record]:
    """The records in the editions that they go out with.

    Raises:
        BlockedError: another writer changed one on the way, so that a finding stands now.
    """
    records = [move_to_current(ws, record) for record in checked]
    moved = [new for new, old in zip(records, checked, strict=True) if new != old]
    if blocking := blocking_findings(ws, moved, last):
        raise BlockedError(blocked_message(ws, moved, blocking), blocking)
    return records


def _next_submission(
    ws: Workspace,
    profile: Profile,
    finals: Sequence[Record],
    explanation: str,
    last: SentPackage | None,
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
