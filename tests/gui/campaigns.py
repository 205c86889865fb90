"""Campaigns other than the shipped one: its folder, copied and changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.services.catalogue import load_campaign_folder
from tests.official_forms import copy_official_forms

Change = Callable[[str], str]
"""From a form file's text to its new text."""

CONTACT = re.compile(r'\[\[fields\]\]\nid = "contact".*?(?=\[\[fields\]\])', re.DOTALL)


def make_folder(
    folder: Path,
    changes: Mapping[str, Change] | None = None,
    campaign_id: str = "2017",
    deadline: str = "2017-03-20",
) -> Path:
    """A campaign's folder below ``folder``; ``changes`` by the form's id."""
    target = copy_official_forms(folder / campaign_id)
    if campaign_id != "2017":
        edit(target / "campaign.toml", replaced('id = "2017"', f'id = "{campaign_id}"'))
        edit(target / "campaign.toml", replaced("2017-03-20", deadline))
    for form_id, change in (changes or {}).items():
        edit(target / f"{form_id}.toml", change)
    return target


def make_campaign(folder: Path, changes: Mapping[str, Change] | None = None) -> Campaign:
    """The campaign of 2017 with changed forms."""
    return load_campaign_folder(make_folder(folder, changes))


def edit(path: Path, change: Change) -> None:
    """Changes a file's text; to leave it as it is would be a mistake of the test."""
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")


def replaced(old: str, new: str) -> Change:
    """The first such text in the place of another."""
    return lambda text: text.replace(old, new, 1)


def without_contact(text: str) -> str:
    """Form 附件1 without the field 联系方式."""
    return CONTACT.sub("", text).replace('["address", "contact"]', '["address"]')


def with_leader(text: str) -> str:
    """A form with one more field, 行政负责人, in a row of its own."""
    field = '[[fields]]\nid = "leader"\nlabel = "行政负责人"\ntype = "text"\n\n'
    with_row = text.replace('["goals"],', '["leader"],\n  ["goals"],', 1)
    return with_row.replace("[[seals]]", f"{field}[[seals]]", 1)


FORM_CHANGES: Mapping[str, Change] = {
    "a field added": with_leader,
    "a field removed": without_contact,
    "a field renamed": lambda text: text.replace('"contact"', '"telephone"'),
    "a field made mandatory": replaced('type = "text"\nmandatory = false', 'type = "text"'),
    "a type changed": replaced('type = "telephone"', 'type = "whole_number"'),
    "choices changed": replaced('  { value = "5", ', '  { value = "50", '),
}
