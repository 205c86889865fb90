"""What a record becomes by what a clerk enters: canonical values and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record

LONGEST_TEXT = 20_000
"""Characters of one text: twenty pages. Inputs take no more, nor does what comes from a file."""

LONGEST_KEPT = 100_000
"""Characters of a text that is there already: earlier versions took as much.

Such a text stays, in the store and in a backup, until somebody shortens it.
"""


def canonical_values(form: FormDefinition, typed: Mapping[str, str]) -> dict[str, str]:
    """Canonical texts of what was typed, each by its field's type.

    A text of a field that the form does not have stays as it is: an earlier edition had it.
    """
    return {
        field_id: form.field(field_id).type.normalise(storable(text))
        if form.has_field(field_id)
        else storable(text)
        for field_id, text in typed.items()
    }


def as_entered(
    form: FormDefinition, record: Record, texts: Mapping[str, str], reasons: Mapping[str, str]
) -> Record:
    """The record as it will be stored once these texts and reasons are.

    Args:
        form: the record's form.
        record: as it is stored.
        texts: field id to text as typed, every field that is not empty.
        reasons: field id to reason, likewise.
    """
    filled = {field_id: text for field_id, text in texts.items() if text}
    return replace(
        record,
        values=canonical_values(form, filled),
        explanations={field_id: reason for field_id, reason in reasons.items() if reason},
    )


def of_form(form: FormDefinition, record: Record) -> Record:
    """The record without values and reasons for fields that the form does not have.

    Such ones were entered in another edition: they are kept, but neither printed nor counted.
    """
    if all(map(form.has_field, (*record.values, *record.explanations))):
        return record
    values = {key: text for key, text in record.values.items() if form.has_field(key)}
    reasons = {key: text for key, text in record.explanations.items() if form.has_field(key)}
    return replace(record, values=values, explanations=reasons)


def storable(text: str) -> str:
    """The text with unpaired surrogates (half a character, from a damaged file) replaced."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
