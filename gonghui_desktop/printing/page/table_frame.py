"""The parts of a form that do not depend on values: columns, labels, seals, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.printing.page.geometry import LEFT, RIGHT
from gonghui_desktop.printing.page.rows import Cell
from gonghui_desktop.printing.page.seal_block import seal_block_of
from gonghui_desktop.printing.type.textblock import FULL_SIZE
from gonghui_desktop.printing.type.typesetter import Typesetter

_CONTINUED = "（续）"
"""Behind the label of a row that continues from the page before."""
_LEAST_LABEL, _MOST_LABEL = 4.0, 6.0
"""Narrowest and widest label column without padding, em; a longer label breaks into lines."""
_BESIDE_LABEL = 6.0
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
        label_right: right edge of the first column of labels; long texts begin here.
        places: field id to its place, for the fields in the table.
        seal_block: seals, confirmation and notes.
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
        self.places: dict[str, Place] = {}
        for row in form.rows:
            if len(row) == 1:
                self._add(row[0], LEFT, self.label_right, RIGHT)
            else:
                self._add(row[0], LEFT, self.label_right, value_right)
                self._add(row[1], value_right, value_right + second_width, RIGHT)
        self.seal_block = seal_block_of(form, self.label_right, setter)

    def _label_column(self, labels: Sequence[str]) -> float:
        """Width of the column of these labels, pt."""
        widest = max((self._setter.line(label).width for label in labels), default=0.0)
        return min(max(widest, _LEAST_LABEL), _MOST_LABEL) * FULL_SIZE + 2 * _BESIDE_LABEL

    def _add(self, field_id: str, left: float, middle: float, right: float) -> None:
        block = self._setter.label(self.form.field(field_id).label, middle - left)
        continued = block.followed_by(self._setter.label(_CONTINUED, middle - left))
        self.places[field_id] = Place(
            middle, right, Cell(left, middle, block), Cell(left, middle, continued, repeats=True)
        )
