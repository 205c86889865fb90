"""Strangers' tables, whatever program saved them, as sheets of texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.spreadsheet.delimited import read_delimited
from gonghui_desktop.exchange.spreadsheet.sheets import Sheet, SpreadsheetError
from gonghui_desktop.exchange.strict_json import in_sentence

SUFFIXES = (".xlsx", ".xls", ".et", ".ods", ".csv", ".txt")
"""How the names of tables end that are read; for file dialogs and messages."""

LARGEST_FILE = 20_000_000  # bytes


def never() -> bool:
    """Not cancelled."""
    return False


def read_sheets(data: bytes, name: str, cancelled: Callable[[], bool] = never) -> tuple[Sheet, ...]:
    """The sheets of a spreadsheet or of a text file, those that hold something.

    The file is untrusted; its size and the work it can cause are bounded.

    Args:
        data: the file.
        name: the file's name, by whose end its kind is told.
        cancelled: asked several times a second, from the calling thread; ``True`` ends the work.

    Raises:
        InputError: it cannot be read as a whole, or was cancelled: one Chinese sentence.
    """
    try:
        sheets = tuple(sheet for sheet in _read(data, name, cancelled) if sheet.rows)
        if not sheets:
            raise SpreadsheetError("表格是空的，没有可导入的内容，请核对文件。")
    except SpreadsheetError as fault:
        raise InputError(f"{in_sentence(name)}：{fault}") from fault
    return sheets


def _read(data: bytes, name: str, cancelled: Callable[[], bool]) -> tuple[Sheet, ...]:
    if len(data) > LARGEST_FILE:
        raise SpreadsheetError(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，请删去里面的图片和多余的行，或分成几个文件。"
        )
    if PurePath(name).suffix.lower() not in (".csv", ".txt"):
        raise SpreadsheetError("本版本还不能读这种表格，请另存为“CSV（逗号分隔）”再导入。")
    return (read_delimited(data, cancelled),)
