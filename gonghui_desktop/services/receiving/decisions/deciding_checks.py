"""What is refused before anything is decided: no reason, a day that is past, what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.reply import MOST_REASONS
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.reasons import fault_of_length, fault_of_reason
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.decisions.open_points import which
from gonghui_desktop.services.receiving.received import Look
from gonghui_desktop.services.workspace import Workspace

_LONGEST_WAIT = timedelta(days=366)


def refuse(sentence: str) -> None:
    """Refuses what a sentence speaks against; nothing, if it is empty."""
    if sentence:
        raise InputError(sentence)


def refuse_day(answer_by: date, today: date) -> None:
    """Refuses a day until which nobody can answer, or is not meant."""
    if answer_by < today:
        raise InputError(
            f"重报的期限{written_date(answer_by)}已经过了，请写今天（{written_date(today)}）"
            "或以后的日期。"
        )
    if answer_by - today > _LONGEST_WAIT:
        raise InputError(f"重报的期限{written_date(answer_by)}太远了，请核对年份。")


def checked_reason(text: str, cannot: str) -> str:
    """A reason that says why.

    Args:
        text: as it was typed.
        cannot: what cannot be done without, such as ``不能退回``.
    """
    if fault := fault_of_reason(text):
        raise InputError(f"{cannot}：{fault}")
    refuse_length(text)
    return text.strip()


def refuse_length(text: str) -> None:
    """Refuses a text that is longer than a reply takes."""
    if fault := fault_of_length(text):
        raise InputError(fault)


def checked_reasons(ws: Workspace, look: Look, reasons: Sequence[ReplyReason]) -> list[ReplyReason]:
    """The reasons, each of something in the package, none of them twice."""
    if not reasons:
        raise InputError("不能退回：请写明原因。")
    if len(reasons) > MOST_REASONS:
        raise InputError(f"原因有 {len(reasons)} 条，最多 {MOST_REASONS} 条，请合并一些。")
    found = []
    for each in reasons:
        text = checked_reason(each.text, "不能退回")
        revision = record_in(look, each.record)
        refuse_field(ws, look, each.record, each.field)
        found.append(replace(each, text=text, revision=revision))
    return list(dict.fromkeys(found))


def record_in(look: Look, record: str) -> int:
    """The revision in which a record came; 0 for the whole package.

    Raises:
        InputError: it is not in the package.
    """
    found = [each.record.revision for each in look.records if each.record.id == record]
    if record and not found:
        raise InputError(f"{which(look.submission)}里没有编号为“{in_sentence(record)}”的申报表。")
    return found[0] if found else 0


def refuse_field(ws: Workspace, look: Look, record: str, field: str) -> None:
    """Refuses a field that the record's form has not."""
    if not field:
        return
    found = [each.record for each in look.records if each.record.id == record]
    if not found:
        raise InputError("写了栏目，没有写是哪一份申报表的，请写明申报表。")
    form = form_of(ws, found[0])
    if not form.has_field(field):
        raise InputError(f"{form.number}没有栏目“{in_sentence(field)}”，请核对。")
