"""Details of ``.ods`` (OpenDocument 1.3, part 3, chapter 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gonghui_desktop.exchange.office.archive import OfficeArchive
from gonghui_desktop.exchange.spreadsheet.details import (
    FROM_ELSEWHERE,
    LOCKED,
    SPREADSHEET,
    ElementReader,
    SheetDetails,
    whole_number,
)
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

CONTENT = "content.xml"

_MANIFEST = "meta-inf/manifest.xml"
_MACROS = ("basic/", "scripts/")
_HIDDEN = ("collapse", "filter")
_ELSEWHERE = ("table-source", "cell-range-source", "dde-source")
_OTHER_FILE = re.compile(r"'(?:file|https?|ftp|smb):|\bDDE\(|WEBSERVICE\(", re.IGNORECASE)
_FORMATTED = re.compile(r"0[0-9]+|[0-9]+[- ()][-0-9 ()]+|-?[0-9.]+%")
_ERROR = re.compile(r"#[A-Z/0-9]+[!?]?|Err:[0-9]+|#N/A")


def parts_of(archive: OfficeArchive) -> dict[str, bytes]:
    """The part that details are read from, by its name.

    Raises:
        SpreadsheetError: the file is locked, has macros, or the part is damaged.
    """
    if any(name.startswith(_MACROS) for name in archive.names):
        raise SpreadsheetError(SPREADSHEET.with_macros)
    if _MANIFEST in archive.names and b"encryption-data" in archive.part(_MANIFEST):
        raise SpreadsheetError(LOCKED)
    return {CONTENT: archive.part(CONTENT)}


def details_of(parts: Mapping[str, bytes]) -> dict[str, SheetDetails]:
    """The details of each sheet by its name.

    Raises:
        SpreadsheetError: it is damaged or too large, or takes values from elsewhere.
    """
    reader = _Content()
    reader.read(parts[CONTENT])
    return reader.sheets


class _Content(ElementReader):
    """All sheets' cells."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, SheetDetails] = {}
        self._details = SheetDetails()
        self._row = self._column = 0
        self._rows = 1  # that the row which is open stands for
        self._row_is_hidden = False
        self._hidden: list[tuple[int, int]] = []
        self._columns = 0
        self._cell: Mapping[str, str] = {}
        self._lines: list[str] = []

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _ELSEWHERE or _OTHER_FILE.search(attributes.get("formula", "")):
            raise SpreadsheetError(FROM_ELSEWHERE)
        match name:
            case "table":
                self._details = self.sheets.setdefault(attributes.get("name", ""), SheetDetails())
                self._row, self._columns, self._hidden = 0, 0, []
            case "table-column":
                times = whole_number(attributes.get("number-columns-repeated", ""), 1)
                if attributes.get("visibility") in _HIDDEN:
                    self._hidden.append((self._columns, self._columns + times))
                self._columns += times
            case "table-row":
                self._rows = whole_number(attributes.get("number-rows-repeated", ""), 1)
                self._row_is_hidden = attributes.get("visibility") in _HIDDEN
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._cell, self._lines = attributes, []
            case "p" if "annotation" not in self.path:
                self._lines.append("")

    def ends(self, name: str) -> None:
        if name == "table-row":
            self._row += self._rows
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell(whole_number(self._cell.get("number-columns-repeated", ""), 1))

    def characters(self, text: str) -> None:
        if self._lines and "annotation" not in self.path:
            self._lines[-1] += text[:1000]

    def _end_cell(self, times: int) -> None:
        cell, text = self._cell, "\n".join(self._lines).strip()
        first, last = self._column, self._column + times
        self._column = last
        self._lines = []
        kind = cell.get("value-type", "")
        has_formula = "formula" in cell
        if not text and not kind and not has_formula:
            return
        details = self._details
        details.fills(self._row + self._rows - 1, last - 1)
        if self._row_is_hidden:
            details.hidden_rows.update(range(self._row, self._row + self._rows))
        places = [
            (row, column)
            for row in range(self._row, self._row + self._rows)
            for column in range(first, last)
        ]
        details.hidden_columns.update(
            column for column in range(first, last) if self._is_hidden(column)
        )
        if whole_number(cell.get("number-rows-spanned", ""), 1) > 1:
            details.tall.append((self._row, first))
        if has_formula and not kind and not text:
            details.uncalculated.update(places)
        elif has_formula and _ERROR.fullmatch(text):
            details.errors.update(places)
            details.shown.update(dict.fromkeys(places, text))
        elif kind in ("float", "percentage") and _FORMATTED.fullmatch(text):
            details.shown.update(dict.fromkeys(places, text))

    def _is_hidden(self, column: int) -> bool:
        return any(first <= column < last for first, last in self._hidden)
