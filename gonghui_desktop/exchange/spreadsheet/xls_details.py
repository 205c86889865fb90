"""Details of ``.xls`` since Excel 97 ([MS-XLS]).

Of a formula it always holds some result, so that none is told to be without one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gonghui_desktop.exchange.spreadsheet.cell_texts import BUILT_IN_FORMATS, formatted
from gonghui_desktop.exchange.spreadsheet.compound_file import stream_of
from gonghui_desktop.exchange.spreadsheet.details import (
    FROM_ELSEWHERE,
    LOCKED,
    SAVE_AS,
    SheetDetails,
)
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

_BOF, _EOF, _LOCK, _LINK = 0x809, 0x0A, 0x2F, 0x1AE
_SHEET, _FORMAT, _STYLE, _ROW, _COLUMNS = 0x85, 0x41E, 0xE0, 0x208, 0x7D
_NUMBER, _RK, _RKS, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_TEXTS = (0xFD, 0x204, 0xD6)  # of the common table, by itself, with runs
_VERSION = 0x600  # of Excel 97 and all later ones
_WORKSHEET = 0
_OWN, _ADD_IN = 0x0401, 0x3A01  # links that lead nowhere
_ROW_IS_HIDDEN, _COLUMNS_ARE_HIDDEN = 0x20, 0x1
_NO_NUMBER = b"\xff\xff"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def details_of(data: bytes) -> dict[str, SheetDetails] | None:
    """The details of each worksheet by its name; ``None`` for a file of before Excel 97.

    Raises:
        SpreadsheetError: it is damaged, locked or too large, or takes values from elsewhere.
    """
    book = stream_of(data, ("Workbook",))
    if book is None:
        return None
    try:
        shared = _shared(book)
        if shared is None:
            return None
        return {name: _sheet(book, begin, shared.codes()) for name, begin in shared.sheets.items()}
    except (struct.error, IndexError) as error:
        raise SpreadsheetError(f"文件内部已损坏，{SAVE_AS}再导入。") from error


@dataclass
class _Shared:
    """What holds for the whole workbook."""

    sheets: dict[str, int] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)

    def codes(self) -> list[str]:
        """The number format of each style, empty for those that say nothing."""
        known = BUILT_IN_FORMATS | self.formats
        return [known.get(number, "") for number in self.styles]


def _records(book: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream, up to its end."""
    at = begin
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _shared(book: bytes) -> _Shared | None:
    found = _Shared()
    for kind, record in _records(book, 0):
        if kind == _BOF and struct.unpack_from("<H", record) != (_VERSION,):
            return None
        if kind == _LOCK:
            raise SpreadsheetError(LOCKED)
        if kind == _LINK and struct.unpack_from("<H", record, 2)[0] not in (_OWN, _ADD_IN):
            raise SpreadsheetError(FROM_ELSEWHERE)
        if kind == _SHEET:
            begin, _state, sheet_kind = struct.unpack_from("<LBB", record)
            if sheet_kind == _WORKSHEET:
                found.sheets[_text(record[7:], record[6])] = begin
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", record)
            found.formats[number] = _text(record[4:], length)
        elif kind == _STYLE:
            found.styles.append(struct.unpack_from("<H", record, 2)[0])
    return found


def _text(record: bytes, length: int) -> str:
    """A text of so many characters behind its byte of flags."""
    if record[0] & 1:
        return record[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return record[1 : 1 + length].decode("latin-1")


def _sheet(book: bytes, begin: int, codes: list[str]) -> SheetDetails:
    details = SheetDetails()
    hidden_rows: set[int] = set()
    filled: list[tuple[int, int]] = []
    hidden_columns: set[int] = set()
    for kind, record in _records(book, begin):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", record)
            if flags & _ROW_IS_HIDDEN:
                hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, _width, _style, flags = struct.unpack_from("<5H", record)
            if flags & _COLUMNS_ARE_HIDDEN:
                hidden_columns.update(range(first, min(last, 255) + 1))
        else:
            for cell in _cells(kind, record):
                details.fills(cell.row, cell.column)
                filled.append((cell.row, cell.column))
                _show(details, cell, codes)
    details.hidden_rows = hidden_rows & {row for row, _ in filled}
    details.hidden_columns = hidden_columns & {column for _, column in filled}
    return details


@dataclass(frozen=True)
class _Cell:
    """A cell that holds something.

    Attributes:
        value: the number; ``None`` for anything else.
        error: its text; empty for anything else.
    """

    row: int
    column: int
    style: int
    value: float | None = None
    error: str = ""


def _cells(kind: int, record: bytes) -> Iterator[_Cell]:
    """The cells of a record; none of those that hold nothing."""
    if kind == _RKS:
        row, first = struct.unpack_from("<HH", record)
        for at in range((len(record) - 6) // 6):
            style, rk = struct.unpack_from("<HL", record, 4 + 6 * at)
            yield _Cell(row, first + at, style, _rk(rk))
    elif kind in (_NUMBER, _RK, _FORMULA, _ERROR, *_TEXTS):
        row, column, style = struct.unpack_from("<3H", record)
        if kind == _RK:
            yield _Cell(row, column, style, _rk(struct.unpack_from("<L", record, 6)[0]))
        elif kind == _NUMBER:
            yield _Cell(row, column, style, struct.unpack_from("<d", record, 6)[0])
        elif kind == _ERROR:
            error = _ERRORS.get(record[6], "#N/A") if record[7] else ""
            yield _Cell(row, column, style, error=error)
        elif kind == _FORMULA and record[12:14] != _NO_NUMBER:
            yield _Cell(row, column, style, struct.unpack_from("<d", record, 6)[0])
        elif kind == _FORMULA:
            error = _ERRORS.get(record[8], "#N/A") if record[6] == 2 else ""
            yield _Cell(row, column, style, error=error)
        else:
            yield _Cell(row, column, style)


def _rk(rk: int) -> float:
    """A number in 30 bits ([MS-XLS] 2.5.217)."""
    if rk & 2:
        number = float((rk >> 2) - (1 << 30 if rk & 0x80000000 else 0))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (rk & 0xFFFFFFFC) << 32))
    return number / 100 if rk & 1 else number


def _show(details: SheetDetails, cell: _Cell, codes: list[str]) -> None:
    place = (cell.row, cell.column)
    if cell.error:
        details.errors.add(place)
        details.shown[place] = cell.error
    elif cell.value is not None and cell.style < len(codes) and codes[cell.style]:
        shown = formatted(codes[cell.style], cell.value)
        if shown is not None:
            details.shown[place] = shown
