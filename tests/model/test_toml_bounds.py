"""Campaign and form files from elsewhere: bounded, and refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_loader import load_campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import load_form
from tests.model.toml_changes import changed_files

FORMS = Path(__file__).resolve().parents[2] / "forms" / "2017"
CAMPAIGN = (FORMS / "campaign.toml").read_text("utf-8")
ANNEX = (FORMS / "annex1.toml").read_text("utf-8")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNIT = '\n[[reporters]]\nid = "z"\nname = "工会"\n'


def _with(key: str, value: str, text: str) -> str:
    """The file with another value of a key that stands in it."""
    found = re.search(rf"^{key} = .*", text, re.MULTILINE)
    assert found
    return f"{text[: found.start()]}{key} = {value}{text[found.end() :]}"


def _annex(text: str) -> FormDefinition:
    return load_form(text, "annex1.toml")


def _campaign(text: str) -> Campaign:
    return load_campaign(text, "campaign.toml", (_annex(ANNEX),))


@pytest.mark.parametrize("key", ["copies", "total", "seal_size", "deadline"])
@pytest.mark.parametrize(
    "value",
    [
        *("1_000_000_000", "-1", "0", "9" * 4000, "0x" + "f" * 4000, "inf", "nan", "1e400"),
        *("true", "07:32:00", "1999-12-31", "2100-01-01", "2017-03-31T00:00:00"),
    ],
)
def test_a_number_or_day_beyond_sense_is_refused(key: str, value: str) -> None:
    load, text = (_campaign, CAMPAIGN) if key in ("total", "deadline") else (_annex, ANNEX)
    if key == "seal_size":
        text = f"seal_size = 42\n{text}"
    with pytest.raises(FormDefinitionError, match=rf"{key}|数太大"):
        load(_with(key, value, text))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (_UNIT + 'forms = ["annex1"]\nquotas = []\n' + _UNIT * 40, "reporters 最多 40 项"),
        (_UNIT + "forms = [" + '"annex1",' * 61 + "]\nquotas = []\n", "forms 最多 60 项"),
        (
            _UNIT + "forms = []\n" + '[[reporters.quotas]]\nname = "q"\nat_least = 1\n' * 41,
            "quotas 最多 40 项",
        ),
        (_UNIT + f'forms = ["{"x" * 41}"]\nquotas = []\n', "超过 40 字"),
        (_UNIT + 'forms = ["x\\u202e"]\nquotas = []\n', r"U\+202E"),
        (_UNIT + 'forms = []\nquotas = []\nreports_to = ["x\\u200b"]\n', r"U\+200B"),
        ('[[places]]\nnames = ["大\\u0007连"]\n', r"U\+0007"),
        ('[[places]]\nnames = ["大连"]\n' * 300, "places 最多 300 项"),
        (f'[[places]]\nnames = ["{"大" * 31}"]\n', "超过 30 字"),
    ],
)
def test_a_campaign_has_bounded_lists_of_visible_texts(more: str, told: str) -> None:
    with pytest.raises(FormDefinitionError, match=told):
        _campaign(f"{CAMPAIGN}\n{more}")


@pytest.mark.parametrize("char", ["\\u202e", "\\u0007", "\\u001b[31m", "\\u2028", "\\u0000"])
@pytest.mark.parametrize(
    "place",
    [
        lambda char: f'"a{char}" = 1\n{ANNEX}',
        lambda char: ANNEX.replace("rows = [", f'rows = [["x{char}"],', 1),
        lambda char: _with("heading", f'["x{char}"]', ANNEX),
        lambda char: ANNEX.replace('label = "', f'label = "x{char}', 1),
    ],
    ids=["key", "row", "heading", "label"],
)
def test_what_a_file_says_neither_hides_nor_turns_the_sentence(
    char: str, place: Callable[[str], str]
) -> None:
    with pytest.raises(FormDefinitionError) as told:
        _annex(place(char))
    assert not _UNSEEN.search(str(told.value))


@given(changed_files(CAMPAIGN))
def test_any_other_campaign_file_loads_or_is_refused(text: str) -> None:
    said = []
    try:
        campaign = _campaign(text)
        said += [f"{campaign.name}。", *campaign.faults]
    except FormDefinitionError as error:
        said.append(str(error))
    assert all(each.endswith("。") and not _UNSEEN.search(each) for each in said)
