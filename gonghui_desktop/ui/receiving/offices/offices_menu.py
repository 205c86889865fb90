"""Context menus of the table of offices: of the chosen ones, and of the columns."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.offices.column_memory import ColumnMemory
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.receiving.offices.offices_table import OfficesTable

_FIRST = "要处理的在前"


class OfficesMenu(QObject):
    """Opens the menus.

    Args:
        context: what it works with.
        table: the table.
        model: its offices.
        memory: its columns.
        parent: the view.
    """

    open_requested = Signal()
    return_requested = Signal()
    accept_requested = Signal()
    copy_requested = Signal()
    sorting_requested = Signal(int)
    """A column to sort by, -1 for what needs a person first."""

    def __init__(
        self,
        context: CommandContext,
        table: OfficesTable,
        model: OfficesModel,
        memory: ColumnMemory,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._model = model
        self._memory = memory
        self._widget = parent
        table.menu_requested.connect(self._show)
        header = table.horizontalHeader()
        header.customContextMenuRequested.connect(
            lambda place: self._show_columns(header.mapToGlobal(place))
        )

    def _show(self, place: QPoint) -> None:
        menu = self._make_menu()
        rows = self._table.chosen_rows
        sent = [row for row in rows if self._model.office(row).submission is not None]
        opened = menu.addAction("打开(&O)\tEnter", self.open_requested.emit)
        opened.setEnabled(len(rows) == len(sent) == 1)
        menu.addSeparator()
        accepted = menu.addAction("受理(&A)…" if rows else "受理全部(&A)…")
        accepted.triggered.connect(lambda _checked=False: self.accept_requested.emit())
        accepted.setEnabled(bool(sent) or not rows)
        returned = menu.addAction("退回(&R)…", self.return_requested.emit)
        returned.setEnabled(len(rows) == len(sent) == 1)
        menu.addSeparator()
        menu.addAction("复制为表格(&C)\tCtrl+C", self.copy_requested.emit)
        menu.addSeparator()
        self._fill_sorting(menu.addMenu("排序(&S)"))
        self._fill_columns(menu.addMenu("显示哪些列(&L)"))
        menu.popup(place)

    def _show_columns(self, place: QPoint) -> None:
        menu = self._make_menu()
        self._fill_columns(menu)
        menu.popup(place)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self._widget)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        return menu

    def _fill_sorting(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        current, _backwards = self._model.sorting
        shown = self._table.shown_columns
        for at, title in [(-1, _FIRST), *((at, self._model.columns[at].title) for at in shown)]:
            action = self._add(menu, title, is_checked=at == current)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, at=at: self.sorting_requested.emit(at))

    def _fill_columns(self, menu: QMenu) -> None:
        for at, column in enumerate(self._model.columns):
            if at == 0:
                continue  # the name stays
            action = self._add(menu, column.title, is_checked=not self._table.isColumnHidden(at))
            action.setToolTip(column.tip)
            action.triggered.connect(
                lambda checked, at=at: self._memory.show_column(at, shown=checked)
            )
        menu.addSeparator()
        menu.addAction("恢复原样(&R)", self._memory.start_over)

    @staticmethod
    def _add(menu: QMenu, title: str, *, is_checked: bool) -> QAction:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(is_checked)
        return action
