"""What an office reports further (汇总上报): which records, and the packages that they came in.

``report.json`` names the records; their values, editions and codes stand in the packages beside
it, which are the very files that the offices below handed in. So nothing changes on the way up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.submission_data import PROGRAM, Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.dates import CHINA
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record

VERSION = 1
"""Format version of reports."""

MOST_PACKAGES = 200
"""Packages in one report; a city has some 40 offices. Each is read in a child for itself."""

_SEND_AGAIN = "请让上报单位重新导出后再发来"


@dataclass(frozen=True)
class EnclosedPackage:
    """A package that a report brings along.

    Attributes:
        digest: SHA-256 of the file, in hexadecimal digits; the file is named by it.
        package: UUID that its contents make.
        office: name of who handed it in.
        revision: that office's.
    """

    digest: str
    package: str
    office: str
    revision: int


@dataclass(frozen=True)
class ReportedRecord:
    """A record that goes further, as it stands in a package.

    Attributes:
        id: its id.
        form: id of its form.
        edition: digest of the form that it was made with.
        name: of its unit.
        revision: its revision.
        fingerprint: SHA-256 over what its code covers, in hexadecimal digits.
        digest: of the package that it came in.
    """

    id: str
    form: str
    edition: str
    name: str
    revision: int
    fingerprint: str
    digest: str

    @property
    def check_code(self) -> str:
        """As on its paper."""
        return check_code(bytes.fromhex(self.fingerprint))


@dataclass(frozen=True)
class Report:
    """What an office reports further.

    Attributes:
        package: UUID, made from all that follows: the same contents have the same one.
        campaign: id of the campaign.
        campaign_name: its name.
        revision: 1 for the first report, one more for each that replaces it.
        supersedes: UUID of the report that this one replaces, empty for the first.
        made_at: when the last of what is in it was accepted, with time zone.
        reporter: who reports.
        packages: those that the records came in, in order.
        records: that go further, in order.
        summaries: SHA-256 of the summary as a spreadsheet and as printed, in hexadecimal digits.
        explanation: why what is doubtful of the whole stands, may be empty.
        program: what made the files.
    """

    package: str
    campaign: str
    campaign_name: str
    revision: int
    supersedes: str
    made_at: datetime
    reporter: Profile
    packages: tuple[EnclosedPackage, ...]
    records: tuple[ReportedRecord, ...]
    summaries: tuple[str, str]
    explanation: str = ""
    program: str = PROGRAM

    @property
    def made_on(self) -> date:
        """China's day."""
        return self.made_at.astimezone(CHINA).date()


def put_forward(report: Report, inside: Mapping[str, Submission]) -> Submission:
    """What a report puts forward, as the office's own: its records out of the packages.

    Args:
        report: which records.
        inside: digest of each package to what is in it.

    Raises:
        PackageError: a record does not stand in its package as the report says, or a package is
            another one (``H08``).
    """
    for each in report.packages:
        theirs = inside[each.digest]
        head = (theirs.package, theirs.reporter.name, theirs.revision, theirs.campaign)
        if head != (each.package, each.office, each.revision, report.campaign):
            raise _unlike(f"列出的“{in_sentence(each.office)}”的报送包与所附的不符")
    records = tuple(_found(each, inside[each.digest]) for each in report.records)
    forms: dict[str, FormDefinition] = {}
    for said, record in zip(report.records, records, strict=True):
        forms[record.edition] = inside[said.digest].forms[record.edition]
    ids = {record.id for record in records}
    return Submission(
        package=report.package,
        campaign=report.campaign,
        campaign_name=report.campaign_name,
        revision=report.revision,
        supersedes=report.supersedes,
        made_on=report.made_on,
        reporter=report.reporter,
        records=records,
        forms=dict(sorted(forms.items())),
        findings=tuple(
            finding
            for each in report.packages
            for finding in inside[each.digest].findings
            if finding.record_id in ids
        ),
        explanation=report.explanation,
        program=report.program,
    )


def named_of(submission: Submission, record: Record, digest: str) -> ReportedRecord:
    """A record of a package, as a report names it."""
    form = submission.form_of(record)
    return ReportedRecord(
        record.id,
        record.form,
        record.edition,
        record.value(form.name_field),
        record.revision,
        fingerprint(form, record).hex(),
        digest,
    )


def _found(said: ReportedRecord, submission: Submission) -> Record:
    """The record of a package that a report names."""
    for record in submission.records:
        if record.id == said.id and named_of(submission, record, said.digest) == said:
            return record
    office = in_sentence(submission.reporter.name)
    raise _unlike(
        f"列出的“{in_sentence(said.name)}”（第 {said.revision} 版）与所附“{office}”的报送包里的不符"
    )


def _unlike(fault: str) -> PackageError:
    return PackageError("H08", f"汇总上报包里{fault}，{_SEND_AGAIN}。")
