"""Editions: a form as it was when a record was made with it.

An edition is a campaign, a form and the digest of the form's definition: what is printed and how
values are read and checked, but not what only the editor shows (tab captions, hints). Records keep
their edition, and the store and packages keep its definition, so that a record can be shown,
printed to the same bytes and checked whatever the form's file says by then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.forms.form import (
    CONFIRMATION_SIZE,
    NOTES_MARK,
    SEAL_SIZE,
    Field,
    FormDefinition,
)
from gonghui_desktop.model.forms.form_loader import read_form
from gonghui_desktop.model.strict import Table

_KEPT = 64  # forms whose digests are kept; a form is asked for its digest at every key


@dataclass(frozen=True)
class Definition:
    """A form's definition as it is kept with records.

    Attributes:
        digest: see :func:`digest_of`.
        form: id of the form.
        text: the definition as JSON, with the keys of a form file.
    """

    digest: str
    form: str
    text: str


def definition_of(form: FormDefinition) -> Definition:
    """The form's definition, to be kept with its records."""
    text = json.dumps(form_data(form), ensure_ascii=False, separators=(",", ":"))
    return Definition(digest_of(form), form.id, text)


@lru_cache(maxsize=_KEPT)
def digest_of(form: FormDefinition) -> str:
    """SHA-256 over the form's canonical definition, as 64 hexadecimal digits.

    What has its default value is left out, so that an option which a later program brings leaves
    the digests of today's forms as they are.
    """
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the window's start need not wait for

    canonical = json.dumps(
        _canonical(form),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def read_definition(text: str) -> FormDefinition:
    """The form of a kept definition.

    Raises:
        FormDefinitionError: it is no definition, or not one that this program understands.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormDefinitionError("保存的表样已损坏，请从备份恢复。") from error
    return read_form(Table(data, "保存的表样", error=FormDefinitionError))


def form_data(form: FormDefinition) -> dict[str, object]:
    """The form with the keys of a form file, what has its default value left out."""
    data: dict[str, object] = {
        "id": form.id,
        "number": form.number,
        "tab": form.tab,
        "title": list(form.title),
        "copies": form.copies,
        "heading": list(form.heading),
        "name_field": form.name_field,
        "rows": [list(row) for row in form.rows],
        "notes": list(form.notes),
        "fields": [_field_data(each) for each in form.fields],
        "seals": [
            {"id": seal.id, "name": seal.name, "mark": seal.mark, "date": seal.date}
            for seal in form.seals
        ],
    }
    if form.confirmation is not None:
        confirmation = form.confirmation
        data["confirmation"] = {
            "label": confirmation.label,
            "name": confirmation.name,
            "date": confirmation.date,
            **_unless(CONFIRMATION_SIZE, size=confirmation.size),
        }
    data |= _unless(SEAL_SIZE, seal_size=form.seal_size)
    return data | _unless(NOTES_MARK, notes_mark=form.notes_mark)


def _field_data(each: Field) -> dict[str, object]:
    return {
        "id": each.id,
        "label": each.label,
        "type": each.type.name,
        **each.type.parameters(),
        **_unless(True, mandatory=each.mandatory),
        **_unless(True, printed=each.printed),
        **_unless("", hint=each.hint),
    }


def _unless(default: object, **item: object) -> dict[str, object]:
    """The item, unless it has its default value."""
    return {key: value for key, value in item.items() if value != default}


def _canonical(form: FormDefinition) -> dict[str, object]:
    """The form's data without what only the editor shows: the tab's caption and the hints."""
    plain = replace(form, tab="", fields=tuple(replace(each, hint="") for each in form.fields))
    data = form_data(plain)
    del data["tab"]
    return data
