"""An official form as data: what stands on the page and what is asked for.

Instances come from a TOML file by :mod:`gonghui_desktop.model.forms.form_loader`. Wording is
the notice's own (大工办发〔2017〕5号), to the character.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from gonghui_desktop.model.fieldtypes import FieldType
from gonghui_desktop.model.forms.known import Known
from gonghui_desktop.model.help_texts import Checklist


@dataclass(frozen=True)
class Field:
    """One value that a clerk fills in.

    Attributes:
        id: ``[a-z][a-z0-9_]*``, unique in its form.
        label: official wording, printed beside the value and read out by a screen reader.
        type: parses, normalises, checks and shows the value.
        mandatory: an empty value is a 强制 finding.
        printed: stands on the official page; ``False`` for data kept beside the form.
        hint: one line of help in the editor, may be empty.
        phrases: ready reasons for its 核实 findings.
        checklist: what the notice asks a text to tell of, shown beside it.
        known: how a new record comes by its value; ``None`` for a field that begins empty.
        guide: what the notice says of the field, line by line, shown on request; may be empty.
    """

    id: str
    label: str
    type: FieldType
    mandatory: bool = True
    printed: bool = True
    hint: str = ""
    # Help alone, which no edition keeps: two fields are equal whatever it says.
    phrases: tuple[str, ...] = field(default=(), compare=False)
    checklist: tuple[Checklist, ...] = field(default=(), compare=False)
    known: Known | None = field(default=None, compare=False)
    guide: tuple[str, ...] = field(default=(), compare=False)


CONFIRMATION = "confirmation"
"""Key of the confirmation's cell where it stands among the seal cells; no seal has that id."""


@dataclass(frozen=True)
class Seal:
    """A cell for an office's seal: name above, mark （章） under it, date at the foot."""

    id: str
    name: str
    mark: str
    date: str


SEAL_SIZE = 42
"""Diameter of an ordinary union's seal, mm (round seals of enterprises and federations)."""

CONFIRMATION_SIZE = 46
"""Diameter of a province's seal, mm."""

NOTES_MARK = "注："
"""The word in front of the first note; the other notes line up with what follows it."""


@dataclass(frozen=True)
class Confirmation:
    """The last row of the table: its label, and who confirms, with the date.

    Attributes:
        label: stands in the column of labels.
        name: the office.
        date: such as ``年  月  日``.
        size: diameter of its seal, mm.
    """

    label: str
    name: str
    date: str
    size: int = CONFIRMATION_SIZE


@dataclass(frozen=True)
class FormDefinition:
    """An official form.

    Attributes:
        id: such as ``annex1``; also the first half of each widget's object name.
        number: mark at the page's top left, such as ``附件1``.
        tab: caption of the form's tab in the window.
        title: the official title, line by line.
        copies: official number of copies (此表一式四份).
        fields: every field, in the order of the editor.
        heading: ids of the fields above the table; each blank stands in front of its label.
        rows: the table's rows, each a tuple of field ids: two short fields side by side, or one
            long text to the right edge.
        seals: seal cells, 0 to 6 of them.
        confirmation: the last row, ``None`` where nobody confirms.
        notes: paragraphs under the table, may be none.
        name_field: id of the field that names a record in lists and bookmarks.
        seal_size: diameter of the seals in the seal cells, mm.
        notes_mark: word at the start of the first note.
    """

    id: str
    number: str
    tab: str
    title: tuple[str, ...]
    copies: int
    fields: tuple[Field, ...]
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    seals: tuple[Seal, ...]
    confirmation: Confirmation | None
    notes: tuple[str, ...]
    name_field: str
    seal_size: int = SEAL_SIZE
    notes_mark: str = NOTES_MARK

    def __hash__(self) -> int:
        """By a few parts: digests are looked up by form at every key, and all parts take 20 µs."""
        return hash((self.id, self.number, self.rows))

    @cached_property
    def _by_id(self) -> dict[str, Field]:
        return {field.id: field for field in self.fields}

    def field(self, field_id: str) -> Field:
        """The field of that id.

        Raises:
            KeyError: the form has no such field.
        """
        return self._by_id[field_id]

    def has_field(self, field_id: str) -> bool:
        """Whether the form has a field of that id."""
        return field_id in self._by_id

    @property
    def long_texts(self) -> tuple[str, ...]:
        """Ids of the fields in the table that hold long texts, in its order; may be none."""
        ids = (field_id for row in self.rows for field_id in row)
        return tuple(field_id for field_id in ids if self.field(field_id).type.is_long)

    @property
    def full_title(self) -> str:
        """The title in one line, as on continuation pages and in document properties."""
        return "".join(self.title)
