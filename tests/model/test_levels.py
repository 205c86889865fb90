"""The levels from the unit to the province, as the campaign's file tells them."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_loader import load_campaign
from gonghui_desktop.model.checks import check_submission
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.record import Profile
from tests.model.test_loader import FORMS
from tests.model.test_quotas import unit

_COMPANY = Profile("unit", "大连示例机械有限公司", receiver="中山区总工会")


def test_who_receives_from_whom_and_which_forms_go_further(campaign: Campaign) -> None:
    below = {
        office.id: [each.id for each in campaign.receives_from(office.id)]
        for office in campaign.offices
    }
    assert below == {
        "unit": [],
        "district": ["unit"],
        "resident_industry": ["unit"],
        "nonresident_industry": ["unit"],
        "city": ["district", "resident_industry", "nonresident_industry"],
        "province": ["city"],
    }
    further = {office.id: office.forms for office in campaign.receivers}
    assert further == {"city": ("annex1", "annex2"), "province": ()}


def test_a_campaign_without_levels_is_as_before(campaign: Campaign) -> None:
    lines = (FORMS / "campaign.toml").read_text("utf-8").splitlines()
    levels = lines.index(next(each for each in lines if each.startswith("# Who holds the copies")))
    text = "\n".join(each for each in lines[:levels] if not each.startswith("reports_to"))

    old = load_campaign(text, "campaign.toml", campaign.forms)

    assert [kind.id for kind in old.reporters] == [kind.id for kind in campaign.reporters[:3]]
    assert [kind.quotas for kind in old.reporters] == [
        kind.quotas for kind in campaign.reporters[:3]
    ]
    assert old.offices == old.reporters
    assert old.hands_in_to(Profile("district", "中山区总工会")) == "大连市总工会民主管理部"


@pytest.mark.parametrize(
    ("profile", "receiver"),
    [
        (_COMPANY, "中山区总工会"),
        (Profile("unit", "大连示例机械有限公司"), ""),
        (Profile("district", "中山区总工会"), "大连市总工会民主管理部"),
        (Profile("city", "大连市总工会"), "辽宁省总工会"),
        (Profile("province", "辽宁省总工会"), ""),
        (None, "大连市总工会民主管理部"),
    ],
)
def test_who_the_submission_goes_to(
    campaign: Campaign, profile: Profile | None, receiver: str
) -> None:
    assert campaign.hands_in_to(profile) == receiver


def test_a_unit_hands_in_one_form_of_any_kind_without_a_word_of_quotas(campaign: Campaign) -> None:
    for form in ("annex1", "annex2", "annex3"):
        assert check_submission(campaign, _COMPANY, [unit(form, unit_name=_COMPANY.name)]) == ()
    one, blank = unit(unit_name=_COMPANY.name), unit("annex3", unit_name="")
    assert check_submission(campaign, _COMPANY, [one, blank]) == ()  # an empty form counts nowhere


@pytest.mark.parametrize("second", ["甲厂", "乙厂"])
def test_a_second_form_of_a_unit_wants_a_reason(campaign: Campaign, second: str) -> None:
    office = Profile("unit", "甲厂乙厂联合工会", receiver="中山区总工会")
    both = [unit(unit_name="甲厂"), unit("annex3", unit_name=second)]
    (finding,) = check_submission(campaign, office, both)
    assert finding.severity is Severity.VERIFY
    assert f"现在有 2 份：附件1“甲厂”、附件3“{second}”" in finding.message
    assert "名额" not in finding.message
    (explained,) = check_submission(campaign, office, both, "两家工厂合用一个工会")
    assert not explained.blocks


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("大连示例机械有限公司", False),
        ("大连示例机械有限责任公司工会委员会", False),
        ("示例机械", False),
        ("大连另一家有限公司", True),
    ],
)
def test_a_form_of_another_unit_than_the_one_that_hands_it_in_is_advised_of(
    campaign: Campaign, name: str, is_told: bool
) -> None:
    found = check_submission(campaign, _COMPANY, [unit(unit_name=name)])
    assert [each.severity for each in found] == [Severity.ADVICE] * is_told
    assert all(f"附件1“{name}”与上报单位“大连示例机械有限公司”" in each.message for each in found)


def test_the_units_that_the_notice_wants_come_together_at_the_city_alone(
    campaign: Campaign,
) -> None:
    kinds = [each.id for each in campaign.offices]
    assert {kind: campaign.total_at(kind) for kind in kinds if campaign.total_at(kind)} == {
        "city": 89
    }
