"""Tables read in a child: the child's half answers with JSON, the parent's checks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from gonghui_desktop.confined.jobs import Limits, Remedy, never
from gonghui_desktop.confined.readers import Readers, checked
from gonghui_desktop.exchange.spreadsheet.delimited import read_delimited
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet, sheet_of

JOB = "tables"

_LIMITS = Limits(seconds=20.0)  # 20,000 rows of 15 cells take 3 and 95 million bytes
_REMEDY = Remedy(
    "请用 Excel 或 WPS 打开，把要导入的行复制到新的表格里，存为“Excel 工作簿（*.xlsx）”再导入",
    "请用 Excel 或 WPS 把表格另存为“CSV（逗号分隔）”再导入",
)


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: the sheets of a workbook, or of a text file, as JSON.

    Args:
        data: the file.
        parameters: ``text``: whether it is a text file.

    Raises:
        SpreadsheetError: it cannot be read.
    """
    if parameters["text"]:
        sheets: Sequence[Sheet] = (read_delimited(data, never),)
    else:
        from gonghui_desktop.exchange.spreadsheet.workbooks import (  # noqa: PLC0415 -- in the child alone
            read_workbook,
        )

        sheets = read_workbook(data)
    yield json.dumps(sheets_as_json(sheets), ensure_ascii=False).encode("utf-8", "surrogatepass")


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


def read_in_child(
    data: bytes,
    readers: Readers,
    cancelled: Callable[[], bool] = never,
    *,
    is_text: bool = False,
) -> tuple[Sheet, ...]:
    """The parent's half: the sheets of a file, checked once more.

    Args:
        data: the file.
        readers: their child reads it.
        cancelled: asked all the time; ``True`` ends the child.
        is_text: whether it is a text file; else it is a workbook.

    Raises:
        InputError: the child found a fault with the file, or did not answer.
    """
    told = readers.whole(
        JOB, data, {"text": is_text}, cancelled=cancelled, limits=_LIMITS, remedy=_REMEDY
    )
    with checked(_REMEDY):
        return tuple(_sheet(each) for each in json.loads(told)["sheets"])


def _sheet(told: Mapping[str, list[list[str]]]) -> Sheet:
    return sheet_of(
        str(told["name"]),
        [[str(cell) for cell in row] for row in told["rows"]],
        {(int(row), int(column)): str(clause) for row, column, clause in told["doubts"]},
        [str(notice) for notice in told["notices"]],
        [(int(row), int(column)) for row, column in told["merged"]],
    )
