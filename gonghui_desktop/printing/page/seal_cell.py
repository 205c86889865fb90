"""A seal cell: the office's name above, the mark （章） under it, the date at the foot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonghui_desktop.printing.page.geometry import PageLayout, SealRect
from gonghui_desktop.printing.page.structure import Path, cell_path
from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.textblock import (
    FULL_SIZE,
    MIDDLE_OF_TYPE,
    SetText,
    TextBlock,
)
from gonghui_desktop.printing.type.typesetter import Typesetter

_BESIDE_TEXT = 5.0
_NAME_MIDDLE = 21.0
"""Middle of the name's first line below the cell's top, pt."""
_MARK_MIDDLE = 54.0
"""The same of the mark; it moves down below a name of several lines."""
_DATE_MIDDLE = 21.0
"""Middle of the date above the cell's foot, pt: the seal in the cell's middle touches it."""
_DATE_PITCH = 18.0
"""Smallest distance from the line above to the date, pt."""
_ROOM_FOR_FIGURES = {"年": 36.0, "月": 25.0, "日": 25.0}
"""Before 年, 月 and 日, pt: for figures written by hand."""
_LEAST_SHARE = 0.75
"""Of that room in a narrow cell: 19 pt, or 6.6 mm, still take two figures."""


class SealCell:
    """A cell with its texts, ready to be placed.

    Args:
        key: the seal's in :attr:`PageLayout.seals`.
        texts: name, mark (may be empty) and date.
        edges: left and right edge, pt.
        diameter: of the seal, mm.
        setter: typesets the texts.

    Attributes:
        key: as given.
        left: its left edge.
    """

    def __init__(
        self,
        key: str,
        texts: tuple[str, str, str],
        edges: tuple[float, float],
        diameter: int,
        setter: Typesetter,
    ) -> None:
        self.left, self._right = edges
        self.key = key
        self._diameter = diameter
        name, mark, date = texts
        room = self._right - self.left - 2 * _BESIDE_TEXT
        self._name = setter.short_text(name, room)
        self._mark = setter.short_text(mark, room)
        self._date = _Date.of(date, room, setter)

    @property
    def least_height(self) -> float:
        """Smallest height at which the texts keep apart, pt."""
        texts = self._mark_top + self._mark.height if self._mark.lines else self._name_bottom
        return texts - FULL_SIZE / 2 + _DATE_PITCH + self._date.rise + _DATE_MIDDLE

    def place(
        self, page: PageLayout, top: float, bottom: float, row: Path, growth: float = 0.0
    ) -> None:
        """Place the texts, and record the cell, as one of a row of the form's structure.

        Args:
            page: the page.
            top: of the cell.
            bottom: of the cell.
            row: the row.
            growth: by how much it is higher than its row needs to be, pt. The seal's upper rim then
                leaves the name free, and the lower one still touches the date.
        """
        page.seals[self.key] = SealRect(self.left, top, self._right, bottom, self._diameter)
        middle = (self.left + self._right) / 2
        texts = self._name.set_centred(middle, top + self._name_top)
        texts += self._mark.set_centred(middle, top + growth / 3 + self._mark_top)
        texts += self._date.set_centred(middle, bottom - growth / 3 - _DATE_MIDDLE)
        page.put(cell_path(row, self.key), texts)

    @property
    def _name_top(self) -> float:
        return _NAME_MIDDLE - self._name.size / 2

    @property
    def _name_bottom(self) -> float:
        return self._name_top + self._name.height

    @property
    def _mark_top(self) -> float:
        return max(_MARK_MIDDLE, self._name_bottom + FULL_SIZE) - self._mark.size / 2


@dataclass(frozen=True)
class _Date:
    """A date to be filled in by hand.

    Attributes:
        words: with the room before each, on one line.
        above: further words, on lines above it.
    """

    words: tuple[tuple[float, Line], ...]
    above: TextBlock

    @classmethod
    def of(cls, text: str, width: float, setter: Typesetter) -> _Date:
        """Typeset a date on one line; words before 年 stand above it where that is too wide."""
        parts = date_words(text)
        first = next((n for n, (_, word) in enumerate(parts) if word[0] in _ROOM_FOR_FIGURES), 0)
        for start in (0, first, len(parts)):
            line = tuple((room, setter.line(word)) for room, word in parts[start:])
            words = sum(word.width for _, word in line) * FULL_SIZE
            rooms = sum(room for room, _ in line)
            if words + _LEAST_SHARE * rooms <= width:
                break
        share = min(1.0, (width - words) / rooms) if rooms else 1.0
        above = setter.short_text(" ".join(word for _, word in parts[:start]), width)
        return cls(
            tuple((room * share, word) for room, word in line), replace(above, pitch=_DATE_PITCH)
        )

    @property
    def rise(self) -> float:
        """Distance from the first line to the last one, pt."""
        return (len(self.above.lines) - (not self.words)) * _DATE_PITCH

    def set_centred(self, middle: float, height: float) -> list[SetText]:
        """Place the date, centred, the middle of its last line at a height."""
        texts = self.above.set_centred(middle, height - self.rise - self.above.size / 2)
        width = sum(room + word.width * FULL_SIZE for room, word in self.words)
        x = middle - width / 2
        y = height + MIDDLE_OF_TYPE * FULL_SIZE
        for room, word in self.words:
            x += room
            texts.append(SetText(x, y, FULL_SIZE, word.text, word.spaces))
            x += word.width * FULL_SIZE
        return texts


def date_words(text: str) -> list[tuple[float, str]]:
    """The words of a date such as 年 月 日, each with the room before it, pt."""
    words = list(text.strip()) if text.strip() == "年月日" else text.split()
    return [
        (_ROOM_FOR_FIGURES.get(word[0], FULL_SIZE if number else 0.0), word)
        for number, word in enumerate(words)
    ]
