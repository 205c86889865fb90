"""The summary of all offices as sheets of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from gonghui_desktop.exchange.spreadsheet.figures import FigureBlock, FigureBook, FigureSheet
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.summary import summary_title
from gonghui_desktop.services.receiving.summary.summary_tables import (
    FigureTable,
    form_table,
    full_unit_table,
    office_rows,
    part_tables,
    question_table,
)
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary
from gonghui_desktop.services.receiving.summary.summary_words import remarks


def sheets(campaign: Campaign, summary: CampaignSummary) -> FigureBook:
    """Overview, offices, the units on each form, doubles and roster."""
    return FigureBook(
        summary_title(campaign),
        summary.office.name,
        tuple(_sheets(campaign, summary)),
    )


def _sheets(campaign: Campaign, summary: CampaignSummary) -> Iterator[FigureSheet]:
    title = summary_title(campaign)
    made = f"汇总单位：{summary.office.name}    {written_date(summary.made_on)}"
    told = tuple((label, text) for label, text in remarks(campaign, summary))
    blocks = [FigureBlock("", (), told)]
    blocks.append(_block(form_table(campaign, summary)))
    blocks += [_block(table, has_chart=True) for table in part_tables(campaign, summary)]
    yield FigureSheet("汇总", title, made, tuple(blocks))
    offices = office_rows(campaign, summary, with_kind=True)
    yield FigureSheet("上报单位", f"{title}（{offices.caption}）", made, (_bare(offices),))
    for each in summary.forms:
        table = full_unit_table(each)
        yield FigureSheet(each.form.number, table.caption, made, (_bare(table),))
    questions = question_table(summary)
    yield FigureSheet("重复与历年典型", questions.caption, made, (_bare(questions),))


def _block(table: FigureTable, *, has_chart: bool = False) -> FigureBlock:
    return FigureBlock(table.caption, table.heads, table.rows, table.total, has_chart=has_chart)


def _bare(table: FigureTable) -> FigureBlock:
    """A table whose caption is the sheet's title."""
    return FigureBlock("", table.heads, table.rows, table.total)
