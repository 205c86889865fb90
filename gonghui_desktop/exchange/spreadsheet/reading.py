"""Strangers' tables, whatever program saved them, as sheets of texts."""

from __future__ import annotations

import re
from collections.abc import Callable

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.spreadsheet.delimited import read_delimited
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet, SpreadsheetError
from gonghui_desktop.exchange.spreadsheet.table_job import read_in_child
from gonghui_desktop.exchange.strict_json import in_sentence

SUFFIXES = (".xlsx", ".xls", ".et", ".ods", ".csv", ".txt")
"""How the names of tables end that are read; for file dialogs and messages."""

LARGEST_FILE = 20_000_000  # bytes

_SMALL_TEXT = 1_000_000
"""Bytes of a text file that is read without a child: little work, by Python's own library alone.

So a list saved as text is read, too, where no child can work.
"""
_BINARY = (
    b"PK\x03\x04",  # .xlsx, .ods
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # .xls, .et: [MS-CFB] 2.2
    b"\x09\0",
    b"\x09\2",
    b"\x09\4",  # .xls of before 1995: [MS-XLS] 2.4.21
)
"""How spreadsheets begin, whatever they are called."""
_BEGINNING = 400  # bytes
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<(?:!doctype|html|table|meta|head|style|body|\?xml|!--)|MIME-Version:)",
    re.IGNORECASE,
)


def read_sheets(
    data: bytes, name: str, readers: Readers, cancelled: Callable[[], bool] = never
) -> tuple[Sheet, ...]:
    """The sheets of a spreadsheet or of a text file, those that hold something.

    The file is untrusted; its size and the work it can cause are bounded.

    Args:
        data: the file.
        name: the file's name, for the sentence; the kind is told by what is in the file.
        readers: their child reads workbooks and large texts.
        cancelled: asked several times a second, from the calling thread; ``True`` ends the work.

    Raises:
        InputError: it cannot be read as a whole, or was cancelled: one Chinese sentence.
    """
    try:
        sheets = tuple(sheet for sheet in _read(data, readers, cancelled) if sheet.rows)
        if not sheets:
            raise SpreadsheetError("表格是空的，没有可导入的内容，请核对文件。")
    except InputError as fault:
        raise InputError(f"{in_sentence(name)}：{fault}") from fault
    return sheets


def _read(data: bytes, readers: Readers, cancelled: Callable[[], bool]) -> tuple[Sheet, ...]:
    if len(data) > LARGEST_FILE:
        raise SpreadsheetError(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，请删去里面的图片和多余的行，或分成几个文件。"
        )
    if data.startswith(_BINARY):
        return read_in_child(data, readers, cancelled)
    if _WEB_PAGE.match(data[:_BEGINNING]):
        raise SpreadsheetError(
            "这其实是网页，只是名字像表格（有的系统会这样导出），"
            "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再导入。"
        )
    if len(data) > _SMALL_TEXT:
        return read_in_child(data, readers, cancelled, is_text=True)
    return (read_delimited(data, cancelled),)
