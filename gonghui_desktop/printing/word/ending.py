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

_MAX_MORE_LINES = 4
"""How many more lines than wanted an ending may have to begin at a better place."""
_SENTENCE = re.compile("[。！？；][”’）》〉」』】〕]*")
_CLAUSE = re.compile("[。！？；，、：][”’）》〉」』】〕]*")
_ANYWHERE = re.compile("[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
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


def split_off_ending(
    paragraphs: Sequence[str], columns: int, lines: int, most_lines: int, characters: int = 0
) -> Ending | None:
    """Splits off the end of a text.

    The second row begins with a paragraph, or else with a sentence, with a clause, or within one.

    Args:
        paragraphs: of the text.
        columns: ideographs in a line.
        lines: of the second row, at the least.
        most_lines: of it.
        characters: in it, at the least.

    Returns:
        ``None`` for a text that is too short, or where so many characters take too many lines.
    """
    least = max(lines, _lines_of_last(characters, paragraphs, columns))
    most = min(least + _MAX_MORE_LINES, most_lines)
    for mark in (None, _SENTENCE, _CLAUSE, _ANYWHERE):
        for number, start in _starts(paragraphs, mark):
            text = paragraphs[number]
            after = (text[start:].strip(), *paragraphs[number + 1 :])
            count = sum(usual_lines(part, columns) for part in after)
            if count > most:
                break
            if count >= lines and sum(map(len, after)) >= characters:
                before = (*paragraphs[:number], *([text[:start]] if start else []))
                return Ending(before, after, start > 0)
    return None


def usual_lines(text: str, columns: int) -> int:
    """Lines that a paragraph is expected to take."""
    return max(1, ceil((INDENT + width_of(text)) / columns))


def max_lines(text: str, columns: int) -> int:
    """Lines that a paragraph may take in a face with wide figures and letters."""
    wide = [unicodedata.east_asian_width(char) in "WFA" for char in text]
    letters = wide.count(False) * _WIDE_LETTER
    between = sum(one != other for one, other in pairwise(wide)) * _BESIDE_LETTERS
    return max(1, ceil((INDENT + wide.count(True) + letters + between) / (columns - _RAGGED)))


def _lines_of_last(characters: int, paragraphs: Sequence[str], columns: int) -> int:
    """Lines that so many characters at a text's end may take."""
    lines = 0
    for text in reversed(paragraphs):
        if characters <= 0:
            break
        lines += usual_lines(text[-characters:], columns)
        characters -= len(text)
    return lines


def _starts(paragraphs: Sequence[str], mark: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Paragraph and offset in it where an ending may begin, from the text's end backwards."""
    for number in range(len(paragraphs) - 1, -1, -1):
        text = paragraphs[number]
        if mark:
            for found in reversed([*mark.finditer(text[:-1])]):
                yield number, found.end()
        if text and number:
            yield number, 0
