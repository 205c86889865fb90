"""What is right: a sentence for a clerk, a store after an import, a campaign that may be used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from gonghui_desktop.model.campaigns.campaign import Campaign

_LONGEST = 2_000  # characters of a sentence; one of some thousand records names the first twenty
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"（代码 [A-Z]\d\d）$")
_CAMPAIGN = re.compile(r"[a-z0-9-]{1,20}")
_GROWING = (
    *("records", "revisions", "history", "stages", "definitions", "decisions", "seals"),
    *("submissions", "submission_records", "submission_events", "replies"),
)

Tables = Mapping[str, Sequence[tuple[object, ...]]]


def faults_of_sentence(sentence: str, longest: int = _LONGEST) -> list[str]:
    """What is wrong with a sentence that a clerk is to read, of so many characters at most."""
    shown = ascii(sentence[:200])
    if not _is_seen(sentence):
        return [f"not printable: {shown}"]
    if not _CHINESE.search(sentence) or not re.search(r"[。）”]$", _CODE.sub("", sentence)):
        return [f"no sentence: {shown} … {sentence[-60:]!a}"]
    return [f"{len(sentence)} characters: {shown}"] if len(sentence) > longest else []


def _is_seen(text: str) -> bool:
    """Whether it is one line without characters that are not seen but do something."""
    return not {unicodedata.category(char) for char in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def faults_of_change(before: Tables, after: Tables, told: set[str]) -> list[str]:
    """What is wrong with a store into which files have come.

    Args:
        before: every row of every table.
        after: the same afterwards.
        told: ids of the records of which it was told that they are new.
    """
    faults = faults_of_growth(before, after)
    added = {str(row[1]) for row in set(after["records"]) - set(before["records"])}
    if added != told:
        faults.append(f"{len(told)} new records told, {len(added)} stored")
    return faults


def faults_of_growth(before: Tables, after: Tables, but: Collection[str] = ()) -> list[str]:
    """Tables of which rows have changed or gone, where some may only have come, but for some."""
    growing = [name for name in _GROWING if name in before and name not in but]
    return [
        f"rows of {name} have changed"
        for name in growing
        if not set(before[name]) <= set(after[name])
    ]


def faults_of_campaign(campaign: Campaign) -> list[str]:
    """What is wrong with a campaign that was taken in."""
    faults = []
    if not _CAMPAIGN.fullmatch(campaign.id):
        faults.append(f"id {campaign.id!r}")
    for form in campaign.forms:
        if not 1 <= form.copies <= 9:
            faults.append(f"{form.copies} copies")
        labels = (form.number, *form.title, *(field.label for field in form.fields))
        faults += [f"not printable: {each[:80]!a}" for each in labels if not _is_seen(each)]
    return faults
