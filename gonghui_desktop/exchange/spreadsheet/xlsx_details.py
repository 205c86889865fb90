"""Details of ``.xlsx`` (ECMA-376, part 1, chapter 18)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from gonghui_desktop.exchange.office.archive import OfficeArchive
from gonghui_desktop.exchange.spreadsheet.cell_texts import BUILT_IN_FORMATS, formatted
from gonghui_desktop.exchange.spreadsheet.details import (
    FROM_ELSEWHERE,
    SAVE_AS,
    SPREADSHEET,
    ElementReader,
    Place,
    SheetDetails,
    is_true,
    whole_number,
)
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError

WORKBOOK = "xl/workbook.xml"

_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_SHEET = re.compile(r"xl/(?:worksheets|sheets)/[^/]+\.xml")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ELSEWHERE = "xl/externallinks/"
_OLD_MACROS = "xl/macrosheets/"
_LONGEST_NUMBER = 40  # characters of a number


def parts_of(archive: OfficeArchive) -> dict[str, bytes]:
    """The parts that details are read from, by name.

    Raises:
        SpreadsheetError: the file has macros or takes values from elsewhere, or a part is damaged.
    """
    if any(name.startswith(_OLD_MACROS) for name in archive.names):
        raise SpreadsheetError(SPREADSHEET.with_macros)
    if any(name.startswith(_ELSEWHERE) for name in archive.names):
        raise SpreadsheetError(FROM_ELSEWHERE)
    for name in archive.names:
        archive.check(name)  # calamine unpacks by itself
    wanted = [
        name
        for name in sorted(archive.names)
        if name in (WORKBOOK, _RELATIONS, _STYLES) or _SHEET.fullmatch(name)
    ]
    return {name: archive.part(name) for name in wanted}


def details_of(parts: Mapping[str, bytes]) -> dict[str, SheetDetails]:
    """The details of each worksheet by its name.

    Raises:
        SpreadsheetError: it is damaged or too large.
    """
    book, relations, styles = _Workbook(), _Relations(), _Styles()
    book.read(parts[WORKBOOK])
    if _RELATIONS in parts:
        relations.read(parts[_RELATIONS])
    if _STYLES in parts:
        styles.read(parts[_STYLES])
    found = {}
    for name, relation in book.sheets:
        part = relations.targets.get(relation, "").lower()
        if part not in parts:
            continue  # a chart on a sheet of its own
        reader = _Worksheet(styles.codes())
        reader.read(parts[part])
        found[name] = reader.details
    return found


class _Workbook(ElementReader):
    """The sheets in order: their names and the ids of their relations."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _Relations(ElementReader):
    """Ids of relations to names of parts."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            self.targets[attributes.get("Id", "")] = target.lstrip("/")


class _Styles(ElementReader):
    """The number formats of the cells' styles."""

    def __init__(self) -> None:
        super().__init__()
        self._own: dict[int, str] = {}
        self._used: list[int] = []

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            number = whole_number(attributes.get("numFmtId", ""))
            self._own[number] = attributes.get("formatCode", "")[:255]
        elif name == "xf" and self.path[-2:-1] == ["cellXfs"]:
            self._used.append(whole_number(attributes.get("numFmtId", "")))

    def codes(self) -> list[str]:
        """The format of each style, empty for those that say nothing."""
        return [self._own.get(number, BUILT_IN_FORMATS.get(number, "")) for number in self._used]


class _Worksheet(ElementReader):
    """One sheet's cells."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__()
        self.details = SheetDetails()
        self._codes = codes
        self._place = (-1, -1)
        self._row_is_hidden = False
        self._hidden: list[tuple[int, int]] = []
        self._cell: Mapping[str, str] = {}
        self._has_formula = self._has_value = False
        self._text = ""

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            row = whole_number(attributes.get("r", ""), self._place[0] + 2) - 1
            self._place = (row, -1)
            self._row_is_hidden = is_true(attributes.get("hidden", ""))
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._has_value = True
        elif name == "col" and is_true(attributes.get("hidden", "")):
            first = whole_number(attributes.get("min", ""))
            self._hidden.append((first - 1, whole_number(attributes.get("max", ""), first)))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def ends(self, name: str) -> None:
        if name == "c":
            self._end_cell()

    def characters(self, text: str) -> None:
        if self.path[-1] in ("v", "t") and len(self._text) <= _LONGEST_NUMBER:
            self._text += text

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = self._place
        self._place = _place(attributes["r"]) if attributes.get("r") else (row, column + 1)
        self._cell = attributes
        self._has_formula = self._has_value = False
        self._text = ""

    def _end_cell(self) -> None:
        row, column = self._place
        kind = self._cell.get("t", "n")
        if self._has_formula and not self._text and not (kind == "str" and self._has_value):
            self.details.uncalculated.add(self._place)
        elif not self._text:
            return
        self.details.fills(row, column)
        if self._row_is_hidden:
            self.details.hidden_rows.add(row)
        if any(first <= column < end for first, end in self._hidden):
            self.details.hidden_columns.add(column)
        if kind == "e":
            self.details.errors.add(self._place)
            self.details.shown[self._place] = self._text
        elif kind == "n" and self._text:
            self._format()

    def _format(self) -> None:
        style = whole_number(self._cell.get("s", ""))
        code = self._codes[style] if style < len(self._codes) else ""
        try:
            shown = formatted(code, float(self._text)) if code else None
        except (ValueError, OverflowError):  # no number, or one without end
            return
        if shown is not None:
            self.details.shown[self._place] = shown

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if last and _place(first)[0] < _place(last)[0]:
            self.details.tall.append(_place(first))


def _place(reference: str) -> Place:
    """Row and column of ``B3``."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise SpreadsheetError(f"文件内部已损坏，{SAVE_AS}再导入。")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
