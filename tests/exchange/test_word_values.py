"""Values of filled Word forms: the line above the table, choices, what is doubtful."""

from __future__ import annotations

import pytest

from gonghui_desktop.exchange.incoming import Reading
from gonghui_desktop.model.campaigns.campaign import Campaign
from tests.exchange import word_files as word
from tests.exchange.word_files import cell, row, table


@pytest.mark.parametrize(
    ("line", "city", "county"),
    [
        ("大连市（省产业）中山县（市、区）", "大连", "中山"),
        ("大连市 市（省产业）      中山区 县（市、区）", "大连市", "中山区"),
        ("＿大连＿市（省产业）__中山区__县（市、区）", "大连", "中山区"),
        ("     市（省产业）        县（市、区）", "", ""),
        ("市（省产业）：大连    县（市、区）：中山区", "大连", "中山区"),
        ("大连 市(省产业)　　瓦房店 县(市、区)", "大连", "瓦房店"),
    ],
)
def test_the_line_above_the_table(campaign: Campaign, line: str, city: str, county: str) -> None:
    form = word.read_form(campaign, word.annex1(word.USUAL_ROWS, line))

    assert form.values == word.usual_but(city=city, county=county)


def test_the_line_above_the_table_with_words_typed_over(campaign: Campaign) -> None:
    form = word.read_form(campaign, word.annex1(word.USUAL_ROWS, "大连市（省产业）   中山区"))

    assert form.values == word.usual_but(city="大连", county="中山区")
    assert word.readings(form)["county"] is Reading.DOUBTFUL


@pytest.mark.parametrize(
    ("written", "value", "reading"),
    [
        ("私营企业", "5", Reading.TAKEN),
        ("⑤", "5", Reading.TAKEN),
        ("（５）", "5", Reading.TAKEN),
        ("5.私营企业", "5", Reading.TAKEN),
        ("私营企业（5）", "5", Reading.TAKEN),
        ("√私营企业", "5", Reading.TAKEN),
        ("□国有及控股企业 □集体企业 ☑私营企业 □其他企业", "5", Reading.TAKEN),
        ("（1）国有及控股企业；（5）私营企业√；（8）其他企业", "5", Reading.TAKEN),
        ("□国有及控股企业 □集体企业 □私营企业 □其他企业", "", Reading.EMPTY),
        ("☑国有及控股企业 □集体企业 ☑私营企业", None, Reading.DOUBTFUL),
        ("□国有 □集体 ☑私营 □其他", "5", Reading.DOUBTFUL),
        ("☑国有 □集体 ☑私营", "☑国有 □集体 ☑私营", Reading.DOUBTFUL),
        ("（5）（8）", "（5）（8）", Reading.DOUBTFUL),
        ("（3）私营企业", "5", Reading.DOUBTFUL),
        ("私营", "5", Reading.DOUBTFUL),
        ("国有企业", "1", Reading.DOUBTFUL),
        ("民办非企业", "民办非企业", Reading.DOUBTFUL),
        ("＿＿＿＿", "", Reading.EMPTY),
    ],
)
def test_a_choice_as_people_mark_it(
    campaign: Campaign, written: str, value: str | None, reading: Reading
) -> None:
    rows = (*word.USUAL_ROWS[:2], row("单位性质", written, "职工人数", "320"), *word.USUAL_ROWS[3:])
    form = word.read_form(campaign, word.annex1(rows))

    assert form.values.get("unit_nature", "") == (written if value is None else value)
    assert word.readings(form)["unit_nature"] is reading


def test_a_value_that_is_none_comes_in_as_it_is_and_is_doubtful(campaign: Campaign) -> None:
    rows = (
        word.USUAL_ROWS[0],
        row("单位地址", "大连市中山区\n样例路1号", "联系电话", "张样例"),
        row("单位性质", "5", "职工人数", "约320人"),
        *word.USUAL_ROWS[3:],
    )
    form = word.read_form(campaign, word.annex1(rows))

    assert form.values == word.usual_but(contact="张样例", employees="约320人")
    notes = {each.field: each.note for each in form.readings if each.note}
    assert set(notes) == {"contact", "employees"}
    assert "联系电话" in notes["contact"]


def test_a_heading_with_words_typed_behind_it_is_doubtful(campaign: Campaign) -> None:
    seals = row(cell("基层工会", "（章）", span=2), cell("产业工会", "（章）", span=2))
    body = word.heads(*word.ANNEX3, "机械产业工会") + table(*word.USUAL_ROWS, seals)
    form = word.read_form(campaign, body)

    assert (form.form, form.values["industry"]) == ("annex3", "机械产业工会")
    assert word.readings(form)["industry"] is Reading.DOUBTFUL
