"""The end of a long text that stands above the seals, in a row of its own on the last page.

Word, WPS and LibreOffice keep whole rows of a table together, not the last lines of one with the
row after it. So where the printed page takes some lines along with the seals, they are a row.
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

_LEAST_LINES, _MORE_LINES = 3, 4
"""Of an ending at the least, and how many more it may have where a paragraph begins."""
_SENTENCE = re.compile("[。！？；][”’）》〉」』】〕]*")
_CLAUSE = re.compile("[。！？；，、：][”’）》〉」』】〕]*")
_WIDE_LETTER, _BESIDE_LETTERS = 0.64, 0.25
"""Of a figure in a wide face, such as DejaVu Sans; between it and an ideograph; em."""
_RAGGED = 0.6
"""Of a line that stays free at its end on average, em."""


@dataclass(frozen=True)
class Ending:
    """A long text in two rows.

    Attributes:
        before: paragraphs of the first row.
        after: paragraphs of the second.
        torn: the second begins within a paragraph.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    torn: bool


def ending_of(paragraphs: Sequence[str], columns: int, lines: int = 0) -> Ending | None:
    """A text's last few lines and what is before them; ``None`` for a text that is too short.

    They begin with a paragraph, or else with a sentence, or else with a part of one.

    Args:
        paragraphs: of the text.
        columns: ideographs in a line.
        lines: as many as these, at the least.
    """
    least = max(lines, _LEAST_LINES)
    for mark in (None, _SENTENCE, _CLAUSE):
        for number, start in _starts(paragraphs, mark):
            text = paragraphs[number]
            after = (text[start:].strip(), *paragraphs[number + 1 :])
            if sum(most_lines(part, columns) for part in after) > least + _MORE_LINES:
                break
            if sum(_fewest_lines(part, columns) for part in after) >= least:
                before = (*paragraphs[:number], *([text[:start]] if start else []))
                return Ending(before, after, start > 0)
    return None


def most_lines(text: str, columns: int) -> int:
    """Lines that a paragraph may take in a face with wide figures and letters."""
    wide = [unicodedata.east_asian_width(char) in "WFA" for char in text]
    letters = wide.count(False) * _WIDE_LETTER
    between = sum(one != other for one, other in pairwise(wide)) * _BESIDE_LETTERS
    return max(1, ceil((INDENT + wide.count(True) + letters + between) / (columns - _RAGGED)))


def _fewest_lines(text: str, columns: int) -> int:
    """Lines that a paragraph takes at the least, be it indented or not."""
    return max(1, ceil(width_of(text) / columns))


def _starts(paragraphs: Sequence[str], mark: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Paragraph, and place in it, where an ending may begin: the last ones first."""
    for number in range(len(paragraphs) - 1, -1, -1):
        text = paragraphs[number]
        if mark:
            for found in reversed([*mark.finditer(text[:-1])]):
                yield number, found.end()
        if text and number:
            yield number, 0
