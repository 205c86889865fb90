"""Every printed word of the three forms is the notice's own, to the character.

``tests/data/notice.txt`` is 大工办发〔2017〕5号 with its annexes. Its tabs and line ends are the
lost Word file's table; blanks at a line's ends stand for the empty places above the table.
"""

import re
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition

NOTICE = Path(__file__).parents[1] / "data" / "notice.txt"


def annex_lines(number: str) -> list[str]:
    """The non-empty pieces of one annex, in the notice's order."""
    annexes = re.split(r"^(附件\d)\s*$", NOTICE.read_text("utf-8"), flags=re.MULTILINE)
    body = annexes[annexes.index(number) + 1]
    return [number, *(line.strip() for line in body.splitlines() if line.strip())]


def definition_lines(form: FormDefinition) -> list[str]:
    """The same pieces from the form's definition."""
    lines = [form.number, *form.title, *[form.field(field_id).label for field_id in form.heading]]
    lines += [form.field(field_id).label for row in form.rows for field_id in row]
    for seal in form.seals:
        lines += [seal.name, seal.mark, seal.date]
    assert form.confirmation is not None
    lines += [form.confirmation.label, form.confirmation.name, form.confirmation.date]
    return [*lines, *form.notes]


@pytest.mark.parametrize("number", ["附件1", "附件2", "附件3"])
def test_wording_is_the_notices(campaign: Campaign, number: str) -> None:
    form = next(form for form in campaign.forms if form.number == number)
    lines = annex_lines(number)
    # The line above the table holds its blanks between its words.
    heading = lines[3].split()
    assert definition_lines(form) == [*lines[:3], *heading, *lines[4:]]


def test_choices_are_those_of_the_note(campaign: Campaign) -> None:
    for form in campaign.forms:
        for field in form.fields:
            if field.printed and field.type.choices:
                shown = "；".join(field.type.show(choice.value) for choice in field.type.choices)
                assert f"“{field.label}”指{shown}。" in form.notes[0]


def test_what_is_said_of_a_field_is_the_notices_own(campaign: Campaign) -> None:
    notice = NOTICE.read_text("utf-8")
    said = [line for form in campaign.forms for field in form.fields for line in field.guide]
    assert len(said) > 10
    assert [line for line in said if line not in notice] == []
