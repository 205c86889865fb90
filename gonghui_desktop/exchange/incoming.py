"""Records as an importer finds them in a file, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record


class Reading(StrEnum):
    """How a field of a paper form came in.

    Attributes:
        TAKEN: it has a value.
        EMPTY: it is there, and nobody has filled it in.
        MISSING: its label was not found.
        DOUBTFUL: a person must look whether what was read is right.
    """

    TAKEN = "taken"
    EMPTY = "empty"
    MISSING = "not_found"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class FieldReading:
    """What was read of one field of a form that people have filled in elsewhere.

    Attributes:
        field: its id.
        label: official wording.
        reading: how it came in.
        text: what was read, as the form shows it, doubtful values as they were written; empty for
            nothing.
        note: why it is doubtful, a Chinese clause; empty for all others.
    """

    field: str
    label: str
    reading: Reading
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Accepted:
    """Values that become a new draft, complete or not.

    Attributes:
        number: its place in the file, from 1.
        form: id of its form.
        values: field id to canonical text; empty ones left out.
        explanations: field id to the clerk's reason; empty ones left out.
        readings: of a form that people have filled in elsewhere, each printed field; else none.
        unread: texts of that form's table that belong to none of its fields.
        place: where it stands in the file, as it is told; empty for its number.
    """

    number: int
    form: str
    values: Mapping[str, str]
    explanations: Mapping[str, str]
    readings: tuple[FieldReading, ...] = ()
    unread: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Received:
    """A final record of another office, which keeps its id, its revision and its code.

    Attributes:
        record: the record, with its campaign and edition.
        form: the form that it was made with.
        definition: that form's, to be kept with it.
        sender: name of the office that handed it in.
    """

    record: Record
    form: FormDefinition
    definition: Definition
    sender: str


@dataclass(frozen=True)
class Refused:
    """A record that cannot go in.

    Attributes:
        number: its place in the file, from 1.
        message: one Chinese sentence with that number and the name of the form or field.
    """

    number: int
    message: str


Incoming = Accepted | Received | Refused
