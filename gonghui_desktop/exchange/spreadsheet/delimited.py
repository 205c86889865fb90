"""Tables in text files: .csv as Excel and WPS save them, and .txt.

What the file does not say (character set, character between cells) is found out; where it cannot
be, nothing is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable

from gonghui_desktop.exchange.spreadsheet.mangled import doubt_of_number
from gonghui_desktop.exchange.spreadsheet.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    SpreadsheetError,
    check_size,
    sheet_of,
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = "\t,;"
_SAMPLES = 40  # rows by which the separator is found
_MOST_LINES = 10 * MOST_ROWS  # empty ones among them
_MOST_READ = MOST_ROWS * MOST_COLUMNS  # cells, empty ones among them
_SAID = re.compile(r"sep=([\t,;])\r?\n")  # the first line, by which Excel is told the separator
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # ="0411…", written so that Excel keeps the 0
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_NEVER_IN_TEXT = "\x1f"
_CHECK_EACH = 500  # rows between two looks at whether it was cancelled

_SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再导入"


def read_delimited(data: bytes, is_cancelled: Callable[[], bool]) -> Sheet:
    """The one table of a text file.

    Args:
        data: the file.
        is_cancelled: asked now and then; ``True`` ends the work.

    Raises:
        SpreadsheetError: it is no text, or larger than anybody's list, or it was cancelled.
    """
    text = _text_of(data)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator_of(text)
    notices: list[str] = []
    try:
        rows = _rows_of(text, separator, is_cancelled, quoted=True)
    except csv.Error:
        rows = _rows_as_they_are(text, separator, is_cancelled)
        notices.append("文件里的引号不成对，已按原样读入，请核对有引号的行。")
    doubts = {
        (at, column): doubt
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if (doubt := doubt_of_number(cell.strip()))
    }
    return sheet_of("", rows, doubts, notices)


def _text_of(data: bytes) -> str:
    """The file's text: by its mark, else UTF-8, else GB 18030, as Excel and WPS save in China."""
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NO_TEXT.search(text) is None:
            return text
    raise SpreadsheetError(f"认不出文件里的文字，可能存的方式不对，{_SAVE_AGAIN}。")


def _separator_of(text: str) -> str:
    """The character between the cells: the one by which most lines have equally many cells.

    Empty where there is none: the text is then a column.
    """
    found = {separator: _evenness(text, separator) for separator in _SEPARATORS}
    best = max(found, key=lambda separator: found[separator])
    return best if found[best] > 0 else ""


def _evenness(text: str, separator: str) -> float:
    """The share of lines that have as many cells as most of them, if that is two at least.

    Of two that share, the one that makes more cells.
    """
    widths: Counter[int] = Counter()
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for row in itertools.islice(lines, _MOST_LINES):
            if row:
                widths[len(row)] += 1
            if widths.total() >= _SAMPLES:
                break
    except csv.Error:
        widths = Counter(line.count(separator) + 1 for line in text.splitlines()[:_SAMPLES])
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    share = count / max(widths.total(), 1)
    return share + width / 1000 if width > 1 and share >= 0.5 else 0.0


def _rows_as_they_are(
    text: str, separator: str, is_cancelled: Callable[[], bool]
) -> list[list[str]]:
    """The rows where a quotation mark is a character as any other."""
    try:
        return _rows_of(text, separator, is_cancelled, quoted=False)
    except csv.Error as error:  # one cell of more characters than Python's reader takes
        raise SpreadsheetError("有一格的文字太多，不像名单或申报表，请删短后再导入。") from error


def _rows_of(
    text: str, separator: str, is_cancelled: Callable[[], bool], *, quoted: bool
) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator or _NEVER_IN_TEXT,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    rows: list[list[str]] = []
    cells = 0
    for row in reader:
        if len(rows) % _CHECK_EACH == 0 and is_cancelled():
            raise SpreadsheetError("已取消，没有读入任何内容。")
        rows.append([kept[1] if (kept := _KEPT_AS_TEXT.fullmatch(cell)) else cell for cell in row])
        cells += len(row)
        if len(row) > MOST_COLUMNS or len(rows) > _MOST_LINES or cells > _MOST_READ:
            check_size(len(rows), len(row))
    return rows
