"""What a child process answers to a spreadsheet: its sheets or its fault, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gonghui_desktop.exchange.spreadsheet.sheets import Sheet, SpreadsheetError, sheet_of

FAULT = "fault"
"""Key of the sentence, where the spreadsheet cannot be read."""


def sheets_as_json(sheets: Sequence[Sheet]) -> dict[str, object]:
    """The answer that holds these sheets."""
    return {"sheets": [_as_json(sheet) for sheet in sheets]}


def _as_json(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "rows": sheet.rows,
        "doubts": [[*place, clause] for place, clause in sheet.doubts.items()],
        "notices": sheet.notices,
        "merged": sheet.merged,
    }


def sheets_in(answer: bytes) -> tuple[Sheet, ...]:
    """The sheets of a child's answer, checked once more.

    Raises:
        SpreadsheetError: the child found a fault with the spreadsheet.
        ValueError: it is no answer of a child.
    """
    read = json.loads(answer.decode("utf-8", "replace"))
    if FAULT in read:
        raise SpreadsheetError(str(read[FAULT]))
    return tuple(
        sheet_of(
            str(sheet["name"]),
            [[str(cell) for cell in row] for row in sheet["rows"]],
            {(int(row), int(column)): str(clause) for row, column, clause in sheet["doubts"]},
            [str(notice) for notice in sheet["notices"]],
            [(int(row), int(column)) for row, column in sheet["merged"]],
        )
        for sheet in read["sheets"]
    )
