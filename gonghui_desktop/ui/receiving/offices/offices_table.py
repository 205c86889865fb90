"""The view of the table of offices: keys, columns that are shown and how wide, what is copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gonghui_desktop.ui.receiving.offices.frozen_column import FrozenColumn
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.typed_name import TypedName

_LEAST_NAME = 160  # pixels
_LEAST, _WIDEST = 32, 600  # pixels of any other column
_MEASURED = 200  # rows, for the width of a column
_AROUND = 18  # pixels of a cell beside its text
_ICON = 22  # pixels of a sign with its gap
_ARROW = 14  # pixels for the sign that says how it is sorted
_SPARE_HEIGHT = 12


class OfficesTable(QTableView):
    """The rows of an :class:`OfficesModel`.

    Args:
        theme: the colour of the focus.
        model: the offices.
        parent: the owner.
    """

    escaped = Signal()
    copied = Signal()
    """The chosen rows are to be copied, all where none is."""
    name_typed = Signal(str)
    """What was typed without a pause, to go to a name that begins so."""
    menu_requested = Signal(QPoint)
    """Screen position for the context menu of the chosen rows."""
    columns_changed = Signal()
    """Somebody has made a column wider or narrower."""

    def __init__(self, theme: Theme, model: OfficesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offices_table")
        self.setAccessibleName("单位情况")
        self._theme = theme
        self._offices = model
        self._typed = TypedName()
        self._is_laying_out = False
        self._frozen: FrozenColumn | None = None  # until it is laid out
        self._changed: set[int] = set()
        self._wanted: dict[int, tuple[int, int]] = {}  # pixels of a column's texts, of its title
        self.setModel(model)
        self.setItemDelegate(_FocusDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setObjectName("offices_header")
        header.setAccessibleName("单位情况各列")
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(_LEAST)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.sectionResized.connect(self._on_resized)
        theme.changed.connect(self.fit_rows)
        self._frozen = frozen = FrozenColumn(self)
        frozen.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        frozen.customContextMenuRequested.connect(
            lambda place: self.menu_requested.emit(frozen.viewport().mapToGlobal(place))
        )
        self.fit_rows()

    @property
    def chosen_rows(self) -> list[int]:
        """The chosen rows from top to bottom."""
        parts = self.selectionModel().selection().toList()
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    @property
    def shown_columns(self) -> list[int]:
        """The columns that are shown, as they stand."""
        return [at for at in range(self._offices.columnCount()) if not self.isColumnHidden(at)]

    def fit_rows(self) -> None:
        """Makes each row as high as the type asks for."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _SPARE_HEIGHT)
        if self._frozen is not None:
            self._frozen.place()

    def show_columns(self, shown: Sequence[bool]) -> None:
        """Shows and hides columns, one after the other."""
        self._is_laying_out = True  # Qt tells of one that is hidden as of one without any width
        for at, is_shown in enumerate(shown):
            self.setColumnHidden(at, not is_shown)
        self._is_laying_out = False

    def fit_columns(self, columns: Sequence[int]) -> None:
        """Makes columns as wide as their headings and what stands in the first rows."""
        model, metrics = self._offices, self.fontMetrics()
        heading = self._theme.hint_size / self._theme.body_size
        rows = range(min(model.rowCount(), _MEASURED))
        self._wanted = {}
        for at in columns:
            column = model.columns[at]
            texts = {column.widest, *(column.text(model.office(row)) for row in rows)}
            widest = max(map(metrics.horizontalAdvance, texts)) + _AROUND
            title = round(metrics.horizontalAdvance(column.title) * heading) + _AROUND
            icon = _ICON if column.id == "state" else 0
            self._wanted[at] = widest + icon, title
        self._set_wanted()

    def _set_wanted(self) -> None:
        """Sets the measured widths; where room is short only the sorted title has its arrow's."""
        roomy = {at: self._width(at, has_arrow=True) for at in self._wanted}
        others = sum(roomy.get(at, self.columnWidth(at)) for at in self.shown_columns if at != 0)
        if others + _LEAST_NAME > self.viewport().width():
            by, _backwards = self._offices.sorting
            roomy = {at: self._width(at, has_arrow=at == by) for at in self._wanted}
        self._is_laying_out = True
        for at, width in roomy.items():
            if width != self.columnWidth(at):
                self.setColumnWidth(at, width)
        self._is_laying_out = False
        self.fit_name()

    def _width(self, at: int, *, has_arrow: bool) -> int:
        texts, title = self._wanted[at]
        return min(max(texts, title + _ARROW * has_arrow, _LEAST), _WIDEST)

    def set_widths(self, widths: Mapping[int, int]) -> None:
        """Makes columns as wide as somebody has chosen."""
        self._is_laying_out = True
        for at, width in widths.items():
            self.setColumnWidth(at, min(max(width, _LEAST), _WIDEST))
        self._is_laying_out = False
        self.fit_name()

    def set_current_in_place(self, index: QModelIndex) -> None:
        """Makes a cell the current one; neither what is chosen nor the place changes."""
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(index, flags)
        self.setAutoScroll(True)

    def show_chosen(self) -> None:
        """Scrolls to the current row, where it is chosen."""
        index = self.currentIndex()
        if self.selectionModel().isSelected(index):
            self.scrollTo(index)

    def take_changed(self) -> set[int]:
        """The columns that somebody has made wider or narrower since this was asked last."""
        changed, self._changed = self._changed, set()
        return changed

    def fit_name(self) -> None:
        """Gives the name all room that the other columns leave."""
        others = sum(self.columnWidth(at) for at in self.shown_columns if at != 0)
        self._is_laying_out = True
        self.setColumnWidth(0, max(self.viewport().width() - others, _LEAST_NAME))
        self._is_laying_out = False

    def scrollTo(  # noqa: N802 (Qt's name)
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scrolls to a cell, and out from under the frozen name."""
        super().scrollTo(index, hint)
        if self._frozen is None or self._frozen.isHidden() or index.column() <= 0:
            return
        covered = self._frozen.width() - self.visualRect(index).left()
        if covered > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives each column its room, the name what they leave."""
        super().resizeEvent(event)
        self._set_wanted()

    def copy(self) -> None:
        """Copies the chosen rows, all where none is; the menu calls it, too."""
        self.copied.emit()

    def event(self, event: QEvent) -> bool:
        """Takes Ctrl+C, which the window's command for texts would have."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc and Ctrl+C; every other key as in any table."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def moveCursor(  # noqa: N802 (Qt's name)
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last office, not to the ends of a row."""
        ends = QAbstractItemView.CursorAction
        if action in (ends.MoveHome, ends.MoveEnd) and self._offices.rowCount():
            row = 0 if action is ends.MoveHome else self._offices.rowCount() - 1
            return self._offices.index(row, max(self.currentIndex().column(), 0))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Adds to what was typed just before, after a pause begins again."""
        if typed := self._typed.add(search):
            self.name_typed.emit(typed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """The menu of the chosen rows: under the pointer or, for the menu key, at the row."""
        place = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center()
        self.menu_requested.emit(self.viewport().mapToGlobal(place))

    def _on_resized(self, section: int, _before: int, _now: int) -> None:
        if not self._is_laying_out:
            self._wanted.pop(section, None)  # somebody has chosen
            if section != 0:
                self.fit_name()
            self._changed.add(section)
            self.columns_changed.emit()


class _FocusDelegate(QStyledItemDelegate):
    """Draws a ring around the cell that the keys are on."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # No single cell lights up under the pointer: what is chosen is a row.
        option.state &= ~QStyle.StateFlag.State_MouseOver
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(self._theme.colour("ring"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()
