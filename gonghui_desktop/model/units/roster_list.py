"""Lists of units as offices have them, read: tables with headings, or a name a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gonghui_desktop.model.pasted.clean_text import clean_line
from gonghui_desktop.model.units.roster import Listed, once
from gonghui_desktop.model.units.roster_words import (
    is_form,
    is_nobody,
    is_reason_heading,
    is_total,
    is_unit,
    is_year,
    is_year_heading,
    looks_like_name,
    may_be_name,
    name_heading,
    named_reason,
    reason_of,
    says_why,
    shown,
    split_name,
    split_names,
    title_reason,
    told,
    without_number,
)
from gonghui_desktop.model.units.unit_names import unit_key

MOST_UNITS = 20_000
"""Of one list; the whole city puts forward some hundred a year."""

_MOST_ROWS = 50_000  # of all tables, whatever stands in them
_MOST_TOLD = 3
_SAMPLES = 200  # rows by which a column without a heading is found
_LEAST_VALUE = 6  # characters of a name that is no heading such as 上级工会
_FEW = 6  # lines, which are what somebody has typed
_LEAST_UNITS = 0.3  # of the lines of a list
_LEAST = 0.5  # of whose cells must look like names

_NO_DOUBTS: Mapping[tuple[int, int], str] = {}

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class ListedTable:
    """A table of a list, or its lines as a table of one column.

    Attributes:
        rows: of cells.
        title: of the sheet.
        place: how the table is called in a message, such as ``工作表“2015”``; may be empty.
        doubts: (row, column) from 0 to what a program did to that cell.
        notices: what a person should know of it, a sentence each.
        is_merged: cells are merged over rows, of which the first one has the text.
        is_text: paragraphs of a document, which beside a table with headings are but its titles.
    """

    rows: Rows
    title: str = ""
    place: str = ""
    doubts: Mapping[tuple[int, int], str] = field(default_factory=lambda: _NO_DOUBTS)
    notices: tuple[str, ...] = ()
    is_merged: bool = False
    is_text: bool = False

    @property
    def is_lines(self) -> bool:
        """Whether the rows are lines of a text, not all of which are names."""
        return all(len(row) == 1 for row in self.rows)


@dataclass(frozen=True)
class ReadList:
    """What a list holds.

    Attributes:
        units: in the list's order, each once.
        notices: what a person should know of it, a sentence each.
    """

    units: tuple[Listed, ...]
    notices: tuple[str, ...]

    @property
    def unreasoned(self) -> int:
        """How many units stand there without a reason."""
        return sum(not unit.reason for unit in self.units)

    def with_reason(self, reason: str) -> ReadList:
        """The list with a reason for those that have none."""
        units = (Listed(unit.name, unit.reason or reason) for unit in self.units)
        return ReadList(tuple(units), self.notices)


def joined(lists: Sequence[ReadList]) -> ReadList:
    """Several lists as one."""
    units = once(unit for each in lists for unit in each.units)
    return ReadList(tuple(units.values()), tuple(told for each in lists for told in each.notices))


class TooManyUnitsError(ValueError):
    """A list is longer than :data:`MOST_UNITS`."""


def read_list(tables: Sequence[ListedTable], name: str = "", reason: str = "") -> ReadList:
    """The units of a list.

    The column of the names is found by its heading, else by its cells. Why they stand there is
    said, in this order, by a column of years or reasons, a title above them, whoever brings the
    list, the sheet's name, the file's name.

    Args:
        tables: of the list.
        name: of the file, without its end.
        reason: for those of which the list itself says none.

    Raises:
        TooManyUnitsError: there are more than :data:`MOST_UNITS`, or far more rows.
    """
    if sum(len(table.rows) for table in tables) > _MOST_ROWS:
        raise TooManyUnitsError
    reader = _Reader(reason, named_reason(name))
    forms = [table for table in tables if any(map(is_form, zip(*table.rows, strict=False)))]
    has_headings = bool(forms) or any(
        _heading_at(table.rows) is not None for table in tables if not table.is_text
    )
    for table in tables:
        if any(table is form for form in forms):
            reader.leave_out(table)
        else:
            reader.read(table, titles_only=has_headings and table.is_text)
    return ReadList(tuple(reader.units.values()), tuple(reader.notices()))


@dataclass(frozen=True)
class _Columns:
    name: int
    year: int | None = None
    reason: int | None = None
    remark: int | None = None  # which may say something else

    @property
    def says_why(self) -> bool:
        """Whether there is a column for why the units stand there."""
        return self.year is not None or self.reason is not None


class _Reader:
    """Reads table after table; a title counts until the next one."""

    def __init__(self, reason: str, of_file: str) -> None:
        self.units: dict[str, Listed] = {}
        self._reason = reason
        self._of_file = of_file
        self._of_sheet = ""
        self._title = ""
        self._doubles: list[str] = []
        self._strange: list[str] = []
        self._doubtful: list[str] = []
        self._notices: list[str] = []
        self._above = ["", ""]  # year and reason in the row above

    def read(self, table: ListedTable, *, titles_only: bool) -> None:
        """Takes in a table's units, or only what its lines say of the next one's."""
        self._of_sheet = named_reason(table.title)
        self._title = "" if table.title else self._title
        self._notices += table.notices
        if table.is_lines:
            self._read_lines(table.rows, titles_only=titles_only)
        else:
            self._read_table(table)

    def leave_out(self, table: ListedTable) -> None:
        """Tells of a table that is no list."""
        self._notices.append(f"{table.place or '文件里'}有申报表或填表说明，不是名单，没有导入。")

    def _read_lines(self, rows: Rows, *, titles_only: bool) -> None:
        only_units = _is_prose(rows)
        for row in rows:
            if title := _title_of(row):
                self._title = title
            elif not titles_only:
                self._take_line(row[0], only_units=only_units)

    def _read_table(self, table: ListedTable) -> None:
        heading = _heading_at(table.rows)
        columns = _columns_by_look(table.rows) if heading is None else None
        self._above = ["", ""]
        for at, row in enumerate(table.rows):
            if title := _title_of(row):
                self._title = title
            elif at == heading or (columns is not None and _is_heading_again(row, columns)):
                columns = _columns_of(row)
            elif columns is not None:
                self._take_row(table, at, columns)
        if table.is_merged and columns is not None and columns.says_why:
            self._notices.append(f"{table.place}年度、原因合并成一格的，各行都按这一格记，请核对。")

    def notices(self) -> Iterator[str]:
        """What was not taken, or is not sure."""
        yield from told("重复的只记一次：", self._doubles)
        yield from told("不像单位名称，没有导入：", self._strange)
        yield from self._doubtful[:_MOST_TOLD]
        yield from self._notices

    def _take_row(self, table: ListedTable, at: int, columns: _Columns) -> None:
        row = table.rows[at]
        name = without_number(clean_line(row[columns.name]))
        if not name or is_nobody(name) or is_total(row):
            return
        place = f"{table.place}第 {at + 1} 行"
        if not may_be_name(name):
            self._strange.append(f"{place}“{shown(name)}”")
            return
        if doubt := table.doubts.get((at, columns.name)):
            self._doubtful.append(f"{place}“{shown(name)}”：{doubt}，请核对。")
        own = self._why(table, row, columns)
        if not own:
            name, own = split_name(name)
        self._add(name, own or self._title)

    def _why(self, table: ListedTable, row: Sequence[str], columns: _Columns) -> str:
        """What the columns say; of cells merged with those above, what these say."""
        cells = [_cell(row, columns.year), _cell(row, columns.reason)]
        if table.is_merged:
            cells = [cell or above for cell, above in zip(cells, self._above, strict=True)]
            self._above = cells
        remark = _cell(row, columns.remark)
        year, reason = cells
        return reason_of(year, reason or (remark if says_why(remark) else ""))

    def _take_line(self, text: str, *, only_units: bool) -> None:
        line = without_number(clean_line(text))
        if not line or is_nobody(line) or name_heading(line) >= 0:
            return
        before, colon, behind = line.replace("：", ":").partition(":")
        reason = self._title
        if colon and (title := title_reason(before)):
            reason, line = title, behind.strip()
        for each in split_names(line):
            name, own = split_name(without_number(each))
            if looks_like_name(name) and (is_unit(name) or not only_units):
                self._add(name, own or reason)
            elif name:
                self._strange.append(f"“{shown(name)}”")

    def _add(self, name: str, reason: str) -> None:
        key = unit_key(name)
        first = self.units.get(key)
        if first is None:
            if len(self.units) >= MOST_UNITS:
                raise TooManyUnitsError
            otherwise = self._reason or self._of_sheet or self._of_file
            self.units[key] = Listed(name, reason or otherwise)
            return
        same = f"“{shown(first.name)}”"
        self._doubles.append(same if first.name == name else f"{same}和“{shown(name)}”")
        if reason and not first.reason:  # such as where only the second sheet says so
            self.units[key] = Listed(first.name, reason)


def _heading_at(rows: Rows) -> int | None:
    """The first row with headings."""
    return next((at for at, row in enumerate(rows) if _columns_of(row)), None)


def _columns_of(row: Sequence[str]) -> _Columns | None:
    """The columns by their headings; ``None`` for a row that has none."""
    ranks = [(rank, at) for at, cell in enumerate(row) if (rank := name_heading(cell)) >= 0]
    named = {at for _rank, at in ranks}
    if not ranks or any(_is_value(cell) for at, cell in enumerate(row) if at not in named):
        return None
    name = min(ranks)[1]
    reasons = [at for at, cell in enumerate(row) if at != name and is_reason_heading(cell)]
    sure = [at for at in reasons if "备注" not in row[at] and "情况" not in row[at]]
    remarks = [at for at in reasons if at not in sure]
    years = [at for at, cell in enumerate(row) if is_year_heading(cell)]
    return _Columns(name, *(_first(each) for each in (years, sure, remarks)))


def _is_heading_again(row: Sequence[str], columns: _Columns) -> bool:
    """Whether headings stand in the row again, as at the top of each page."""
    return name_heading(row[columns.name]) >= 0 and _columns_of(row) is not None


def _is_prose(rows: Rows) -> bool:
    """Whether hardly a line is a unit by its look, so that an odd one is none either."""
    lines = [without_number(row[0].strip()) for row in rows]
    lines = [split_name(line)[0] for line in lines if line and not is_nobody(line)]
    return len(lines) >= _FEW and sum(map(is_unit, lines)) < _LEAST_UNITS * len(lines)


def _is_value(cell: str) -> bool:
    """Whether a cell is no heading: a unit's name or a year."""
    return is_year(cell) or (len(cell) >= _LEAST_VALUE and _is_sure_name(cell))


def _columns_by_look(rows: Rows) -> _Columns | None:
    """The columns by what stands in them, of a table without headings."""
    sample = [row for row in rows if sum(bool(cell.strip()) for cell in row) > 0][:_SAMPLES]
    width = max(map(len, sample), default=0)
    if not width:
        return None
    names = [_share(sample, at, _is_sure_name) for at in range(width)]
    best = max(range(width), key=lambda at: names[at])
    if names[best] < _LEAST:
        return None
    others = [at for at in range(width) if at != best]
    years = [at for at in others if _share(sample, at, is_year) >= _LEAST]
    reasons = [at for at in others if at not in years and _share(sample, at, says_why) >= _LEAST]
    return _Columns(best, _first(years), None, _first(reasons))


def _is_sure_name(cell: str) -> bool:
    return looks_like_name(cell) and is_unit(cell)


def _share(rows: Rows, at: int, test: Callable[[str], bool]) -> float:
    """Of the rows, the share whose cell passes a test."""
    return sum(bool(row[at].strip()) and test(row[at].strip()) for row in rows) / len(rows)


def _title_of(row: Sequence[str]) -> str:
    """What a row says of those below it, where it is but a title, merged over columns or not."""
    filled = {cell.strip() for cell in row if cell.strip()}
    return title_reason(filled.pop()) if len(filled) == 1 else ""


def _first(places: Sequence[int]) -> int | None:
    return places[0] if places else None


def _cell(row: Sequence[str], at: int | None) -> str:
    return "" if at is None else clean_line(row[at])
