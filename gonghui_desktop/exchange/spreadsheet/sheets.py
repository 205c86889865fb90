"""A table out of a stranger's file: cells as text, and what became of them on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.entry import LONGEST_KEPT, storable

MOST_ROWS = 20_000  # of one table; an office has some hundreds of units, a roster some thousands
MOST_COLUMNS = 300
MOST_CELLS = 1_000_000
MOST_CHARACTERS = 20_000_000


class SpreadsheetError(InputError):
    """A table that is not read: one Chinese sentence without the file's name."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a spreadsheet, or a text file's table.

    Attributes:
        name: of the sheet, ``""`` for a text file.
        rows: as they stand in the file from its first row on, so that row 0 is the one that the
            spreadsheet program calls 1; all of equal width, without empty ones at the end. Each
            cell is text as the office sees it.
        doubts: (row, column), both from 0, to a Chinese clause on what a spreadsheet program did
            to that value.
        notices: whole Chinese sentences about what was not read, or read although it is not seen.
        merged: (row, column), both from 0, of each text that covers several rows in the file and
            was read in the first of them alone, in order.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    doubts: Mapping[tuple[int, int], str]
    notices: tuple[str, ...]
    merged: tuple[tuple[int, int], ...] = ()


def sheet_of(
    name: str,
    rows: Sequence[Sequence[str]],
    doubts: Mapping[tuple[int, int], str],
    notices: Sequence[str] = (),
    merged: Sequence[tuple[int, int]] = (),
) -> Sheet:
    """The sheet with these cells, made rectangular, without empty rows and columns at the end.

    Raises:
        SpreadsheetError: it is larger than anybody's list.
    """
    filled = [_filled(row) for row in rows]
    height = max((at for at, width in enumerate(filled, 1) if width), default=0)
    width = max(filled, default=0)
    check_size(height, width)
    if sum(len(cell) for row in rows for cell in row) > MOST_CHARACTERS:
        raise SpreadsheetError("里面的文字多得不像名单或申报表，请只留要导入的内容再导入。")
    even = tuple(_even(row, width) for row in rows[:height])
    _check_cells(even)
    return Sheet(name, even, dict(doubts), tuple(notices), tuple(merged))


def check_size(height: int, width: int) -> None:
    """Raises where a table of that many rows and columns is too large.

    Raises:
        SpreadsheetError: the sentence names the bound.
    """
    if height > MOST_ROWS:
        raise SpreadsheetError(f"超过 {MOST_ROWS} 行，请删去多余的行，或分成几个文件再导入。")
    if width > MOST_COLUMNS or height * width > MOST_CELLS:
        bound = f"{MOST_COLUMNS} 列" if width > MOST_COLUMNS else f"{MOST_CELLS // 10_000} 万格"
        raise SpreadsheetError(f"超过 {bound}，大得不像名单或申报表，请只留要导入的内容再导入。")


def _filled(row: Sequence[str]) -> int:
    """The number of cells up to the last that holds something."""
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)


def _even(row: Sequence[str], width: int) -> tuple[str, ...]:
    cells = [storable(cell) if cell else cell for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _check_cells(rows: Sequence[Sequence[str]]) -> None:
    for at, row in enumerate(rows, 1):
        longest = max(map(len, row), default=0)
        if longest > LONGEST_KEPT:
            raise SpreadsheetError(
                f"第 {at} 行有一格 {longest} 字，超过 {LONGEST_KEPT // 10_000} 万字，"
                "请删短后再导入。"
            )
