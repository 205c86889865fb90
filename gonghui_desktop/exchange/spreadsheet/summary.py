"""The summary of all units put forward (汇总表), as a spreadsheet that prints on A4 landscape."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghui_desktop.exchange.spreadsheet.xlsx_writing import (
    FIXED_TIME,
    HEAD,
    INK,
    LINE,
    PADDING,
    cell_text,
    made_on_unix,
    print_across,
    row_height,
    sheet_name,
    text_width,
)
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.summary import (
    FormOf,
    SummaryTable,
    empty_table,
    summary_tables,
    summary_title,
)

_TITLE_ROW, _REPORTER_ROW, _CAPTION_ROW, _HEAD_ROW = 0, 1, 2, 3
_WIDEST = 28  # of columns, in digits
_MOST_DIGITS = 15  # a spreadsheet's numbers are exact up to here


@dataclass(frozen=True)
class _Styles:
    """The formats of one workbook."""

    title: Format
    reporter: Format
    head: Format
    text: Format
    centred: Format
    number: Format


def summary_xlsx(
    campaign: Campaign, profile: Profile, records: Sequence[Record], form_of: FormOf
) -> bytes:
    """A sheet for each table of the summary, see :mod:`gonghui_desktop.model.summary`.

    Every value is written as text or number, never as a formula. The same arguments give the same
    bytes.

    Args:
        campaign: knows the forms.
        profile: the reporting office.
        records: what is put forward, in order.
        form_of: tells a record's form.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        title = summary_title(campaign)
        book.set_properties(
            {"title": title, "author": in_sentence(profile.name), "created": FIXED_TIME}
        )
        styles = _styles(book)
        tables = summary_tables(campaign, records, form_of)
        for table in tables or map(empty_table, campaign.forms[:1]):
            sheet = book.add_worksheet(sheet_name(table.form, book))
            _write_sheet(sheet, styles, table)
            _write_heading(sheet, styles, table, title, profile)
    return made_on_unix(buffer.getvalue())


def _write_heading(
    sheet: Worksheet, styles: _Styles, table: SummaryTable, title: str, profile: Profile
) -> None:
    """Title, reporter and form above the table, over its whole width."""
    last = len(table.heads) - 1
    parts = [f"报送单位：{profile.name}"]
    contact = " ".join(part for part in (profile.contact_name, profile.contact_phone) if part)
    if contact:
        parts.append(f"联系人：{contact}")
    lines = {
        _TITLE_ROW: (title, styles.title, 34),
        _REPORTER_ROW: ("    ".join(parts), styles.reporter, 22),
        _CAPTION_ROW: (table.caption, styles.reporter, 22),
    }
    for row, (text, style, height) in lines.items():
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, cell_text(text), style)
        sheet.set_row(row, height)
    sheet.set_row(_HEAD_ROW, 24)


def _write_sheet(sheet: Worksheet, styles: _Styles, table: SummaryTable) -> None:
    rows = [[cell_text(text) for text in row] for row in table.rows()]
    widths = [_column_width(column) for column in zip(table.heads, *rows, strict=True)]
    for column, (head, width) in enumerate(zip(table.heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROW, column, head, styles.head)
    for at, row in enumerate(rows, start=_HEAD_ROW + 1):
        sheet.set_row(at, row_height(row, widths))
        sheet.write_number(at, 0, int(row[0]), styles.centred)
        sheet.write_string(at, len(row) - 1, row[-1], styles.centred)
        for column, field in enumerate(table.fields, start=1):
            _write_value(sheet, styles, (at, column), field, row[column])
    _set_up_page(sheet)
    sheet.print_area(0, 0, _HEAD_ROW + len(rows), len(table.heads) - 1)


def _write_value(
    sheet: Worksheet, styles: _Styles, cell: tuple[int, int], field: Field, shown: str
) -> None:
    number = field.type.number(shown)
    style = styles.text if field.type.alignment == "left" else styles.centred
    if number is not None and len(str(number)) <= _MOST_DIGITS:
        sheet.write_number(*cell, number, styles.number)
    else:
        sheet.write_string(*cell, shown, style)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.freeze_panes(_HEAD_ROW + 1, 2)
    sheet.repeat_rows(_TITLE_ROW, _HEAD_ROW)
    print_across(sheet)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)  # inches
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.hide_gridlines(2)


def _styles(book: Workbook) -> _Styles:
    body = {
        "font_name": "宋体",
        "font_size": 11,
        "font_color": INK,
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "border_color": LINE,
    }
    title = {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
    reporter = {"font_name": "宋体", "font_size": 11, "align": "left", "valign": "vcenter"}
    head = {"bold": True, "align": "center", "bg_color": HEAD}
    return _Styles(
        title=book.add_format(title),
        reporter=book.add_format(reporter),
        head=book.add_format(body | head),
        text=book.add_format(body | {"indent": 1, "num_format": "@"}),
        centred=book.add_format(body | {"align": "center", "num_format": "@"}),
        number=book.add_format(body | {"align": "center", "num_format": "0"}),
    )


def _column_width(texts: Sequence[str]) -> int:
    """Room for the longest text of a column, within limits, in digits."""
    return min(max(map(text_width, texts)) + PADDING, _WIDEST)
