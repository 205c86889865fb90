"""Checklists and ready phrases: they help, and change nothing else of a form."""

from dataclasses import replace

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.edition import definition_of, digest_of, read_definition
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.model.help_texts import count_told
from gonghui_desktop.model.toml_file import FormFileError

FORM = """
id = "annex9"
number = "附件9"
tab = "附件9"
title = ["申报表"]
copies = 1
rows = [["deeds"]]
name_field = "deeds"
[[fields]]
id = "deeds"
label = "主要事迹"
type = "long_text"
"""
HELP = """
phrases = ["已核对"]
[[fields.checklist]]
title = "五个一"
items = [{ text = "一次劳动竞赛", words = ["劳动竞赛", "技能竞赛"] }, { text = "文体活动" }]
"""


def test_help_is_read_and_no_edition_knows_of_it() -> None:
    plain, helped = load_form(FORM, "annex9.toml"), load_form(FORM + HELP, "annex9.toml")
    (deeds,) = helped.fields
    assert deeds.phrases == ("已核对",)
    assert [item.text for item in deeds.checklist[0].items] == ["一次劳动竞赛", "文体活动"]
    assert digest_of(helped) == digest_of(plain)
    assert definition_of(helped) == definition_of(plain)
    assert read_definition(definition_of(helped).text) == helped


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", 0),
        ("组织职工技能竞赛。", 1),
        ("开展劳动\n竞赛，举办文体活动", 2),
        ("劳动竞赛、技能竞赛", 1),
    ],
)
def test_an_item_is_told_by_any_of_its_words(text: str, told: int) -> None:
    (deeds,) = load_form(FORM + HELP, "annex9.toml").fields
    assert count_told(deeds.checklist, text) == (told, 2)


@pytest.mark.parametrize(
    "fault",
    [
        HELP.replace("words", "word"),
        HELP.replace('"已核对"', '""'),
        HELP.replace('["已核对"]', "['多'" + ", '多'" * 12 + "]"),
        '[[fields.checklist]]\ntitle = "五个一"\nitems = []',
    ],
)
def test_a_fault_in_the_help_is_told_like_any_other(fault: str) -> None:
    with pytest.raises(FormFileError, match=r"annex9\.toml：fields\[0\]"):
        load_form(FORM + fault, "annex9.toml")


def test_the_notice_is_in_the_official_forms(campaign: Campaign) -> None:
    measures = campaign.form("annex2").field("measures").checklist
    assert sum(len(each.items) for each in measures if "五个一" in each.title) == 5
    assert any("3+x" in each.title for each in campaign.form("annex1").field("measures").checklist)
    assert campaign.phrases
    assert replace(campaign.form("annex1").field("contact"), phrases=()) == (
        campaign.form("annex1").field("contact")
    )
