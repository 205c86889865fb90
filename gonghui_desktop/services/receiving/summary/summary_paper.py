"""The summary of all offices as a paper for the office's seal."""

from __future__ import annotations

from collections.abc import Iterator

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.summary import summary_title
from gonghui_desktop.printing.papers.contents import Bar, BarChart, Summary, UnitTable
from gonghui_desktop.services.receiving.summary.summary_tables import (
    Cell,
    FigureTable,
    form_table,
    office_rows,
    part_tables,
    question_table,
    unit_table,
)
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary
from gonghui_desktop.services.receiving.summary.summary_words import remarks

_LONGEST_NAME = 120
_LONGEST_CELL = 200
"""Characters of a text in a cell; the spreadsheet has all of it."""
_CUT = "…（全文见电子表格）"
_SIGNERS = ("汇总人", "负责人")
_NUMERALS = "一二三四五六七八九十"


def paper(campaign: Campaign, summary: CampaignSummary) -> Summary:
    """What stands on the paper."""
    office = in_sentence(summary.office.name, _LONGEST_NAME)
    receiver = in_sentence(summary.receiver, _LONGEST_NAME)
    lead = [f"汇总单位：{office}", *([f"报送：{receiver}"] if receiver else [])]
    tables = [form_table(campaign, summary), office_rows(campaign, summary, with_kind=False)]
    tables += [unit_table(campaign, each) for each in summary.forms if each.lines]
    if summary.questions:
        tables.append(question_table(summary))
    return Summary(
        title=summary_title(campaign),
        office=office,
        lead="　　".join(lead),
        date=written_date(summary.made_on),
        tables=tuple(map(_unit_table, _numbered(tables))),
        remarks=tuple(
            f"{_numeral(number)}、{label}：{text}"
            for number, (label, text) in enumerate(remarks(campaign, summary), 1)
        ),
        signers=_SIGNERS,
        charts=tuple(_charts(campaign, summary)),
    )


def _charts(campaign: Campaign, summary: CampaignSummary) -> Iterator[BarChart]:
    """Units by what they are and by form, where there are any, and how far the offices are."""
    for table in part_tables(campaign, summary) if summary.units else ():
        bars = tuple(
            Bar(str(label), int(units), f"{units}　{part}" if units else "0")
            for label, units, part in table.rows
        )
        yield BarChart(f"{table.caption}（{campaign.unit}，个）", bars)
    if summary.units:
        forms = tuple(Bar(each.form.number, each.units, str(each.units)) for each in summary.forms)
        yield BarChart(f"按申报表（{campaign.unit}，个）", forms)
    offices = (
        ("在本表内", len(summary.summed)),
        ("已报，不在本表内", len(summary.waiting)),
        ("未报", len(summary.missing)),
    )
    yield BarChart(
        "上报单位（家）", tuple(Bar(label, count, str(count)) for label, count in offices)
    )


def _numbered(tables: list[FigureTable]) -> Iterator[tuple[str, FigureTable]]:
    for number, table in enumerate(tables, 1):
        yield f"表{_numeral(number)}　", table


def _unit_table(numbered: tuple[str, FigureTable]) -> UnitTable:
    number, table = numbered
    return UnitTable(
        caption=f"{number}{table.caption}",
        continued=f"{number.strip()}（续）",
        heads=table.heads,
        rows=tuple(tuple(map(_cell, row)) for row in table.rows),
        total=tuple(map(_cell, table.total)),
    )


def _numeral(number: int) -> str:
    """As headings are numbered; beyond ten in digits."""
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)


def _cell(cell: Cell) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + _CUT
