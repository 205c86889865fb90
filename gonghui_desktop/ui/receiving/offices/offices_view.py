"""单位情况: every office in a row, who has reported and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gonghui_desktop.services import name_search
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeTable, office_table
from gonghui_desktop.services.receiving.offices import forms_below
from gonghui_desktop.services.receiving.table_filters import OfficeFilter, counts
from gonghui_desktop.services.receiving.table_words import row_sentence
from gonghui_desktop.ui.background.refresher import Refresher
from gonghui_desktop.ui.background.tasks import LatestOnly, while_there
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.name_filter import NameFilter
from gonghui_desktop.ui.receiving.copied_table import copied_table
from gonghui_desktop.ui.receiving.decisions.decide_commands import accept, accept_all, return_dialog
from gonghui_desktop.ui.receiving.decisions.return_dialog import About
from gonghui_desktop.ui.receiving.offices.column_memory import ColumnMemory
from gonghui_desktop.ui.receiving.offices.filter_chips import FilterChips
from gonghui_desktop.ui.receiving.offices.offices_columns import office_columns
from gonghui_desktop.ui.receiving.offices.offices_empty import OfficesEmpty
from gonghui_desktop.ui.receiving.offices.offices_foot import OfficesFoot
from gonghui_desktop.ui.receiving.offices.offices_menu import OfficesMenu
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.receiving.offices.offices_table import OfficesTable
from gonghui_desktop.ui.receiving.today import today_of
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.row_selection import selection_of

_LOW = 330  # pixels: at 150 % on the smallest screen there is less


class OfficesView(QWidget):
    """The offices that are expected, and what they have sent.

    What is chosen, where it is scrolled to and how it is sorted stay when it is read again.

    Args:
        context: what its commands work with.
        parent: the page.
    """

    submission_requested = Signal(int)
    """Number of a submission to be opened."""
    changed = Signal()
    """Something was decided."""
    table_shown = Signal(object)
    """Emitted with the table (``OfficeTable``) that it shows now."""

    def __init__(self, context: CommandContext, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("offices_view")
        self._context = context
        self._day = today_of(context)
        campaign = context.ws.campaign
        columns = office_columns(campaign, forms_below(context.ws), lambda: self._day)
        self.model = OfficesModel(context.theme, campaign, columns, self._day, self)
        self.chips = FilterChips(self)
        self.table = OfficesTable(context.theme, self.model, self)
        self.foot = OfficesFoot(context, self)
        self.memory = ColumnMemory(context, self.table, self.model)
        self._menu = OfficesMenu(context, self.table, self.model, self.memory, self)
        self._empty = OfficesEmpty(context, self)
        self._stack = QStackedWidget()
        self._shown: OfficeTable | None = None
        self._then = while_there(self, self.changed.emit)
        self._kept = _Kept()
        self._refresher = Refresher[OfficeTable](
            context.tasks,
            lambda _task: office_table(context.ws),
            self.show_table,
            context.report,
            self,
        )
        self._names = LatestOnly[dict[str, str]](
            context.tasks, self._on_name_keys, context.report, self
        )
        self._typed = NameFilter(context.tasks, self._go_to_name, self)
        self._lay_out()
        self._connect()
        self.memory.restore()

    def reload(self) -> None:
        """Reads the table again, in the background."""
        self._refresher.refresh()

    def set_filter(self, text: str) -> None:
        """Shows only the offices whose names contain the text, also as pinyin's initials."""
        self.model.set_search(text)
        self.show_state()

    def show_only(self, chosen: OfficeFilter) -> None:
        """Shows only the offices of a choice."""
        self.chips.choose(chosen)
        self.foot.filter.choose(chosen)
        self.model.set_filter(chosen)
        self.show_state()

    @property
    def rows_place(self) -> QWidget:
        """Where the offices are listed, or what stands there while there are none."""
        return self._stack

    @property
    def chosen(self) -> Sequence[OfficeRow]:
        """The chosen offices from top to bottom."""
        return [self.model.office(row) for row in self.table.chosen_rows]

    def show_state(self) -> None:
        """Shows what follows from the offices, the choice among them and the selection."""
        table = self._shown
        if table is None:
            return
        has_rows = bool(self.model.rowCount())
        self._stack.setCurrentWidget(self.table if has_rows else self._empty)
        self._empty.show_state(table, self.model)
        self._show_filters()
        chosen = self.chosen
        sentence = ""
        if len(chosen) == 1:
            sentence = row_sentence(self._context.ws.campaign, chosen[0], self._day)
        self.foot.show_state(table, self.model, chosen, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives the rows the chips' room where there is little."""
        super().resizeEvent(event)
        self._show_filters()

    def _show_filters(self) -> None:
        has_rows = self._shown is not None and bool(self._shown.rows)
        is_low = self.height() < _LOW
        self.chips.setVisible(has_rows and not is_low)
        self.foot.filter.setVisible(is_low)

    def _lay_out(self) -> None:
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.chips.hide()
        self.setFocusProxy(self.table)
        mark(self, "ground", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.chips.setContentsMargins(16, 6, 16, 8)
        column.addWidget(self.chips)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        model, table = self.model, self.table
        self.chips.chosen.connect(self.show_only)
        self.foot.filter.chosen.connect(self.show_only)
        table.activated.connect(lambda _index: self._open())
        table.escaped.connect(self._on_escaped)
        table.copied.connect(self._copy)
        table.name_typed.connect(self._typed.search)
        table.horizontalHeader().sectionClicked.connect(self._on_header)
        table.selectionModel().selectionChanged.connect(lambda _now, _before: self.show_state())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self._menu.copy_requested.connect(self._copy)
        self._menu.sorting_requested.connect(self.sort_by)
        for asking in (self._menu, self.foot):
            asking.open_requested.connect(self._open)
            asking.return_requested.connect(self._return)
            asking.accept_requested.connect(self._accept)
        self._empty.all_requested.connect(lambda: self.show_only(OfficeFilter.ALL))

    def show_table(self, table: OfficeTable) -> None:
        """Shows a table as it was read."""
        is_first = self._shown is None
        self._shown, self._day = table, today_of(self._context)
        self.model.set_offices(table.rows, self._day)
        counted = counts(table.rows, self._day)
        self.chips.show_counts(counted)
        self.foot.filter.show_counts(counted)
        self._ask_for_names()
        self.memory.fit()
        if is_first:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.clearSelection()
        self.show_state()
        self.table_shown.emit(table)

    def sort_by(self, column: int, *, backwards: bool = False) -> None:
        """Sorts by a column, -1 for what needs a person first."""
        self.model.set_sorting(column, backwards=backwards)
        self._ask_for_names()
        self.memory.fit()
        self.table.show_chosen()

    def _on_header(self, column: int) -> None:
        """Sorts by a column; by a second click backwards, by a third as at first."""
        first = self.model.columns[column].is_largest_first
        current, backwards = self.model.sorting
        if current != column:
            self.sort_by(column, backwards=first)
        elif backwards is first:
            self.sort_by(column, backwards=not first)
        else:
            self.sort_by(-1)

    def _ask_for_names(self) -> None:
        """Asks for where the names stand in a dictionary, which takes up to a second at first."""
        names = self.model.names_without_key
        if names:
            self._names.submit(lambda _task: {name: name_search.sort_key(name) for name in names})

    def _on_name_keys(self, keys: dict[str, str]) -> None:
        self.model.set_name_keys(keys)
        self.table.show_chosen()

    def _go_to_name(self, typed: str) -> None:
        row = self.model.row_beginning_with(typed, max(self.table.currentIndex().row(), 0))
        if row >= 0:
            self.table.selectRow(row)

    def _open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and (submission := self.model.office(index.row()).submission):
            self.submission_requested.emit(submission.number)

    def _return(self) -> None:
        """Sends back what the chosen office has sent."""
        numbers = self._numbers()
        if len(numbers) == 1:
            return_dialog(self._context, numbers[0], About(), self._then)

    def _accept(self) -> None:
        """Accepts what the chosen offices have sent; where none is chosen, all that can be."""
        if not self.chosen:
            accept_all(self._context, self._then)
        elif numbers := self._numbers():
            accept(self._context, numbers, self._then)

    def _numbers(self) -> list[int]:
        sent = (row.submission for row in self.chosen)
        return [submission.number for submission in sent if submission is not None]

    def _copy(self) -> None:
        """Copies the chosen offices with the headings, all that are listed where none is."""
        rows = self.table.chosen_rows or list(range(self.model.rowCount()))
        lines = self.model.lines(rows, self.table.shown_columns)
        QGuiApplication.clipboard().setMimeData(copied_table(lines))
        told = f"已复制 {len(rows)} 家（带标题），可以粘贴到表格或文稿里。"
        self._context.notifications.notify("success", told)

    def _on_escaped(self) -> None:
        """Chooses no office any more or, where none is chosen, shows all of them."""
        if self.table.selectionModel().hasSelection():
            self.table.clearSelection()
        else:
            self.show_only(OfficeFilter.ALL)

    def _keep(self) -> None:
        current = self.table.currentIndex()
        self._kept = _Kept(
            {row.name for row in self.chosen},
            self.model.office(current.row()).name if current.isValid() else "",
            max(current.column(), 0),
            self.table.verticalScrollBar().value(),
        )

    def _restore(self) -> None:
        """Chooses what was chosen, as far as it is still listed, without scrolling."""
        kept, model, selection = self._kept, self.model, self.table.selectionModel()
        rows = [row for name in kept.chosen if (row := model.row_of(name)) >= 0]
        if rows:
            flags = QItemSelectionModel.SelectionFlag.Select
            selection.select(selection_of(model, rows, model.columnCount()), flags)
        if (row := model.row_of(kept.current)) >= 0:
            index = model.index(row, kept.column)
            self.table.set_current_in_place(index)
        self.table.verticalScrollBar().setValue(kept.scrolled)


class _Kept:
    """What stays when the rows are others: chosen and current offices by name, and the place."""

    def __init__(
        self,
        chosen: set[str] | None = None,
        current: str = "",
        column: int = 0,
        scrolled: int = 0,
    ) -> None:
        self.chosen = chosen or set()
        self.current = current
        self.column = column
        self.scrolled = scrolled
