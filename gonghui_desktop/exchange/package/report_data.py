"""What an office reports further (汇总上报): which records, and the packages that they came in.

``report.json`` names the records; their values, editions and codes stand in the packages beside
it, which are the very files that the offices below handed in. So nothing changes on the way up.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.package_json import (
    SchemaError,
    campaign_id,
    is_uuid,
    moment_in,
    office_in,
    revision_of,
    superseded,
)
from gonghui_desktop.exchange.package.submission_bounds import text_of
from gonghui_desktop.exchange.package.submission_data import PROGRAM, Submission
from gonghui_desktop.exchange.strict_json import JsonError, in_sentence, parse_json
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.dates import CHINA
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.strict import Table

VERSION = 1
"""Format version of reports."""

MOST_PACKAGES = 200
"""Packages in one report; a city has some 40 offices. Each is read in a child for itself."""

_FORMAT, _SOURCE = "gonghui-report", "report.json"
_MOST_RECORDS = 5_000
_LARGEST = 8_000_000  # bytes; as many records as may be, with long names
_MOST_ITEMS, _MOST_TABLES = 100_000, 12_000  # commas, those in texts among them; brackets
_NAMESPACE = uuid.UUID("b2d1f6a4-6c1e-5b0a-8d57-3e9f4c1e2017")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RECORD_ID = re.compile(r"[0-9a-f]{32}")
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
    explanation: str = ""
    program: str = PROGRAM

    @property
    def made_on(self) -> date:
        """China's day."""
        return self.made_at.astimezone(CHINA).date()


class ReportError(SchemaError):
    """``report.json`` is not as it must be; its sentence may quote what stands in it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "H02")


def new_report(  # noqa: PLR0913 - all by name but the first two
    campaign: Campaign,
    reporter: Profile,
    *,
    made_at: datetime,
    packages: Sequence[EnclosedPackage],
    records: Sequence[ReportedRecord],
    explanation: str = "",
    revision: int = 1,
    supersedes: str = "",
) -> Report:
    """A report of these records. Nothing in it comes from the clock or from chance.

    Raises:
        ValueError: there is no record, or one whose package is not there, or the other way round.
    """
    digests = {each.digest for each in packages}
    if not records or {each.digest for each in records} != digests:
        raise ValueError("each record's package, and no other")
    return named(
        Report(
            package="",
            campaign=campaign.id,
            campaign_name=campaign.name,
            revision=revision,
            supersedes=supersedes,
            made_at=made_at.astimezone(UTC),
            reporter=reporter,
            packages=tuple(packages),
            records=tuple(records),
            explanation=explanation,
        )
    )


def named(report: Report) -> Report:
    """The report with the UUID that its contents make."""
    text = json.dumps(_contents(report), sort_keys=True, separators=(",", ":"))
    return replace(report, package=str(uuid.uuid5(_NAMESPACE, text)))


def to_json(report: Report) -> bytes:
    """The report as ``report.json``; the same report, the same bytes."""
    document = {"format": _FORMAT, "version": VERSION, "package": report.package}
    text = json.dumps(document | _contents(report), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def is_too_long(report: Report) -> bool:
    """Whether it says more than any receiver reads."""
    return len(to_json(report)) > _LARGEST or len(report.records) > _MOST_RECORDS


def from_json(data: bytes) -> Report:
    """The report of a ``report.json``.

    Raises:
        PackageError: it is of another format or version (``H01``), says things that do not agree
            (``H02``, ``H04``, ``S03``), or far too much (``H06``).
    """
    top = _parsed(data)
    if top.get("format", str) != _FORMAT or top.get("kind", str) != PackageKind.REPORT:
        raise PackageError("H01", "这个压缩包里不是汇总上报，请选择程序导出的汇总上报包。")
    if top.get("version", int) != VERSION:
        raise PackageError("H01", "汇总上报包是别的版本的程序做的，本程序不认识，请更新程序。")
    packages = tuple(_package(each) for each in top.tables("packages", MOST_PACKAGES))
    top.unique(packages, lambda each: each.digest, "packages")
    records = tuple(_record(each) for each in top.tables("records", _MOST_RECORDS))
    top.unique(records, lambda each: each.id, "records")
    if not records:
        top.fail("不能为空", "records")
    if {each.digest for each in records} != {each.digest for each in packages}:
        top.fail("与列出的报送包不符", "records")
    reporter = office_in(top.table("reporter"))
    report = Report(
        package=text_of(top, "package"),
        campaign=campaign_id(top),
        campaign_name=text_of(top, "campaign_name"),
        revision=revision_of(top),
        supersedes=superseded(top),
        made_at=moment_in(top, "made_at"),
        reporter=replace(reporter, receiver=text_of(top, "receiver")),
        packages=packages,
        records=records,
        explanation=text_of(top, "explanation"),
        program=text_of(top, "program"),
    )
    top.done()
    if named(report) != report:
        raise PackageError("H04", f"汇总上报包的编号与内容不符，{_SEND_AGAIN}。")
    return report


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


def _contents(report: Report) -> dict[str, object]:
    reporter = report.reporter
    return {
        "kind": PackageKind.REPORT.value,
        "campaign": report.campaign,
        "campaign_name": report.campaign_name,
        "program": report.program,
        "receiver": reporter.receiver,
        "revision": report.revision,
        "supersedes": report.supersedes,
        "made_at": report.made_at.astimezone(UTC).isoformat(),
        "reporter": {
            "kind": reporter.kind,
            "name": reporter.name,
            "contact_name": reporter.contact_name,
            "contact_phone": reporter.contact_phone,
        },
        "explanation": report.explanation,
        "packages": [
            {
                "sha256": each.digest,
                "package": each.package,
                "office": each.office,
                "revision": each.revision,
            }
            for each in report.packages
        ],
        "records": list(_record_items(report)),
    }


def _record_items(report: Report) -> Iterator[dict[str, object]]:
    for each in report.records:
        yield {
            "id": each.id,
            "form": each.form,
            "edition": each.edition,
            "name": each.name,
            "revision": each.revision,
            "fingerprint": each.fingerprint,
            "check_code": each.check_code,
            "package": each.digest,
        }


def _parsed(data: bytes) -> Table:
    if len(data) > _LARGEST:
        raise _too_much()
    try:
        document = parse_json(data, most_items=_MOST_ITEMS, most_tables=_MOST_TABLES)
        return Table(document, _SOURCE, error=ReportError)
    except JsonError as error:
        raise ReportError(f"{_SOURCE}：{error}") from error


def _too_much() -> PackageError:
    most = _LARGEST // 1_000_000
    return PackageError(
        "H06", f"汇总上报包里列出的内容超过 {most} MB，不像真的，请勿接收，{_SEND_AGAIN}。"
    )


def _package(table: Table) -> EnclosedPackage:
    package = EnclosedPackage(
        _digest(table, "sha256"),
        table.get("package", str),
        text_of(table, "office"),
        revision_of(table),
    )
    if not is_uuid(package.package):
        table.fail("不是正确的编号", "package")
    table.done()
    return package


def _record(table: Table) -> ReportedRecord:
    record = ReportedRecord(
        id=table.get("id", str),
        form=text_of(table, "form"),
        edition=_digest(table, "edition"),
        name=text_of(table, "name"),
        revision=revision_of(table),
        fingerprint=_digest(table, "fingerprint"),
        digest=_digest(table, "package"),
    )
    if not _RECORD_ID.fullmatch(record.id):
        table.fail("不是正确的编号", "id")
    if table.get("check_code", str) != record.check_code:
        table.fail("与指纹不符", "check_code")
    table.done()
    return record


def _digest(table: Table, key: str) -> str:
    text = table.get(key, str)
    if not _DIGEST.fullmatch(text):
        table.fail("不是 SHA-256", key)
    return text
