"""The table of offices as Qt's model: filtered, searched and sorted, without a widget a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.services.name_search import fold, matcher
from gonghui_desktop.services.receiving.office_table import OfficeRow
from gonghui_desktop.services.receiving.table_filters import OfficeFilter, filtered, urgency
from gonghui_desktop.services.receiving.table_words import row_sentence
from gonghui_desktop.ui.receiving.offices.offices_columns import (
    NAME,
    STATE,
    OfficeColumn,
    state_icon,
)
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OfficesModel(QAbstractTableModel):
    """Offices in the chosen order: at first what needs a person in front.

    Args:
        theme: colours and signs.
        campaign: the rules.
        columns: the columns.
        today: by China's calendar.
        parent: the owner.
    """

    def __init__(
        self,
        theme: Theme,
        campaign: Campaign,
        columns: Sequence[OfficeColumn],
        today: date,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._theme = theme
        self._campaign = campaign
        self._today = today
        self._all: Sequence[OfficeRow] = ()
        self._shown: list[OfficeRow] = []
        self._rows: dict[str, int] = {}  # of those shown, by name
        self._needle = ""
        self._filter = OfficeFilter.ALL
        self._sorted: OfficeColumn | None = None
        self._is_backwards = False
        self._name_keys: Mapping[str, str] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}  # by name and colour
        self._data: Mapping[int, Callable[[OfficeRow, OfficeColumn], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda row, column: column.text(row),
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.DecorationRole: self._icon,
            Qt.ItemDataRole.ForegroundRole: self._colour,
            Qt.ItemDataRole.TextAlignmentRole: lambda _row, column: (
                _RIGHT if column.is_number else _LEFT
            ),
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
        }

    @property
    def total(self) -> int:
        """The number of offices, shown or not."""
        return len(self._all)

    @property
    def filter(self) -> OfficeFilter:
        """Which offices alone are shown."""
        return self._filter

    @property
    def search(self) -> str:
        """What is searched for, folded; empty for nothing."""
        return self._needle

    @property
    def sorting(self) -> tuple[int, bool]:
        """The column that is sorted by and whether backwards; -1 for what needs a person first."""
        return (self.columns.index(self._sorted) if self._sorted else -1), self._is_backwards

    @property
    def names_without_key(self) -> list[str]:
        """Names of which the order by name needs to know where they stand in a dictionary."""
        if self._sorted is None or self._sorted.id != NAME:
            return []
        names = [row.name for row in self._all]
        return names if any(name not in self._name_keys for name in names) else []

    def set_offices(self, rows: Sequence[OfficeRow], today: date) -> None:
        """Shows these; where nothing else is shown than before, nothing moves."""
        before, day = self._shown, self._today
        self._all, self._today = tuple(rows), today
        shown = self._wanted()
        if day == today and [row.name for row in before] == [row.name for row in shown]:
            self._shown = shown
            changed = [at for at, row in enumerate(shown) if row != before[at]]
            if changed:
                last = self.index(changed[-1], len(self.columns) - 1)
                self.dataChanged.emit(self.index(changed[0], 0), last)
        else:
            self._show(shown)

    def set_search(self, text: str) -> None:
        """Shows offices whose name has the text, its pinyin or their initials in it."""
        self._needle = fold(text)
        self._show(self._wanted())

    def set_filter(self, chosen: OfficeFilter) -> None:
        """Shows only those of a choice."""
        self._filter = chosen
        self._show(self._wanted())

    def set_sorting(self, column: int, *, backwards: bool = False) -> None:
        """Sorts by a column, -1 for what needs a person first; what is empty stays at the end."""
        self._sorted = self.columns[column] if column >= 0 else None
        self._is_backwards = backwards
        self._show(self._wanted())
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_name_keys(self, keys: Mapping[str, str]) -> None:
        """Sets where names stand in a dictionary, and sorts again."""
        self._name_keys = keys
        self._show(self._wanted())

    def office(self, row: int) -> OfficeRow:
        """The office in a row."""
        return self._shown[row]

    def row_of(self, name: str) -> int:
        """The row of an office, -1 if it is not shown."""
        return self._rows.get(name, -1)

    def row_beginning_with(self, text: str, after: int) -> int:
        """The next row, from one on and around, whose name begins so; -1 if there is none."""
        begins = matcher(text, from_start=True)
        count = len(self._shown)
        rows = ((after + step) % count for step in range(count))
        return next((row for row in rows if begins(fold(self._shown[row].name))), -1)

    def says_something(self, column: int) -> bool:
        """Whether a column has a text for any office, shown or not."""
        return any(self.columns[column].text(row) for row in self._all)

    def lines(self, rows: Iterable[int], columns: Sequence[int]) -> list[list[str]]:
        """What the table says, with its headings, for these rows and columns."""
        chosen = [self.columns[at] for at in columns]
        cells = [[column.text(self._shown[at]) for column in chosen] for at in rows]
        return [[column.title for column in chosen], *cells]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        arrow, order = self._sorting_words(column)
        answers = {
            Qt.ItemDataRole.DisplayRole: f"{column.title}{arrow}",
            Qt.ItemDataRole.ToolTipRole: column.tip,
            Qt.ItemDataRole.AccessibleTextRole: f"{column.title}{order}",
            Qt.ItemDataRole.AccessibleDescriptionRole: column.tip,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column.is_number else _LEFT,
        }
        return answers.get(Qt.ItemDataRole(role))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        getter = self._data.get(role)
        if getter is None or not 0 <= index.row() < len(self._shown):
            return None
        return getter(self._shown[index.row()], self.columns[index.column()])

    def _sorting_words(self, column: OfficeColumn) -> tuple[str, str]:
        """How it is sorted by a column, as a sign and in words; nothing where by another one."""
        if column is not self._sorted:
            return "", ""
        return ("↓", "，从大到小") if self._is_backwards else ("↑", "，从小到大")

    def _wanted(self) -> list[OfficeRow]:
        """The offices that are to be shown, in their order."""
        rows = filtered(self._all, self._filter, self._today)
        if self._needle:
            is_found = matcher(self._needle)
            rows = [row for row in rows if is_found(fold(row.name))]
        rows.sort(key=lambda row: urgency(row, self._today))
        if self._sorted is None:
            return rows
        key = self._key_of(self._sorted)
        keys = {id(row): key(row) for row in rows}
        filled = [row for row in rows if keys[id(row)] is not None]
        filled.sort(key=lambda row: keys[id(row)], reverse=self._is_backwards)
        return filled + [row for row in rows if keys[id(row)] is None]

    def _key_of(self, column: OfficeColumn) -> Callable[[OfficeRow], Any]:
        if column.id == NAME:
            return lambda row: self._name_keys.get(row.name, row.name)
        return column.key

    def _show(self, rows: list[OfficeRow]) -> None:
        self.beginResetModel()
        self._shown = rows
        self._rows = {row.name: at for at, row in enumerate(rows)}
        self.endResetModel()

    def _tip(self, row: OfficeRow, column: OfficeColumn) -> str | None:
        return plain_tip(column.detail(row)) or None

    def _icon(self, row: OfficeRow, column: OfficeColumn) -> object:
        if column.id != STATE:
            return None
        look = (state_icon(row), column.tone(row))
        if look not in self._icons:
            self._icons[look] = self._theme.icon(*look)
        return self._icons[look]

    def _colour(self, row: OfficeRow, column: OfficeColumn) -> object:
        tone = column.tone(row)
        return self._theme.colour(tone) if tone else None

    def _spoken(self, row: OfficeRow, column: OfficeColumn) -> str:
        if column.id == NAME:
            return row_sentence(self._campaign, row, self._today)
        said = column.detail(row) if column.id == "quota" else column.text(row)
        return f"{column.title}：{said or '无'}"
