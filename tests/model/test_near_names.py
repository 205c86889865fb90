"""Names that may be one unit's: what is found, and what only looks alike."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.units.near_names import Near, NearNames, likeness
from gonghui_desktop.model.units.unit_names import unit_key

NAME = "大连示例机械有限公司"


def test_wrong_alarms_and_misses_are_as_measured(campaign: Campaign, data_folder: Path) -> None:
    """The pairs held out were in nobody's mind while the rules were made, and never will be."""
    told: Counter[tuple[str, str, bool]] = Counter()
    with (data_folder / "near_names.csv").open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            is_found = bool(likeness(pair["one"], pair["other"], campaign.places))
            told[pair["part"], pair["verdict"], is_found] += 1

    assert told == {
        ("tuned", "same", True): 99,
        ("tuned", "same", False): 3,
        ("tuned", "other", True): 2,
        ("tuned", "other", False): 102,
        ("held out", "same", True): 99,
        ("held out", "same", False): 2,
        ("held out", "other", True): 10,
        ("held out", "other", False): 91,
    }


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (f"{NAME} ", "名称相同"),
        ("大连示例机械（有限公司）", "只是写法不同"),
        ("大连示例机械有限责任公司", "只是公司形式写法不同"),
        ("大连示例机械股份有限公司", "只是公司形式写法不同"),
        ("大连示例机械厂", "只是公司形式写法不同"),
        ("大连示例机诫有限公司", "只差一个字（“械”与“诫”）"),
        ("大连示例机有限公司", "只是其中一个少一个字“械”"),
        ("大连示例械机有限公司", "只有两个字颠倒（“机械”与“械机”）"),
        ("示例机械（大连）有限公司", "只是词序不同"),
        ("大连机械示例有限公司", "只是词序不同"),
        ("示例机械有限公司", "只是其中一个少了地区“大连”"),
        ("大连市中山区示例机械有限公司", "只是其中一个少了地区“中山区”"),
        ("示例机械", "其中一个少了地区“大连”，公司形式写法不同"),
        (f"{NAME}工会委员会", "只是其中一个少了“工会委员会”"),
        ("大连示例机械制造有限公司", "只是其中一个少了“制造”"),
        ("大连市示例机诫厂", "差一个字（“械”与“诫”），公司形式写法不同"),
    ],
)
def test_the_reason_says_what_differs(campaign: Campaign, other: str, reason: str) -> None:
    assert likeness(NAME, other, campaign.places) == reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("大连市第二十四中学", "大连24中", "只是写法不同"),
        ("大连市第一〇二中学", "大连市第一百零二中学", "只是写法不同"),
        ("大连第Ⅱ发电厂", "大连第二发电厂", "只是写法不同"),
        ("大连市第二百货商店", "大连市第2百货商店", "只是写法不同"),
        ("中山区人民路街道总工会", "人民路街道工会", "其中一个少了地区“中山区”，工会名称写法不同"),
        ("大连市中心医院", "中心医院", "只是其中一个少了地区“大连市”"),
        ("大连市总工会", "辽宁省大连市总工会", "只是其中一个少了地区“辽宁省”"),
    ],
)
def test_units_that_every_town_has(campaign: Campaign, one: str, other: str, reason: str) -> None:
    assert likeness(one, other, campaign.places) == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大连市第一中学", "大连市第二中学"),
        ("大连一中", "大连②中"),
        ("大连市第十一中学", "大连市第十二中学"),
        ("大连东港物业有限公司", "大连西港物业有限公司"),
        ("大连新示例机械有限公司", NAME),
        ("示例保险公司大连分公司", "示例保险公司瓦房店分公司"),
        ("瓦房店示例机械有限公司", NAME),
        ("大连示例机械（庄河）有限公司", NAME),
        ("大连市中心医院", "大连市庄河市中心医院"),
        ("大连市总工会", "大连市中山区总工会"),
        (f"{NAME}分公司", NAME),
        ("大连示例集团机械有限公司", "大连示例集团有限公司"),
        ("大连市示例小学", "大连市示例中学"),
        ("大连示例男装有限公司", "大连示例女装有限公司"),
        ("大连示例机电有限公司", NAME),
        ("大连宏达机械有限公司", "大连宏远机械有限公司"),
        ("", NAME),
        ("", ""),
    ],
)
def test_what_only_looks_alike_is_left_alone(campaign: Campaign, one: str, other: str) -> None:
    assert likeness(one, other, campaign.places) == ""


def test_names_are_found_among_others_until_they_are_taken_away(campaign: Campaign) -> None:
    names = NearNames(campaign.places)
    for number, name in enumerate(["大连示例机诫有限公司", "大连样板药业有限公司", NAME]):
        names.add(str(number), name)

    found = Near("0", "大连示例机诫有限公司", "只差一个字（“械”与“诫”）")
    assert set(names.near(NAME)) == {found, Near("2", NAME, "名称相同")}
    names.add("2", "大连样板药业有限公司")
    assert names.near(NAME) == (found,)
    names.remove("0")
    names.remove("0")
    assert names.near(NAME) == ()


_PARTS = st.sampled_from(
    [
        *(
            "大连",
            "大连市",
            "中山区",
            "瓦房店",
            "示例",
            "宏达",
            "宏远",
            "机械",
            "机诫",
            "机电",
            "制造",
        ),
        *(
            "第一",
            "一",
            "2",
            "十",
            "百",
            "Ⅱ",
            "号",
            "中学",
            "中",
            "小学",
            "东",
            "b",
            "Ａ",
            "（",
            "）",
        ),
        *("公司", "分公司", "有限公司", "有限责任公司", "股份", "集团", "厂", "工会", "总工会"),
    ]
)
_NAMES = st.lists(_PARTS, max_size=8).map("".join)


def test_a_federation_of_unions_is_no_company(campaign: Campaign) -> None:
    federation = "中山区示例餐饮业工会联合会"
    assert not likeness(federation, "大连中山示例餐饮有限公司", campaign.places)
    assert likeness(federation, "大连市中山区示例餐饮行业工会联合会", campaign.places)


@given(one=_NAMES | st.text(), other=_NAMES | st.text())
def test_likeness_is_mutual_and_the_index_agrees(campaign: Campaign, one: str, other: str) -> None:
    reason = likeness(one, other, campaign.places)
    assert bool(likeness(other, one, campaign.places)) == bool(reason)
    names = NearNames(campaign.places)
    names.add("other", other)
    assert names.near(one) == ((Near("other", other, reason),) if reason else ())


@given(name=_NAMES | st.text())
@example(name="U¯")
def test_a_levelled_name_stays_as_it_is(name: str) -> None:
    assert unit_key(unit_key(name)) == unit_key(name)


@pytest.mark.parametrize("text", ["械", "大连", "第一", "工会", "有限公司", "1", "百", "示例机械"])
def test_a_text_that_is_no_name_is_compared_as_a_whole(campaign: Campaign, text: str) -> None:
    names = NearNames(campaign.places)
    names.add("long", text * 100_000)
    assert [each.id for each in names.near(f"{text * 100_000} ")] == ["long"]
    assert not names.near(text * 99_999)
