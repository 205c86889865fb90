"""Spreadsheets come in as the office sees them, and what was not read is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from gonghui_desktop.exchange.spreadsheet.cell_texts import formatted, text_of
from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet
from tests.exchange import spreadsheet_files as files
from tests.reading_here import ReadersHere

_HEADS = ("单位名称", "联系方式", "职工人数", "日期", "比例", "邮编", "合计", "错误", "工作目标")


def _first(data: bytes, name: str = "名单.xlsx") -> Sheet:
    return read_sheets(data, name, ReadersHere())[0]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_list_as_libreoffice_saves_it(kind: str) -> None:
    data = (files.MADE / f"libreoffice.{kind}").read_bytes()
    sheet, second = read_sheets(data, f"名单.{kind}", ReadersHere())

    assert (sheet.name, sheet.rows[0]) == ("名单", _HEADS)
    assert sheet.rows[1] == (
        *("大连示例机械有限公司", "0411-83640001", "320", "2017-03-20", "85%"),
        *("116001", "321", "#DIV/0!", "一是……\n二是……"),
    )
    assert sheet.rows[2][2:8] == ("45.5", "2017-03-20 08:30", "50%", "116002", "46.5", "#N/A")
    assert sheet.rows[3][:6] == (
        *("大连示例物流有限公司", "41183640001", "7", "08:30", "100%", "001601"),
    )
    assert [notice.partition("（")[0][7:] for notice in sheet.notices] == [
        "里有 2 格公式出错",
        "有 1 行是隐藏的或被筛选掉的",
        "有隐藏的列",
        sheet.notices[-1][7:],
    ]
    assert "“旧名单”没有读" in sheet.notices[-1]
    assert sheet.merged  # told once it is known where the headings end
    assert (second.name, second.rows[2]) == ("第二张", ("", "", "甲"))
    assert sheet.doubts == {
        (3, 1): "表格软件把号码当成了数字，开头的 0 可能丢了",
        (4, 1): "超过 15 位的号码，表格软件把后几位变成了 0",
        (1, 7): "这一格的公式出错，没有结果",
        (2, 7): "这一格的公式出错，没有结果",
    }


@pytest.mark.parametrize("name", ["名单.et", "名单.xlsx", "名单.csv"])
def test_what_a_file_holds_counts_whatever_it_is_called(name: str) -> None:
    sheet, _ = read_sheets((files.MADE / "libreoffice.xls").read_bytes(), name, ReadersHere())

    assert sheet.rows[0] == _HEADS


def test_numbers_are_told_where_digits_may_be_lost() -> None:
    def fill(sheet: Any) -> None:
        for number in (41183640001, 13840900001, 411836400012, 6228480123456780123, 116001):
            sheet.append([number])
        sheet.append(["4.1183E+11"])
        sheet.append(["41183640001"])  # a text: no spreadsheet has touched it

    sheet = _first(files.saved(fill))

    assert [row[0] for row in sheet.rows[:4]] == [
        *("41183640001", "13840900001", "411836400012", "6228480123456780000")
    ]
    assert {row: doubt for (row, _), doubt in sheet.doubts.items()} == {
        0: "表格软件把号码当成了数字，开头的 0 可能丢了",
        3: "超过 15 位的号码，表格软件把后几位变成了 0",
        5: "表格软件把号码变成了科学计数，后几位已丢失",
    }


def test_formulas_without_a_result_are_told() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["单位", "人数"])
        sheet.append(["甲", "=1+1"])

    sheet = _first(files.saved(fill))

    assert sheet.rows[1] == ("甲", "")
    assert "公式" in sheet.doubts[1, 1]
    assert "B2" in sheet.notices[0]
    assert "没有算好的结果" in sheet.notices[0]


def test_a_formula_whose_result_is_empty_is_none_without_a_result() -> None:
    rows = '<row><c t="str"><f>""</f><v></v></c><c t="str"><f>A1</f><v>甲</v></c></row>'
    sheet = _first(files.xlsx(rows))

    assert (sheet.rows, sheet.doubts, sheet.notices) == ((("", "甲"),), {}, ())


def test_hidden_and_merged_is_told() -> None:
    def fill(sheet: Any) -> None:
        for row in range(1, 9):
            sheet.append([f"单位{row}", "县区" if row == 1 else None, row])
        for row in range(2, 9):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[20].hidden = True  # nothing stands there
        sheet.merge_cells("B1:B8")
        sheet.merge_cells("E1:E3")  # empty
        sheet.parent.create_sheet("旧的").sheet_state = "hidden"

    sheet = _first(files.saved(fill))

    assert len(sheet.rows) == 8
    rows, columns, sheets = sheet.notices
    assert "7 行是隐藏的或被筛选掉的（第 2、3、4、5、6等 行）" in rows
    assert "（C 列）" in columns
    assert sheet.merged == ((0, 1),)
    assert "隐藏的工作表“旧的”没有读" in sheets


def test_rows_keep_the_numbers_that_the_office_sees() -> None:
    def fill(sheet: Any) -> None:
        sheet["B3"] = "甲"

    assert _first(files.saved(fill)).rows == (("", ""), ("", ""), ("", "甲"))


def test_text_that_is_called_a_spreadsheet_is_read_as_text() -> None:
    """As many systems export it."""
    sheet = _first("单位\t人数\n甲\t3\n".encode("gb18030"), "导出.xls")

    assert sheet.rows == (("单位", "人数"), ("甲", "3"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (6.22848012345678e18, "6228480123456780000"),
        (True, "TRUE"),
        (datetime.datetime(2017, 3, 20), "2017-03-20"),
        (datetime.datetime(2017, 3, 20, 8, 30, 5), "2017-03-20 08:30:05"),
        (datetime.timedelta(hours=30), "30:00:00"),
        ("一\r\n二", "一\n二"),
    ],
)
def test_values_as_texts(value: Any, shown: str) -> None:
    assert text_of(value) == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("000000", 1601.0, "001601"),
        ("0000-00000000", 41183640001.0, "0411-83640001"),
        ("(0000)00000000", 41183640001.0, "(0411)83640001"),
        ("#-00000000", 83640001.0, "83640001"),
        ("0.0%", 0.8512, "85.1%"),
        ("0", 320.4, "320"),
        ("#,##0.00_ ", 1234.567, "1234.57"),
        ("0.00", 320.0, None),
        ("General", 320.0, None),
        ('0"人"', 3.0, None),
        ("yyyy/m/d", 42814.0, None),
        ("000000", 1.5, None),
        ("0%", float("inf"), None),
    ],
)
def test_numbers_as_their_formats_show_them(code: str, value: float, shown: str | None) -> None:
    assert formatted(code, value) == shown
