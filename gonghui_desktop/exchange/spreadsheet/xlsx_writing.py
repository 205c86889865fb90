"""What all spreadsheets that the program writes have in common."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import datetime
from math import ceil

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghui_desktop.exchange.strict_json import replace_surrogates
from gonghui_desktop.model.forms.form import FormDefinition

FIXED_TIME = datetime(2017, 1, 1)
"""Of making; the file format's times have no zone."""

INK, HEAD, LINE = "#1F2933", "#E4EBF1", "#8494A3"
"""Colours of text, heads and rules."""

PADDING = 3
"""Digits of a column's width that a text does not fill."""

_LINE_HEIGHT, _LINE_SPARE, _HIGHEST = 15.0, 11.0, 400.0  # of rows, pt; 409 is the format's limit
_WIDE = frozenset("WFA")  # East Asian widths that take the room of two digits
_LONGEST_CELL = 32_767  # characters, by the file format
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_A4 = 9  # number of the paper in the file format


def made_on_unix(workbook: bytes) -> bytes:
    """The same ZIP entries; XlsxWriter marks them with the system it runs on."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            entry.create_system = 3  # Unix, on every system, so that the bytes are the same
            target.writestr(entry, content)
    return buffer.getvalue()


def cell_text(text: str) -> str:
    """A text as a cell can hold it."""
    return replace_surrogates(text)[:_LONGEST_CELL]


def text_width(text: str) -> int:
    """Room for a text in one line, in digits."""
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row whose texts are wrapped in their columns, pt.

    Args:
        texts: the row's cells.
        widths: of their columns, in digits.
    """
    lines = [
        sum(max(1, ceil(text_width(line) / (width - PADDING))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(max(1, *lines) * _LINE_HEIGHT + _LINE_SPARE, _HIGHEST)


def sheet_name(form: FormDefinition, book: Workbook) -> str:
    """The form's number; where a sheet cannot bear it, a name made of the form's id."""
    return free_sheet_name(form.number, book, form.id)


def free_sheet_name(name: str, book: Workbook, instead: str = "") -> str:
    """A name for a sheet; where it cannot bear that, its number and another one."""
    taken = {each.casefold() for each in book.sheetnames}
    if _NOT_IN_NAME.search(name) or len(name) > _LONGEST_NAME or name.casefold() in taken:
        return f"{len(taken) + 1} {instead}".strip()[:_LONGEST_NAME]
    return name


def print_across(sheet: Worksheet) -> None:
    """Has a sheet printed on A4 landscape, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
