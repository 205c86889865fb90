"""The parts of a form that do not depend on values: columns, labels, seals, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.page.geometry import LEFT, RIGHT
from gonghui_desktop.printing.page.rows import Cell
from gonghui_desktop.printing.page.seal_block import SealBlock, seal_block_of
from gonghui_desktop.printing.page.spacing import TIGHTER, USUAL, Spacing
from gonghui_desktop.printing.type.punctuation import KINDS, Kind
from gonghui_desktop.printing.type.textblock import FULL_SIZE
from gonghui_desktop.printing.type.typesetter import Typesetter

_CONTINUED = "（续）"
"""Behind the label of a row that continues from the page before."""
_LEAST_LABEL, _MOST_LABEL = 4.0, 6.0
"""Narrowest and widest label column without padding, em; a longer label breaks into lines."""
_BESIDE_LABEL = 6.0
_UPRIGHT_COLUMN = 29.0
"""Width of the column of upright labels, pt: 10.2 mm leave long texts of 10.5 pt 42 em."""
_UPRIGHT_PITCH = 13.2
"""From character to character of an upright label, pt: beside four lines of text."""
_MOST_UPRIGHT = 6
"""Most characters of an upright label."""
_VALUE_SHARE = 0.65
"""The first value's share of the width beside the labels: names are longer than numbers."""


@dataclass(frozen=True)
class Place:
    """A field's place in its row, and its label.

    Attributes:
        left: left edge of the value's cell.
        right: right edge of the value's cell.
        label: the label's cell.
        continued: the label's cell where the row continues from the page before.
    """

    left: float
    right: float
    label: Cell
    continued: Cell


class TableFrame:
    """The official form without values.

    Args:
        form: the form.
        setter: typesets the labels and the seal block.

    Attributes:
        form: the form.
        label_right: right edge of the first column of labels.
    """

    def __init__(self, form: FormDefinition, setter: Typesetter) -> None:
        self.form = form
        self._setter = setter
        first = [form.field(row[0]).label for row in form.rows]
        if form.confirmation:
            first.append(form.confirmation.label)
        second = [form.field(row[1]).label for row in form.rows if len(row) == 2]
        self.label_right = LEFT + self._label_column(first)
        second_width = self._label_column(second)
        value_right = self.label_right + _VALUE_SHARE * (RIGHT - self.label_right - second_width)
        self._places: dict[str, Place] = {}
        for row in form.rows:
            if len(row) == 1:
                self._places[row[0]] = self._place(row[0], LEFT, self.label_right, RIGHT)
            else:
                label_left, label_right = value_right, value_right + second_width
                self._places[row[0]] = self._place(row[0], LEFT, self.label_right, value_right)
                self._places[row[1]] = self._place(row[1], label_left, label_right, RIGHT)
        self._upright_places = self._places | self._with_upright_labels()
        self.seal_block = lru_cache(maxsize=1 + len(TIGHTER))(self._seal_block)

    def place(self, field_id: str, spacing: Spacing = USUAL) -> Place:
        """A field's place in the table.

        Raises:
            KeyError: the field is not in the table.
        """
        return (self._upright_places if spacing.upright_labels else self._places)[field_id]

    def _with_upright_labels(self) -> dict[str, Place]:
        """Places of the long texts beside upright labels; none where those do not stand upright."""
        long = self.form.long_texts
        if not all(_stands_upright(self.form.field(field_id).label) for field_id in long):
            return {}
        return {field_id: self._upright_place(field_id) for field_id in long}

    def _upright_place(self, field_id: str) -> Place:
        place = self._place(field_id, LEFT, LEFT + _UPRIGHT_COLUMN, RIGHT)
        block = replace(place.label.block, pitch=_UPRIGHT_PITCH)
        return replace(place, label=replace(place.label, block=block))

    def _seal_block(self, spacing: Spacing) -> SealBlock:
        """Seals, confirmation and notes."""
        return seal_block_of(self.form, self.label_right, self._setter, spacing)

    def _label_column(self, labels: Sequence[str]) -> float:
        """Width of the column of these labels, pt."""
        widest = max((self._setter.line(label).width for label in labels), default=0.0)
        return min(max(widest, _LEAST_LABEL), _MOST_LABEL) * FULL_SIZE + 2 * _BESIDE_LABEL

    def _place(self, field_id: str, left: float, middle: float, right: float) -> Place:
        """Its label from ``left`` to ``middle``, its value from there to ``right``."""
        block = self._setter.label(self.form.field(field_id).label, middle - left)
        continued = block.followed_by(self._setter.label(_CONTINUED, middle - left))
        again = Cell(left, middle, continued, repeats=True)
        return Place(middle, right, Cell(left, middle, block), again)


def _stands_upright(label: str) -> bool:
    """Whether a label looks right with one character below the other: a few ideographs."""
    return len(label) <= _MOST_UPRIGHT and all(KINDS[char] == Kind.HAN for char in label)
