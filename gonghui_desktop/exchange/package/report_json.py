"""``report.json``: which records are reported further, strictly both ways."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

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
from gonghui_desktop.exchange.package.report_data import (
    MOST_PACKAGES,
    VERSION,
    EnclosedPackage,
    Report,
    ReportedRecord,
)
from gonghui_desktop.exchange.package.submission_bounds import text_of
from gonghui_desktop.exchange.strict_json import JsonError, parse_json
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.strict import Table

_SUMMARIES = ("xlsx", "pdf")
_FORMAT, _SOURCE = "gonghui-report", "report.json"
_MOST_RECORDS = 5_000
_LARGEST = 8_000_000  # bytes; as many records as may be, with long names
_MOST_ITEMS, _MOST_TABLES = 100_000, 12_000  # commas, those in texts among them; brackets
_NAMESPACE = uuid.UUID("b2d1f6a4-6c1e-5b0a-8d57-3e9f4c1e2017")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RECORD_ID = re.compile(r"[0-9a-f]{32}")
_SEND_AGAIN = "请让上报单位重新导出后再发来"


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
    summaries: tuple[str, str],
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
            summaries=summaries,
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
        raise PackageError("H02", f"汇总上报包里一份申报表也没有，{_SEND_AGAIN}。")
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
        summaries=_summaries(top.table("summaries")),
        explanation=text_of(top, "explanation"),
        program=text_of(top, "program"),
    )
    top.done()
    if named(report) != report:
        raise PackageError("H04", f"汇总上报包的编号与内容不符，{_SEND_AGAIN}。")
    return report


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
        "summaries": dict(zip(_SUMMARIES, report.summaries, strict=True)),
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


def _summaries(table: Table) -> tuple[str, str]:
    xlsx, pdf = (_digest(table, key) for key in _SUMMARIES)
    table.done()
    return xlsx, pdf


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
