"""Spreadsheets for tests: as openpyxl writes them, and written by hand to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

MADE = Path(__file__).parents[1] / "data" / "spreadsheets"
"""Files that LibreOffice 7.4 saved of one table, as ``.xlsx``, ``.xls`` and ``.ods``."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_TO_BOOK = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_TO_SHEET = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
USUAL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def xlsx(rows: str = USUAL, extra: Mapping[str, str | bytes] = {}, declared: str = "") -> bytes:
    """A workbook with one sheet.

    Args:
        rows: XML of the sheet's rows.
        extra: further parts by name, or others in place of these.
        declared: stands in front of the sheet's XML.
    """
    sheet = f'{declared}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _TO_BOOK,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _TO_SHEET,
        "xl/worksheets/sheet1.xml": sheet,
        **extra,
    }
    return archive(parts)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def ods(table: str) -> bytes:
    """An OpenDocument spreadsheet with these tables."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content})


def saved(fill: Callable[[Any], None]) -> bytes:
    """A workbook as openpyxl saves it, its one sheet filled."""
    book = openpyxl.Workbook()
    fill(book.active)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
