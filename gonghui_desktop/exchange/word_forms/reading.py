"""Filled official forms in a Word file, as drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Accepted, Refused
from gonghui_desktop.exchange.other_kinds import OR_A_ROSTER
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.word_forms.archive import WordFileError, read_parts
from gonghui_desktop.exchange.word_forms.docx_reader import read_document
from gonghui_desktop.exchange.word_forms.field_matcher import Match, match_fields
from gonghui_desktop.exchange.word_forms.form_finder import MOST_FORMS, FoundForm, find_forms
from gonghui_desktop.exchange.word_forms.values import ReadValue, missing, read_value
from gonghui_desktop.exchange.word_forms.wording import Wording
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT, storable


def forms_in(data: bytes, name: str, campaign: Campaign) -> tuple[Accepted | Refused, ...]:
    """The forms of a file; blank ones beside filled ones are left out.

    Args:
        data: the file.
        name: the file's name, for the sentences.
        campaign: whose forms are looked for.

    Raises:
        InputError: it is no Word file that can be read, or has no filled form.
    """
    shown = in_sentence(name)
    try:
        found = _found(data, campaign)
    except WordFileError as fault:
        raise InputError(f"{shown}：{fault}") from fault
    if not found:
        raise InputError(
            f"{shown}：没有找到本次活动的申报表（{_titles(campaign)}），请核对文件；"
            f"确实是申报表的，请在窗口里填写；{OR_A_ROSTER}。"
        )
    read = tuple(_incoming(shown, found))
    if not read:
        raise InputError(f"{shown}：里面的申报表是空白的，没有可导入的内容，请核对文件。")
    return read


def _found(data: bytes, campaign: Campaign) -> list[FoundForm]:
    blocks = read_document(read_parts(data))
    found = find_forms(blocks, [Wording.of(form) for form in campaign.forms])
    if len(found) > MOST_FORMS:
        raise WordFileError(f"里面的申报表超过 {MOST_FORMS} 份，请分成几个文件。")
    return found


def _titles(campaign: Campaign) -> str:
    return "、".join(form.number for form in campaign.forms)


def _incoming(shown: str, found: Sequence[FoundForm]) -> Iterator[Accepted | Refused]:
    """What each form becomes that has any value."""
    number = 0
    for each in found:
        match = match_fields(each.wordings[0], each.tables)
        values = _values(each.wordings[0], match)
        if not any(value.value for value in values):
            continue
        number += 1
        yield _as_incoming(f"{shown} 第 {number} 份", number, each, values, match.unread)


def _values(wording: Wording, match: Match) -> list[ReadValue]:
    """The form's printed fields, in its order."""
    return [
        read_value(field, match.found[field.id]) if field.id in match.found else missing(field)
        for field in wording.form.fields
        if field.printed
    ]


def _as_incoming(
    place: str,
    number: int,
    found: FoundForm,
    values: Sequence[ReadValue],
    unread: tuple[str, ...],
) -> Accepted | Refused:
    form = found.wordings[0].form
    if len(found.wordings) > 1:
        names = "还是".join(wording.form.number for wording in found.wordings)
        return Refused(
            number,
            f"{place}：看不出是{names}，请在表格上方写上表号（如“{form.number}”）再导入。",
        )
    for value in values:
        if len(value.value) > LONGEST_TEXT:
            return Refused(
                number,
                f"{place}（{form.number}）：“{value.reading.label}”"
                f"有 {len(value.value)} 字，超过 {LONGEST_TEXT // 10_000} 万字，请删短后再导入。",
            )
    filled = {each.reading.field: storable(each.value) for each in values if each.value}
    return Accepted(number, form.id, filled, {}, tuple(each.reading for each in values), unread)
