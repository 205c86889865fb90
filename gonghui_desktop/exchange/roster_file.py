"""Lists of units in files: spreadsheets, text, Word; and what was pasted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath

from gonghui_desktop.confined.jobs import Limits, Remedy, lines_of, never
from gonghui_desktop.confined.readers import Readers, checked
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE, is_office_archive, office_kind
from gonghui_desktop.exchange.spreadsheet import reading
from gonghui_desktop.exchange.spreadsheet.sheets import MOST_COLUMNS, Sheet
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.word_forms.document import Block, Paragraph, Table
from gonghui_desktop.model.entry import storable
from gonghui_desktop.model.units.roster_list import ListedTable

LARGEST_FILE = 50_000_000
"""Bytes; each kind of file has a bound of its own below it."""

SUFFIXES = (*reading.SUFFIXES, ".docx")
"""How the names of files end that are read; for file dialogs and messages."""

JOB = "tables in Word"

_LIMITS = Limits(seconds=10.0)  # the largest file that is read takes 1.2
_REMEDY = Remedy(
    "请用 Word 或 WPS 打开，把名单复制到新的文档里，存为“Word 文档（*.docx）”再导入",
    "请把名单复制后粘贴进来",
)
_WORD = (".docx", ".docm")


def read_tables(
    data: bytes, name: str, readers: Readers, cancelled: Callable[[], bool] = never
) -> tuple[ListedTable, ...]:
    """The tables of a file with a list; lines of text are a table of one column.

    The file is untrusted; its size and the work it can cause are bounded.

    Args:
        data: the file.
        name: the file's name, by whose end its kind is told.
        readers: their child reads it.
        cancelled: asked now and then; ``True`` ends the work.

    Raises:
        InputError: it cannot be read as a whole, or was cancelled: one Chinese sentence.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _WORD and is_office_archive(data[:HEAD_SIZE]):
        asked = {"name": name}
        told = readers.ask(JOB, data, asked, cancelled=cancelled, limits=_LIMITS, remedy=_REMEDY)
        with checked(_REMEDY, f"{in_sentence(name)}："):
            return tuple(map(_table_in, lines_of(told)))
    if suffix not in reading.SUFFIXES:
        raise InputError(_not_read(data, name))
    return tuple(map(_sheet_table, reading.read_sheets(data, name, readers, cancelled)))


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: a line for each table of a Word file.

    Raises:
        InputError: it is none that can be read.
    """
    from gonghui_desktop.exchange.word_forms.archive import (  # noqa: PLC0415 -- in the child alone
        WordFileError,
        read_parts,
    )
    from gonghui_desktop.exchange.word_forms.docx_reader import read_document  # noqa: PLC0415 -- likewise

    try:
        for table in _word_tables(read_document(read_parts(data))):
            told = [table.is_text, table.rows]
            yield json.dumps(told, separators=(",", ":")).encode("ascii") + b"\n"
    except WordFileError as fault:
        raise InputError(f"{in_sentence(str(parameters['name']))}：{fault}") from fault


def _table_in(line: bytes) -> ListedTable:
    """A table as the child tells of it, checked once more."""
    is_text, rows = json.loads(line)
    return ListedTable(
        [[storable(str(cell)) for cell in row] for row in rows], is_text=bool(is_text)
    )


def text_tables(text: str) -> tuple[ListedTable, ...]:
    """The table that a pasted text is: cells between tabs, or a line each."""
    rows = [line.split("\t")[:MOST_COLUMNS] for line in text.splitlines() if line.strip()]
    width = max(map(len, rows), default=0)
    return (ListedTable([[*row, *[""] * (width - len(row))] for row in rows]),) if rows else ()


def _sheet_table(sheet: Sheet) -> ListedTable:
    place = f"工作表“{in_sentence(sheet.name)}”" if sheet.name else ""
    is_merged = bool(sheet.merged)
    return ListedTable(sheet.rows, sheet.name, place, sheet.doubts, sheet.notices, is_merged)


def _word_tables(blocks: Sequence[Block]) -> Iterator[ListedTable]:
    """The tables of a Word file, and the paragraphs between them, in order."""
    lines: list[list[str]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines += [[line] for line in block.text.split("\n") if line.strip()]
            continue
        if lines:
            yield ListedTable(lines, is_text=True)
            lines = []
        if rows := _rows_of(block):
            yield ListedTable(rows)
    if lines:
        yield ListedTable(lines, is_text=True)


def _rows_of(table: Table) -> list[list[str]]:
    """A table's cells as a grid; a cell over several columns or rows stands in each of them."""
    width = max((cell.end for row in table.rows for cell in row), default=0)
    rows = []
    for cells in table.rows:
        row = [""] * width
        for cell in cells:
            row[cell.column : cell.end] = [cell.text] * cell.width
        rows.append(row)
    return [row for row in rows if any(cell.strip() for cell in row)]


def _not_read(data: bytes, name: str) -> str:
    shown = in_sentence(name)
    known = "、".join(SUFFIXES)
    kind = office_kind(data[:HEAD_SIZE], name)
    if kind is not None and kind.name.endswith("文档"):
        remedy = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再导入"
        return f"{shown}：这是{kind.name}，{remedy}。"
    told = f"这是{kind.name}，" if kind is not None else ""
    return f"{shown}：{told}名单可以从 {known} 导入，请核对文件，或把名单复制后粘贴进来。"
