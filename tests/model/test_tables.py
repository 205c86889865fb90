"""Tables of units as offices keep them: which form, which columns, which rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.pasted.spreadsheet_cells import Cells
from gonghui_desktop.model.tables.headings import headings_at
from gonghui_desktop.model.tables.lines import Passed, lines_of
from gonghui_desktop.model.tables.matching import SheetMatch, reasons_to_look
from gonghui_desktop.model.tables.proposal import propose, propose_by_values

SUMMARY = """
大连市中山区总工会典型单位汇总表
填报单位：中山区总工会||||||||单位：人
序号|单位名称|工会主席|单位地址|联系电话|企业性质|职工人数|备注
1|大连示例重工有限公司|于样例|大连市中山区示例路1号|0411-83641234|私营企业|120|
2|大连示例餐饮公司|王小明|大连市中山区示例路2号|13700000002|（2）集体企业|88人|好
|合计|||||208
填表人：张三|||联系电话：84800001
"""
TWO_ROWS = """
典型单位汇总表（企事业）
序号|单位名称|工会主席||职工情况||地址|市|区市县|工作目标|主要措施|单位性质
||姓名|联系电话|人数|女职工||||||
1|大连示例重工有限公司|于样例|0411-83641234|120|20|示例路1号|大连|中山区|健全。|协商。|5
序号|单位名称|工会主席||职工情况||地址|市|区市县|工作目标|主要措施|单位性质
2|大连示例餐饮公司|王小明|13700000002|88|20|示例路2号|大连|中山区|健全。|协商。|5
"""
INDUSTRY = """
行业工会名称|主席|地址|电话|覆盖企业|职工数|市|县|目标|措施
瓦房店市轴承行业工会联合会|李强|样例街5号|0411-85651234|35|3200|大连|瓦房店市|健全。|协商。
"""
OF_CITY = """
产业|单位名称|主席|地址|电话|性质|人数|目标|措施
机械冶金|大连示例造船厂|乌兰托娅·敖其尔|西岗区海防街1号|84651234|9|5200|健全。|协商。
"""
FILLED_FORM = """
附件1
典型单位申报表（企事业）
单位名称|大连示例厂|工会主席|李强
单位地址|示例路|联系方式|84651234
单位性质|5|职工人数|120
"""
EXPLANATIONS = """
栏目|怎样填
单位名称|全称
工会主席|姓名
单位性质|（1）国有及控股企业
"""


def _cells(text: str) -> Cells:
    rows = [line.split("|") for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    return tuple(tuple((row + [""] * width)[:width]) for row in rows)


def _proposed(campaign: Campaign, text: str, name: str = "Sheet1") -> SheetMatch:
    match = propose(campaign.forms, name, _cells(text))
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("text", "name", "form", "fields"),
    [
        (
            SUMMARY,
            "附件 3",
            "annex3",
            "- unit_name chairperson address contact unit_nature employees - -",
        ),
        (
            "典型单位汇总表（企事业）\n单位名称|负责人|联系电话|备注\n大连示例厂|李强|84651234|好",
            "Sheet1",
            "annex1",
            "unit_name chairperson contact -",
        ),
        (
            TWO_ROWS,
            "Sheet1",
            "annex1",
            "- unit_name chairperson contact employees - address city county goals measures"
            " unit_nature",
        ),
        (
            INDUSTRY,
            "Sheet1",
            "annex2",
            "unit_name chairperson address contact covered_enterprises employees city county"
            " goals measures",
        ),
        (
            OF_CITY,
            "Sheet1",
            "annex3",
            "industry unit_name chairperson address contact unit_nature employees goals measures",
        ),
    ],
)
def test_form_and_columns_of_an_offices_list(
    campaign: Campaign, text: str, name: str, form: str, fields: str
) -> None:
    match = _proposed(campaign, text, name)
    assert match.form == form
    assert [field or "-" for field in match.fields] == fields.split()
    assert not match.doubt


def test_what_a_list_does_not_say_has_to_be_looked_at(campaign: Campaign) -> None:
    match = _proposed(campaign, SUMMARY)
    reasons = reasons_to_look(campaign.form(match.form), match, {"city"})
    assert reasons == [
        "看不出是附件1还是附件3",
        "没有认出“工作目标”、“主要措施”在哪一列",
    ]
    for text in (TWO_ROWS, INDUSTRY, OF_CITY):
        match = _proposed(campaign, text)
        assert reasons_to_look(campaign.form(match.form), match) == []


@pytest.mark.parametrize(
    ("title", "unneeded", "form"),
    [
        ("典型单位汇总表（企事业）", (), "annex1"),
        ("典型单位申报表（企事业单位）", (), "annex3"),
        ("企事业单位典型名单", (), ""),
        ("企事业单位典型名单", ("annex3",), "annex1"),
        ("附件3 企事业单位典型名单", ("annex3",), "annex3"),
        ("附件 1：名单", (), "annex1"),
        ("附件12", (), ""),
    ],
)
def test_two_forms_with_the_same_columns_are_told_apart_by_title_and_office(
    campaign: Campaign, title: str, unneeded: tuple[str, ...], form: str
) -> None:
    text = f"{title}\n单位名称|工会主席|单位性质\n大连示例厂|李强|私营企业"
    match = propose(campaign.forms, "Sheet1", _cells(text), unneeded)
    assert match is not None
    assert ("" if match.doubt else match.form) == form


@pytest.mark.parametrize(
    ("heading", "values", "doubt"),
    [
        ("联系人", ["李强"], None),
        ("负责人", ["李强", "王小明"], "表头和栏目名称不同"),
        ("单位地址", ["李强", "王小明"], ""),
        ("职工数", ["一车间", "二车间"], "里面的内容不像这一栏的"),
        ("工会主席", ["李强"], ""),
        ("性质", ["私企", "国企"], ""),
    ],
)
def test_a_column_that_may_be_another_one_is_marked(
    campaign: Campaign, heading: str, values: list[str], doubt: str | None
) -> None:
    lines = [f"单位名称|{heading}|市|县", *(f"大连示例厂|{each}|大连|中山区" for each in values)]
    column = _proposed(campaign, "\n".join(lines)).columns[1]
    assert (column.field is None) == (doubt is None)
    assert column.doubt == (doubt or "")


def test_two_columns_for_one_field_are_a_question(campaign: Campaign) -> None:
    text = "单位名称|电话|手机|市|县\n大连示例厂|84651234|84651235|大连|中山区"
    match = _proposed(campaign, text)
    assert [column.doubt for column in match.columns if column.field == "contact"] == [
        "还有别的列也像这一栏"
    ]


@pytest.mark.parametrize("text", [FILLED_FORM, EXPLANATIONS, "通知\n请各单位填报", "1|2\n3|4"])
def test_a_sheet_without_a_table_of_units_is_none(campaign: Campaign, text: str) -> None:
    assert propose(campaign.forms, "Sheet1", _cells(text)) is None
    assert propose_by_values(campaign.forms, _cells(text)) is None


def test_a_list_without_headings_is_known_by_its_values(campaign: Campaign) -> None:
    text = "大连示例厂|李强|84651234|西岗区海防街1号\n大连示例二厂|李明|84651235|海防街2号"
    assert propose(campaign.forms, "", _cells(text)) is None
    match = propose_by_values(campaign.forms, _cells(text))
    assert match is not None
    assert match.fields == ("unit_name", "chairperson", "contact", "address")
    assert reasons_to_look(campaign.form(match.form), match)


@pytest.mark.parametrize("form_id", ["annex1", "annex2", "annex3"])
@given(data=st.data())
def test_the_forms_own_labels_are_exact_in_any_order_below_any_titles(
    campaign: Campaign, form_id: str, data: st.DataObject
) -> None:
    form = campaign.form(form_id)
    fields = data.draw(st.permutations(form.fields))
    titles = data.draw(
        st.lists(st.sampled_from(["", "汇总表", "填报单位：某区总工会"]), max_size=4)
    )
    marks = data.draw(st.sampled_from(["", "*", "（必填）", "："]))
    lines = [*titles, "|".join(f"{field.label}{marks}" for field in fields)]
    match = _proposed(campaign, "\n" + "\n".join(lines), form.number)
    assert match.form == form_id
    assert match.fields == tuple(field.id for field in fields)
    assert match.is_exact
    assert match.headings.after == len(_cells("\n" + "\n".join(lines)))


def test_totals_notes_and_repeated_headings_are_no_units(campaign: Campaign) -> None:
    for text, units, passed in (
        (SUMMARY, (3, 4), {5: Passed.TOTAL, 6: Passed.NOTE}),
        (TWO_ROWS, (3, 5), {4: Passed.HEADING}),
    ):
        match = _proposed(campaign, text)
        columns = [place for place, field in enumerate(match.fields) if field]
        lines = lines_of(_cells(text), match.headings, columns, match.column_of("unit_name"))
        assert lines.units == units
        assert lines.passed == passed


_CELL = st.sampled_from(
    ["", " ", "合计", "小 计", "注：", "填表人：张三", "大连示例厂", "12", "单位名称"]
)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), max_size=8))
def test_every_row_that_says_something_is_a_unit_or_told(rows: list[tuple[str, str, str]]) -> None:
    table = [("序号", "单位名称", "职工人数"), *rows]
    lines = lines_of(table, headings_at(table, 0, 1), [1, 2], 1)
    filled = {row for row, cells in enumerate(table) if row and any(map(str.strip, cells))}
    assert set(lines.units) | set(lines.passed) == filled
    assert not set(lines.units) & set(lines.passed)
    for row in lines.units:
        assert table[row][1].strip() or table[row][2].strip()
    units = [row for row in lines.units if table[row][1] == "大连示例厂"]
    named = [row for row, cells in enumerate(table) if cells[1] == "大连示例厂"]
    assert set(named) - set(units) <= {
        row for row in named if table[row][0].startswith(("注", "填"))
    }
