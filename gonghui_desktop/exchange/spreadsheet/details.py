"""What a spreadsheet's XML says and python-calamine does not tell.

Formulas without a result and errors read as empty, numbers without their format, and nobody says
that rows are hidden. All is read by expat within bounds, before calamine sees the file: how far the
cells reach, by which calamine would ask for memory, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gonghui_desktop.exchange.office.archive import DocumentKind
from gonghui_desktop.exchange.office.xml_events import parse_xml
from gonghui_desktop.exchange.spreadsheet.sheets import SpreadsheetError, check_size

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”"

FROM_ELSEWHERE = (
    "里面有指向别的文件的链接，为安全不导入，请用 Excel 或 WPS 打开，断开链接（“数据”里的"
    "“编辑链接”），或把内容复制到新的表格里、粘贴为数值，保存后再导入。"
)
LOCKED = "文件加了密码，请用 Excel 或 WPS 打开，去掉密码后另存再导入。"

SPREADSHEET = DocumentKind(
    name="电子表格",
    save_as=SAVE_AS,
    without_macros="请用 Excel 或 WPS 另存为不带宏的“Excel 工作簿（*.xlsx）”",
    meant="名单或申报表",
    largest_part=100_000_000,  # 20,000 rows of 15 cells have some 15 MB
    most_elements=3_000_000,
    fault=SpreadsheetError,
)


@dataclass
class SheetDetails:
    """What was found of one sheet.

    Attributes:
        height: rows up to the last that holds something; ``width``: columns, likewise.
        shown: texts that the office sees instead of the plain value.
        uncalculated: formulas without a result.
        errors: places of ``shown`` that are errors, such as ``#REF!``.
        hidden_rows: from 0, those that hold something; ``hidden_columns``: likewise.
        tall: first cells of those that are merged over several rows.
    """

    height: int = 0
    width: int = 0
    shown: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    errors: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    tall: list[Place] = field(default_factory=list)

    def fills(self, row: int, column: int) -> None:
        """Takes notice of a cell that holds something.

        Raises:
            SpreadsheetError: it lies farther out than anybody's list reaches.
        """
        if row >= self.height or column >= self.width:
            self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
            check_size(self.height, self.width)


class ElementReader:
    """Follows elements as they begin and end; subclasses say what of them they want.

    Attributes:
        path: local names of the elements that are open.
    """

    def __init__(self) -> None:
        self.path: list[str] = []

    def read(self, data: bytes) -> None:
        """Reads a part.

        Raises:
            SpreadsheetError: it is damaged or out of bounds.
        """
        parse_xml(SPREADSHEET, data, self._start, self._end, self.characters)

    def _start(self, _space: str, name: str, attributes: Mapping[str, str]) -> None:
        self.path.append(name)
        self.begins(name, attributes)

    def _end(self) -> None:
        self.ends(self.path.pop())

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text of the element that is open."""


def whole_number(text: str, default: int = 0) -> int:
    """A number as attributes have it.

    Raises:
        SpreadsheetError: it is none, or no such number is ever written.
    """
    if not text:
        return default
    if len(text) > 9 or not (text.isascii() and text.isdigit()):
        raise SpreadsheetError(f"文件内部已损坏，{SAVE_AS}再导入。")
    return int(text)


def is_true(text: str) -> bool:
    """Whether an attribute of XML Schema's type ``boolean`` is true."""
    return text in ("1", "true")


def first_of(places: Iterable[int], name: Callable[[int], str]) -> str:
    """The first places in words, such as ``3、5、8、9、12等``."""
    known = sorted(places)
    shown = "、".join(name(place) for place in known[:5])
    return shown if len(known) <= 5 else f"{shown}等"


def column_name(column: int) -> str:
    """A column as spreadsheet programs call it: ``A`` to ``Z``, ``AA``."""
    name, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def cell_name(place: Place) -> str:
    """A cell as spreadsheet programs call it: ``B3``."""
    return f"{column_name(place[1])}{place[0] + 1}"
