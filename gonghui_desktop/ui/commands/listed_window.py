"""A kept list of names in a dialog: with a search, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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

from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.commands.listed_model import ListedModel
from gonghui_desktop.ui.commands.name_filter import NameFilter
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.banner import Banner, Kind
from gonghui_desktop.ui.widgets.composition import Composition
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_SIZE = QSize(820, 560)
_SEARCH_WIDTH = 280
_ROWS_MEASURED = 50  # for the width of a column
_NOT_FOUND = "没有找到这个单位"


@dataclass(frozen=True)
class WindowWords:
    """What a list is, and how it is called.

    Attributes:
        prefix: beginning of the object names.
        title: of the window.
        rule: what the list is for, a sentence.
        what: what is done with it, a sentence.
        none: instead of an empty list.
        how: how to fill it, a sentence.
        entries: what its lines are, for a screen reader.
        removes: on the button that takes chosen ones off it.
        widths: of columns behind the first, by number; the others are as wide as they need.
    """

    prefix: str
    title: str
    rule: str
    what: str
    none: str
    how: str
    entries: str
    removes: str = "删除"
    widths: Mapping[int, int] = field(default_factory=dict)


class ListedWindow(QDialog):
    """The list; what is asked for is told by signals.

    Args:
        theme: look of the window.
        tasks: where the readings for the search are loaded.
        words: what the list is.
        model: its entries.
        refusal: why nothing can be changed now, a sentence; empty if it can.
        parent: the main window.
        buttons: further ones, at the left of its foot.
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
        words: WindowWords,
        model: ListedModel[Any],
        refusal: str,
        parent: QWidget | None,
        buttons: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{words.prefix}_window")
        self.setWindowTitle(words.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._listed = words
        self._refusal = refusal
        self.model = model
        model.setParent(self)
        self.view = self._make_view()
        self.banner = Banner(theme, closable=True, parent=self)
        self.banner.setObjectName(f"{words.prefix}_banner")
        self.banner.acted.connect(self.undo_requested)
        self._count = QLabel()
        self._count.setObjectName(f"{words.prefix}_count")
        mark(self._count, "role", "hint")
        self._search_line = QWidget()
        self.search = self._make_search(theme)
        self._filter = NameFilter(tasks, self._on_search, self)
        self.search.textChanged.connect(self._filter.search)
        self.add = self._button("导入…", "import", self.import_requested.emit)
        self.paste = self._button("粘贴或录入…", "paste", self.paste_requested.emit)
        self.remove = self._button(words.removes, "remove", self._on_remove)
        self._empty, self._empty_hint = QLabel(), wrapped_label("", "hint")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._make_empty())
        self._lay_out(buttons)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)
        for button in (self.add, self.paste):
            button.setEnabled(not refusal)
        self._show_state()

    def show_entries(self, entries: Sequence[Any]) -> None:
        """Lists these; the row that was current stays so as far as it can."""
        row = self.view.currentIndex().row()
        self.model.set_entries(entries)
        self._go_to(row)
        self._show_state()

    def show_rule(self, rule: str, what: str) -> None:
        """Shows what the list is for now, and what is done with it."""
        self._rule.setText(rule)
        self._what.setText(self._refusal or what)

    def show_message(self, kind: Kind, text: str, *, can_undo: bool = False) -> None:
        """Tells what was done, with the way back."""
        self.banner.show_message(kind, text, "撤销" if can_undo else "")

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName(f"{self._listed.prefix}_list")
        view.setAccessibleName(self._listed.entries)
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
        for column in range(1, self.model.columnCount()):
            if column in self._listed.widths:
                header.resizeSection(column, self._listed.widths[column])
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        view.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_state())
        return view

    def _make_search(self, theme: Theme) -> QLineEdit:
        search = QLineEdit()
        Composition(search)
        search.setObjectName(f"{self._listed.prefix}_search")
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

    def _lay_out(self, buttons: Sequence[QPushButton]) -> None:
        line = QHBoxLayout(self._search_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.search)
        line.addStretch(1)
        line.addWidget(self._count)
        close = self._button("关闭", "close", self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(self._listed.title, "heading"))
        self._rule = wrapped_label(self._listed.rule)
        self._what = wrapped_label(self._refusal or self._listed.what, "hint")
        column.addWidget(self._rule)
        column.addWidget(self._what)
        column.addWidget(self._search_line)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addLayout(button_row(close, left=(self.add, self.paste, self.remove, *buttons)))

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
        self._empty.setText(_NOT_FOUND if total else self._listed.none)
        self._empty_hint.setText("" if total else self._listed.how)
        self._search_line.setVisible(bool(total))
        count = len(self._selected())
        removes = self._listed.removes
        self.remove.setText(f"{removes} {count} 个" if count > 1 else removes)
        self.remove.setEnabled(bool(count) and not self._refusal)

    def _selected(self) -> list[Any]:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.entry(row) for row in rows]

    def _on_remove(self) -> None:
        if self.remove.isEnabled():
            self.remove_requested.emit(self._selected())

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"{self._listed.prefix}_{name}")
        button.setAutoDefault(False)  # the search hands the return key on
        press_with_enter(button)
        button.clicked.connect(lambda _checked=False: act())
        return button
