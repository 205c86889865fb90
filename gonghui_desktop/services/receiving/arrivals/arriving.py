"""Checked packages as they are kept: a submission, or a report with the packages that are in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.dates import CHINA
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.receiving.submissions import (
    Arrival,
    Assessment,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
)
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.receiving.arrivals.report_verifying import Inside, VerifiedReport
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.submissions.verifying import Verified
from gonghui_desktop.services.workspace import Workspace

_LONGEST_SOURCE = 100


@dataclass(frozen=True)
class Arrived:
    """A package that is about to be kept.

    Attributes:
        arrival: the package.
        files: digest to bytes of the files in it that are kept for themselves.
        inside: the packages in it.
    """

    arrival: Arrival
    files: Mapping[str, bytes] = field(default_factory=dict)
    inside: Sequence[Arrival] = ()


@dataclass(frozen=True)
class Origin:
    """Where a package comes from.

    Attributes:
        digest: SHA-256 of the file.
        source: the file's name.
        at: when it came in.
    """

    digest: str
    source: str
    at: datetime


def came_at(
    ws: Workspace,
    submission: Submission,
    rivals: Collection[int],
    events: Iterable[SubmissionEvent],
) -> datetime:
    """When a package comes in: now, and after every choice that it was not part of.

    Such a choice has not seen it, even if the clock has gone back since.

    Args:
        ws: the workspace.
        submission: what is in it.
        rivals: numbers of the office's packages with the same revision.
        events: what was done to all packages.
    """
    ids = {each.id for each in submission.records}
    choices = [
        event.at + timedelta.resolution
        for event in events
        if event.action is SubmissionAction.CHOOSE
        and (event.submission in rivals or _holds(ws, event.submission, ids))
    ]
    return max([ws.now, *choices])


def _holds(ws: Workspace, number: int, ids: Collection[str]) -> bool:
    """Whether one of these records is in a package."""
    records = ws.store.received.records(ws.campaign.id, number)
    return any(each.record.id in ids for each in records.get(number, ()))


def arrived(verified: Verified, origin: Origin, doubts: Sequence[str]) -> Arrived:
    """A package that was handed in.

    Args:
        verified: what is in it, and what was found.
        origin: where it comes from.
        doubts: what a person should look at.
    """
    submission = verified.submission
    assessment = Assessment(verified.findings, submission.findings, tuple(doubts))
    return Arrived(_arrival(submission, submission.records, assessment, origin))


def arrived_report(verified: VerifiedReport, origin: Origin, doubts: Sequence[str]) -> Arrived:
    """As :func:`arrived`, of a report: of the packages in it, the records that it names."""
    submission, report = verified.submission, verified.report
    assessment = Assessment(verified.findings, submission.findings, tuple(doubts))
    whole = _arrival(submission, submission.records, assessment, origin)
    head = replace(whole.submission, type=PackageKind.REPORT.value, sent_at=report.made_at)
    ids: dict[str, set[str]] = {}
    for each in report.records:
        ids.setdefault(each.digest, set()).add(each.id)
    return Arrived(
        replace(whole, submission=head),
        verified.package.packages,
        [
            _arrival_of(inside, ids[key], replace(origin, digest=key))
            for key, inside in verified.inside.items()
        ],
    )


def _arrival_of(inside: Inside, ids: Collection[str], origin: Origin) -> Arrival:
    submission = inside.submission
    records = [record for record in submission.records if record.id in ids]
    assessment = Assessment(
        tuple(_of(inside.findings, ids)), tuple(_of(submission.findings, ids)), inside.doubts
    )
    return _arrival(submission, records, assessment, origin)


def _of(findings: Iterable[Finding], ids: Collection[str]) -> Iterator[Finding]:
    """Those of some records, and of the whole."""
    return (each for each in findings if not each.record_id or each.record_id in ids)


def _arrival(
    submission: Submission,
    records: Sequence[Record],
    assessment: Assessment,
    origin: Origin,
) -> Arrival:
    editions = {record.edition: submission.form_of(record) for record in records}
    return Arrival(
        submission=ReceivedSubmission(
            number=0,
            package=submission.package,
            digest=origin.digest,
            campaign=submission.campaign,
            sender=submission.reporter,
            revision=submission.revision,
            supersedes=submission.supersedes,
            sent_at=_sent_at(submission),
            received_at=origin.at,
            source=in_sentence(origin.source, _LONGEST_SOURCE),
            reason=submission.explanation,
            type=submission.kind.value,
        ),
        records=[_record_of(submission, record) for record in records],
        assessment=assessment,
        definitions=[definition_of(form) for form in editions.values()],
    )


def _sent_at(submission: Submission) -> datetime:
    """When it was made: the last change in it; of a zero report that day's beginning in China."""
    if submission.is_zero:
        return datetime.combine(submission.made_on, time(), CHINA)
    return max(record.changed_at for record in submission.records)


def _record_of(submission: Submission, record: Record) -> ReceivedRecord:
    form = submission.form_of(record)
    return ReceivedRecord(record, name_of(form, record), fingerprint(form, record).hex())
