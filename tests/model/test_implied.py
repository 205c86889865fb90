"""非公企业 by 单位性质: it follows, or the clerk decides."""

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.implied import implied_values, is_asked


@pytest.mark.parametrize(
    ("nature", "answer", "asked"),
    [
        ("", "", False),
        ("5", "", False),
        ("5", "yes", False),
        ("5", "no", True),  # decided otherwise than the rule: it wants a reason
        ("3", "", True),
        ("3", "yes", True),
        ("8", "no", True),
        ("", "yes", True),
        ("国营", "", False),
    ],
)
def test_who_is_asked(campaign: Campaign, nature: str, answer: str, asked: bool) -> None:
    values = {"unit_nature": nature, "non_public": answer}
    assert is_asked(campaign.form("annex1"), "non_public", values) is asked


def test_what_nothing_settles_is_always_asked(campaign: Campaign) -> None:
    assert is_asked(campaign.form("annex1"), "goals", {})


@pytest.mark.parametrize(
    ("before", "nature", "follows"),
    [
        ({}, "5", {"non_public": "yes"}),
        ({"unit_nature": "5", "non_public": "yes"}, "1", {"non_public": "no"}),
        # It followed from 私营企业; of a 股份制企业 nothing is decided yet.
        ({"unit_nature": "5", "non_public": "yes"}, "3", {"non_public": ""}),
        ({"unit_nature": "5", "non_public": "yes"}, "", {"non_public": ""}),
        ({"unit_nature": "5", "non_public": "no"}, "3", {}),
        ({"unit_nature": "3", "non_public": "no"}, "5", {}),
        ({"unit_nature": "3", "non_public": "no"}, "8", {}),
    ],
)
def test_what_follows_from_another_choice(
    campaign: Campaign, before: dict[str, str], nature: str, follows: dict[str, str]
) -> None:
    form = campaign.form("annex1")
    assert implied_values(form, before, {"unit_nature": nature}) == follows
