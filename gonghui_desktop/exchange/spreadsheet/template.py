"""The blank spreadsheet that offices fill in, a row for each unit (空白导入表).

Made of the form definitions alone. Its headings are the official labels, by which the import knows
its columns again; its cells are text, so that no spreadsheet takes a telephone for a number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghui_desktop.exchange.spreadsheet.sheets import MOST_ROWS
from gonghui_desktop.exchange.spreadsheet.xlsx_writing import (
    FIXED_TIME,
    HEAD,
    INK,
    LINE,
    cell_text,
    made_on_unix,
    print_across,
    row_height,
    sheet_name,
    text_width,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.pasted.value_kinds import kind_of_label

EXPLANATIONS = "填写说明"
"""Name of the last sheet."""
MANDATORY = "*"
"""Stands behind the label of a field that must be filled in."""

_TITLE = "空白导入表"
_LISTS = "选项"  # sheet of the choices that are too long for a cell's own list; nobody sees it
_LONGEST_LIST = 255  # characters of such a list, commas included, by the file format
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255  # characters, by the file format
_WIDTHS = {"telephone": 20, "whole_number": 12, "date": 18, "long_text": 52}  # digits
_TEXT, _NAME, _PADDING, _WIDEST = 14, 32, 4, 34
_EXPLAINED = (12, 24, 10, 60, 76)  # widths of the columns of explanations, digits
_HEAD_HEIGHT = 30.0  # pt
_RED = "#B42318"

_HOW = {
    "whole_number": "只填整数，不写单位，不写“约”“余”。",
    "telephone": "区号开头的 0 要写；可以写几个号码。",
    "date": "写成 2017年3月20日 或 2017-03-20。",
    "long_text": "可以分段，在格里按 Alt+Enter 换行。",
}
"""How a value is written, by the name of its field's type."""


@dataclass(frozen=True)
class _Styles:
    """The formats of one workbook."""

    head: Format
    mark: Format
    text: Format
    number: Format
    title: Format
    cell: Format
    plain: Format


def template_xlsx(campaign: Campaign, forms: Sequence[FormDefinition]) -> bytes:
    """A workbook with a sheet for each form, and one of explanations.

    The same arguments give the same bytes.

    Args:
        campaign: gives the title.
        forms: of the campaign, in order.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": f"{campaign.name}{_TITLE}", "created": FIXED_TIME})
        styles = _styles(book)
        sheets = {}
        for form in forms:
            sheets[form] = book.add_worksheet(sheet_name(form, book))
        explanations = book.add_worksheet(EXPLANATIONS)
        lists = _Lists(book)
        for form, sheet in sheets.items():
            _write_form(sheet, styles, form, lists)
        _write_explanations(explanations, styles, campaign, sheets)
    return made_on_unix(buffer.getvalue())


class _Lists:
    """Choices for drop-down lists: in the cell's own rule, or on a sheet that nobody sees."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet | None = None
        self._count = 0

    def source(self, choices: Sequence[str]) -> list[str] | str:
        """What a rule takes its list from."""
        is_short = len(",".join(choices)) <= _LONGEST_LIST
        if is_short and not any("," in choice for choice in choices):
            return list(choices)
        if self._sheet is None:
            self._sheet = self._book.add_worksheet(_LISTS)
            self._sheet.very_hidden()
        for row, choice in enumerate(choices):
            self._sheet.write_string(row, self._count, cell_text(choice))
        column = xl_col_to_name(self._count, col_abs=True)
        self._count += 1
        return f"='{_LISTS}'!{column}$1:{column}${len(choices)}"


def _columns(form: FormDefinition) -> list[Field]:
    """Every field, the unit's name first."""
    return sorted(form.fields, key=lambda field: field.id != form.name_field)


def _write_form(sheet: Worksheet, styles: _Styles, form: FormDefinition, lists: _Lists) -> None:
    for column, field in enumerate(_columns(form)):
        style = styles.number if field.type.name == "whole_number" else styles.text
        sheet.set_column(column, column, _width(form, field), style)
        label = cell_text(field.label)
        if field.mandatory:
            fragments = (styles.head, label, styles.mark, f" {MANDATORY}", styles.head)
            sheet.write_rich_string(0, column, *fragments)
        else:
            sheet.write_string(0, column, label, styles.head)
        if rule := _rule(field, lists):
            sheet.data_validation(1, column, MOST_ROWS - 1, column, rule)
    sheet.set_row(0, _HEAD_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    print_across(sheet)


def _width(form: FormDefinition, field: Field) -> int:
    """Of the field's column, in digits."""
    if field.type.choices:
        wanted = max(text_width(field.type.show(choice.value)) for choice in field.type.choices)
        wanted = min(wanted + _PADDING, _WIDEST)
    elif field.id == form.name_field or kind_of_label(field.label) in ("unit", "address"):
        wanted = _NAME
    else:
        wanted = _WIDTHS.get(field.type.name, _TEXT)
    return max(wanted, text_width(field.label) + _PADDING)


def _rule(field: Field, lists: _Lists) -> dict[str, object]:
    """What may be entered, and what is said when a cell is chosen; empty for anything, unsaid."""
    rule: dict[str, object] = {}
    if field.type.choices:
        shown = [field.type.show(choice.value) for choice in field.type.choices]
        rule = {"validate": "list", "source": lists.source(shown)}
        rule |= {"error_title": "不在可选范围内", "error_message": "请从下拉列表里选。"}
    elif field.type.name == "whole_number":
        least = field.type.parameters().get("minimum", 1)
        rule = {"validate": "integer", "criteria": ">=", "value": least}
        rule |= {"error_title": "不是整数", "error_message": f"只填整数，不小于 {least}。"}
    if field.hint:
        rule.setdefault("validate", "any")
        rule["input_title"] = field.label[:_LONGEST_TITLE]
        rule["input_message"] = field.hint[:_LONGEST_MESSAGE]
    return rule


def _write_explanations(
    sheet: Worksheet,
    styles: _Styles,
    campaign: Campaign,
    sheets: dict[FormDefinition, Worksheet],
) -> None:
    for column, width in enumerate(_EXPLAINED):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, cell_text(f"{campaign.name}：{_TITLE}{EXPLANATIONS}"), styles.title)
    sheet.set_row(0, _HEAD_HEIGHT)
    lines = tuple(_lines(sheets))
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, cell_text(line), styles.plain)
    row = len(lines) + 2
    for column, head in enumerate(("工作表", "栏目", "必填", "怎样填", "通知怎样说")):
        sheet.write_string(row, column, head, styles.head)
    for form, each in sheets.items():
        for field in _columns(form):
            row += 1
            cells = (
                each.get_name(),
                field.label,
                "必填" if field.mandatory else "",
                _how(field),
                "\n".join(field.guide),
            )
            for column, text in enumerate(cells):
                sheet.write_string(row, column, cell_text(text), styles.cell)
            sheet.set_row(row, row_height(cells, _EXPLAINED))
    print_across(sheet)


def _lines(sheets: dict[FormDefinition, Worksheet]) -> Iterator[str]:
    """What everybody must know, a line each."""
    yield "每行填一个单位，从第二行填起。填好后保存，在程序里用“文件”菜单的“导入”选这个文件。"
    yield f"表头带 {MANDATORY} 的必须填。第一行的表头不要改；不要合并单元格；用不着的工作表空着。"
    yield "各格已经设为文本格式，电话开头的 0 不会丢；从别处复制来的，请只粘贴文本（选择性粘贴）。"
    yield "导入的都是草稿：在程序里核对、定稿、打印，再盖章报送。"
    for form, sheet in sheets.items():
        yield f"“{sheet.get_name()}”：{form.full_title}"


def _how(field: Field) -> str:
    """How a field is filled in."""
    how = _HOW.get(field.type.name, "")
    if field.type.choices:
        shown = "、".join(field.type.show(choice.value) for choice in field.type.choices)
        how = f"从下拉列表里选：{shown}。"
    hint = f"{field.hint}。" if field.hint and field.hint[-1] not in "。！？" else field.hint
    known = f"空着的，导入时填“{field.known.value}”。" if field.known and field.known.value else ""
    aside = "" if field.printed or field.hint else "不印在表上。"
    return f"{hint}{how}{known}{aside}"


def _styles(book: Workbook) -> _Styles:
    body = {"font_name": "宋体", "font_size": 11, "font_color": INK}
    ruled = body | {"border": 1, "border_color": LINE, "text_wrap": True}
    head = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": HEAD}
    text = body | {"num_format": "@", "valign": "top", "text_wrap": True}
    return _Styles(
        head=book.add_format(ruled | head),
        mark=book.add_format({"bold": True, "font_color": _RED}),
        text=book.add_format(text),
        number=book.add_format(body | {"num_format": "0", "valign": "top"}),
        title=book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
        cell=book.add_format(ruled | {"valign": "vcenter", "indent": 1}),
        plain=book.add_format(body),
    )
