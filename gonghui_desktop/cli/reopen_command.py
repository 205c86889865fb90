"""``reopen``: the next revision of a final form, such as one that was sent back, and its values."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from gonghui_desktop.cli.answers import Answer, finding_data, finding_line
from gonghui_desktop.cli.chosen import chosen_records
from gonghui_desktop.cli.record_data import listed_data
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services import records
from gonghui_desktop.services.checking import record_findings
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.replies import returned_marks
from gonghui_desktop.services.reply_words import reopening_reason
from gonghui_desktop.services.workspace import Workspace


def reopen(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Opens a final form again and changes what is in it; of a draft only the latter.

    Raises:
        InputError: there is no such form or field, or nothing says why it is opened.
        RecordStateError: the campaign is over, or has no such form.
    """
    (record,) = chosen_records(ws, None, [arguments.id])
    form = _form_now(ws, record)
    typed, reasons = (_by_field(form, given) for given in (arguments.set, arguments.explain))
    lines = []
    if record.state is RecordState.FINAL:
        record = records.reopen(ws, record.id, arguments.reason or _said_above(ws, record))
        title = record_title(ws, record)
        lines.append(f"已重新打开{title}，现在是第 {record.revision} 版，旧版的纸表作废。")
    elif not (typed or reasons):
        raise InputError(
            f"{record_title(ws, record)}是草稿，不用重新打开；要改内容，请写 --set 栏目=内容。"
        )
    if typed or reasons:
        record = records.change(ws, record.id, typed, reasons)
        labels = "、".join(form.field(each).label for each in dict.fromkeys((*typed, *reasons)))
        lines.append(f"已改：{labels}。")
    findings = record_findings(ws, record)
    lines += [f"  {finding_line(each)}" for each in findings if each.blocks]
    data = {
        "ok": True,
        "record": listed_data(ws, record),
        "findings": [finding_data(each) for each in findings],
    }
    return Answer([*lines, "都改好以后，用 export 定稿并导出。"], data)


def _form_now(ws: Workspace, record: Record) -> FormDefinition:
    """The form in its current edition, to which a record moves once it is opened."""
    has_form = ws.campaign.has_form(record.form)
    return ws.campaign.form(record.form) if has_form else form_of(ws, record)


def _said_above(ws: Workspace, record: Record) -> str:
    """Why it was sent back."""
    mark = returned_marks(ws).get(record.id)
    if mark is None:
        raise InputError(
            f"{record_title(ws, record)}没有被退回，要重新打开，请用 --reason 写明原因。"
        )
    return reopening_reason(form_of(ws, record), mark)


def _by_field(form: FormDefinition, given: Sequence[str]) -> Mapping[str, str]:
    """Field id to text, of words such as ``contact=0411-83640000``."""
    found = {}
    for words in given:
        field_id, is_pair, text = words.partition("=")
        if not is_pair:
            raise InputError(
                f"“{in_sentence(words)}”看不懂，请写成 栏目=内容，如 contact=83640000。"
            )
        if not form.has_field(field_id):
            known = "、".join(field.id for field in form.fields)
            raise InputError(f"这张表没有栏目 {in_sentence(field_id)}，请从这些中选：{known}。")
        found[field_id] = text
    return found
