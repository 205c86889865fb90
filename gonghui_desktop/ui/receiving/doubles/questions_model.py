"""Questions about units of the whole city as Qt's model: open ones, decided ones, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from gonghui_desktop.errors import few_lines, one_line
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = ("核对结果", "申报表", "与谁相同或相近", "为什么", "原因")
NAME, OTHER, WHY, REASON = 1, 2, 3, 4


class QuestionFilter(StrEnum):
    """Which questions are shown."""

    OPEN = "open"
    DECIDED = "decided"
    ALL = "all"

    @property
    def word(self) -> str:
        """What clerks call it."""
        return {"open": "待核对", "decided": "已核对", "all": "全部"}[self.value]

    def shows(self, each: CityQuestion) -> bool:
        """Whether a question is among them."""
        return self is QuestionFilter.ALL or each.is_open == (self is QuestionFilter.OPEN)


class QuestionsModel(QAbstractTableModel):
    """A question in each row.

    Args:
        theme: colours and signs.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: Sequence[CityQuestion] = ()
        self._shown: list[CityQuestion] = []
        self.filter = QuestionFilter.OPEN
        self._icons: dict[str, QIcon] = {}

    @property
    def counts(self) -> Mapping[QuestionFilter, int]:
        """How many questions each filter shows."""
        return {each: sum(map(each.shows, self._all)) for each in QuestionFilter}

    @property
    def has_reasons(self) -> bool:
        """Whether anything stands in the last column."""
        return any(words_of(each)[REASON] for each in self._shown)

    def set_questions(self, found: Sequence[CityQuestion]) -> None:
        """Shows these, under the same filter."""
        self.beginResetModel()
        self._all = found
        self._shown = [each for each in found if self.filter.shows(each)]
        self.endResetModel()

    def set_filter(self, chosen: QuestionFilter) -> None:
        """Shows only those of a choice."""
        self.filter = chosen
        self.set_questions(self._all)

    def question(self, row: int) -> CityQuestion:
        """The question in a row."""
        return self._shown[row]

    def row_of(self, question_id: str) -> int:
        """The row of a question, -1 where it is not shown."""
        ids = (row for row, each in enumerate(self._shown) if each.id == question_id)
        return next(ids, -1)

    def lines(self, rows: Sequence[int]) -> list[Sequence[str]]:
        """Rows as texts, below the headings."""
        return [COLUMNS, *(words_of(self._shown[row]) for row in rows)]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if is_title else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        each = self._shown[index.row()]
        words = words_of(each)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(words[index.column()])
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return self._icon(each)
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                return "，".join(filter(None, words))
        return None

    def _icon(self, each: CityQuestion) -> QIcon:
        if each.is_open:
            sign, colour = "circle-help", "warning"
        elif each.gone:
            sign, colour = "triangle-alert", "error"
        else:
            sign, colour = "circle-check", "success"
        if sign not in self._icons:
            self._icons[sign] = self._theme.icon(sign, colour, disabled=colour)
        return self._icons[sign]


def words_of(each: CityQuestion) -> tuple[str, ...]:
    """The columns of a question."""
    first, *others = each.sides
    if each.barred is not None:
        forms = "；".join(side.title for side in each.sides)
        return each.verdict, one_line(forms), one_line(each.barred.title), each.why, _reason(each)
    other = "；".join(side.title for side in others)
    return each.verdict, one_line(first.title), one_line(other), each.why, _reason(each)


def _reason(each: CityQuestion) -> str:
    if each.decision is not None:
        return one_line(each.decision.reason)
    return f"上报单位说明：{one_line(few_lines(each.said))}" if each.said else ""
