"""Tables in text files come in as they were saved, by whatever program."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from tests.reading_here import ReadersHere

_ROWS = (("单位名称", "联系方式"), ("大连示例有限公司", "0411-83640001"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_character_set_and_separator_are_found_out(encoding: str, separator: str, end: str) -> None:
    text = end.join(separator.join(row) for row in _ROWS) + end
    (sheet,) = read_sheets(text.encode(encoding), "名单.csv", ReadersHere())

    assert (sheet.rows, sheet.doubts, sheet.notices) == (_ROWS, {}, ())


def test_a_list_of_names_is_one_column() -> None:
    (sheet,) = read_sheets(
        "大连甲公司\n大连乙公司，丙分公司\n\n大连丁,戊公司\n".encode(), "名单.txt", ReadersHere()
    )

    assert sheet.rows == (("大连甲公司",), ("大连乙公司，丙分公司",), ("",), ("大连丁,戊公司",))


def test_quoted_cells_with_separators_and_line_breaks() -> None:
    text = '单位名称,工作目标\r\n"大连甲,乙公司","一是……\n二是""三项""制度"\r\n'
    (sheet,) = read_sheets(text.encode(), "表.csv", ReadersHere())

    assert sheet.rows[1] == ("大连甲,乙公司", '一是……\n二是"三项"制度')


def test_quotation_marks_that_do_not_pair_are_told_and_lose_nothing() -> None:
    (sheet,) = read_sheets(
        '单位,人数\n"大连"甲公司,3\n大连乙公司,4\n'.encode(), "表.csv", ReadersHere()
    )

    assert sheet.rows[1:] == (('"大连"甲公司', "3"), ("大连乙公司", "4"))
    assert "引号不成对" in sheet.notices[0]


@pytest.mark.parametrize("mark", ["", '"'])
def test_a_cell_longer_than_any_text_is_told(mark: str) -> None:
    text = f"单位名称,工作目标\n大连甲公司,{mark}{'长' * 140_000}{mark}\n"
    with pytest.raises(InputError, match="有一格的文字太多"):
        read_sheets(text.encode(), "表.csv", ReadersHere())


@pytest.mark.parametrize(
    ("cell", "clause"),
    [
        ("4.1183E+11", "科学计数"),
        ("1.38409E+10", "科学计数"),
        ("6228480123456780000", "后几位变成了 0"),
        ("41183640001", "开头的 0 可能丢了"),
        ("2423456789", "开头的 0 可能丢了"),
        ("04118364001", ""),
        ("13840900001", ""),
        ("041183640001", ""),
        ("13840900001.0", "添了“.0”"),
        ("'0411-83640001", "撇号"),
        ("320", ""),
        ("2017-3-20", ""),
        ("E+11", ""),
    ],
)
def test_numbers_that_a_spreadsheet_mangled_are_told(cell: str, clause: str) -> None:
    (sheet,) = read_sheets(f"大连甲公司,{cell}\n".encode(), "表.csv", ReadersHere())

    assert sheet.rows == (("大连甲公司", cell),)
    assert set(sheet.doubts) == ({(0, 1)} if clause else set())
    assert clause in sheet.doubts.get((0, 1), "")


def test_a_zero_kept_as_excel_keeps_it() -> None:
    (sheet,) = read_sheets(b'a,="041183640001"\n', "b.csv", ReadersHere())

    assert sheet.rows == (("a", "041183640001"),)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"\r\n , \r\n", "空的"),
        (bytes(range(256)), "认不出"),
        ("名称,人数".encode("utf-16-le"), "认不出"),
        (b"a\n" * 20_001, "超过 20000 行"),
        (b"," * 400 + b"a", "超过 300 列"),
        ("字".encode() * 100_001, "10 万字"),
        (b"a" * 20_000_001, "20 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(data: bytes, word: str) -> None:
    with pytest.raises(InputError) as fault:
        read_sheets(data, "表.csv", ReadersHere())

    assert word in str(fault.value)
    assert str(fault.value).startswith("表.csv：")
    assert str(fault.value).count("。") == 1


def test_reading_is_cancelled() -> None:
    with pytest.raises(InputError, match="已取消"):
        read_sheets(b"a,b\n", "b.csv", ReadersHere(), lambda: True)


_cells = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from('\n",;\t'),
    max_size=12,
).filter(lambda text: not text.startswith('="'))


@given(st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_was_saved_as_csv_comes_back(rows: list[list[str]]) -> None:
    """With every separator: told apart where the table has more than one column."""
    rows = [["表头一", "表头二", "表头三"], *rows]
    for separator in ",;\t":
        saved = io.StringIO()
        csv.writer(saved, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
        (sheet,) = read_sheets(saved.getvalue().encode(), "表.csv", ReadersHere())
        filled = [list(row) for row in sheet.rows]
        assert filled == rows[: len(filled)]
        assert not any(cell.strip() for row in rows[len(filled) :] for cell in row)
