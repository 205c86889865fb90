"""``submission.json``: the part of a package that programs read, strictly both ways."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.strict_json import JsonError, in_sentence, parse_json
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.model.strict import Table

FORMAT = "gonghui-submission"
VERSION = 1
KIND = "submission"

_SOURCE = "submission.json"
_NAMESPACE = uuid.UUID("0d5b6c64-5d0c-5a0e-8f86-2f1c6f0e2017")
_CHINA = timezone(timedelta(hours=8))
_RECORD_ID = re.compile(r"[0-9a-f]{32}")
_HIGHEST_REVISION = 1_000_000
_SEND_AGAIN = "请让上报单位重新导出后再发来"


@dataclass(frozen=True)
class Submission:
    """What an office hands in.

    Attributes:
        package: UUID, made from all that follows: the same contents have the same one.
        campaign: id of the campaign.
        revision: 1 for the first package, one more for each that replaces it.
        supersedes: UUID of the package that this one replaces, empty for the first.
        made_on: China's date of the last change in it.
        reporter: who hands in.
        records: all final, in order.
        findings: that stood when it was made, with their explanations; those of the whole
            submission have no record.
        explanation: why unmet quotas stand, may be empty.
    """

    package: str
    campaign: str
    revision: int
    supersedes: str
    made_on: date
    reporter: Profile
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    explanation: str


class SchemaError(PackageError):
    """``submission.json`` is not as it must be; its sentence may quote what stands in it."""

    def __init__(self, sentence: str, code: str = "S02") -> None:
        shown = in_sentence(sentence.removesuffix("。"), 200)
        super().__init__(code, f"报送包里的 {shown}，{_SEND_AGAIN}。")


def new_submission(
    campaign: Campaign,
    reporter: Profile,
    records: Sequence[Record],
    *,
    findings: Sequence[Finding] = (),
    submission_findings: Sequence[Finding] = (),
    explanation: str = "",
    previous: Submission | None = None,
) -> Submission:
    """A submission of these records. Nothing in it comes from the clock or from chance.

    Args:
        campaign: knows the forms.
        reporter: who hands in.
        records: all final, in order.
        findings: of the records.
        submission_findings: of the whole submission.
        explanation: why unmet quotas stand, may be empty.
        previous: what this one replaces, ``None`` for the first.

    Raises:
        ValueError: there is no record, or one is not final.
    """
    if not records or any(record.state is not RecordState.FINAL for record in records):
        raise ValueError("a submission holds final records, at least one")
    submission = Submission(
        package="",
        campaign=campaign.id,
        revision=previous.revision + 1 if previous else 1,
        supersedes=previous.package if previous else "",
        made_on=_made_on(records),
        reporter=reporter,
        records=tuple(records),
        findings=(*findings, *submission_findings),
        explanation=explanation,
    )
    return _named(submission, campaign)


def to_json(submission: Submission, campaign: Campaign) -> bytes:
    """The submission as ``submission.json``; the same submission, the same bytes."""
    document = {"format": FORMAT, "version": VERSION, "package": submission.package}
    text = json.dumps(document | _contents(submission, campaign), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def from_json(data: bytes, campaign: Campaign) -> Submission:
    """The submission of a ``submission.json``.

    Raises:
        PackageError: it is of another format, version or campaign, or says things that do not
            agree (codes ``S01`` to ``S05``).
    """
    try:
        top = Table(parse_json(data), _SOURCE, error=SchemaError)
    except JsonError as error:
        raise SchemaError(f"{_SOURCE}：{error}") from error
    _check_kind(top, campaign)
    records = tuple(_record(table, campaign) for table in top.tables("records"))
    top.unique(records, lambda record: record.id, "records")
    if not records:
        top.fail("不能为空", "records")
    by_id = {record.id: record for record in records}
    submission = Submission(
        package=top.get("package", str),
        campaign=campaign.id,
        revision=_revision(top),
        supersedes=_uuid(top, "supersedes"),
        made_on=_made_on(records),
        reporter=_reporter(top.table("reporter"), campaign),
        records=records,
        findings=tuple(_finding(table, by_id, campaign) for table in top.tables("findings")),
        explanation=top.get("explanation", str),
    )
    if top.get("made_on", str) != submission.made_on.isoformat():
        top.fail("与各表的定稿日期不符", "made_on")
    top.done()
    if _named(submission, campaign) != submission:
        raise PackageError("S05", f"报送包的编号与内容不符，{_SEND_AGAIN}。")
    return submission


def _named(submission: Submission, campaign: Campaign) -> Submission:
    """The submission with the UUID that its contents make."""
    text = json.dumps(_contents(submission, campaign), sort_keys=True, separators=(",", ":"))
    return replace(submission, package=str(uuid.uuid5(_NAMESPACE, text)))


def _made_on(records: Sequence[Record]) -> date:
    return max(record.changed_at for record in records).astimezone(_CHINA).date()


def _contents(submission: Submission, campaign: Campaign) -> dict[str, object]:
    return {
        "kind": KIND,
        "campaign": submission.campaign,
        "revision": submission.revision,
        "supersedes": submission.supersedes,
        "made_on": submission.made_on.isoformat(),
        "reporter": {
            "kind": submission.reporter.kind,
            "name": submission.reporter.name,
            "contact_name": submission.reporter.contact_name,
            "contact_phone": submission.reporter.contact_phone,
        },
        "explanation": submission.explanation,
        "findings": [
            {
                "severity": finding.severity.value,
                "message": finding.message,
                "record_id": finding.record_id,
                "field": finding.field,
                "explanation": finding.explanation,
            }
            for finding in submission.findings
        ],
        "records": [
            _record_item(campaign.form(record.form), record) for record in submission.records
        ],
    }


def _record_item(form: FormDefinition, record: Record) -> dict[str, object]:
    replaces = {"revision": record.revision - 1, "reason": record.reopen_reason}
    return {
        "id": record.id,
        "form": record.form,
        "revision": record.revision,
        "replaces": replaces if record.revision > 1 else None,
        "created_at": record.created_at.astimezone(UTC).isoformat(),
        "changed_at": record.changed_at.astimezone(UTC).isoformat(),
        "check_code": check_code(fingerprint(form, record)),
        "values": _in_order(form, record.values),
        "explanations": _in_order(form, record.explanations),
    }


def _in_order(form: FormDefinition, texts: Mapping[str, str]) -> dict[str, str]:
    return {field.id: texts[field.id] for field in form.fields if texts.get(field.id)}


def _check_kind(top: Table, campaign: Campaign) -> None:
    if top.get("format", str) != FORMAT:
        raise PackageError("S01", "这个压缩包里不是申报记录，请选择程序导出的报送包。")
    if top.get("version", int) != VERSION:
        raise PackageError("S01", "报送包是别的版本的程序做的，本程序不认识，请更新程序。")
    if top.get("kind", str) != KIND:
        raise PackageError("S04", "这个包不是上报用的报送包，请核对文件。")
    if top.get("campaign", str) != campaign.id:
        shown = in_sentence(top.get("campaign", str))
        raise PackageError(
            "S03", f"报送包属于活动“{shown}”，本程序当前的活动是“{campaign.id}”，请核对文件。"
        )


def _reporter(table: Table, campaign: Campaign) -> Profile:
    profile = Profile(
        kind=table.get("kind", str),
        name=table.get("name", str),
        contact_name=table.get("contact_name", str),
        contact_phone=table.get("contact_phone", str),
    )
    table.done()
    if campaign.reporter(profile.kind) is None:
        table.fail(f"不是本次活动的上报单位类型：{profile.kind}", "kind")
    return profile


def _record(table: Table, campaign: Campaign) -> Record:
    form_id = table.get("form", str)
    if not campaign.has_form(form_id):
        shown = in_sentence(form_id)
        raise PackageError(
            "S06", f"报送包里有本程序没有的表“{shown}”，请更新程序或核对活动后再接收。"
        )
    form = campaign.form(form_id)
    revision = _revision(table)
    record = Record(
        id=table.get("id", str),
        form=form_id,
        created_at=_moment(table, "created_at"),
        changed_at=_moment(table, "changed_at"),
        values=_texts(table.table("values"), form),
        explanations=_texts(table.table("explanations"), form),
        state=RecordState.FINAL,
        revision=revision,
        reopen_reason=_reason(table, revision),
    )
    if not _RECORD_ID.fullmatch(record.id):
        table.fail("不是正确的编号", "id")
    if table.get("check_code", str) != check_code(fingerprint(form, record)):
        raise PackageError("S07", f"报送包里{form.number}的校验码与内容不符，{_SEND_AGAIN}。")
    table.done()
    return record


def _texts(table: Table, form: FormDefinition) -> dict[str, str]:
    for name in table.names:
        if not form.has_field(name):
            table.fail(f"不是{form.number}的栏目", name)
        if not table.get(name, str):
            table.fail("不能为空", name)
    return {field.id: table.get(field.id, str) for field in form.fields if table.has(field.id)}


def _reason(table: Table, revision: int) -> str:
    """Why a revision replaces the one before it; the first replaces none."""
    if revision == 1:
        if table.raw("replaces") is not None:
            table.fail("与修订号不符", "replaces")
        return ""
    replaces = table.table("replaces")
    if replaces.get("revision", int) != revision - 1:
        replaces.fail("与修订号不符", "revision")
    reason = replaces.get("reason", str)
    replaces.done()
    return reason


def _finding(table: Table, records: Mapping[str, Record], campaign: Campaign) -> Finding:
    severity = table.get("severity", str)
    if severity not in set(Severity):
        table.fail(f"不认识：{severity}", "severity")
    finding = Finding(
        severity=Severity(severity),
        message=table.get("message", str),
        record_id=table.get("record_id", str),
        field=table.get("field", str),
        explanation=table.get("explanation", str),
    )
    table.done()
    record = records.get(finding.record_id)
    if finding.record_id and record is None:
        table.fail("不是包里的记录", "record_id")
    if finding.field and not (record and campaign.form(record.form).has_field(finding.field)):
        table.fail("不是这张表的栏目", "field")
    return finding


def _revision(table: Table) -> int:
    revision = table.get("revision", int)
    if not 1 <= revision <= _HIGHEST_REVISION:
        table.fail("不是正确的修订号", "revision")
    return revision


def _uuid(table: Table, key: str) -> str:
    """A UUID in its usual spelling, or nothing."""
    text = table.get(key, str)
    try:
        right = not text or str(uuid.UUID(text)) == text
    except ValueError:
        right = False
    if not right:
        table.fail("不是正确的编号", key)
    return text


def _moment(table: Table, key: str) -> datetime:
    """A time in UTC, spelled as this program does."""
    text = table.get(key, str)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        table.fail("不是正确的时间", key)
    if moment.utcoffset() != timedelta(0) or moment.isoformat() != text:
        table.fail("不是正确的时间", key)
    return moment
