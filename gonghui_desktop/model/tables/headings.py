"""The rows of headings of a table, which may lie below titles and may be two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.pasted.invisible import without_invisible

Rows = Sequence[Sequence[str]]
"""Rows of cells, each as long as the longest."""

SEARCHED_ROWS = 12
"""Rows at the top of a sheet among which headings are looked for."""

_LONGEST_HEADING = 40  # characters
_DRESSING = re.compile(r"[\s:：*、,，.。]+")


@dataclass(frozen=True)
class Headings:
    """Where the headings of a table stand, and what they say.

    Attributes:
        first: their first row, from 0.
        count: 0, 1 or 2 rows; of none, ``first`` is the first row of the table itself.
        parts: for each column what its headings say, from the top down; empty ones left out.
    """

    first: int
    count: int
    parts: tuple[tuple[str, ...], ...]

    @property
    def after(self) -> int:
        """The first row below them, from 0."""
        return self.first + self.count

    @property
    def texts(self) -> tuple[str, ...]:
        """For each column its heading as one text, empty for none."""
        return tuple(" ".join(parts) for parts in self.parts)

    @property
    def key(self) -> tuple[str, ...]:
        """The texts levelled: the same for the headings of the same list, made another time."""
        return tuple(map(levelled, self.texts))


def levelled(text: str) -> str:
    """A text without blanks, colons and the like, in half width: 单 位 名 称： is 单位名称."""
    return _DRESSING.sub("", unicodedata.normalize("NFKC", without_invisible(text)))


def headings_at(rows: Rows, first: int, count: int) -> Headings:
    """The headings that these rows are; a cell that spans columns counts for each of them."""
    width = len(rows[0]) if rows else 0
    if count == 0 or first >= len(rows):
        return Headings(first, 0, ((),) * width)
    upper = [_one_line(cell) for cell in rows[first]]
    if count == 1 or first + 1 >= len(rows):
        return Headings(first, 1, tuple((text,) if text else () for text in upper))
    lower = [_one_line(cell) for cell in rows[first + 1]]
    parts: list[tuple[str, ...]] = []
    above = ""
    for over, under in zip(upper, lower, strict=True):
        above = over or (above if under else "")
        parts.append(tuple(text for text in (above, under) if text))
    return Headings(first, 2, tuple(parts))


def possible_headings(rows: Rows) -> Iterator[Headings]:
    """Every place where headings may stand, from the top down; of one row before two."""
    for first in range(min(len(rows), SEARCHED_ROWS)):
        if not any(cell.strip() for cell in rows[first]):
            continue
        yield headings_at(rows, first, 1)
        if first + 1 < len(rows) and _is_split(rows[first], rows[first + 1]):
            yield headings_at(rows, first, 2)


def _is_split(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row divides columns of the upper one, and says nothing of the others.

    A heading over several columns stands in the first of them; the cells beside it are empty. A
    title stands over all columns; headings over which others stand everywhere need no others.
    """
    over = [bool(cell.strip()) for cell in upper]
    under = [bool(cell.strip()) for cell in lower]
    both = list(zip(over, under, strict=True))
    if (False, True) not in both or (True, False) not in both:
        return False
    if any(len(cell) > _LONGEST_HEADING or cell.strip().isdigit() for cell in lower):
        return False
    is_in_group = False
    for place, below in enumerate(under):
        if over[place]:
            divided = place + 1 < len(over) and not over[place + 1] and under[place + 1]
            is_in_group = below and divided
            if below and not divided:
                return False
        elif below and not is_in_group:
            return False
        else:
            is_in_group = is_in_group and below
    return True


def _one_line(cell: str) -> str:
    return "".join(without_invisible(cell).split("\n")).strip()
