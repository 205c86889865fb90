"""The texts of a form's records side by side: what each is called, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gonghui_desktop.model.comparison import Difference, differences
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import EMPTY, Record
from gonghui_desktop.services.editions import form_of, labels_of
from gonghui_desktop.services.workspace import Workspace

_REASON = "\n"  # in no field id


class TextKey(NamedTuple):
    """A text of a record.

    Attributes:
        field_id: the field.
        is_reason: the reason for a 核实 finding on the field, not its value.
    """

    field_id: str
    is_reason: bool

    def __str__(self) -> str:
        """Names it among the differences."""
        return f"{self.field_id}{_REASON}" if self.is_reason else self.field_id

    @classmethod
    def of(cls, name: str) -> TextKey:
        """The text that was named so."""
        return cls(name.removesuffix(_REASON), name.endswith(_REASON))


def named_texts(values: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    """Values and reasons of a record, each by the name of its key."""
    named = {str(TextKey(field, False)): text for field, text in values.items()}
    return named | {str(TextKey(field, True)): text for field, text in reasons.items()}


class RecordTexts:
    """How the texts of a form are called and read.

    Args:
        form: the one that the record is shown with.
        labels: field id to label, of fields that the form does not have.
    """

    def __init__(self, form: FormDefinition, labels: Mapping[str, str] = EMPTY) -> None:
        self._form = form
        self._labels = labels
        self._places = {field.id: place for place, field in enumerate(form.fields)}

    def label(self, field_id: str, *, is_reason: bool = False) -> str:
        """What a text is called."""
        if field_id in self._places:
            label = self._form.field(field_id).label
        else:
            label = self._labels.get(field_id, field_id)
        return f"{label} 的原因" if is_reason else label

    def shown(self, name: str, text: str) -> str:
        """A text as it is to be read, by the name of its key."""
        field_id, is_reason = TextKey.of(name)
        if is_reason or field_id not in self._places:
            return text
        return self._form.field(field_id).type.show(text)

    def differences(
        self, before: Mapping[str, str], after: Mapping[str, str]
    ) -> tuple[Difference, ...]:
        """The texts that differ between two states, in the order of reading."""
        order = sorted(
            (TextKey.of(key) for key in {*before, *after}),
            key=lambda key: (self._places.get(key.field_id, len(self._places)), *key),
        )
        labels = [(str(key), self.label(key.field_id, is_reason=key.is_reason)) for key in order]
        shown = ({key: self.shown(key, text) for key, text in s.items()} for s in (before, after))
        return differences(labels, *shown)


def record_differences(ws: Workspace, before: Record, after: Record) -> tuple[Difference, ...]:
    """What differs between two states of a record, values and reasons; not for the GUI thread.

    Each text is called as in the form of ``after``; one that only an earlier edition has a field
    for, as in that.
    """
    form = form_of(ws, after)
    used = {*before.values, *before.explanations, *after.values, *after.explanations}
    gone = {field_id for field_id in used if not form.has_field(field_id)}
    texts = RecordTexts(form, labels_of(ws, before, gone) if gone else EMPTY)
    return texts.differences(
        named_texts(before.values, before.explanations),
        named_texts(after.values, after.explanations),
    )
