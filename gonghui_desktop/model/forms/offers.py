"""Other spellings that are offered for what was typed: advice that a click takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.pasted.clean_text import FOREIGN, clean, is_foreign
from gonghui_desktop.model.pasted.private_use import (
    named_private,
    private_characters,
    with_standard_characters,
)

_SHORTEST = 2  # characters that must be left of a name: 沙市 is a name, not 沙 with 市 behind it
_WHOLE = ("开发区", "先导区", "新区", "园区", "保税区", "矿区", "林区", "自治县")
"""Endings whose last character is no word of its own."""


@dataclass(frozen=True)
class Offer:
    """Another spelling of a value.

    Attributes:
        why: a few words.
        text: the value as it would be.
        verb: what a click does where the text is too long or too like to be shown.
    """

    why: str
    text: str
    verb: str = ""

    @property
    def words(self) -> str:
        """What a click does."""
        return self.verb or f"改为“{self.text}”"


def offers(form: FormDefinition, values: Mapping[str, str]) -> dict[str, Offer]:
    """Field id to what is offered for its canonical value."""
    found: dict[str, Offer] = {}
    for field in form.fields:
        value = values.get(field.id, "")
        offer = _mended(field, value) or _without_printed(form, field, value)
        offer = offer or _by_type(field, value)
        if offer is not None:
            found[field.id] = offer
    return found


def _mended(field: Field, value: str) -> Offer | None:
    """A text in standard characters, or without what it has brought along from elsewhere."""
    if private := private_characters(value):
        return Offer(named_private(private), with_standard_characters(value), "换成标准字")
    cleaned = clean(value, is_long=field.type.is_long) if is_foreign(value) else value
    return Offer(FOREIGN, cleaned, "整理文字") if cleaned and cleaned != value else None


def _without_printed(form: FormDefinition, field: Field, value: str) -> Offer | None:
    """A name without the word that is printed behind its blank, such as 大连 before 市."""
    name = value.strip()
    if field.id not in form.heading or name.endswith(_WHOLE):
        return None
    for word in re.split(r"[（）()、,，/\s]+", field.label):
        if word and name.endswith(word) and len(name) - len(word) >= _SHORTEST:
            return Offer(f"表上已印“{word}”", name.removesuffix(word))
    return None


def _by_type(field: Field, value: str) -> Offer | None:
    """What the type reads out of a value that it does not take."""
    text = field.type.suggest(value) if value else ""
    return Offer("", text) if text and text != value else None
