"""Lists of offices that are expected to report, read: tables with headings, or a name a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.pasted.clean_text import clean_line
from gonghui_desktop.model.receiving.office_kinds import is_kind_title, kind_by_name, kind_by_word
from gonghui_desktop.model.receiving.offices import ListedOffice, office_key
from gonghui_desktop.model.units.near_names import NearNames
from gonghui_desktop.model.units.places import Places
from gonghui_desktop.model.units.roster_list import ListedTable, Rows
from gonghui_desktop.model.units.roster_words import (
    is_nobody,
    is_total,
    is_unit,
    may_be_name,
    name_heading,
    plain,
    shown,
    split_names,
    told,
    without_number,
)

MOST_OFFICES = 5_000
"""Of one list; a city has 40, and no office has a thousand below it."""

_MOST_ROWS = 20_000  # of all tables, whatever stands in them
_HEADING_ROWS = 20  # in which the headings are looked for
_SAMPLES = 200  # rows by which a column without a heading is found
_LEAST = 0.5  # of whose cells must look like names, or name a kind
_NAME_HEADINGS = ("上报单位", "上报单位名称", "报送单位", "报送单位名称", "工会组织名称")
_KIND_HEADINGS = ("单位类型", "工会类型", "类型", "类别", "单位类别", "单位性质", "性质", "所属")


class TooManyOfficesError(ValueError):
    """A list is longer than :data:`MOST_OFFICES`, or far more rows than that."""


@dataclass(frozen=True)
class ReadOffices:
    """What a list holds.

    Attributes:
        offices: in the list's order, each once.
        unsure: names of those of which nothing tells the kind.
        notices: what a person should know of it, a sentence each.
    """

    offices: tuple[ListedOffice, ...]
    unsure: tuple[str, ...]
    notices: tuple[str, ...]

    def with_kind(self, kind: str) -> ReadOffices:
        """The list with a kind for those of which nothing tells it; empty for none."""
        if not kind:
            return self
        offices = tuple(ListedOffice(each.name, each.kind or kind) for each in self.offices)
        return ReadOffices(offices, (), self.notices)


def joined(lists: Sequence[ReadOffices], places: Places) -> ReadOffices:
    """Several lists as one; of two spellings of an office the first."""
    offices: dict[str, ListedOffice] = {}
    for each in (office for one in lists for office in one.offices):
        key = office_key(each.name, places)
        known = offices.get(key, each)
        offices[key] = ListedOffice(known.name, known.kind or each.kind)
    unsure = tuple(each.name for each in offices.values() if not each.kind)
    notices = tuple(notice for one in lists for notice in one.notices)
    return ReadOffices(tuple(offices.values()), unsure, notices)


def read_offices(
    tables: Sequence[ListedTable],
    kinds: Sequence[ReporterKind],
    places: Places,
    kind: str = "",
) -> ReadOffices:
    """The offices of a list.

    The column of the names is found by its heading, else by its cells. Of which kind an office is,
    says, in this order, a column, a title above it, the sheet's name, its own name, whoever brings
    the list.

    Args:
        tables: of the list.
        kinds: those that may be in it.
        places: the campaign's, for names that are one office's.
        kind: of those of which nothing else tells.

    Raises:
        TooManyOfficesError: it is no list of offices by its length.
    """
    if sum(len(table.rows) for table in tables) > _MOST_ROWS:
        raise TooManyOfficesError
    reader = _Reader(kinds, places, kind)
    for table in tables:
        reader.read(table)
    return ReadOffices(
        tuple(reader.offices.values()), tuple(reader.unsure), tuple(reader.notices())
    )


def near_offices(offices: Sequence[str], others: Sequence[str], places: Places) -> tuple[str, ...]:
    """A sentence about each two names that may be one office's, the first few.

    Args:
        offices: names that are new.
        others: names that were there before.
        places: the campaign's.
    """
    names = NearNames(places)
    pairs: list[str] = []
    for name in others:
        names.add(office_key(name, places), name)
    for name in offices:
        key = office_key(name, places)
        near = [each for each in names.near(name) if each.id != key]
        pairs += [f"“{shown(each.name)}”和“{shown(name)}”（{each.reason}）" for each in near]
        names.add(key, name)
    return tuple(told("名称相近，请核对是不是同一单位：", pairs))


class _Reader:
    """Reads table after table; a title that names a kind counts until the next one."""

    def __init__(self, kinds: Sequence[ReporterKind], places: Places, kind: str) -> None:
        self.offices: dict[str, ListedOffice] = {}
        self.unsure: dict[str, None] = {}
        self._kinds = kinds
        self._places = places
        self._kind = kind
        self._titled = ""
        self._doubles: list[str] = []
        self._contrary: dict[str, None] = {}
        self._strange: list[str] = []
        self._notices: list[str] = []

    def read(self, table: ListedTable) -> None:
        """Takes in a table's offices."""
        self._notices += table.notices
        self._titled = kind_by_word(table.title, self._kinds) if table.title else self._titled
        columns = _columns(table.rows, self._kinds)
        if columns is None:
            return
        heading, name_at, kind_at = columns
        for at, row in enumerate(table.rows):
            if at == heading or name_at >= len(row):
                continue
            if title := self._title_of(row):
                self._titled = title
                continue
            if heading is None or at > heading:
                self._take(table, at, name_at, kind_at, is_sure=heading is not None)

    def notices(self) -> Iterator[str]:
        """What was not taken, or is not sure."""
        yield from told("重复的只记一次：", self._doubles)
        yield from told("写了两种单位类型，按前面的一种，请核对：", list(self._contrary))
        yield from told("不像单位名称，没有导入：", self._strange)
        yield from self._notices

    def _title_of(self, row: Sequence[str]) -> str:
        """The kind that a row names for those below it, where it says nothing else."""
        filled = {cell.strip() for cell in row if cell.strip()}
        return is_kind_title(filled.pop(), self._kinds) if len(filled) == 1 else ""

    def _take(
        self, table: ListedTable, at: int, name_at: int, kind_at: int | None, *, is_sure: bool
    ) -> None:
        row = table.rows[at]
        text = without_number(clean_line(row[name_at]))
        if not text or is_nobody(text) or is_total(row) or name_heading(text) >= 0:
            return
        word = clean_line(row[kind_at]) if kind_at is not None and kind_at < len(row) else ""
        for name in split_names(text):
            if may_be_name(name) and (is_sure or is_unit(name)):
                self._add(name, kind_by_word(word, self._kinds) if word else "")
            else:
                self._strange.append(f"{table.place}第 {at + 1} 行“{shown(name)}”")

    def _add(self, name: str, said: str) -> None:
        kind = said or self._titled or kind_by_name(name, self._kinds) or self._kind
        key = office_key(name, self._places)
        first = self.offices.get(key)
        if first is not None:
            same = f"“{shown(first.name)}”"
            self._doubles.append(same if first.name == name else f"{same}和“{shown(name)}”")
            if not first.kind and kind:
                self.offices[key] = ListedOffice(first.name, kind)
                self.unsure.pop(first.name, None)
            elif kind != first.kind and (said or self._titled):
                self._contrary[f"{same}（{self._word(first.kind)}、{self._word(kind)}）"] = None
            return
        if len(self.offices) >= MOST_OFFICES:
            raise TooManyOfficesError
        self.offices[key] = ListedOffice(name, kind)
        if not kind:
            self.unsure[name] = None

    def _word(self, kind_id: str) -> str:
        """What a kind is called, in short."""
        return next(each.name.partition("、")[0] for each in self._kinds if each.id == kind_id)


_Columns = tuple[int | None, int, int | None]
"""Row of the headings, column of the names, column of the kinds."""


def _columns(rows: Rows, kinds: Sequence[ReporterKind]) -> _Columns | None:
    """Where names and kinds stand; ``None`` for a table without names."""
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        names = {column: rank for column, cell in enumerate(row) if (rank := _name_rank(cell)) >= 0}
        if names and not any(is_unit(cell) and len(cell) > len("基层单位") for cell in row):
            return at, min(names, key=lambda column: names[column]), _kind_column(row)
    sample = [row for row in rows if any(cell.strip() for cell in row)][:_SAMPLES]
    shares = _shares(sample, kinds)
    if not shares:
        return None
    name_at = max(shares, key=lambda column: shares[column][0])
    if shares[name_at][0] < _LEAST:
        return None
    others = {at: share[1] for at, share in shares.items() if at != name_at}
    kind_at = max(others, key=lambda at: others[at], default=None)
    return None, name_at, kind_at if kind_at is not None and others[kind_at] >= _LEAST else None


def _shares(rows: Rows, kinds: Sequence[ReporterKind]) -> dict[int, tuple[float, float]]:
    """Of each column, the share of rows that have a name, and of filled cells that name a kind."""
    width = max(map(len, rows), default=0)
    shares = {}
    for at in range(width):
        cells = [clean_line(row[at]) for row in rows if at < len(row)]
        names = sum(may_be_name(cell) and is_unit(without_number(cell)) for cell in cells)
        filled = [cell for cell in cells if cell]
        said = sum(bool(kind_by_word(cell, kinds)) for cell in filled)
        shares[at] = (names / len(rows), said / max(len(filled), 1))
    return shares


def _name_rank(cell: str) -> int:
    words = plain(cell)
    return 0 if words in _NAME_HEADINGS else name_heading(cell)


def _kind_column(row: Sequence[str]) -> int | None:
    found = [at for at, cell in enumerate(row) if plain(cell) in _KIND_HEADINGS]
    return found[0] if found else None
