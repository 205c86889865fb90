"""What is reported further, and what stays: of an office that only passes on what it accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.package_job import LARGEST_PACKAGE
from gonghui_desktop.exchange.package.report_data import (
    MOST_PACKAGES,
    EnclosedPackage,
    Report,
    ReportedRecord,
)
from gonghui_desktop.exchange.package.report_json import new_report
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.package.zip_reader import LARGEST_ENTRY, LARGEST_SUM
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import size_words
from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.receiving.submissions import (
    ReceivedRecord,
    SubmissionAction,
    SubmissionState,
)
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.arrivals.report_verifying import findings_of_all
from gonghui_desktop.services.receiving.city.city_decisions import questions
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.submissions.export_state import kept_explanation
from gonghui_desktop.services.submissions.sent_packages import (
    Changes,
    SentPackage,
    changes_since,
    last_sent,
)
from gonghui_desktop.services.workspace import Workspace

_BESIDE_PACKAGES = 8_000_000  # bytes: report.json, summary, cover sheet, manifests
_MOST_NAMED = 3
_WAITING: Mapping[SubmissionState, str] = {
    SubmissionState.RECEIVED: "还没有受理",
    SubmissionState.RETURNED: "已退回，还没有重报",
    SubmissionState.CONFLICT: "同一次有两份，还没有选定以哪一份为准",
    SubmissionState.PENDING: "还没有定（上一次已受理，上报的是上一次）",
}
"""Why what an office has handed in does not go further yet; of older ones nothing is said."""


@dataclass(frozen=True)
class Going:
    """A package that goes further.

    Attributes:
        top: number of the package that was accepted: itself, or the report that it came in.
        look: the package that the records came in.
        records: those of them that go further.
        accepted_at: when it was accepted.
    """

    top: int
    look: Look
    records: tuple[ReceivedRecord, ...]
    accepted_at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return self.look.submission.digest


@dataclass(frozen=True)
class ReportState:
    """What is reported further, and what stays.

    Attributes:
        office: who reports.
        going: the packages that go, in the order in which they came.
        staying: what does not go, a sentence each.
        blocking: what has to be done first, a sentence each.
        unsettled: doubles and names on the roster among what goes of which nobody has decided, a
            sentence each; they hold nothing up.
        doubtful: 核实 findings of the whole that want an explanation.
        explanation: the clerk's reason as it was kept last.
        phrases: ready reasons.
        last: the report before this one; ``None`` for the first.
        changes: what differs from it; ``None`` where nobody knows.
    """

    office: Profile
    going: tuple[Going, ...]
    staying: tuple[str, ...]
    blocking: tuple[str, ...]
    unsettled: tuple[str, ...]
    doubtful: tuple[Finding, ...]
    explanation: str
    phrases: tuple[str, ...]
    last: SentPackage | None
    changes: Changes | None

    @property
    def count(self) -> int:
        """Records that go further."""
        return sum(len(each.records) for each in self.going)


def report_state(ws: Workspace) -> ReportState:
    """What is reported further, without changing anything; not for the GUI thread.

    Raises:
        InputError: one's own office reports nothing further, or nothing was accepted that goes.
        StoreError: it cannot be read.
    """
    profile, kind = _office(ws)
    looks = received_submissions(ws)
    staying: list[str] = []
    found = list(_found(ws, kind, looks, staying))
    going, blocking = _once_each(found)
    if not going:
        raise InputError(_nothing(ws, kind, looks))
    last = last_sent(ws, profile.name)
    plain = [each.record for one in going for each in one.records]
    return ReportState(
        office=profile,
        going=tuple(going),
        staying=tuple(staying),
        blocking=(*blocking, *_unfit(going)),
        unsettled=tuple(_unsettled(ws, going)),
        doubtful=_doubtful(ws, profile, going),
        explanation=kept_explanation(ws),
        phrases=ws.campaign.phrases,
        last=last,
        changes=changes_since(ws, last, plain) if last is not None else None,
    )


def _office(ws: Workspace) -> tuple[Profile, ReporterKind]:
    """Who reports, and what kind of office that is."""
    profile = ws.store.profile()
    kind = ws.campaign.office(profile.kind) if profile is not None else None
    if profile is None or kind is None or not ws.campaign.only_receives(profile):
        raise InputError("本单位填报自己的申报表，请导出报送包。")
    if not kind.reports_to:
        raise InputError(f"{kind.name}是最后一级，不再上报；要留存，请用“备份”。")
    if ws.is_past:
        raise InputError(f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，不能再上报。")
    return profile, kind


def _found(
    ws: Workspace, kind: ReporterKind, looks: Sequence[Look], staying: list[str]
) -> Iterator[Going]:
    """The packages that were accepted; what stays is noted."""
    accepted = _accepted_at(ws)
    for top in looks:
        if top.within or top.state is SubmissionState.OLDER:
            continue
        if top.state is not SubmissionState.ACCEPTED:
            staying.append(f"{which(top)}{_WAITING[top.state]}。")
            continue
        for look in _packages_of(top, looks):
            records, left = _sorted_out(ws, kind, look)
            staying += left
            at = accepted.get(top.submission.number, top.submission.received_at)
            yield Going(top.submission.number, look, tuple(records), at)


def _accepted_at(ws: Workspace) -> Mapping[int, datetime]:
    """Number of a package to when it was accepted last."""
    return {
        event.submission: event.at
        for event in ws.store.received.events(ws.campaign.id)
        if event.action is SubmissionAction.ACCEPT
    }


def _packages_of(top: Look, looks: Sequence[Look]) -> list[Look]:
    """The package itself; of a report those that came in it, so that reports never nest."""
    if top.submission.type != PackageKind.REPORT:
        return [top]
    return [each for each in looks if each.within == top.submission.package]


def which(look: Look) -> str:
    """Which package, as a sentence begins."""
    return f"“{in_sentence(look.submission.sender.name)}”第 {look.submission.revision} 次报送"


def _sorted_out(
    ws: Workspace, kind: ReporterKind, look: Look
) -> tuple[list[ReceivedRecord], list[str]]:
    """The records of a package that go further, and sentences about the others."""
    if not look.records:
        return [], [f"{which(look)}是零报告，没有要上报的。"]
    going = [each for each in look.records if each.record.form in kind.forms]
    stays: dict[str, int] = {}
    for each in look.records:
        if each.record.form not in kind.forms:
            number = form_of(ws, each.record).number
            stays[number] = stays.get(number, 0) + 1
    return going, [
        f"{which(look)}里的{number}（{count} 份）不再上报，留在本单位。"
        for number, count in stays.items()
    ]


def _once_each(found: Sequence[Going]) -> tuple[list[Going], list[str]]:
    """Each record once, and a sentence where two offices say the same revision differently.

    Two may hand in the same record; the later revision goes.
    """
    taken: dict[str, ReceivedRecord] = {}
    blocking = []
    for one in found:
        for each in one.records:
            other = taken.setdefault(each.record.id, each)
            if other.record.revision < each.record.revision:
                taken[each.record.id] = each
            elif other.record.revision == each.record.revision and (
                other.fingerprint != each.fingerprint
            ):
                office = in_sentence(one.look.submission.sender.name)
                blocking.append(
                    f"“{in_sentence(each.name)}”第 {each.record.revision} 版在“{office}”的"
                    "报送包里和另一家的内容不同，请先核实，退回其中一家。"
                )
    going = [
        replace(one, records=tuple(each for each in one.records if taken[each.record.id] is each))
        for one in found
    ]
    return [each for each in going if each.records], blocking


def _nothing(ws: Workspace, kind: ReporterKind, looks: Sequence[Look]) -> str:
    """Why there is nothing to report further, and what to do."""
    if not looks:
        return "还没有收到报送，没有可以上报的；请先接收，受理后再导出。"
    if not any(look.state is SubmissionState.ACCEPTED for look in looks):
        return "收到的报送都还没有受理，没有可以上报的；请先受理再导出。"
    numbers = [ws.campaign.form(each).number for each in kind.forms if ws.campaign.has_form(each)]
    return f"已受理的报送里没有{'、'.join(numbers)}，没有可以上报的。"


def _unfit(going: Sequence[Going]) -> Iterator[str]:
    """Why the packages cannot go as they are, a sentence each."""
    for each in going:
        if each.look.path is None:
            yield f"{which(each.look)}的文件不在数据文件夹里了，请让对方再发一次，重新接收。"
    if len(going) > MOST_PACKAGES:
        yield f"一个汇总上报包最多附 {MOST_PACKAGES} 个报送包，现在有 {len(going)} 个，放不下。"
    sizes = sorted(((_size(each), each) for each in going), key=lambda pair: -pair[0])
    for size, each in sizes:
        if size > LARGEST_ENTRY:
            yield (
                f"{which(each.look)}的文件有 {size_words(size)}，超过 "
                f"{size_words(LARGEST_ENTRY)}，"
                "放不进汇总上报包，请退回，让对方把文字精简后重新报送。"
            )
    room = min(LARGEST_SUM, LARGEST_PACKAGE) - _BESIDE_PACKAGES
    if sum(size for size, _ in sizes) > room:
        named = "、".join(
            f"“{in_sentence(each.look.submission.sender.name)}”（{size_words(size)}）"
            for size, each in sizes[:_MOST_NAMED]
        )
        yield (
            f"要附的报送包一共超过 {size_words(room)}，放不下；最大的是{named}，"
            "请退回，让对方把文字精简后重新报送。"
        )


def _unsettled(ws: Workspace, going: Sequence[Going]) -> Iterator[str]:
    """What is still asked about the units that go, a sentence each."""
    ours = {(one.top, each.record.id) for one in going for each in one.records}
    for each in questions(ws, office_table(ws)):
        if each.is_open and any(
            (one.submission, one.record.record.id) in ours for one in each.sides
        ):
            titles = [side.title for side in each.sides]
            *others, last = [*titles, each.barred.title] if each.barred else titles
            yield f"{'、'.join(others)}与{last}{each.why}，还没有核对。"


def _size(going: Going) -> int:
    path = going.look.path
    return path.stat().st_size if path is not None else 0


def _doubtful(ws: Workspace, office: Profile, going: Sequence[Going]) -> tuple[Finding, ...]:
    """核实 findings of all that goes, such as a unit that two offices put forward."""
    submission = contents_of(ws, report_of(ws, office, going, made_at=ws.now), going)
    found = findings_of_all(ws.campaign, submission)
    return tuple(each for each in found if each.severity is Severity.VERIFY)


def report_of(  # noqa: PLR0913 - all by name but the first three
    ws: Workspace,
    office: Profile,
    going: Sequence[Going],
    *,
    made_at: datetime,
    summaries: tuple[str, str] = ("", ""),
    explanation: str = "",
    revision: int = 1,
    supersedes: str = "",
) -> Report:
    """The report of these packages' records, as it was at a moment."""
    return new_report(
        ws.campaign,
        office,
        made_at=made_at,
        packages=[
            EnclosedPackage(
                each.digest,
                each.look.submission.package,
                each.look.submission.sender.name,
                each.look.submission.revision,
            )
            for each in going
        ],
        records=[
            ReportedRecord(
                each.record.id,
                each.record.form,
                each.record.edition,
                each.record.value(form_of(ws, each.record).name_field),
                each.record.revision,
                each.fingerprint,
                one.digest,
            )
            for one in going
            for each in one.records
        ],
        summaries=summaries,
        explanation=explanation,
        revision=revision,
        supersedes=supersedes,
    )


def contents_of(ws: Workspace, report: Report, going: Sequence[Going]) -> Submission:
    """What a report puts forward, as the office's own, of what is kept."""
    records = tuple(each.record for one in going for each in one.records)
    ids = {each.id for each in records}
    return Submission(
        package=report.package,
        campaign=report.campaign,
        campaign_name=report.campaign_name,
        revision=report.revision,
        supersedes=report.supersedes,
        made_on=report.made_on,
        reporter=report.reporter,
        records=records,
        forms=dict(sorted({each.edition: form_of(ws, each) for each in records}.items())),
        findings=tuple(
            finding
            for one in going
            for finding in one.look.assessment.told
            if finding.record_id in ids
        ),
        explanation=report.explanation,
        program=report.program,
    )
