"""Workbooks as sheets of texts: cells by python-calamine, the rest by our own look at the XML.

It runs in a child process (:mod:`.child`): the library may abort the process.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gonghui_desktop.exchange.office.archive import open_archive
from gonghui_desktop.exchange.spreadsheet import ods_details, xls_details, xlsx_details
from gonghui_desktop.exchange.spreadsheet.cell_texts import Value, text_of
from gonghui_desktop.exchange.spreadsheet.details import (
    LOCKED,
    SAVE_AS,
    SPREADSHEET,
    Place,
    SheetDetails,
    cell_name,
    column_name,
    first_of,
)
from gonghui_desktop.exchange.spreadsheet.mangled import doubt_of_number, doubt_of_text
from gonghui_desktop.exchange.spreadsheet.sheets import (
    Sheet,
    SpreadsheetError,
    check_size,
    sheet_of,
)
from gonghui_desktop.exchange.strict_json import in_sentence

MOST_SHEETS = 60

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 1.3.2
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")  # [MS-XLS] 2.1.7.19
_OF_WORD = "WordDocument".encode("utf-16-le")
_NO_RESULT = "这一格是公式，文件里没有算好的结果"
_IS_ERROR = "这一格的公式出错，没有结果"


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Every sheet that is not hidden.

    Raises:
        SpreadsheetError: it is no workbook that can be read, or has macros or links to elsewhere.
    """
    details = _details_of(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(_sheets(book, details))
    except PasswordError as error:
        raise SpreadsheetError(LOCKED) from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise SpreadsheetError(
            f"文件已损坏，或不是电子表格，{SAVE_AS}再导入，打不开的请对方重发。"
        ) from error


def _details_of(data: bytes) -> dict[str, SheetDetails] | None:
    """Details by sheet; ``None`` for a format of before Excel 97, in which we do not look."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SpreadsheetError(LOCKED)
        if _MACROS in data:
            raise SpreadsheetError(SPREADSHEET.with_macros)
        if _OF_WORD in data:
            raise SpreadsheetError("这是 Word 文档，请把里面的表格复制到 Excel 或 WPS 表格再导入。")
        return xls_details.details_of(data)
    if not data.startswith(_ZIP):
        raise SpreadsheetError(f"这不是电子表格，或是太旧的格式，{SAVE_AS}再导入。")
    with open_archive(SPREADSHEET, data) as archive:
        if xlsx_details.WORKBOOK in archive.names:
            parts = xlsx_details.parts_of(archive)
        elif ods_details.CONTENT in archive.names:
            parts = ods_details.parts_of(archive)
        else:
            raise SpreadsheetError(f"这不是电子表格，{SAVE_AS}再导入。")
    if xlsx_details.WORKBOOK in parts:
        return xlsx_details.details_of(parts)
    return ods_details.details_of(parts)


def _sheets(book: CalamineWorkbook, details: dict[str, SheetDetails] | None) -> list[Sheet]:
    hidden = []
    read = []
    if len(book.sheets_metadata) > MOST_SHEETS:
        raise SpreadsheetError(f"工作表超过 {MOST_SHEETS} 张，请只留要导入的再导入。")
    for place, each in enumerate(book.sheets_metadata):
        if each.typ in (SheetTypeEnum.Vba, SheetTypeEnum.MacroSheet):
            raise SpreadsheetError(SPREADSHEET.with_macros)
        if each.visible == SheetVisibleEnum.Hidden:
            hidden.append(each)
        elif each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible:
            known = SheetDetails() if details is None else details.get(each.name)
            if known is None:
                raise SpreadsheetError(f"文件内部已损坏，{SAVE_AS}再导入。")
            read.append(_sheet(each.name, book.get_sheet_by_index(place), known))
    return _with_notice(read, hidden)


def _with_notice(read: list[Sheet], hidden: Sequence[SheetMetadata]) -> list[Sheet]:
    """The sheets, the first with a notice of those that are hidden."""
    if not hidden or not read:
        return read
    names = "、".join(f"“{in_sentence(each.name)}”" for each in hidden[:5])
    notice = f"隐藏的工作表{names}没有读，要导入的请先取消隐藏。"
    first = read[0]
    return [
        sheet_of(first.name, first.rows, first.doubts, (*first.notices, notice), first.merged),
        *read[1:],
    ]


def _sheet(name: str, found: CalamineSheet, details: SheetDetails) -> Sheet:
    check_size(found.total_height, found.total_width)
    rows: list[list[str]] = []
    doubts: dict[Place, str] = {}
    for at, row in enumerate(found.to_python(skip_empty_area=False)):
        rows.append([])
        for column, value in enumerate(row):
            text = details.shown.get((at, column))
            rows[-1].append(text_of(value) if text is None else text)
            if value != "":
                doubt = _doubt(value, rows[-1][-1])
                if doubt:
                    doubts[at, column] = doubt
    _put_in(rows, {place: details.shown[place] for place in details.errors})
    doubts |= dict.fromkeys(details.errors, _IS_ERROR)
    doubts |= dict.fromkeys(details.uncalculated, _NO_RESULT)
    tall = details.tall or [
        first for first, last in found.merged_cell_ranges or () if last[0] > first[0]
    ]
    merged = sorted({place for place in tall if _text_at(rows, place).strip()})
    return sheet_of(name, rows, doubts, _notices(name, details), merged)


def _doubt(value: Value, text: str) -> str:
    if isinstance(value, str):
        return doubt_of_text(text)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return doubt_of_number(text) if is_number else ""


def _put_in(rows: list[list[str]], texts: dict[Place, str]) -> None:
    """Puts texts into their cells, which calamine leaves out where nothing stands behind them."""
    for (row, column), text in texts.items():
        while row >= len(rows):
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text


def _notices(name: str, details: SheetDetails) -> list[str]:
    sheet = f"工作表“{in_sentence(name)}”"
    notices = []
    if details.uncalculated:
        cells = _cells(details.uncalculated)
        notices.append(
            f"{sheet}里有 {len(details.uncalculated)} 格公式（{cells}）没有算好的结果，读成了空的，"
            "请用 Excel 或 WPS 打开，保存后再导入。"
        )
    if details.errors:
        notices.append(
            f"{sheet}里有 {len(details.errors)} 格公式出错（{_cells(details.errors)}），"
            "请改好再导入。"
        )
    if details.hidden_rows:
        shown = first_of(details.hidden_rows, lambda row: str(row + 1))
        notices.append(
            f"{sheet}有 {len(details.hidden_rows)} 行是隐藏的或被筛选掉的（第 {shown} 行），"
            "也读入了，不要的请在表里删去。"
        )
    if details.hidden_columns:
        shown = first_of(details.hidden_columns, column_name)
        notices.append(f"{sheet}有隐藏的列（{shown} 列），也读入了，请核对。")
    return notices


def _text_at(rows: list[list[str]], place: Place) -> str:
    row = rows[place[0]] if place[0] < len(rows) else []
    return row[place[1]] if place[1] < len(row) else ""


def _cells(places: set[Place]) -> str:
    return first_of(range(len(places)), [cell_name(place) for place in sorted(places)].__getitem__)
