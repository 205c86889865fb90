"""The list of an opened submission: the whole, then record by record, each with how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from gonghui_desktop.ui.receiving.submission.submission_book import Row
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.plain_tip import plain_tip
from gonghui_desktop.ui.widgets.two_lines import TwoLineDelegate

_ROW_ROLE = Qt.ItemDataRole.UserRole
_PAPER = "纸质件已核对"
_LEAST_WIDTH = 200
_STAMP = 14  # pixels of the sign for a paper that was there
_GAP = 6
_ABOVE = 4  # pixels above the first row and below the last

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SubmissionListModel(QAbstractListModel):
    """Rows as they are told.

    Args:
        parent: the owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows; where they are of the same records, what is chosen stays so."""
        if [each.record for each in rows] == [each.record for each in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row with that number, from 0."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, record_id: str) -> int:
        """The number of a record's row; -1 where it has none."""
        ids = [each.record for each in self._rows]
        return ids.index(record_id) if record_id in ids else -1

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip("\n".join(_words(row)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return "，".join(_words(row))
        return row if role == _ROW_ROLE else None


class SubmissionList(QListView):
    """A view of it; one row is open.

    Args:
        theme: icons and colours.
        parent: the owner.
    """

    chosen = Signal(str)
    """Another row was chosen, by mouse or key: id of its record, empty for the whole."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_silent = False
        self.setObjectName("submission_list")
        self.setAccessibleName("报送里的申报表")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, _ABOVE, 0, _ABOVE)
        self.rows = SubmissionListModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(theme, self))
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.doItemsLayout)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows; nothing is told of."""
        self.rows.set_rows(rows)

    def choose(self, record_id: str) -> None:
        """Makes a record's row the current one; nothing is told of."""
        index = self.rows.index(self.rows.number_of(record_id))
        self._is_silent = True
        self.setCurrentIndex(index)
        self._is_silent = False

    def go(self, step: int) -> None:
        """Goes so many rows further, as far as there are any."""
        row = min(max(self.currentIndex().row() + step, 0), self.rows.rowCount() - 1)
        self.setCurrentIndex(self.rows.index(row))

    def _on_current(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row is not None and not self._is_silent:
            self.chosen.emit(row.record)


class _RowDelegate(TwoLineDelegate):
    """Paints a row: its sign, its name, what is to be looked at."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints the row, selected or hovered ground first."""
        row = index.data(_ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon_rect, upper, lower = self._rooms(option)
        self._paint_ground(painter, option)
        self._theme.icon(row.sign.icon, row.sign.colour).paint(painter, icon_rect)
        if row.has_paper:
            top = upper.top() + (upper.height() - _STAMP) // 2
            stamp = QRect(upper.right() - _STAMP, top, _STAMP, _STAMP)
            self._theme.icon("stamp", "success").paint(painter, stamp)
            upper = upper.adjusted(0, 0, -_STAMP - _GAP, 0)
        self._paint_name(painter, upper, (row.name, ""))
        colour = row.sign.colour if row.words else "muted"
        left, right = (row.words, row.aside) if row.words else (row.aside, "")
        self._paint_state(painter, lower, (left, right), colour)
        painter.restore()


def _words(row: Row) -> list[str]:
    paper = _PAPER if row.has_paper else ""
    return [each for each in (row.name, row.aside, row.words, paper) if each]
