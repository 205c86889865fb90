"""Tables from a spreadsheet: which column fills which field."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.assignment import best_assignment
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.pasted.column_matching import match_table, values_of
from gonghui_desktop.model.pasted.spreadsheet_cells import cells_of, is_table, only_cell

ROW = (
    "大连\t甘井子区\t大连甘井子重工配件厂\t李强\t大连市甘井子区中华路8号\t0411-86651234\t5\t320\r\n"
)
FIELDS = [
    *("city", "county", "unit_name", "chairperson"),
    *("address", "contact", "unit_nature", "employees"),
]


def test_the_row_of_the_case_without_headings(campaign: Campaign, data_folder: Path) -> None:
    text = (data_folder / "pasted" / "spreadsheet-row.txt").read_bytes().decode()
    matched = match_table(campaign.form("annex1"), text)
    assert matched is not None
    assert matched.fields == tuple(FIELDS)
    assert values_of(campaign.form("annex1"), matched.fields, matched.rows[0]) == {
        "city": "大连",
        "county": "甘井子区",
        "unit_name": "大连甘井子重工配件厂",
        "chairperson": "李强",
        "address": "大连市甘井子区中华路8号",
        "contact": "0411-86651234",
        "unit_nature": "5",
        "employees": "320",
    }


@given(st.permutations(range(len(FIELDS))))
def test_columns_are_recognised_in_any_order(campaign: Campaign, order: list[int]) -> None:
    cells = ROW.rstrip().split("\t")
    matched = match_table(campaign.form("annex1"), "\t".join(cells[place] for place in order))
    assert matched is not None
    assert matched.fields == tuple(FIELDS[place] for place in order)


@pytest.mark.parametrize(
    ("form", "text", "fields"),
    [
        (
            "annex1",
            "企业名称\t主席\t电话\t职工数\t企业性质\t所在区\n"
            "大连样例机械厂\t王小明\t13700000002\t86\t私营企业\t西岗区\n"
            "大连样例船舶有限公司\t欧阳样例\t84800001\t1286\t（2）集体企业\t瓦房店市\n",
            ("unit_name", "chairperson", "contact", "employees", "unit_nature", "county"),
        ),
        (
            "annex1",
            "1\t大连示例公司\t张样例、李样例\t0411-84800001（办）13700000002\t中山区示例路1号"
            "\t股份制企业\t320人",
            (None, "unit_name", "chairperson", "contact", "address", "unit_nature", "employees"),
        ),
        (
            "annex2",
            "大连\t瓦房店市\t瓦房店市轴承行业工会联合会\t李强\t样例街5号\t0411-85651234\t35\t3200",
            (*FIELDS[:6], "covered_enterprises", "employees"),
        ),
        (
            "annex3",
            "机械冶金\t大连示例造船厂\t乌兰托娅·敖其尔\t西岗区海防街1号\t84651234\t9\t5200",
            ("industry", *FIELDS[2:]),
        ),
        (
            "annex1",
            "序号\t单位名称\t备注\n1\t大连示例公司\t\n2\t大连样例公司\t好",
            (None, "unit_name", None),
        ),
        (
            "annex1",
            '单位\t主要措施\n示例厂\t"一、开展\n二、""又""一条"\n',
            ("unit_name", "measures"),
        ),
        ("annex1", "李强\t13700000002", ("chairperson", "contact")),
    ],
)
def test_columns_by_headings_and_by_kind_of_value(
    campaign: Campaign, form: str, text: str, fields: tuple[str | None, ...]
) -> None:
    matched = match_table(campaign.form(form), text)
    assert matched is not None
    assert matched.fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "1.\t健全制度\n2.\t开展协商",
        "一、健全制度\n1.\t开展协商",
        "建会率\t100%\n入会率\t98%",
        "\t缩进的一段",
        "一段文字\t",
        "一段文字",
        "",
        "a\tb",
    ],
)
def test_a_text_with_tabs_is_no_row(campaign: Campaign, text: str) -> None:
    assert match_table(campaign.form("annex1"), text) is None


def test_cells_as_excel_quotes_them() -> None:
    assert cells_of('甲\t"一\n""二"""\t\r\n\t\r\n乙\t5"\t\r\n') == (
        ("甲", '一\n"二"'),
        ("乙", '5"'),
    )
    assert only_cell('"一\n""二"""\r\n') == '一\n"二"'
    assert only_cell('"一"和"二"') is None
    assert only_cell('"一段"') is None


@given(st.text(st.sampled_from('ab"\t\n\r'), max_size=30))
def test_any_text_has_cells_of_one_width(text: str) -> None:
    assert len({len(row) for row in cells_of(text)}) <= 1
    is_table(text)


@given(
    st.lists(st.lists(st.sampled_from([0.0, 0.3, 0.5, 0.9]), min_size=3, max_size=3), max_size=4)
)
def test_no_other_assignment_has_a_higher_sum(scores: list[list[float]]) -> None:
    given_columns = best_assignment(scores)
    used = [column for column in given_columns if column is not None]
    assert len(used) == len(set(used))
    total = sum(
        row[column] for row, column in zip(scores, given_columns, strict=True) if column is not None
    )
    size = max(len(scores), 3)
    padded = [[*row, *[0.0] * (size - 3)] for row in scores] + [[0.0] * size] * (size - len(scores))
    best = max(
        sum(padded[row][column] for row, column in enumerate(order))
        for order in permutations(range(size))
    )
    assert total == pytest.approx(best)
