"""A form's printed words as they are looked for in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from gonghui_desktop.exchange.word_forms.document import Cell
from gonghui_desktop.exchange.word_forms.levelling import CONTINUED, levelled
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.ideographs import HAN

_DATE = re.compile("[0-9]*年[0-9]*月[0-9]*日")
_CALLED_NOTE = re.compile(r"\s*注\s*[:：0-9一二三]")
_NOTE = re.compile("^(?:注|[0-9()])+")  # in front of a note, levelled
_OTHER_MARKS = ("（盖章）", "（公章）", "（签章）", "盖章")  # of a seal, where a form was retyped
_SHORTEST_NOTE = 8  # characters of a note, levelled
_NOTE_BEGIN = 4  # characters that tell a note in other words
_SHORT = 2  # characters of a label that may stand in any text
_LONGEST_HEADING = 40  # characters of the line above a table, levelled


@dataclass(frozen=True, eq=False)
class Wording:
    """What a form prints, levelled.

    Attributes:
        form: the form.
        labels: of the table's rows, to their fields.
        ends: beginnings of what stands in seal cells and the confirmation: no value.
    """

    form: FormDefinition
    labels: dict[str, Field] = field(default_factory=dict)
    ends: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: FormDefinition) -> Wording:
        """The wording of a form."""
        rows = [form.field(field_id) for row in form.rows for field_id in row]
        ends = [
            levelled(seal.name + mark) for seal in form.seals for mark in (seal.mark, *_OTHER_MARKS)
        ]
        if form.confirmation:
            ends.append(levelled(form.confirmation.label))
        return cls(form, {levelled(each.label): each for each in rows}, tuple(filter(None, ends)))

    @cached_property
    def heads(self) -> dict[str, int]:
        """Words above a form's table, to how much they say of which form it is."""
        weights = {levelled(line): 4 for line in self.form.title}
        weights[levelled(self.form.full_title)] = 4 * len(self.form.title)
        weights[levelled(self.form.number)] = 3
        weights[levelled(self.form.number + self.form.full_title)] = 4 * len(self.form.title) + 3
        weights.pop("", None)
        return weights

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The notes under the table."""
        notes = map(levelled, self.form.notes)
        return tuple(note for note in notes if len(note) > _SHORTEST_NOTE)

    def field_of(self, cell: Cell) -> Field | None:
        """The field of the table that a cell is the label of."""
        found = self.labels.get(cell.label)
        if found is None and cell.label.endswith(CONTINUED):
            found = self.labels.get(cell.label.removesuffix(CONTINUED))
        return found

    def is_end(self, cell: Cell) -> bool:
        """Whether a cell stands where no value is: a seal, the confirmation, a note, a title."""
        words = cell.words
        if words.startswith(self.ends) or words in self.heads:
            return True
        return words.startswith(self.notes)

    def is_printed(self, cell: Cell) -> bool:
        """Whether a cell holds words of the form or a date: nothing that anybody has reported."""
        confirmation = levelled(self.form.confirmation.name) if self.form.confirmation else ""
        words = cell.words
        is_seal = bool(confirmation) and words.startswith(confirmation)
        return self.is_end(cell) or is_seal or "章)" in words or bool(_DATE.fullmatch(words))

    def is_like_a_note(self, line: Cell) -> bool:
        """Whether a line below the table is a note in other words, or has none at all."""
        if _CALLED_NOTE.match(line.text):
            return True
        words = _NOTE.sub("", line.words)
        begins = {_NOTE.sub("", levelled(note))[:_NOTE_BEGIN] for note in self.form.notes}
        return len(re.findall(f"[{HAN}]", words)) < _SHORT or words[:_NOTE_BEGIN] in begins

    def score(self, texts: Iterable[str]) -> int:
        """How much of the form's own words stands in levelled texts."""
        points = 0
        heading = [levelled(self.form.field(field_id).label) for field_id in self.form.heading]
        confirmation = levelled(self.form.confirmation.name) if self.form.confirmation else ""
        found: set[str] = set()
        for text in texts:
            points += _once(text, self.heads.get(text, 0), found)
            if text in self.labels or text in self.notes:
                points += _once(text, 1, found)
            for seal in self.ends:
                points += _once(seal, 1, found) if text.startswith(seal) else 0
            if confirmation and text.startswith(confirmation):
                points += _once(confirmation, 1, found)
            for label in heading:
                stands = label in text if len(label) > _SHORT else text.endswith(label)
                if stands and len(text) <= _LONGEST_HEADING:
                    points += _once(f"▢{label}", 2, found)
        return points


def _once(words: str, points: int, found: set[str]) -> int:
    """The points of words that were not found before."""
    if not points or words in found:
        return 0
    found.add(words)
    return points
