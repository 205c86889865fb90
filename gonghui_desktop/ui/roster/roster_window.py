"""历年典型名单: the list, with a search, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.units.roster import RosterEntry
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.commands.name_filter import NameFilter
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.roster.roster_model import RosterModel
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.banner import Banner, Kind
from gonghui_desktop.ui.widgets.composition import Composition
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_SIZE = QSize(820, 560)
_SEARCH_WIDTH = 280
_ROWS_MEASURED = 50  # for the width of a column
_WHAT = (
    "把上级工会发来的名单放到这里，程序会指出名称相同或相近的单位，由您核对。"
    "换到下一届活动，名单仍然有效。"
)
_NONE = "名单还是空的"
_HOW = "可以导入 Excel、WPS、Word 或文本文件里的名单，也可以复制后粘贴，或逐个录入。"
_NOT_FOUND = "没有找到这个单位"


class RosterWindow(QDialog):
    """The roster; what is asked for is told by signals.

    Args:
        theme: look of the window.
        tasks: where the readings for the search are loaded.
        barred: who may not be put forward again, by the campaign's rules.
        refusal: why nothing can be changed now, a sentence; empty if it can.
        parent: the main window.
    """

    import_requested = Signal()
    paste_requested = Signal()
    remove_requested = Signal(list)
    """The entries that are to go."""
    undo_requested = Signal()
    """What was told of last is to be taken back."""

    def __init__(
        self,
        theme: Theme,
        tasks: TaskRunner,
        barred: str,
        refusal: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("roster_window")
        self.setWindowTitle("历年典型名单")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._refusal = refusal
        self.model = RosterModel(self)
        self.view = self._make_view()
        self.banner = Banner(theme, closable=True, parent=self)
        self.banner.setObjectName("roster_banner")
        self.banner.acted.connect(self.undo_requested)
        self._count = QLabel()
        self._count.setObjectName("roster_count")
        mark(self._count, "role", "hint")
        self._search_line = QWidget()
        self.search = self._make_search(theme)
        self._filter = NameFilter(tasks, self._on_search, self)
        self.search.textChanged.connect(self._filter.search)
        self.add = _button("导入…", "roster_import", self.import_requested.emit)
        self.paste = _button("粘贴或录入…", "roster_paste", self.paste_requested.emit)
        self.remove = _button("删除", "roster_remove", self._on_remove)
        self._empty, self._empty_hint = QLabel(), wrapped_label("", "hint")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._make_empty())
        self._lay_out(barred)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)
        for button in (self.add, self.paste):
            button.setEnabled(not refusal)
        self._show_state()

    def show_entries(self, entries: Sequence[RosterEntry]) -> None:
        """Lists these; the row that was current stays so as far as it can."""
        row = self.view.currentIndex().row()
        self.model.set_entries(entries)
        self._go_to(row)
        self._show_state()

    def show_message(self, kind: Kind, text: str, *, can_undo: bool = False) -> None:
        """Tells what was done, with the way back."""
        self.banner.show_message(kind, text, "撤销" if can_undo else "")

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("roster_list")
        view.setAccessibleName("不能再次申报的单位")
        view.setModel(self.model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = view.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(_ROWS_MEASURED)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        for column, width in ((1, 180), (2, 170)):
            header.resizeSection(column, width)
        view.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_state())
        return view

    def _make_search(self, theme: Theme) -> QLineEdit:
        search = QLineEdit()
        Composition(search)
        search.setObjectName("roster_search")
        search.setPlaceholderText("查找单位，写拼音首字母也行")
        search.setAccessibleName("在名单里查找")
        search.setClearButtonEnabled(True)
        search.setFixedWidth(_SEARCH_WIDTH)
        search.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        return search

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        for label in (self._empty, self._empty_hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        mark(self._empty, "role", "strong")
        column.addStretch(2)
        return page

    def _lay_out(self, barred: str) -> None:
        line = QHBoxLayout(self._search_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.search)
        line.addStretch(1)
        line.addWidget(self._count)
        close = _button("关闭", "roster_close", self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label("历年典型名单", "heading"))
        column.addWidget(wrapped_label(f"{barred}，不能再次申报。"))
        column.addWidget(wrapped_label(self._refusal or _WHAT, "hint"))
        column.addWidget(self._search_line)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addLayout(button_row(close, left=(self.add, self.paste, self.remove)))

    def _on_search(self, text: str) -> None:
        self.model.set_search(text)
        self._go_to(0)
        self._show_state()

    def _go_to(self, row: int) -> None:
        """Makes a row the current one, without choosing it."""
        index = self.model.index(min(max(row, 0), self.model.rowCount() - 1), 0)
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.view.selectionModel().setCurrentIndex(index, flags)

    def _show_state(self) -> None:
        """What follows from the entries, the search and the selection."""
        total, shown = self.model.total, self.model.rowCount()
        found = f"找到 {shown} 个，" if shown < total else ""
        self._count.setText(f"{found}共 {total} 个单位" if total else "")
        self._stack.setCurrentIndex(0 if shown else 1)
        self._empty.setText(_NOT_FOUND if total else _NONE)
        self._empty_hint.setText("" if total else _HOW)
        self._search_line.setVisible(bool(total))
        count = len(self._selected())
        self.remove.setText(f"删除 {count} 个" if count > 1 else "删除")
        self.remove.setEnabled(bool(count) and not self._refusal)

    def _selected(self) -> list[RosterEntry]:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.entry(row) for row in rows]

    def _on_remove(self) -> None:
        if self.remove.isEnabled():
            self.remove_requested.emit(self._selected())


def _button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)  # the search hands the return key on
    press_with_enter(button)
    button.clicked.connect(lambda _checked=False: act())
    return button
