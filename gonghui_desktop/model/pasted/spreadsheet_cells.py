"""Cells of a text as spreadsheets put it on the clipboard: tabs between, quoted where needed."""

from __future__ import annotations

import re

MOST_ROWS = 200
MOST_COLUMNS = 60

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\t|\r\n|\r|\n|\Z")

Cells = tuple[tuple[str, ...], ...]
"""Rows of cells, each row as long as the longest."""


def cells_of(text: str) -> Cells:
    """Rows and columns of the text; a text without tabs is a column of one cell for each line.

    A cell with line breaks or quotation marks stands in quotation marks, those in it doubled, as
    Excel and WPS write it. Empty rows, and columns at the end that are empty in every row, are
    left out.
    """
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        quoted = _QUOTED.match(text, place)
        plain = quoted or _PLAIN.match(text, place)
        assert plain is not None  # matches nothing, too
        rows[-1].append(quoted[1].replace('""', '"') if quoted else plain[0])
        end = _END.match(text, plain.end())
        assert end is not None  # what is no part of a plain cell ends it
        if not end[0]:
            break
        place = end.end()
        if end[0] != "\t":
            rows.append([])
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((_width(row) for row in filled), default=0)
    return tuple(tuple((row + [""] * width)[:width]) for row in filled)


def only_cell(text: str) -> str | None:
    """The content of the one cell that the text is, if it is one in quotation marks."""
    quoted = _QUOTED.match(text)
    if quoted is None or text[quoted.end() :].strip("\r\n"):
        return None
    return quoted[1].replace('""', '"') if "\n" in quoted[1] else None


def is_table(text: str) -> bool:
    """Whether every line of the text has cells: two at least, as many in each row or fewer.

    A paragraph with a tab behind its number is none, where another paragraph has no number.
    """
    if "\t" not in text.strip("\r\n"):
        return False
    cells = cells_of(text)
    shape = 2 <= len(cells[0]) <= MOST_COLUMNS if cells else False
    return shape and len(cells) <= MOST_ROWS and all(_width(list(row)) >= 2 for row in cells)


def _width(row: list[str]) -> int:
    """The number of cells up to the last that is not empty."""
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)
