"""The end of a long text that stands above the seals, in a row of its own on the last page.

Word, WPS and LibreOffice keep whole rows of a table together, not the last lines of one with the
row after it. So the lines that the printed page takes along with the seals become a row in Word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from gonghui_desktop.printing.type.textblock import INDENT
from gonghui_desktop.printing.word.text import width_of

_MIN_LINES, _MAX_MORE_LINES = 3, 4
"""Lines of an ending at the least, and how many more it may have to begin at a better place."""
_SENTENCE = re.compile("[。！？；][”’）》〉」』】〕]*")
_CLAUSE = re.compile("[。！？；，、：][”’）》〉」』】〕]*")
_WIDE_LETTER, _BESIDE_LETTERS = 0.64, 0.25
"""Width of a figure in a wide face, such as DejaVu Sans, and of the gap to an ideograph, em."""
_RAGGED = 0.6
"""Mean width that stays free at a line's end, em."""


@dataclass(frozen=True)
class Ending:
    """A long text split into two rows.

    Attributes:
        before: paragraphs of the first row.
        after: paragraphs of the second row.
        mid_paragraph: the second row begins within a paragraph.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    mid_paragraph: bool


BLANK_ENDING = Ending(("",), ("",), mid_paragraph=False)
"""Of a text that is still to be written."""


def split_off_ending(paragraphs: Sequence[str], columns: int, lines: int = 0) -> Ending | None:
    """Splits off the last few lines of a text.

    The second row begins with a paragraph, or else with a sentence, or else with a clause.

    Args:
        paragraphs: of the text.
        columns: ideographs in a line.
        lines: of the second row, at the least.

    Returns:
        ``None`` for a text that is too short.
    """
    wanted = max(lines, _MIN_LINES)
    for mark in (None, _SENTENCE, _CLAUSE):
        for number, start in _starts(paragraphs, mark):
            text = paragraphs[number]
            after = (text[start:].strip(), *paragraphs[number + 1 :])
            if sum(max_lines(part, columns) for part in after) > wanted + _MAX_MORE_LINES:
                break
            if sum(_min_lines(part, columns) for part in after) >= wanted:
                before = (*paragraphs[:number], *([text[:start]] if start else []))
                return Ending(before, after, start > 0)
    return None


def max_lines(text: str, columns: int) -> int:
    """Lines that a paragraph may take in a face with wide figures and letters."""
    wide = [unicodedata.east_asian_width(char) in "WFA" for char in text]
    letters = wide.count(False) * _WIDE_LETTER
    between = sum(one != other for one, other in pairwise(wide)) * _BESIDE_LETTERS
    return max(1, ceil((INDENT + wide.count(True) + letters + between) / (columns - _RAGGED)))


def _min_lines(text: str, columns: int) -> int:
    """Lines that a paragraph takes at the least, indented or not."""
    return max(1, ceil(width_of(text) / columns))


def _starts(paragraphs: Sequence[str], mark: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Paragraph and offset in it where an ending may begin, from the text's end backwards."""
    for number in range(len(paragraphs) - 1, -1, -1):
        text = paragraphs[number]
        if mark:
            for found in reversed([*mark.finditer(text[:-1])]):
                yield number, found.end()
        if text and number:
            yield number, 0
