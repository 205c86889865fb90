"""``submission.json``: the part of a package that programs read, strictly both ways.

Version 2 carries the definitions of its records' forms, so that it can be read whatever the forms'
files say by then. Version 1 belongs to the forms that the program shipped at that time.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.package_json import (
    SchemaError,
    campaign_id,
    date_in,
    moment_in,
    office_in,
    revision_of,
    superseded,
)
from gonghui_desktop.exchange.package.submission_bounds import LARGEST_DATA, parse_bounded, text_of
from gonghui_desktop.exchange.package.submission_data import (
    VERSION,
    ZERO_VERSION,
    Submission,
    date_of,
)
from gonghui_desktop.exchange.strict_json import JsonError, in_sentence
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.edition import digest_of, form_data
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import read_form
from gonghui_desktop.model.record import CODE_VERSION, Record, RecordState
from gonghui_desktop.model.strict import Table

FORMAT = "gonghui-submission"

_SOURCE = "submission.json"
_NAMESPACE = uuid.UUID("0d5b6c64-5d0c-5a0e-8f86-2f1c6f0e2017")
_RECORD_ID = re.compile(r"[0-9a-f]{32}")
_SEND_AGAIN = "请让上报单位重新导出后再发来"


def named(submission: Submission) -> Submission:
    """The submission with the UUID that its contents make."""
    text = json.dumps(_contents(submission), sort_keys=True, separators=(",", ":"))
    return replace(submission, package=str(uuid.uuid5(_NAMESPACE, text)))


def to_json(submission: Submission) -> bytes:
    """The submission as ``submission.json``; the same submission, the same bytes."""
    document = {"format": FORMAT, "version": submission.version, "package": submission.package}
    text = json.dumps(document | _contents(submission), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def is_too_long(submission: Submission) -> bool:
    """Whether it says more than any receiver reads."""
    return len(to_json(submission)) > LARGEST_DATA


def from_json(data: bytes, known: KnownForms) -> Submission:
    """The submission of a ``submission.json``.

    Args:
        data: the file's content.
        known: forms of packages that carry no definitions.

    Raises:
        PackageError: it is of another format or version, or says things that do not agree (codes
            ``S01`` to ``S11``) or far too much (``S14``).
    """
    try:
        top = Table(parse_bounded(data), _SOURCE, error=SchemaError)
    except JsonError as error:
        raise SchemaError(f"{_SOURCE}：{error}") from error
    version = _version(top)
    campaign = campaign_id(top)
    reader = _Records(campaign, _editions(top) if version > 1 else None, known)
    records = tuple(reader.record(table) for table in top.tables("records"))
    top.unique(records, lambda record: record.id, "records")
    is_zero = _is_zero(top, version, records)
    by_id = {record.id: record for record in records}
    submission = Submission(
        package=text_of(top, "package"),
        campaign=campaign,
        campaign_name=text_of(top, "campaign_name") if version > 1 else "",
        revision=revision_of(top),
        supersedes=superseded(top),
        made_on=date_in(top, "made_on") if is_zero else date_of(records),
        reporter=replace(
            office_in(top.table("reporter")),
            receiver=(text_of(top, "receiver") if top.has("receiver") else "")
            if version > 1
            else "",
        ),
        records=records,
        forms=reader.used,
        findings=tuple(reader.finding(table, by_id) for table in top.tables("findings")),
        explanation=text_of(top, "explanation"),
        program=text_of(top, "program") if version > 1 else "",
        printer=(text_of(top, "printer") if top.has("printer") else "") if version > 1 else "",
        rules=(text_of(top, "rules") if top.has("rules") else "") if version > 1 else "",
        version=version,
    )
    if top.get("made_on", str) != submission.made_on.isoformat():
        top.fail("与各表的定稿日期不符", "made_on")
    top.done()
    if named(submission) != submission:
        raise PackageError("S05", f"报送包的编号与内容不符，{_SEND_AGAIN}。")
    return submission


def _contents(submission: Submission) -> dict[str, object]:
    contents: dict[str, object] = {"kind": submission.kind.value, "campaign": submission.campaign}
    if submission.version > 1:
        contents |= {"campaign_name": submission.campaign_name, "program": submission.program}
    if submission.is_zero:
        contents["zero"] = True
    if submission.printer:
        contents["printer"] = submission.printer
    if submission.reporter.receiver:
        contents["receiver"] = submission.reporter.receiver
    if submission.rules:
        contents["rules"] = submission.rules
    contents |= {
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
        "records": [_record_item(submission, record) for record in submission.records],
    }
    if submission.version > 1:
        contents["editions"] = [
            {"edition": digest, "definition": form_data(form)}
            for digest, form in submission.forms.items()
        ]
    return contents


def _record_item(submission: Submission, record: Record) -> dict[str, object]:
    form = submission.form_of(record)
    replaces = {"revision": record.revision - 1, "reason": record.reopen_reason}
    item: dict[str, object] = {"id": record.id, "form": record.form}
    if submission.version > 1:
        item |= {"edition": record.edition, "code_version": record.code_version}
    return item | {
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


def _version(top: Table) -> int:
    """The format's version, once it is known that this is a submission."""
    if top.get("format", str) != FORMAT:
        raise PackageError("S01", "这个压缩包里不是申报表，请选择程序导出的报送包。")
    version = top.get("version", int)
    if not 1 <= version <= max(VERSION, ZERO_VERSION):
        raise PackageError("S01", "报送包是别的版本的程序做的，本程序不认识，请更新程序。")
    kind = top.get("kind", str)
    if kind != PackageKind.SUBMISSION:
        label = PackageKind(kind).label if kind in set(PackageKind) else "别的包"
        raise PackageError("S04", f"这是{label}，不是上报用的报送包，请核对文件。")
    return version


def _is_zero(top: Table, version: int, records: Sequence[Record]) -> bool:
    """Whether it declares that there are no records, with a reason; else there is one at least."""
    if version != ZERO_VERSION:
        if not records:
            raise PackageError(
                "S02", f"报送包里一份申报表也没有，也没有声明是零报告，{_SEND_AGAIN}。"
            )
        return False
    if not top.get("zero", bool) or records:
        top.fail("零报告里不能有申报表", "zero")
    if not text_of(top, "explanation").strip():
        top.fail("零报告须写明原因", "explanation")
    return True


def _editions(top: Table) -> dict[str, FormDefinition]:
    """Digest to form, of every definition in the package."""
    editions: dict[str, FormDefinition] = {}
    for table in top.tables("editions"):
        digest = table.get("edition", str)
        form = read_form(table.table("definition"))
        table.done()
        if digest_of(form) != digest or digest in editions:
            raise PackageError("S11", f"报送包里{form.number}的表样与编号不符，{_SEND_AGAIN}。")
        editions[digest] = form
    return editions


class _Records:
    """Reads the records of a package.

    Args:
        campaign: id of the package's campaign.
        editions: digest to form, as the package carries them; ``None`` in version 1.
        known: forms of packages without definitions.

    Attributes:
        used: digest to form, of the records read so far, in order of the digests.
    """

    def __init__(
        self, campaign: str, editions: Mapping[str, FormDefinition] | None, known: KnownForms
    ) -> None:
        self._campaign = campaign
        self._editions = editions
        self._known = known
        self._used: dict[str, FormDefinition] = {}

    @property
    def used(self) -> Mapping[str, FormDefinition]:
        """See the class."""
        return dict(sorted(self._used.items()))

    def record(self, table: Table) -> Record:
        """One record."""
        form = self._form(table)
        digest = digest_of(form)
        self._used[digest] = form
        revision = revision_of(table)
        record = Record(
            id=table.get("id", str),
            form=form.id,
            created_at=moment_in(table, "created_at"),
            changed_at=moment_in(table, "changed_at"),
            values=_texts(table.table("values"), form),
            explanations=_texts(table.table("explanations"), form),
            state=RecordState.FINAL,
            revision=revision,
            reopen_reason=_reason(table, revision),
            campaign=self._campaign,
            edition=digest,
            code_version=1 if self._editions is None else self._code_version(table, form),
        )
        if not _RECORD_ID.fullmatch(record.id):
            table.fail("不是正确的编号", "id")
        if table.get("check_code", str) != check_code(fingerprint(form, record)):
            raise PackageError("S07", f"报送包里{form.number}的校验码与内容不符，{_SEND_AGAIN}。")
        table.done()
        return record

    def _code_version(self, table: Table, form: FormDefinition) -> int:
        """Which code a record has; only what was made before editions existed has the first.

        Else whoever changed a record could choose the code that covers less.
        """
        version = table.get("code_version", int)
        is_first = digest_of(self._known.first_forms.get(form.id, form)) == digest_of(form)
        is_old = self._campaign == self._known.first_campaign and is_first
        if version != CODE_VERSION and (version != 1 or not is_old):
            table.fail("不是正确的校验码版本", "code_version")
        return version

    def finding(self, table: Table, records: Mapping[str, Record]) -> Finding:
        """One finding, of one of the records or of all."""
        severity = table.get("severity", str)
        if severity not in set(Severity):
            table.fail(f"不认识：{severity}", "severity")
        finding = Finding(
            severity=Severity(severity),
            message=text_of(table, "message"),
            record_id=text_of(table, "record_id"),
            field=text_of(table, "field"),
            explanation=text_of(table, "explanation"),
        )
        table.done()
        record = records.get(finding.record_id)
        if finding.record_id and record is None:
            table.fail("不是包里的记录", "record_id")
        if finding.field and not (record and self._used[record.edition].has_field(finding.field)):
            table.fail("不是这张表的栏目", "field")
        return finding

    def _form(self, table: Table) -> FormDefinition:
        form_id = table.get("form", str)
        if self._editions is None:
            form = self._known.without_edition(self._campaign, form_id)
        else:
            form = self._editions.get(table.get("edition", str))
        if form is None or form.id != form_id:
            shown = in_sentence(form_id)
            raise PackageError(
                "S06", f"报送包里有本程序没有的表“{shown}”，请更新程序或核对活动后再接收。"
            )
        return form


def _texts(table: Table, form: FormDefinition) -> dict[str, str]:
    for name in table.names:
        if not form.has_field(name):
            table.fail(f"不是{form.number}的栏目", name)
        if not text_of(table, name):
            table.fail("不能为空", name)
    return {field.id: table.get(field.id, str) for field in form.fields if table.has(field.id)}


def _reason(table: Table, revision: int) -> str:
    """Why a revision replaces the one before it; the first replaces none."""
    if revision == 1:
        if table.raw("replaces") is not None:
            table.fail("与版次不符", "replaces")
        return ""
    replaces = table.table("replaces")
    if replaces.get("revision", int) != revision - 1:
        replaces.fail("与版次不符", "revision")
    reason = text_of(replaces, "reason")
    replaces.done()
    return reason
