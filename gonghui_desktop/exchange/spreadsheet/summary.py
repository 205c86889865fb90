"""The summary of all units put forward (汇总表), as a spreadsheet that prints on A4 landscape."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghui_desktop.exchange.strict_json import in_sentence, replace_surrogates
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.form import Field, FormDefinition
from gonghui_desktop.model.record import Profile, Record

_FIXED_TIME = datetime(2017, 1, 1)  # the file format's times have no zone
_A4 = 9  # number of the paper in the file format
_TITLE_ROW, _REPORTER_ROW, _HEAD_ROW = 0, 1, 2
_NUMBER, _CHECK_CODE = "序号", "校验码"
_WIDEST, _PADDING = 28, 3  # of columns, in digits
_LINE_HEIGHT, _LINE_SPARE, _HIGHEST = 15.0, 11.0, 400.0  # of rows, pt; 409 is the format's limit
_WIDE = frozenset("WFA")  # East Asian widths that take the room of two digits
_MOST_DIGITS = 15  # a spreadsheet's numbers are exact up to here
_LONGEST_CELL = 32_767  # characters, by the file format
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31

_INK = "#1F2933"
_HEAD = "#E4EBF1"
_LINE = "#8494A3"


@dataclass(frozen=True)
class _Styles:
    """The formats of one workbook."""

    title: Format
    reporter: Format
    head: Format
    text: Format
    centred: Format
    number: Format


FormOf = Callable[[Record], FormDefinition]
"""The form that a record was made with."""


def summary_xlsx(
    campaign: Campaign, profile: Profile, records: Sequence[Record], form_of: FormOf
) -> bytes:
    """A sheet for each form that has records, with its short printed fields as columns.

    Records of two editions of a form stand on two sheets.

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
        title = f"{campaign.name}{campaign.unit}汇总表"
        book.set_properties(
            {"title": title, "author": in_sentence(profile.name), "created": _FIXED_TIME}
        )
        styles = _styles(book)
        units_by_form = _by_form(campaign, records, form_of)
        for form, units in units_by_form.items():
            sheet = book.add_worksheet(_sheet_name(form, book))
            _write_sheet(sheet, styles, form, units)
            _write_heading(sheet, styles, form, title, profile, len(units))
    return _made_on_unix(buffer.getvalue())


def _by_form(
    campaign: Campaign, records: Sequence[Record], form_of: FormOf
) -> dict[FormDefinition, list[Record]]:
    """Each form with its records, in the campaign's order; an empty first form for no records."""
    found: dict[FormDefinition, list[Record]] = {}
    for record in records:
        found.setdefault(form_of(record), []).append(record)
    order = [form.id for form in campaign.forms]
    forms = sorted(found, key=lambda form: order.index(form.id) if form.id in order else len(order))
    return {form: found[form] for form in forms} or {form: [] for form in campaign.forms[:1]}


def _made_on_unix(workbook: bytes) -> bytes:
    """The same ZIP entries; XlsxWriter marks them with the system it runs on."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            entry.create_system = 3  # Unix, on every system, so that the bytes are the same
            target.writestr(entry, content)
    return buffer.getvalue()


def _columns(form: FormDefinition) -> list[Field]:
    """The short printed fields, the unit's name first."""
    short = [field for field in form.fields if field.printed and not field.type.is_long]
    return sorted(short, key=lambda field: field.id != form.name_field)


def _write_heading(
    sheet: Worksheet,
    styles: _Styles,
    form: FormDefinition,
    title: str,
    profile: Profile,
    units: int,
) -> None:
    """Title and reporter above the table, over its whole width."""
    last = len(_columns(form)) + 1
    parts = [f"上报单位：{profile.name}", f"{form.number}，共 {units} 个单位"]
    contact = " ".join(part for part in (profile.contact_name, profile.contact_phone) if part)
    if contact:
        parts.insert(1, f"联系人：{contact}")
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, title, styles.title)
    sheet.merge_range(_REPORTER_ROW, 0, _REPORTER_ROW, last, "", styles.reporter)
    sheet.write_string(_REPORTER_ROW, 0, _text("    ".join(parts)), styles.reporter)
    sheet.set_row(_TITLE_ROW, 34)
    sheet.set_row(_REPORTER_ROW, 22)
    sheet.set_row(_HEAD_ROW, 24)


def _write_sheet(
    sheet: Worksheet, styles: _Styles, form: FormDefinition, records: Sequence[Record]
) -> None:
    fields = _columns(form)
    heads = [_NUMBER, *(field.label for field in fields), _CHECK_CODE]
    rows = [
        [
            str(number),
            *(_text(field.type.show(record.value(field.id))) for field in fields),
            check_code(fingerprint(form, record)),
        ]
        for number, record in enumerate(records, start=1)
    ]
    widths = [_column_width(column) for column in zip(heads, *rows, strict=True)]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD_ROW, column, head, styles.head)
    for at, row in enumerate(rows, start=_HEAD_ROW + 1):
        sheet.set_row(at, _row_height(row, widths))
        sheet.write_number(at, 0, int(row[0]), styles.centred)
        sheet.write_string(at, len(row) - 1, row[-1], styles.centred)
        for column, field in enumerate(fields, start=1):
            _write_value(sheet, styles, (at, column), field, row[column])
    _set_up_page(sheet)


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
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)  # inches
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.hide_gridlines(2)


def _styles(book: Workbook) -> _Styles:
    body = {
        "font_name": "宋体",
        "font_size": 11,
        "font_color": _INK,
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "border_color": _LINE,
    }
    title = {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
    reporter = {"font_name": "宋体", "font_size": 11, "align": "left", "valign": "vcenter"}
    head = {"bold": True, "align": "center", "bg_color": _HEAD}
    return _Styles(
        title=book.add_format(title),
        reporter=book.add_format(reporter),
        head=book.add_format(body | head),
        text=book.add_format(body | {"indent": 1, "num_format": "@"}),
        centred=book.add_format(body | {"align": "center", "num_format": "@"}),
        number=book.add_format(body | {"align": "center", "num_format": "0"}),
    )


def _text(text: str) -> str:
    """A text as a cell can hold it."""
    return replace_surrogates(text)[:_LONGEST_CELL]


def _column_width(texts: Sequence[str]) -> int:
    """Room for the longest text of a column, within limits, in digits."""
    return min(max(map(_width, texts)) + _PADDING, _WIDEST)


def _row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row whose texts are wrapped in their columns, pt."""
    lines = [
        ceil(_width(text) / (width - _PADDING)) for text, width in zip(texts, widths, strict=True)
    ]
    return min(max(1, *lines) * _LINE_HEIGHT + _LINE_SPARE, _HIGHEST)


def _width(text: str) -> int:
    """Room for a text in one line, in digits."""
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def _sheet_name(form: FormDefinition, book: Workbook) -> str:
    """The form's number; where a sheet cannot bear it, a name made of the form's id."""
    taken = {name.casefold() for name in book.sheetnames}
    name = form.number
    if _NOT_IN_NAME.search(name) or len(name) > _LONGEST_NAME or name.casefold() in taken:
        return f"{len(taken) + 1} {form.id}"[:_LONGEST_NAME]
    return name
