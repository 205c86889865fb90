"""What the summary of all offices says of itself: of whom it is, and what is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.statistics import Figure, Way
from gonghui_desktop.services.receiving.summary.summary_tables import office_word, share
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary, SummedOffice

_MOST_NAMED = 12
"""Offices that are named; the table has all of them."""
_UNKNOWN = "（未填）"


def remarks(campaign: Campaign, summary: CampaignSummary) -> Iterator[tuple[str, str]]:
    """What a reader has to know before the figures, a label and a sentence each."""
    yield "汇总范围", _scope(campaign, summary)
    yield f"{campaign.unit}数量", _units(campaign, summary)
    for figure in summary.figures:
        if figure.way is Way.WHERE:
            part = share(figure.units, summary.units)
            of = f"，占 {summary.units} 个的 {part}" if part else ""
            yield figure.name, f"{figure.units} 个{of}。"
        elif figure.way is Way.TOTAL:
            yield figure.name, _total(campaign, summary, figure)
    totals = summary.table.totals
    if totals.expected:
        words = (
            f"应报 {totals.expected} 家，已报 {totals.reported} 家，其中按时 {totals.on_time} 家"
        )
        more = f"；另有 {totals.unexpected} 家不在应报名单里" if totals.unexpected else ""
        yield "报送情况", f"{words}{more}。"
    if summary.missing:
        yield "未报", _named(summary.missing)
    if summary.waiting:
        yield "已报、不在本表内", _named(summary.waiting, with_word=True)
    yield "重复与历年典型", _questions(summary)
    contact = (summary.office.contact_name, summary.office.contact_phone)
    yield "联系人", "　".join(filter(None, map(in_sentence, contact))) or _UNKNOWN


def _scope(campaign: Campaign, summary: CampaignSummary) -> str:
    if not summary.summed:
        return _nothing(summary)
    state = "已受理的" if summary.only_accepted else "已收到的（含还没有受理的）"
    forms = "、".join(each.form.number for each in summary.forms)
    only = "" if len(summary.forms) == len(campaign.forms) else f"，只含{forms}"
    return (
        f"{state} {len(summary.summed)} 家上报单位的申报表 {len(summary.lines)} 份{only}。"
        "每一份都注明是哪一个报送包里的。"
    )


def _nothing(summary: CampaignSummary) -> str:
    """Why there is nothing in it, and what to do first."""
    if count := len(summary.waiting):
        return f"收到的 {count} 家的报送还没有受理，本表没有数字；请受理后再汇总、盖章。"
    return "还没有收到报送，本表没有数字；请接收、受理后再汇总、盖章。"


def _total(campaign: Campaign, summary: CampaignSummary, figure: Figure) -> str:
    """What was added up; of how many units, where not all have said a number."""
    words = f"共 {figure.total}{f' {figure.unit}' if figure.unit else ''}"
    if figure.units == summary.units:
        return f"{words}。"
    return f"{words}（{summary.units} 个{campaign.unit}里有 {figure.units} 个填了）。"


def _units(campaign: Campaign, summary: CampaignSummary) -> str:
    words = f"{summary.units} 个"
    doubled = sum(not line.is_counted for line in summary.lines)
    if doubled:
        words += f"（{doubled} 份与别的重复，不计）"
    total = campaign.total_at(summary.office.kind)
    if not total or len(summary.forms) < len(campaign.forms):
        return f"{words}。"
    gap = total - summary.units
    state = f"还差 {gap} 个" if gap > 0 else f"多出 {-gap} 个" if gap else "符合规定"
    return f"{words}，规定 {total} 个，{state}。"


def _named(offices: Sequence[SummedOffice], *, with_word: bool = False) -> str:
    words = [
        f"{in_sentence(each.row.name)}（{office_word(each)}）"
        if with_word
        else in_sentence(each.row.name)
        for each in offices[:_MOST_NAMED]
    ]
    if len(offices) == 1:
        return f"{words[0]}。"
    more = "等" if len(offices) > _MOST_NAMED else "，共"
    return f"{'、'.join(words)}{more} {len(offices)} 家。"


def _questions(summary: CampaignSummary) -> str:
    if not summary.questions:
        return "没有发现。"
    still = sum(each.is_open for each in summary.questions)
    words = f"共 {len(summary.questions)} 处，已核对 {len(summary.questions) - still} 处"
    return f"{words}，还有 {still} 处待核对。" if still else f"{words}。"
