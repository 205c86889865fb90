"""What the table of offices says in words: a quota in one, the sums in a line, who is missing."""

from __future__ import annotations

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeTable


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


def sums(campaign: Campaign, table: OfficeTable) -> str:
    """The sums in a line: who has reported, who in time, and the units against the campaign's."""
    totals = table.totals
    if not totals.expected:
        return f"还没有应报单位名单；已收到 {totals.unexpected} 家的报送。"
    rate, on_time = (_percent(part, totals.expected) for part in (totals.reported, totals.on_time))
    words = [
        f"应报 {totals.expected} 家，已报 {totals.reported} 家（{rate}）",
        f"按时 {totals.on_time} 家（{on_time}）",
        f"已受理 {totals.accepted} 家",
        f"{campaign.unit} {totals.units} 个，规定 {campaign.total} 个",
    ]
    words += [f"还有 {len(table.missing)} 家未报"] if table.missing else []
    words += [f"另有 {totals.unexpected} 家不在名单里"] if totals.unexpected else []
    return f"{'，'.join(words)}。"


def missing_text(campaign: Campaign, table: OfficeTable) -> str:
    """Who has not reported, to be copied into a message; empty where all have."""
    by_kind: dict[str, list[str]] = {}
    for row in table.missing:
        by_kind.setdefault(row.kind, []).append(row.name)
    if not by_kind:
        return ""
    lines = [f"“{campaign.name}”还有 {len(table.missing)} 家未报："]
    for kind_id, names in by_kind.items():
        kind = campaign.office(kind_id)
        lines.append(f"{kind.name if kind else kind_id}（{len(names)} 家）：{'、'.join(names)}")
    lines.append(f"请于 {written_date(campaign.deadline)} 前报送。")
    return "\n".join(lines)


def _percent(part: int, whole: int) -> str:
    """A share as people write it; all but one of two thousand is not 100 %."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}%".replace(".0%", "%")
