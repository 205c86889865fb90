"""Checking a report from outside: each package in it as one that came by itself, then the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.importer import refuse_other
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.package_job import (
    LARGEST_PACKAGE,
    limits_within,
    read_any_in_child,
    read_in_child,
)
from gonghui_desktop.exchange.package.report import ReceivedReport
from gonghui_desktop.exchange.package.report_data import EnclosedPackage, Report, put_forward
from gonghui_desktop.exchange.package.submission import ReceivedPackage, Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.checks import check_submission
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.receiving.arrivals.one_ahead import one_ahead
from gonghui_desktop.services.submissions.doubts import doubts_of, first_doubts
from gonghui_desktop.services.submissions.package_files import Progress
from gonghui_desktop.services.submissions.verifying import (
    BY_COVER,
    HIGHEST_REVISION,
    Checked,
    Verified,
    index_of,
    passed_over,
    verify_read,
)
from gonghui_desktop.services.workspace import Workspace

_CHECKED = "所附 {} 个报送包各自核验过，列出的申报表与它们里面的相同"
_PAPERS = "汇总表的内容、报送单的样子（没有与本程序做的比对）"
_SEND_AGAIN = "请让上报单位核对后重新导出"


@dataclass(frozen=True)
class Inside:
    """A package of a report that has passed every check.

    Attributes:
        submission: what is in it.
        findings: our own.
        doubts: what a person should look at, a sentence each.
    """

    submission: Submission
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VerifiedReport(Checked):
    """A report that is whole, and what was found in it; doubts about its packages stand there.

    Attributes:
        package: its contents.
        submission: what it puts forward, as the office's own.
        inside: digest of each package in it to what was found there.
    """

    package: ReceivedReport
    submission: Submission
    inside: Mapping[str, Inside]

    @property
    def report(self) -> Report:
        """The package's data."""
        return self.package.report


def verify_any(
    ws: Workspace,
    path: Path,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
) -> Verified | VerifiedReport:
    """Checks a submission or a report in full.

    Args:
        ws: the workspace.
        path: the file.
        progress: told of what was looked at; what it raises ends the work.
        cancelled: asked many times a second while a child reads; ``True`` ends that.

    Raises:
        FileError: the file cannot be read.
        InputError: it is no ZIP file at all, or an office document, or it was cancelled.
        PackageError: it fails a check, or is a return or a receipt (``S04``).
    """
    ws.readers.prepare()
    data = read_limited(path, LARGEST_PACKAGE)
    refuse_other(data, path.name)
    package = read_any_in_child(data, known_forms(ws), ws.readers, cancelled)
    if isinstance(package, Reply):
        kind = PackageKind(package.kind)
        raise PackageError("S04", f"这是{kind.label}，不是上报用的报送包，{kind.remedy}。")
    if isinstance(package, ReceivedReport):
        return verify_report(ws, package, progress, cancelled)
    return verify_read(ws, package, progress)


def verify_report(
    ws: Workspace,
    package: ReceivedReport,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
) -> VerifiedReport:
    """Checks a report in full.

    Args:
        ws: the workspace.
        package: as a child has read it.
        progress: told after each package in it; what it raises ends the work.
        cancelled: asked many times a second while a child reads; ``True`` ends that.

    Raises:
        InputError: it was cancelled, or a package in it was not read to its end.
        PackageError: a package in it fails a check, with the code of that; or a record is not in
            its package as the report says (``H08``).
    """
    report = package.report
    if report.revision > HIGHEST_REVISION:
        raise PackageError(
            "S13", f"汇总上报包的次数 {report.revision} 不像真的，请勿接收，{_SEND_AGAIN}。"
        )
    inside: dict[str, Inside] = {}
    read = partial(_read, ws, package, cancelled)
    with closing(one_ahead(read, report.packages)) as packages:
        progress(0, len(report.packages))
        for each, one in zip(report.packages, packages, strict=True):
            with _told_of(each):
                verified = verify_read(ws, one, lambda _done, _all: None)
            inside[each.digest] = Inside(verified.submission, verified.findings, verified.told)
            progress(len(inside), len(report.packages))
    submission = put_forward(report, {key: each.submission for key, each in inside.items()})
    campaign = ws.campaign if ws.campaign.id == report.campaign else None
    findings = (*_of_records(submission, inside), *findings_of_all(campaign, submission))
    code = check_code(package.fingerprint)
    return VerifiedReport(
        package=package,
        submission=submission,
        inside=inside,
        findings=findings,
        doubts=first_doubts(
            (
                *doubts_of(submission, [each for each in findings if not each.record_id], ws.now),
                *_further(campaign, submission),
                *_of_packages(inside.values()),
            )
        ),
        checked=("文件齐全，与清单一致", _CHECKED.format(len(inside))),
        unchecked=(_PAPERS, *passed_over(package.litter), BY_COVER.format(code)),
        code=code,
    )


def _read(
    ws: Workspace,
    package: ReceivedReport,
    cancelled: Callable[[], bool],
    enclosed: EnclosedPackage,
) -> ReceivedPackage:
    """A package of the report, read as if it had come by itself, with limits of its own."""
    data = package.packages[enclosed.digest]
    with _told_of(enclosed):
        return read_in_child(data, known_forms(ws), ws.readers, cancelled, limits_within(len(data)))


@contextmanager
def _told_of(enclosed: EnclosedPackage) -> Iterator[None]:
    """Says of a fault which package of the report has it."""
    try:
        yield
    except PackageError as error:
        reason = str(error).removesuffix(f"（代码 {error.code}）").removesuffix("。")
        raise PackageError(error.code, _in_package(enclosed, reason)) from error
    except ConfinedError as error:
        if error.reason is Reason.CANCELLED:
            raise
        sentence = _in_package(enclosed, str(error).removesuffix("。"))
        raise ConfinedError(error.reason, sentence) from error
    except InputError as error:
        raise InputError(_in_package(enclosed, str(error).removesuffix("。"))) from error


def _in_package(enclosed: EnclosedPackage, reason: str) -> str:
    office = in_sentence(enclosed.office)
    return f"汇总上报包里“{office}”的报送包没有通过核验：{reason}。"


def _of_records(submission: Submission, inside: Mapping[str, Inside]) -> Iterator[Finding]:
    """What was found in the records that go further, in the packages' order."""
    ids = {record.id for record in submission.records}
    for each in inside.values():
        yield from (finding for finding in each.findings if finding.record_id in ids)


def findings_of_all(campaign: Campaign | None, submission: Submission) -> tuple[Finding, ...]:
    """What is to be said of all that a report puts forward, such as a unit of two offices."""
    if campaign is None:
        return ()
    known = [each for each in submission.records if campaign.has_form(each.form)]
    index = index_of(campaign, submission)
    return check_submission(
        campaign, submission.reporter, known, submission.explanation, index.pairs_among()
    )


def _further(campaign: Campaign | None, submission: Submission) -> Iterator[str]:
    """A sentence about each form that should not have come so far up."""
    kind = campaign.office(submission.reporter.kind) if campaign is not None else None
    if kind is None:
        return
    numbers = {
        submission.form_of(each).number: None
        for each in submission.records
        if each.form not in kind.forms
    }
    for number in numbers:
        yield f"{kind.name}不上报{in_sentence(number)}，汇总上报包里有，请与上报单位核对。"


def _of_packages(inside: Iterable[Inside]) -> Iterator[str]:
    """A sentence about what is to be looked at in the packages, where there is anything."""
    doubtful = [each for each in inside if each.doubts]
    if doubtful:
        places = sum(len(each.doubts) for each in doubtful)
        yield f"所附的报送包里，{len(doubtful)} 个有 {places} 处要核实，请打开那一家查看。"
