"""Records as JSON (``gonghui-records``, version 1), for import and for other programs.

The format is described in docs/file-formats.md: ``{"format": "gonghui-records", "version": 1,
"campaign": "2017", "records": [{"form": "annex1", "values": {"unit_name": "…"}}]}``. A record may
also hold ``explanations``: field id to the reason why a 核实 finding stands.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping

from gonghui_desktop.confined.jobs import Limits, Remedy, lines_of, never
from gonghui_desktop.confined.readers import Readers, checked
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange import incoming_json
from gonghui_desktop.exchange.file_kinds import office_kind
from gonghui_desktop.exchange.incoming import Accepted, Refused
from gonghui_desktop.exchange.other_kinds import SUBMISSION_DATA
from gonghui_desktop.exchange.package.submission_json import FORMAT as SUBMISSION_FORMAT
from gonghui_desktop.exchange.strict_json import (
    JsonError,
    in_sentence,
    parse_json,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.strict import Table

FORMAT = "gonghui-records"
VERSION = 1
LARGEST_FILE = 20_000_000  # bytes
MOST_RECORDS = 100_000

JOB = "records"

_LIMITS = Limits(seconds=20.0)  # 100,000 records take 2
_REMEDY = Remedy("请分成几个文件，或请对方重新导出", "请照着在窗口里填写")
_EXPLANATIONS = "explanations"
_LONGEST_SENTENCE = 200


class RecordsImporter:
    """Reads records as JSON."""

    kind = "申报表文件"
    suffixes = (".json",)

    def recognises(self, head: bytes, name: str) -> bool:
        """What is called JSON or begins as JSON does."""
        if name.lower().endswith(self.suffixes):  # unless it is surely something else
            return not head.startswith(b"PK") and office_kind(head, "") is None
        start = head.removeprefix(codecs.BOM_UTF8).lstrip()
        return start.startswith((b"{", b"[")) and office_kind(head, name) is None

    def read(
        self,
        data: bytes,
        name: str,
        known: KnownForms,
        readers: Readers,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[Accepted | Refused, ...]:
        """As :func:`read_records`, in a child."""
        asked = incoming_json.parameters_of(name, known.campaign)
        told = readers.ask(JOB, data, asked, cancelled=cancelled, limits=_LIMITS, remedy=_REMEDY)
        with checked(_REMEDY, f"{in_sentence(name)}："):
            return tuple(incoming_json.incoming_in(line, known.campaign) for line in lines_of(told))


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: a line for each record.

    Raises:
        InputError: as :func:`read_records`.
    """
    name, campaign = incoming_json.asked_in(parameters)
    return incoming_json.lines_of(read_records(data, name, campaign))


def read_records(data: bytes, source: str, campaign: Campaign) -> tuple[Accepted | Refused, ...]:
    """What each record of the file becomes.

    Args:
        data: the file's content.
        source: the file's name, for the errors.
        campaign: knows the forms and their fields.

    Raises:
        InputError: the file as a whole cannot be used: no JSON, another format, version or
            campaign, or too large.
    """
    if len(data) > LARGEST_FILE:
        raise InputError(f"{source}：超过 {LARGEST_FILE // 1_000_000} MB，请分成几个文件。")
    try:
        document = parse_json(data)
    except JsonError as fault:
        raise InputError(f"{source}：{fault}。") from fault
    items = _items(document, source, campaign)
    return tuple(_incoming(number, item, campaign) for number, item in enumerate(items, start=1))


class _FormatError(InputError):
    """A fault of the whole file, whose sentence may quote what stands in it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(in_sentence(sentence, _LONGEST_SENTENCE))


class _RecordError(ValueError):
    """A fault of one record."""

    def __init__(self, sentence: str) -> None:
        super().__init__(in_sentence(sentence, _LONGEST_SENTENCE))


def _items(document: object, source: str, campaign: Campaign) -> list[object]:
    """The elements of ``records``, once the document is known to be ours."""
    if isinstance(document, dict) and document.get("format") == SUBMISSION_FORMAT:
        raise _FormatError(SUBMISSION_DATA.refusal(source))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _FormatError(f'{source}：不是申报表文件（应有 "format": "{FORMAT}"），请核对文件。')
    top = Table(document, source, error=_FormatError)
    top.get("format", str)
    version = top.get("version", int)
    if version != VERSION:
        top.fail(f"是 {version}，本程序只认第 {VERSION} 版的记录文件，请核对或更新程序", "version")
    campaign_id = top.get("campaign", str)
    if campaign_id != campaign.id:
        shown = in_sentence(campaign_id, 40)
        top.fail(f"是“{shown}”，这里的活动是“{campaign.id}”，请换到那个活动再导入", "campaign")
    items = top.get("records", list)
    top.done()
    if len(items) > MOST_RECORDS:
        top.fail(f"超过 {MOST_RECORDS} 条，请分成几个文件", "records")
    return items


def _incoming(number: int, item: object, campaign: Campaign) -> Accepted | Refused:
    try:
        return _accepted(number, item, campaign)
    except _RecordError as fault:
        return Refused(number, str(fault))


def _accepted(number: int, item: object, campaign: Campaign) -> Accepted:
    source = f"第 {number} 份申报表"
    table = Table(item, source, error=_RecordError)
    form_id = table.get("form", str)
    if not campaign.has_form(form_id):
        known = "、".join(form.id for form in campaign.forms)
        table.fail(
            f"“{in_sentence(form_id, 40)}”不是本次活动的表（可用：{known}），请检查拼写", "form"
        )
    form = campaign.form(form_id)
    given = table.table("values")
    values = {
        field.id: text
        for field in _fields_of(given, form)
        if (text := field.type.normalise(_text(given, field)))
    }
    reasons = table.table(_EXPLANATIONS) if table.has(_EXPLANATIONS) else None
    explanations = dict(_reasons(reasons, form)) if reasons else {}
    table.done()
    return Accepted(number, form.id, values, explanations)


def _reasons(table: Table, form: FormDefinition) -> Iterator[tuple[str, str]]:
    for field in _fields_of(table, form):
        text = table.get(field.id, str)
        if text.strip():
            _refuse_long(table, field, text)
            yield field.id, text


def _fields_of(table: Table, form: FormDefinition) -> tuple[Field, ...]:
    """The form's fields that the table names; another name refuses the record."""
    for name in table.names:
        if not form.has_field(name):
            table.fail(f"不是{form.number}的栏目，请检查拼写", name)
    return tuple(field for field in form.fields if table.has(field.id))


def _text(table: Table, field: Field) -> str:
    """A JSON value as the text that a clerk would have typed."""
    value = table.raw(field.id)
    text = "" if value is None else field.type.from_json(value)
    if text is None:
        table.fail(f"（{field.label}）应当是写在引号里的文字", field.id)
    _refuse_long(table, field, text)
    return text


def _refuse_long(table: Table, field: Field, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        most = LONGEST_TEXT // 10_000
        table.fail(f"（{field.label}）有 {len(text)} 字，超过 {most} 万字，请删短", field.id)
