"""The columns of the table of offices: what each says of an office, and how it sorts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gonghui_desktop.errors import short_line
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date, written_moment
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeState
from gonghui_desktop.services.receiving.table_words import (
    kind_words,
    quota_sentence,
    quota_word,
    state_words,
)

NAME = "name"
STATE = "state"

Words = Callable[[OfficeRow], str]


def _nothing(_row: OfficeRow) -> str:
    return ""


@dataclass(frozen=True)
class OfficeColumn:
    """A column.

    Attributes:
        id: by which settings know it.
        title: its heading.
        tip: what stands in it, a sentence.
        text: what it says of an office; empty for nothing.
        key: by what it sorts; ``None`` for an office that is always at the end.
        widest: a text as wide as the column is at first.
        is_number: whether it stands at the right.
        is_largest_first: whether a first click has the largest in front.
        detail: more of what it says, as a tool tip.
        tone: the colour's name, besides the word; empty for that of text.
        is_rare: whether it is shown only while it says something, unless somebody has chosen.
    """

    id: str
    title: str
    tip: str
    text: Words
    key: Callable[[OfficeRow], Any]
    widest: str
    is_number: bool = False
    is_largest_first: bool = False
    detail: Words = _nothing
    tone: Words = _nothing
    is_rare: bool = False


_STATES = list(OfficeState)
_TONES = {
    OfficeState.IN_TIME: "info",
    OfficeState.LATE: "warning",
    OfficeState.ZERO: "info",
    OfficeState.CONFLICT: "error",
    OfficeState.RETURNED: "warning",
    OfficeState.ACCEPTED: "success",
    OfficeState.NOT_EXPECTED: "warning",
}
_ICONS = {
    OfficeState.MISSING: "circle-dashed",
    OfficeState.IN_TIME: "inbox",
    OfficeState.LATE: "clock-alert",
    OfficeState.ZERO: "circle-minus",
    OfficeState.CONFLICT: "octagon-alert",
    OfficeState.RETURNED: "undo-2",
    OfficeState.ACCEPTED: "circle-check",
    OfficeState.NOT_EXPECTED: "circle-help",
}


def state_tone(row: OfficeRow, today: date) -> str:
    """The colour of an office's state; its word and its sign say the same."""
    if row.is_overdue(today):
        return "error"
    if row.waiting and row.state is OfficeState.ACCEPTED:
        return "warning"
    return _TONES.get(row.state, "muted")


def state_icon(row: OfficeRow) -> str:
    """The sign of an office's state."""
    return _ICONS.get(row.state, "file-text")


def office_columns(
    campaign: Campaign, forms: Sequence[FormDefinition], today: Callable[[], date]
) -> list[OfficeColumn]:
    """Every column, as they stand at first.

    Args:
        campaign: the rules.
        forms: those that the offices hand in.
        today: gives the day by China's calendar.
    """
    return [
        OfficeColumn(
            NAME,
            "上报单位",
            "上报单位，名单里的写法。",
            lambda row: short_line(row.name),
            lambda row: row.name,
            "大连市高新技术产业园区总工会",
            detail=lambda row: short_line(row.name),
        ),
        OfficeColumn(
            STATE,
            "状态",
            "办到哪一步；等您处理的写在后面。",
            lambda row: state_words(row, today()),
            lambda row: _STATES.index(row.state),
            "　已退回，超期 10 天",
            detail=lambda row: state_words(row, today()),
            tone=lambda row: state_tone(row, today()),
        ),
        _number("revision", "第几次", "第几次报送。", lambda row: row.revision),
        *(_form_column(campaign, form) for form in forms),
        _number("units", "合计", f"一共申报几个{campaign.unit}。", lambda row: row.units),
        _quota(),
        *_open_points(),
        _paper(),
        *_clocks(campaign),
        OfficeColumn(
            "kind",
            "类型",
            "单位类型。",
            lambda row: kind_words(campaign, row.kind),
            lambda row: _place_of_kind(campaign, row.kind),
            "不驻会产业工会",
            detail=lambda row: kind.name if (kind := campaign.office(row.kind)) else row.kind,
            tone=lambda _row: "muted",
        ),
    ]


def _form_column(campaign: Campaign, form: FormDefinition) -> OfficeColumn:
    def text(row: OfficeRow) -> str:
        kind = campaign.office(row.kind)
        count = row.by_form.get(form.id, 0)
        is_theirs = row.submission is not None and (kind is None or form.id in kind.forms)
        return str(count) if count or is_theirs else ""

    return OfficeColumn(
        f"form.{form.id}",
        form.number,
        f"{form.tab}，申报几份。",
        text,
        lambda row: row.by_form.get(form.id, 0) if text(row) else None,
        "99",
        is_number=True,
        is_largest_first=True,
        tone=lambda row: "" if row.by_form.get(form.id) else "muted",
    )


def _number(
    column_id: str, title: str, tip: str, count: Callable[[OfficeRow], int]
) -> OfficeColumn:
    """A number of what was handed in; nothing for an office that has handed in nothing."""
    return OfficeColumn(
        column_id,
        title,
        tip,
        lambda row: str(count(row)) if row.submission else "",
        lambda row: count(row) if row.submission else None,
        "99",
        is_number=True,
        is_largest_first=True,
    )


def _quota() -> OfficeColumn:
    def gap(row: OfficeRow) -> int | None:
        return sum(each.missing + each.excess for each in row.quotas) if row.quotas else None

    return OfficeColumn(
        "quota",
        "名额",
        "名额符合不符合规定；停在上面看差在哪里。",
        quota_word,
        gap,
        "符合　",
        is_largest_first=True,
        detail=quota_sentence,
        tone=lambda row: "warning" if gap(row) else "success",
    )


def _open_points() -> list[OfficeColumn]:
    def points(
        column_id: str, title: str, tip: str, count: Callable[[OfficeRow], int]
    ) -> OfficeColumn:
        return OfficeColumn(
            column_id,
            title,
            tip,
            lambda row: str(count(row)) if count(row) else "",
            lambda row: count(row) or None,
            "99",
            is_number=True,
            is_largest_first=True,
            tone=lambda _row: "" if column_id == "explanations" else "warning",
            is_rare=column_id == "clashes",
        )

    return [
        points(
            "doubles",
            "重复",
            "在全市与别的申报表重复，或名称相近，还没有核对的。",
            lambda row: row.doubles,
        ),
        points(
            "barred", "历年典型", "看来在历年典型名单里，还没有核对的。", lambda row: row.barred
        ),
        points(
            "clashes",
            "内容冲突",
            "同一份表、同一次修改，别处报来的内容不同。",
            lambda row: row.clashes,
        ),
        points("explanations", "说明", "上报单位写明原因的地方。", lambda row: row.explanations),
    ]


def _paper() -> OfficeColumn:
    def text(row: OfficeRow) -> str:
        whole = " 齐" if row.has_paper else ""
        return f"{row.paper_seen}/{len(row.records)}{whole}" if row.records else ""

    return OfficeColumn(
        "paper",
        "纸质件",
        "盖章的纸质件核对了几份。",
        text,
        lambda row: row.paper_seen / len(row.records) if row.records else None,
        "10/10 齐",
        is_number=True,
        tone=lambda row: "success" if row.has_paper else "",
    )


def _clocks(campaign: Campaign) -> list[OfficeColumn]:
    return [
        _clock(
            campaign,
            ("sent", "报出", "上报单位哪天做好的，按对方电脑的时钟。"),
            lambda row: row.sent_at,
        ),
        _clock(
            campaign,
            ("received", "收到", "哪天收到的；逾期的写在后面。截止日期前报出的算按时。"),
            lambda row: row.received_at,
            lambda row: "" if row.is_on_time or row.submission is None else " 逾期",
        ),
        _clock(
            campaign,
            ("answer_by", "答复期限", "退回后请对方哪天前重新报来。"),
            lambda row: row.answer_by,
            is_rare=True,
        ),
    ]


def _clock(
    campaign: Campaign,
    words: tuple[str, str, str],
    moment: Callable[[OfficeRow], datetime | date | None],
    late: Words = _nothing,
    *,
    is_rare: bool = False,
) -> OfficeColumn:
    """A day, without its year where that is the campaign's; the moment as a tool tip."""

    def text(row: OfficeRow) -> str:
        at = moment(row)
        if at is None:
            return ""
        local = at.astimezone() if isinstance(at, datetime) else at
        year = "" if local.year == campaign.deadline.year else f"{local.year}年"
        return f"{year}{local.month}月{local.day}日{late(row)}"

    def detail(row: OfficeRow) -> str:
        at = moment(row)
        if at is None:
            return ""
        return written_moment(at) if isinstance(at, datetime) else written_date(at)

    return OfficeColumn(
        *words,
        text,
        moment,
        "12月30日",
        is_number=True,
        detail=detail,
        tone=lambda row: "warning" if late(row) else "",
        is_rare=is_rare,
    )


def _place_of_kind(campaign: Campaign, kind_id: str) -> int:
    kinds = [each.id for each in campaign.offices]
    return kinds.index(kind_id) if kind_id in kinds else len(kinds)
