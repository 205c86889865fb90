"""What stands below the rows and never breaks apart: seals, confirmation and notes."""

from __future__ import annotations

from functools import lru_cache

from gonghui_desktop.model.form import CONFIRMATION, FormDefinition
from gonghui_desktop.printing.page.geometry import (
    LEFT,
    MM,
    RIGHT,
    WIDTH,
    PageLayout,
    Rect,
)
from gonghui_desktop.printing.type.textblock import (
    FULL_SIZE,
    LEAST_SIZE,
    MIDDLE_OF_TYPE,
    SetLine,
    SetText,
    TextBlock,
    centred_left,
)
from gonghui_desktop.printing.type.typesetter import Typesetter

_SEAL_HEIGHT = 48 * MM + 0.75
"""Between the middles of the rules; 48 mm are free, enough for 42 mm with 2 mm on either side."""
_CONFIRMATION_HEIGHT = 50 * MM + 1.0
"""50 mm are free: a province's seal of 46 mm with 2 mm on either side."""
_NAME_MIDDLE = 21.0
"""Below the cell's top, pt."""
_MARK_MIDDLE = 54.0
_DATE_MIDDLE = 21.0
"""Above the cell's foot, pt: a seal in the cell's middle reaches over it (骑年盖月)."""
_ROOM_FOR_YEAR = 36.0
_ROOM_FOR_DAY = 25.0
"""Before 月 and before 日, pt: two digits by hand."""

_NOTE_SIZE = LEAST_SIZE
_NOTE_PITCH = 14.0
_NOTES_GAP = 6.0
_UNDER_NOTES = 1.5
"""A comma reaches below the box of an ideograph."""
_NOTES_MARK = "注："
"""Where the first note begins with it, the others line up with the words after it."""


class SealBlock:
    """Seals, confirmation and notes of a form."""

    def __init__(self, form: FormDefinition, label_right: float, setter: Typesetter) -> None:
        self._form = form
        self._label_right = label_right
        self._setter = setter
        self._notes = self._set_notes()
        # Nearly every page has its seals at the same height.
        self._placed = lru_cache(maxsize=4)(self._place)

    @property
    def table_height(self) -> float:
        """Of the rows of the table among it."""
        return _SEAL_HEIGHT + _CONFIRMATION_HEIGHT

    @property
    def height(self) -> float:
        """Of all of it."""
        return self.table_height + _NOTES_GAP + self._notes.height + _UNDER_NOTES

    def place(self, page: PageLayout, top: float) -> None:
        """Puts it on the page.

        Args:
            page: the page.
            top: where the row of seals begins, in the middle of the rule.
        """
        page.seal_block = self._placed(round(top, 3))
        page.seals |= page.seal_block.seals

    def _place(self, top: float) -> PageLayout:
        page = PageLayout()
        bottom = top + _SEAL_HEIGHT
        seals = self._form.seals
        width = WIDTH / len(seals)
        for number, seal in enumerate(seals):
            left = LEFT + number * width
            cell = Rect(left, top, left + width, bottom)
            if number:
                page.down(left, top, bottom)
            page.seals[seal.id] = cell
            self._place_seal(page, cell, seal.name, seal.mark, seal.date)
        page.across(bottom)
        self._place_confirmation(page, bottom)
        notes_top = bottom + _CONFIRMATION_HEIGHT + _NOTES_GAP
        page.texts += self._notes.set_left(LEFT, notes_top)
        return page

    def _place_confirmation(self, page: PageLayout, top: float) -> None:
        bottom = top + _CONFIRMATION_HEIGHT
        confirmation = self._form.confirmation
        if confirmation is None:
            return
        label = self._setter.label(confirmation.label, self._label_right - LEFT)
        page.texts += label.set_centred(
            (LEFT + self._label_right) / 2, (top + bottom - label.height) / 2
        )
        page.down(self._label_right, top, bottom)
        cell = Rect(self._label_right, top, RIGHT, bottom)
        page.seals[CONFIRMATION] = cell
        self._place_seal(page, cell, confirmation.name, "", confirmation.date)

    def _place_seal(self, page: PageLayout, cell: Rect, name: str, mark: str, date: str) -> None:
        middle = (cell.left + cell.right) / 2
        block = self._setter.short_text(name, cell.width - 10)
        top = cell.top + _NAME_MIDDLE - block.size / 2
        page.texts += block.set_centred(middle, top)
        if mark:
            under_name = top + block.height + FULL_SIZE
            self._place_line(page, mark, middle, max(cell.top + _MARK_MIDDLE, under_name))
        self._place_date(page, date, middle, cell.bottom - _DATE_MIDDLE)

    def _place_line(self, page: PageLayout, text: str, middle: float, height: float) -> None:
        line = self._setter.line(text)
        x = centred_left(line, middle, FULL_SIZE)
        y = height + MIDDLE_OF_TYPE * FULL_SIZE
        page.texts.append(SetText(x, y, FULL_SIZE, line.text, line.spaces))

    def _place_date(self, page: PageLayout, date: str, middle: float, height: float) -> None:
        """年 月 日, each after room for its number by hand."""
        words = date.split()
        if len(words) == 1:
            words = list(date.strip())
        lines = [self._setter.line(word) for word in words]
        rooms = [_ROOM_FOR_YEAR, *[_ROOM_FOR_DAY] * (len(lines) - 1)]
        x = middle - (sum(rooms) + sum(line.width for line in lines) * FULL_SIZE) / 2
        y = height + MIDDLE_OF_TYPE * FULL_SIZE
        for line, room in zip(lines, rooms, strict=True):
            x += room
            page.texts.append(SetText(x, y, FULL_SIZE, line.text, line.spaces))
            x += line.width * FULL_SIZE

    def _set_notes(self) -> TextBlock:
        if not self._form.notes:
            return TextBlock((), _NOTE_SIZE, _NOTE_PITCH, 0.0)
        first, *others = (self._setter.paragraph(note) for note in self._form.notes)
        hang = float(len(_NOTES_MARK)) if first.text.startswith(_NOTES_MARK) else 0.0
        measure = int(WIDTH / _NOTE_SIZE - 0.5) - hang
        broken = [first.lines(measure, indent=-hang)]
        broken += [paragraph.lines(measure) for paragraph in others]
        lines = tuple(
            SetLine(line.moved(hang), n == 0, n == len(paragraph) - 1)
            for paragraph in broken
            for n, line in enumerate(paragraph)
        )
        return TextBlock(lines, _NOTE_SIZE, _NOTE_PITCH, measure)
