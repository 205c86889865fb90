"""Checking a package from outside: what was checked, what was not, and what a person must look at.

The exchange reads it (archive, bag, data, texts of the pages). Here its records are checked as
ours are; its files are compared with ours in :mod:`.package_comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import PackageError, StoreError
from gonghui_desktop.exchange.package.importer import refuse_other
from gonghui_desktop.exchange.package.package_job import (
    LARGEST_PACKAGE,
    read_any_in_child,
    read_in_child,
    read_package,
)
from gonghui_desktop.exchange.package.submission import ReceivedPackage, Submission
from gonghui_desktop.exchange.package.submission_data import PROGRAM
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.checks import check_record, check_submission
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.model.units.roster import Barred, is_of_roster
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.submissions.doubts import counted, doubts_of, first_doubts, verdict_of
from gonghui_desktop.services.submissions.package_comparison import (
    SEND_AGAIN,
    compare_files,
    has_same_rules,
    title_in,
)
from gonghui_desktop.services.submissions.package_files import PRINTER_VERSION, Progress
from gonghui_desktop.services.units.alike import AlikeIndex
from gonghui_desktop.services.workspace import Workspace

HIGHEST_REVISION = 999
"""Of a record or package from outside: who takes it over must be able to go on counting."""
_MOST_NAMED = 3

_BY_PAPER = "是谁做的（文件里看不出来，以盖章的纸质表为准）"
BY_COVER = (
    "是谁做的（文件里看不出来，以盖章的报送单为准：上面的核对码应当是 {}；不同的不是这个文件，"
    "相同的请再对照纸上的内容）"
)
_WITHOUT_COVER = (
    "上报单位、联系人、名额说明和列出的问题（报送包里没有报送单，纸上没有整个文件的核对码，"
    "请与上报单位核对）"
)
_OLD_CODES = (
    "{} 份申报表里不印在纸上的内容：{}、说明和重新打开的原因"
    "（旧版校验码不包括这些，改动过也看不出来，请与上报单位核对）"
)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found in a package that is whole.

    Attributes:
        findings: our own of its records and of the whole; open ones are among the doubts.
        doubts: what a person must look at, a sentence each.
        checked: what was checked, a clause each.
        unchecked: what was not, and why, a clause each.
        code: of the package's fingerprint, as its cover sheet shows it; empty where it has none.
    """

    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    code: str

    @property
    def verdict(self) -> str:
        """All in a few words; nothing is called sound of which something could not be checked."""
        return verdict_of(self.doubts, self.unchecked)


@dataclass(frozen=True, kw_only=True)
class Verified(Checked):
    """A submission that is whole, and what was found in it.

    Attributes:
        package: its contents.
    """

    package: ReceivedPackage

    @property
    def submission(self) -> Submission:
        """The package's data."""
        return self.package.submission

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences for whoever takes the package in."""
        return (*self.doubts, *(f"没有核对：{each}。" for each in self.unchecked[:-1]))


def verify_package(
    ws: Workspace,
    path: Path,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
) -> Verified:
    """Checks a package in full.

    Args:
        ws: the workspace.
        path: the file.
        progress: told of every record that was looked at; what it raises ends the work.
        cancelled: asked many times a second while a child reads it; ``True`` ends that.

    Raises:
        FileError: the file cannot be read.
        InputError: the file is no ZIP file at all, or an office document, or it was cancelled.
        PackageError: the package fails a check; the sentence says which and what to do.
    """
    ws.readers.prepare()
    data = read_limited(path, LARGEST_PACKAGE)
    refuse_other(data, path.name)
    return verify(ws, data, progress, cancelled)


def reply_in_file(ws: Workspace, path: Path) -> Reply | None:
    """The return or receipt in a file, all checks of it passed; ``None`` for any other package.

    Raises:
        FileError, InputError, PackageError: as for :func:`verify_package`.
    """
    data = read_limited(path, LARGEST_PACKAGE)
    found = read_any_in_child(data, known_forms(ws), ws.readers)
    return found if isinstance(found, Reply) else None


def verify(
    ws: Workspace,
    data: bytes,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = never,
) -> Verified:
    """As :func:`verify_package`, of a file's bytes, which a child reads.

    Raises:
        InputError: this is no ZIP file at all, or it was cancelled.
        PackageError: it fails a check: those of reading it, impossible values in final records
            (``S12``), a revision that leaves no room (``S13``), or files other than we make of the
            same records (``D04`` to ``D06``).
    """
    return verify_read(ws, read_in_child(data, known_forms(ws), ws.readers, cancelled), progress)


def verify_own(
    ws: Workspace, data: bytes, progress: Progress = lambda _done, _all: None
) -> Verified:
    """As :func:`verify`, of a package that this program has just made: no child is needed.

    Raises:
        InputError, PackageError: as there.
    """
    return verify_read(ws, read_package(data, known_forms(ws)), progress)


def verify_read(ws: Workspace, package: ReceivedPackage, progress: Progress) -> Verified:
    """As :func:`verify`, of a package that a child has read already."""
    submission = package.submission
    _check_revisions(submission)
    campaign = _campaign(ws, submission)
    barred, by_roster, not_by_roster = _barred_in(ws, submission, progress)
    index = index_of(campaign, submission)
    of_records = tuple(_record_findings(ws, submission, index, barred, progress))
    of_all = _submission_findings(campaign, submission, index)
    checked, unchecked = compare_files(ws, package, campaign, progress)
    checked = [
        "文件齐全，与清单一致",
        f"{_codes_checked(submission)}，没有必须改的地方",
        *checked,
        *by_roster,
    ]
    if campaign is None:
        unchecked = ["名额和重复的单位（本机没有这个活动的规定，或者没有其中的表）", *unchecked]
    else:
        reporter = campaign.reporter(submission.reporter.kind)
        is_unit = reporter is not None and reporter.own_form
        checked.append("是不是只报一份" if is_unit else "名额和重复的单位")
    is_comparable = _is_by_this_program(submission) and has_same_rules(campaign, submission)
    if is_comparable:
        checked.append("报送包列出的问题和说明")
    code = _code_of(package)
    unchecked += [*not_by_roster, *_other_rosters(submission, of_records)]
    unchecked += passed_over(package.litter)
    unchecked += [*_beside_old_codes(submission), *([] if code else [_WITHOUT_COVER])]
    findings = (*of_records, *(of_all or ()))
    return Verified(
        package=package,
        findings=findings,
        code=code,
        doubts=first_doubts(doubts_of(submission, findings, ws.now, is_comparable=is_comparable)),
        checked=tuple(checked),
        unchecked=(*unchecked, BY_COVER.format(code) if code else _BY_PAPER),
    )


def _code_of(package: ReceivedPackage) -> str:
    return "" if package.cover_pdf is None else check_code(package.fingerprint)


def _with_old_codes(submission: Submission) -> list[Record]:
    """Those of whose code not everything is part that is counted or explained."""
    return [each for each in submission.records if each.code_version == 1]


def _codes_checked(submission: Submission) -> str:
    old = len(_with_old_codes(submission))
    only = f"（其中 {old} 份的校验码是旧版的，只包括印在纸上的内容）" if old else ""
    return f"{len(submission.records)} 份申报表的校验码与内容一致{only}"


def _beside_old_codes(submission: Submission) -> list[str]:
    """What the codes of version 1 do not cover, a clause; none where there are none."""
    old = _with_old_codes(submission)
    if not old:
        return []
    forms = [submission.form_of(each) for each in old]
    labels = {each.label: None for form in forms for each in form.fields if not each.printed}
    shown = "、".join(f"“{in_sentence(label)}”" for label in labels)
    return [_OLD_CODES.format(len(old), shown).replace("：、", "：")]


def passed_over(litter: Sequence[str]) -> list[str]:
    """Names of litter, a clause; none where there is none."""
    if not litter:
        return []
    shown = "、".join(f"“{in_sentence(name)}”" for name in litter[:_MOST_NAMED])
    more = f"等 {len(litter)} 个" if len(litter) > _MOST_NAMED else ""
    return [f"{shown}{more}（文件管理器留下的，没有打开）"]


def _is_by_this_program(submission: Submission) -> bool:
    """Whether the same program made it: words of findings change with the program."""
    return (submission.program, submission.printer) == (PROGRAM, PRINTER_VERSION)


def _check_revisions(submission: Submission) -> None:
    revisions = [submission.revision, *(record.revision for record in submission.records)]
    if max(revisions) > HIGHEST_REVISION:
        raise PackageError(
            "S13", f"报送包里的版次 {max(revisions)} 不像真的，请勿接收，{SEND_AGAIN}。"
        )


def _campaign(ws: Workspace, submission: Submission) -> Campaign | None:
    """Our rules of the package's campaign, if there are any for its reporter and its forms."""
    known = [ws.campaign] if ws.campaign.id == submission.campaign else []
    campaign = known[0] if known else ws.catalogue.find(submission.campaign)
    if campaign is None or campaign.reporter(submission.reporter.kind) is None:
        return None
    has_forms = all(campaign.has_form(record.form) for record in submission.records)
    return campaign if has_forms else None


def _barred_in(
    ws: Workspace, submission: Submission, progress: Progress
) -> tuple[Mapping[str, Sequence[Barred]], list[str], list[str]]:
    """Record id to the units on our own roster that the record's unit seems to be.

    Also clauses on what was checked by it and what was not: a package is checked as well where
    there is no roster, or our data cannot be read.
    """
    viewed = ws.viewing(ws.catalogue.find(submission.campaign) or ws.campaign)
    found: dict[str, Sequence[Barred]] = {}
    said = _findings_by_record(submission)
    try:
        for record in submission.records:
            progress(0, len(submission.records))
            name = record.value(submission.form_of(record).name_field)
            barred = viewed.barred.barred(viewed, name)
            found[record.id] = [_with_reason(said.get(record.id, ()), each) for each in barred]
    except StoreError:
        return {}, [], ["历年典型名单（本机的数据读不出来）"]
    return found, ["本机的历年典型名单"] if viewed.barred.is_filled else [], []


def _findings_by_record(submission: Submission) -> Mapping[str, Sequence[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in submission.findings:
        found.setdefault(each.record_id, []).append(each)
    return found


def _with_reason(findings: Iterable[Finding], barred: Barred) -> Barred:
    """With what the sender has said of the pair, which may stand in the findings alone."""
    said = (each.explanation for each in findings if barred.title in each.message)
    return replace(barred, decided=next(said, ""))


def _other_rosters(submission: Submission, ours: Iterable[Finding]) -> list[str]:
    """What the sender's roster says and ours does not, a clause; none where there is nothing."""
    theirs = counted(each for each in submission.findings if is_of_roster(each.message))
    count = (theirs - counted(ours)).total()
    if not count:
        return []
    return [f"上报单位按自己的历年典型名单提出、已写明原因的 {count} 处（本机的名单里没有）"]


def index_of(campaign: Campaign | None, submission: Submission) -> AlikeIndex:
    """What its records have in common.

    A reason that the sender remembered for a pair of names stands in the findings alone.
    """
    forms = tuple({form.id: form for form in submission.forms.values()}.values())
    unknown = Campaign.unknown(submission.campaign, forms)
    places = campaign.places if campaign else unknown.places
    told = {(each.record_id, each.field): each.explanation for each in submission.findings}
    records = []
    for record in submission.records:
        name_field = submission.form_of(record).name_field
        reason = record.explanations.get(name_field) or told.get((record.id, name_field), "")
        explanations = {**record.explanations, name_field: reason}
        records.append(replace(record, explanations=explanations))
    return AlikeIndex.of(replace(unknown, places=places), records)


def _record_findings(
    ws: Workspace,
    submission: Submission,
    index: AlikeIndex,
    barred: Mapping[str, Sequence[Barred]],
    progress: Progress,
) -> Iterator[Finding]:
    """What we find in its records.

    Raises:
        PackageError: one could not have been made final (``S12``).
    """
    for record in submission.records:
        progress(0, len(submission.records))
        form = submission.form_of(record)
        missing = ws.printer.missing_characters(form, record.values)
        alike = replace(index.among(form, record), barred=barred.get(record.id, ()))
        for finding in check_record(form, record, missing, alike=alike):
            if finding.severity is Severity.MANDATORY:
                fault = finding.message.removesuffix("。")
                raise PackageError(
                    "S12",
                    f"报送包里{title_in(submission, record)}不能算定稿：{fault}；{SEND_AGAIN}。",
                )
            yield finding


def _submission_findings(
    campaign: Campaign | None, submission: Submission, index: AlikeIndex
) -> tuple[Finding, ...] | None:
    if campaign is None:
        return None
    return check_submission(
        campaign,
        submission.reporter,
        submission.records,
        submission.explanation,
        index.pairs_among(),
    )
