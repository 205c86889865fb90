"""Records of a stranger's file on their way out of the child that reads it: a line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from gonghui_desktop.exchange.incoming import Accepted, FieldReading, Reading, Refused
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT, storable
from gonghui_desktop.model.forms.edition import form_data
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import read_form
from gonghui_desktop.model.strict import Table

_LONGEST_SENTENCE = 1_000
_MOST_UNREAD = 10_000
T = TypeVar("T")


def parameters_of(name: str, campaign: Campaign) -> dict[str, object]:
    """What a child has to know to read records of a campaign.

    Args:
        name: the file's name.
        campaign: whose forms they are on.
    """
    return {
        "name": name,
        "campaign": campaign.id,
        "forms": [form_data(form) for form in campaign.forms],
    }


def asked_in(parameters: Mapping[str, object]) -> tuple[str, Campaign]:
    """The file's name and the campaign, with its forms alone, as a child was told."""
    name, campaign, forms = (parameters[key] for key in ("name", "campaign", "forms"))
    assert isinstance(forms, list)
    read = tuple(read_form(Table(form, "表样")) for form in forms)
    return str(name), Campaign.unknown(str(campaign), read)


def lines_of(incoming: Iterable[Accepted | Refused]) -> Iterator[bytes]:
    """A line for each record."""
    for each in incoming:
        told = _accepted(each) if isinstance(each, Accepted) else _refused(each)
        yield json.dumps(told, separators=(",", ":")).encode("ascii") + b"\n"


def _accepted(each: Accepted) -> dict[str, object]:
    told: dict[str, object] = {
        "number": each.number,
        "form": each.form,
        "values": dict(each.values),
        "explanations": dict(each.explanations),
    }
    if each.readings or each.unread:
        told["readings"] = [
            [reading.field, reading.reading.value, reading.text, reading.note]
            for reading in each.readings
        ]
        told["unread"] = each.unread
    return told


def _refused(each: Refused) -> dict[str, object]:
    return {"number": each.number, "refused": each.message}


def incoming_in(line: bytes, campaign: Campaign) -> Accepted | Refused:
    """The record of a line, checked once more.

    Raises:
        ValueError: no job says that.
        TypeError: likewise.
        KeyError: likewise.
    """
    told = _of(dict, json.loads(line))
    number = _of(int, told["number"])
    if "refused" in told:
        return Refused(number, _text(told["refused"], _LONGEST_SENTENCE))
    form = campaign.form(_of(str, told["form"]))
    unread = _of(list, told.get("unread", []))
    return Accepted(
        number,
        form.id,
        _texts(told["values"], form),
        _texts(told["explanations"], form),
        tuple(_reading(each, form) for each in _of(list, told.get("readings", []))),
        tuple(_text(each, None) for each in unread[:_MOST_UNREAD]),
    )


def _texts(told: object, form: FormDefinition) -> dict[str, str]:
    return {form.field(name).id: _text(text) for name, text in _of(dict, told).items()}


def _reading(told: object, form: FormDefinition) -> FieldReading:
    name, reading, text, note = _of(list, told)
    field = form.field(_of(str, name))
    return FieldReading(
        field.id, field.label, Reading(reading), _text(text, None), _text(note, _LONGEST_SENTENCE)
    )


def _text(told: object, most: int | None = LONGEST_TEXT) -> str:
    text = storable(_of(str, told))
    if most is not None and len(text) > most:
        raise ValueError("length")
    return text


def _of(kind: type[T], told: object) -> T:
    if not isinstance(told, kind) or isinstance(told, bool):
        raise TypeError(kind.__name__)
    return told
