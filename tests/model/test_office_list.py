"""Lists of expected offices as unions have them."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.office_list import (
    ReadOffices,
    TooManyOfficesError,
    near_offices,
    read_offices,
)
from gonghui_desktop.model.receiving.offices import office_key
from gonghui_desktop.model.units.roster_list import ListedTable


def _read(campaign: Campaign, *tables: ListedTable, kind: str = "") -> ReadOffices:
    return read_offices(tables, campaign.receives_from("city"), campaign.places, kind)


def _lines(*lines: str) -> ListedTable:
    return ListedTable([[line] for line in lines])


def test_a_table_says_the_kind_in_a_column(campaign: Campaign) -> None:
    rows = [
        ["2017年上报单位一览表", "", ""],
        ["序号", "上报单位", "单位类型"],
        ["1", "中山区总工会", "区市县总工会"],
        ["2", "保税区总工会", "开放先导区"],
        ["3", "大连市交通运输局工会", "驻会产业"],
        ["4", "大连港集团有限公司工会", "不驻会"],
        ["", "合计 4 家", ""],
    ]
    read = _read(campaign, ListedTable(rows))
    assert read.offices == (
        ("中山区总工会", "district"),
        ("保税区总工会", "district"),
        ("大连市交通运输局工会", "resident_industry"),
        ("大连港集团有限公司工会", "nonresident_industry"),
    )
    assert (read.unsure, read.notices) == ((), ())


def test_lines_below_titles_and_by_their_own_names(campaign: Campaign) -> None:
    read = _read(
        campaign,
        _lines(
            "一、区市县总工会、开放先导区总工会（2家）",
            "1. 中山区总工会",
            "2. 瓦房店市总工会、庄河市总工会",
            "二、驻会产业工会",
            "机械冶金产业工会",
            "中 山 区总工会",
        ),
    )
    assert [each.kind for each in read.offices] == ["district"] * 3 + ["resident_industry"]
    assert read.notices == (
        "重复的只记一次：“中山区总工会”和“中 山 区总工会”。",
        "写了两种单位类型，按前面的一种，请核对：“中山区总工会”（区市县总工会、驻会产业工会）。",
    )


def test_a_double_may_say_the_kind_that_the_first_does_not_and_two_kinds_are_told(
    campaign: Campaign,
) -> None:
    rows = [
        ["单位名称", "单位类型"],
        ["大连港工会", ""],
        ["大连港工会", "不驻会产业工会"],
        ["大连市教育局工会", "驻会产业工会"],
        ["大连市教育局工会", "不驻会产业工会"],
        ["大连市教育局工会", "不驻会产业工会"],
    ]
    read = _read(campaign, ListedTable(rows))
    assert [each.kind for each in read.offices] == ["nonresident_industry", "resident_industry"]
    assert read.unsure == ()
    assert read.notices[1:] == (
        "写了两种单位类型，按前面的一种，请核对："
        "“大连市教育局工会”（驻会产业工会、不驻会产业工会）。",
    )


def test_a_name_that_tells_no_kind_is_asked_for(campaign: Campaign) -> None:
    lines = _lines("长海县总工会", "大连市卫生局工会", "金普新区总工会")
    read = _read(campaign, lines)
    assert read.unsure == ("大连市卫生局工会",)
    read = _read(campaign, lines, kind="resident_industry")
    assert [each.kind for each in read.offices] == ["district", "resident_industry", "district"]
    assert read.unsure == ()


def test_all_offices_below_a_province_are_of_one_kind(campaign: Campaign) -> None:
    read = read_offices(
        [_lines("大连市总工会", "沈阳市总工会")],
        campaign.receives_from("province"),
        campaign.places,
    )
    assert read.offices == (("大连市总工会", "city"), ("沈阳市总工会", "city"))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("大连市中山区总工会", "中山区总工会", True),
        ("辽宁省大连市中山区总工会", "中山区 总工会", True),
        ("大连市总工会", "辽宁省总工会", False),
        ("大连市交通运输局工会", "交通运输局工会", True),
        ("中山区总工会", "西岗区总工会", False),
    ],
)
def test_when_two_names_are_one_office(
    campaign: Campaign, one: str, other: str, is_same: bool
) -> None:
    keys = {office_key(each, campaign.places) for each in (one, other)}
    assert (len(keys) == 1) == is_same


def test_near_names_are_told_with_both_sides(campaign: Campaign) -> None:
    places = campaign.places
    (told,) = near_offices(["机械冶金工会"], ["机械冶金产业工会", "中山区总工会"], places)
    assert "“机械冶金产业工会”和“机械冶金工会”" in told
    assert near_offices(["西岗区总工会"], ["中山区总工会"], places) == ()


def test_what_is_no_list_is_not_taken(campaign: Campaign) -> None:
    assert _read(campaign, _lines("请各单位于3月20日前上报。", "特此通知")).offices == ()
    with pytest.raises(TooManyOfficesError):
        _read(campaign, _lines(*(f"第{number}示例工会" for number in range(5_001))))
