"""Other spellings that are offered, by what is printed around a blank or what a type takes."""

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.fieldtypes import WholeNumber
from gonghui_desktop.model.forms.offers import Offer, offers


@pytest.mark.parametrize(
    ("form", "field", "typed", "offered"),
    [
        ("annex1", "city", "大连市", "大连"),
        ("annex1", "city", " 大连市 ", "大连"),
        ("annex2", "city", "大连市", "大连"),
        ("annex1", "county", "中山区", "中山"),
        ("annex1", "county", "长海县", "长海"),
        ("annex1", "county", "瓦房店市", "瓦房店"),
        ("annex3", "industry", "机械产业", "机械"),
    ],
)
def test_what_is_printed_behind_the_blank_need_not_be_typed(
    campaign: Campaign, form: str, field: str, typed: str, offered: str
) -> None:
    assert offers(campaign.form(form), {field: typed})[field].text == offered


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("city", "大连"),
        ("city", ""),
        ("city", "沙市"),
        ("county", "大连经济技术开发区"),
        ("county", "金普新区"),
        ("unit_name", "大连市"),
        ("address", "大连市中山区"),
    ],
)
def test_nothing_is_offered_for_a_name_that_stands_as_it_is(
    campaign: Campaign, field: str, typed: str
) -> None:
    assert offers(campaign.form("annex1"), {field: typed}) == {}


def test_the_number_in_an_estimate_is_offered(campaign: Campaign) -> None:
    form = campaign.form("annex1")
    assert offers(form, {"employees": "约320人"}) == {"employees": Offer("", "320")}
    assert offers(form, {"employees": "320"}) == {}


@pytest.mark.parametrize("typed", ["3万", "300-400", "-3", "12.5", "约0人", "三百", "320人"])
def test_no_number_is_guessed(typed: str) -> None:
    assert WholeNumber().suggest(typed) == ""


@pytest.mark.parametrize(
    ("field", "stored", "offered", "verb"),
    [
        ("chairperson", "李\ue863", "李䶮", "换成标准字"),
        ("unit_name", "大连\xa0示例\u200b公司", "大连示例公司", "整理文字"),
        ("measures", "\uf06c\t入会\n1.\t建档", "●入会\n1.建档", "整理文字"),
    ],
)
def test_a_text_that_was_copied_from_elsewhere_is_mended_by_a_click(
    campaign: Campaign, field: str, stored: str, offered: str, verb: str
) -> None:
    offer = offers(campaign.form("annex1"), {field: stored})[field]
    assert (offer.text, offer.words) == (offered, verb)


@pytest.mark.parametrize(
    "typed", ["\u3000\u3000一、入会\n\n\n二、建档  ", "葛\U000e0101城", "ᠮᠣᠩᠭᠣᠯ"]
)
def test_nothing_is_offered_for_what_somebody_typed(campaign: Campaign, typed: str) -> None:
    assert offers(campaign.form("annex1"), {"measures": typed}) == {}
