"""Rows of the table in Word, and which of them stay on the page with the seals.

A clerk goes on typing in the file, and Word, WPS and LibreOffice break pages as they see fit. All
three keep a row that does not break with the row after it, so the rows at the table's end are such
rows, as many as hold text whatever she adds or takes away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from gonghui_desktop.printing.word.ending import (
    Ending,
    max_lines,
    split_off_ending,
    usual_lines,
)
from gonghui_desktop.printing.word.printed import PrintedForm

EDITED = 300
"""Characters that a clerk may add to a text, or take from it."""
_MIN_LINES = 3
"""Lines of a text that is parted, above the seals."""
_MAX_UNBROKEN = 170.0
"""A row of short values that is higher may break across pages, pt."""
_BLANK = Ending(("",), ("",), mid_paragraph=False)
"""Of a text that is still to be written."""


@dataclass(frozen=True)
class WordRow:
    """A row of the table above the seals, or a part of one.

    Attributes:
        fields: ids of its fields.
        height: as printed, pt.
        text: paragraphs of its long text; none in a row of short values.
        is_rest: it goes on with the text of the row before.
        mid_paragraph: it begins within a paragraph.
        stays: not broken, and on the page with what follows it.
    """

    fields: tuple[str, ...]
    height: float
    text: tuple[str, ...] = ()
    is_rest: bool = False
    mid_paragraph: bool = False
    stays: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it holds a long text."""
        return bool(self.text)

    @property
    def characters(self) -> int:
        """Of its long text."""
        return sum(map(len, self.text))

    @property
    def may_break(self) -> bool:
        """Whether it may break across pages."""
        return not self.stays and (self.is_long or self.height > _MAX_UNBROKEN)

    def lines(self, columns: int) -> int:
        """Lines that its long text is expected to take, 0 for none."""
        return _lines(self.text, columns) if self.characters else 0

    def most_lines(self, columns: int) -> int:
        """Lines to have room for: half of those that a wide face may add to the expected ones."""
        if not self.characters:
            return 0
        most = sum(max_lines(text, columns) for text in self.text)
        return ceil((self.lines(columns) + most) / 2)


def table_rows(printed: PrintedForm, columns: int = 1, most_lines: int = 0) -> list[WordRow]:
    """The rows above the seals.

    Those that stay have text whichever 300 characters are taken from one text: so many and some
    more, or those of two texts. On a single page any text does, as taking some leaves one page.

    Args:
        printed: the form.
        columns: ideographs in a line of a long text.
        most_lines: for which there is room above the seals.
    """
    rows = [_row(printed, fields) for fields in printed.form.rows]
    staying: deque[WordRow] = deque()
    while rows and printed.seals and (rows[-1].is_long or not rows[-1].may_break):
        row = rows[-1]
        if _is_enough(staying, rows, printed) and not printed.moves_with_seals(row.fields[0]):
            break
        rows.pop()
        ending = _ending(row, staying, printed, columns, most_lines)
        if ending is None:
            staying.appendleft(replace(row, stays=True))
            continue
        rows.append(replace(row, text=ending.before))
        rest = replace(row, text=ending.after, is_rest=True, mid_paragraph=ending.mid_paragraph)
        staying.appendleft(replace(rest, stays=True))
        break
    return [*rows, *staying]


def _row(printed: PrintedForm, fields: tuple[str, ...]) -> WordRow:
    is_long = printed.is_long(fields[0])
    text = tuple(printed.paragraphs(fields[0])) if is_long else ()
    return WordRow(fields, printed.height(fields[0]), text)


def _is_enough(staying: Sequence[WordRow], others: Sequence[WordRow], printed: PrintedForm) -> bool:
    """Whether text is left in the rows that stay when a clerk takes some away."""
    texts = [row.characters for row in staying if row.characters]
    if printed.page_count == 1:
        none_left = not any(row.is_long for row in others)
        return bool(texts) or (bool(staying) and none_left)
    none_left = not any(row.characters for row in others)
    return len(texts) > 1 or max(texts, default=0) > EDITED or (bool(staying) and none_left)


def _ending(
    row: WordRow,
    staying: Sequence[WordRow],
    printed: PrintedForm,
    columns: int,
    most_lines: int,
) -> Ending | None:
    """The part of a row that stays; ``None`` for all of it."""
    if printed.page_count == 1 or not row.is_long or printed.moves_whole(row.fields[0]):
        return None
    if not row.characters:
        return _BLANK if printed.moves_with_seals(row.fields[0]) else None
    lines = max(printed.lines_with_seals(row.fields[0]), _MIN_LINES)
    characters = 0 if any(other.characters for other in staying) else EDITED + columns
    if row.characters <= characters and _lines(row.text, columns) <= most_lines:
        return None
    ending = split_off_ending(row.text, columns, lines, max(most_lines, lines), characters)
    if ending is None and characters:
        ending = split_off_ending(row.text, columns, lines, max(most_lines, lines))
    return ending if ending and _lines(ending.before, columns) > _MIN_LINES else None


def _lines(text: Sequence[str], columns: int) -> int:
    return sum(usual_lines(paragraph, columns) for paragraph in text)
