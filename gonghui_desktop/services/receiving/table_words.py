"""What the table of offices says in words: a quota in one, the sums in a line, who is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import short_day, written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeState, OfficeTable


def state_words(row: OfficeRow, today: date) -> str:
    """How far an office is, with what waits for a person: ``已退回，超期 3 天``."""
    if row.answer_by is not None and row.is_overdue(today):
        return f"{row.state.word}，超期 {(today - row.answer_by).days} 天"
    if row.waiting and row.state is not OfficeState.CONFLICT:
        return f"{row.state.word}，又来 {row.waiting} 个"
    return row.state.word


def kind_words(campaign: Campaign, kind_id: str) -> str:
    """What a kind of office is called, in short: 区市县总工会."""
    kind = campaign.office(kind_id)
    return kind.name.partition("、")[0] if kind else kind_id


def row_sentence(campaign: Campaign, row: OfficeRow, today: date) -> str:
    """All that the table has of an office, as one would read it out."""
    words = [in_sentence(row.name), kind_words(campaign, row.kind), state_words(row, today)]
    if row.sent_at is None or row.received_at is None:
        return "，".join(words)
    words += [f"第 {row.revision} 次报送"]
    words += [f"{form.number} {count} 份" for form, count in _by_form(campaign, row)]
    words += [f"共 {row.units} 个{campaign.unit}"]
    words += [f"名额{word}" if (word := quota_word(row)) else ""]
    words += [f"说明 {row.explanations} 处" if row.explanations else ""]
    words += [f"重复 {row.doubles} 处" if row.doubles else ""]
    words += [f"历年典型 {row.barred} 处" if row.barred else ""]
    words += [f"内容冲突 {row.clashes} 份" if row.clashes else ""]
    words += [f"{short_day(row.sent_at)}报出，{short_day(row.received_at)}收到"]
    words += ["" if row.is_on_time else "逾期"]
    words += [f"请于 {written_date(row.answer_by)} 前答复" if row.answer_by else ""]
    words += [f"纸质件 {row.paper_seen}/{len(row.records)}" if row.records else ""]
    return "，".join(filter(None, words))


def quota_word(row: OfficeRow) -> str:
    """How far an office's quotas are fulfilled, in a word; empty where it has none."""
    wrong = [state for state in row.quotas if state.sentence]
    if not wrong:
        return "符合" if row.quotas else ""
    if all(state.missing for state in wrong):
        return "不足"
    return "超出" if all(state.excess for state in wrong) else "不符"


def quota_sentence(row: OfficeRow) -> str:
    """What the word is about, with what the office says of it; empty where it has no quotas."""
    if not row.quotas:
        return ""
    wrong = [state.sentence for state in row.quotas if state.sentence]
    if not wrong:
        return "".join(state.verdict for state in row.quotas)
    reason = " ".join(row.submission.reason.split()) if row.submission else ""
    return f"{'，'.join(wrong)}{f'（说明：{reason}）' if reason else '，没有说明原因'}。"


def sums(campaign: Campaign, table: OfficeTable, total: int) -> str:
    """The sums in a line: who has reported, who in time, and the units against the campaign's."""
    totals = table.totals
    if not totals.expected:
        return f"还没有应报单位名单；已收到 {totals.unexpected} 家的报送。"
    rate, on_time = (percent(part, totals.expected) for part in (totals.reported, totals.on_time))
    words = [
        f"应报 {totals.expected} 家，已报 {totals.reported} 家（{rate}）",
        f"按时 {totals.on_time} 家（{on_time}）",
        f"已受理 {totals.accepted} 家",
        f"{campaign.unit} {totals.units} 个" + (f"，规定 {total} 个" if total else ""),
    ]
    words += [f"还有 {len(table.missing)} 家未报"] if table.missing else []
    words += [f"另有 {totals.unexpected} 家不在名单里"] if totals.unexpected else []
    return f"{'，'.join(words)}。"


def parts(table: OfficeTable) -> Mapping[OfficeState, int]:
    """How many of the expected offices are how far; each is in one part, so the sum is all.

    In time and late are those of which nobody has decided yet, whatever waits there.
    """
    found = dict.fromkeys(_PARTS, 0)
    for row in table.rows:
        if row.is_expected:
            reported = OfficeState.IN_TIME if row.is_on_time else OfficeState.LATE
            found[row.state if row.state in _DECIDED else reported] += 1
    return found


_DECIDED = (OfficeState.ACCEPTED, OfficeState.RETURNED, OfficeState.MISSING)
_PARTS = (
    OfficeState.ACCEPTED,
    OfficeState.IN_TIME,
    OfficeState.LATE,
    OfficeState.RETURNED,
    OfficeState.MISSING,
)


def legend(table: OfficeTable) -> str:
    """The parts in words, a line each."""
    words = {
        OfficeState.IN_TIME: "按时报来，待受理",
        OfficeState.LATE: "逾期报来，待受理",
    }
    return "\n".join(
        f"{words.get(state, state.word)} {count} 家"
        for state, count in parts(table).items()
        if count
    )


def missing_text(campaign: Campaign, table: OfficeTable, today: date) -> str:
    """Who has not reported, to be copied into a message; empty where all have."""
    by_kind: dict[str, list[str]] = {}
    for row in table.missing:
        by_kind.setdefault(row.kind, []).append(in_sentence(row.name))
    if not by_kind:
        return ""
    lines = [f"“{campaign.name}”还有 {len(table.missing)} 家未报："]
    for kind_id, names in by_kind.items():
        kind = campaign.office(kind_id)
        lines.append(f"{kind.name if kind else kind_id}（{len(names)} 家）：{'、'.join(names)}")
    day = written_date(campaign.deadline)
    is_over = today > campaign.deadline
    lines.append(f"截止日期 {day} 已过，请尽快报送。" if is_over else f"请于 {day} 前报送。")
    return "\n".join(lines)


def _by_form(campaign: Campaign, row: OfficeRow) -> list[tuple[FormDefinition, int]]:
    """The forms on which an office puts units forward, with the number of records on each."""
    return [(form, row.by_form[form.id]) for form in campaign.forms if row.by_form.get(form.id)]


def percent(part: int, whole: int) -> str:
    """A share as people write it; all but one of two thousand is not 100 %."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}%".replace(".0%", "%")
