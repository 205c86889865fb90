"""回收站: what was deleted, to be brought back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_SIZE = QSize(760, 460)
_COLUMNS = ("名称", "表", "状态", "删除时间", "还可恢复")
_NUMBER = Qt.ItemDataRole.UserRole
_LAST_DAYS = 3  # from here on the days left are a warning


@dataclass(frozen=True)
class BinRow:
    """A deleted record in the list.

    Attributes:
        number: of the record in the bin.
        name: the record's.
        form: the form's number, such as ``附件1``.
        state: in words.
        deleted: when, in words.
        days_left: days until it goes for good, the one begun counted.
    """

    number: int
    name: str
    form: str
    state: str
    deleted: str
    days_left: int

    @property
    def left(self) -> str:
        """How long it can be brought back."""
        return f"{self.days_left} 天" if self.days_left > 1 else "只剩今天"


class BinDialog(QDialog):
    """Lists deleted records; several can be brought back at once.

    Args:
        theme: look of the window.
        rows: the records, deleted last first.
        days: how long they are kept.
        refusal: why none can be brought back now; empty if they can.
        parent: the window.
        can_purge: whether some can go for good; not in data that is only read.
    """

    restored = Signal(list)
    """Numbers of the records to be brought back."""
    purge_requested = Signal(list)
    """Numbers of the records that are to go for good; the dialog stays."""

    def __init__(
        self,
        theme: Theme,
        rows: Sequence[BinRow],
        days: int,
        refusal: str,
        parent: QWidget | None,
        *,
        can_purge: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bin_dialog")
        self.setWindowTitle("回收站")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._refusal = refusal
        self._list = self._make_list(rows)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._make_empty(days))
        self._accept = QPushButton("恢复", self)
        self._accept.setObjectName("bin_restore")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self._restore)
        mark(self._accept, "role", "primary")
        self._purge = QPushButton("彻底删除…", self)
        self._purge.setObjectName("bin_purge")
        self._purge.setAutoDefault(False)
        press_with_enter(self._purge)
        self._purge.clicked.connect(lambda: self.purge_requested.emit(self.chosen))
        self._can_purge = can_purge
        self._lay_out(days)
        self._list.itemSelectionChanged.connect(self._show_count)
        self._list.activated.connect(self._on_activated)
        if rows:
            self._list.setCurrentIndex(self._list.model().index(0, 0))
            self._list.setFocus()
        else:
            self._stack.setCurrentIndex(1)
        self._show_count()

    @property
    def chosen(self) -> list[int]:
        """Numbers of the selected records, in the order of the list."""
        items = self._list.selectedItems()
        return [item.data(0, _NUMBER) for item in sorted(items, key=self._place)]

    def remove(self, numbers: Collection[int]) -> None:
        """Takes records out of the list that are in the bin no more."""
        for row in reversed(range(self._list.topLevelItemCount())):
            item = self._list.topLevelItem(row)
            if item is not None and item.data(0, _NUMBER) in numbers:
                self._list.takeTopLevelItem(row)
        if self._list.topLevelItemCount():
            self._list.setCurrentIndex(self._list.model().index(0, 0))
            self._list.setFocus()
        else:
            self._stack.setCurrentIndex(1)
            self._hint.hide()
            self._close.setFocus()
        self._show_count()

    def _place(self, item: QTreeWidgetItem) -> int:
        return self._list.indexOfTopLevelItem(item)

    def _make_list(self, rows: Sequence[BinRow]) -> QTreeWidget:
        view = QTreeWidget(self)
        view.setObjectName("bin_list")
        view.setAccessibleName("已删除的申报表")
        view.setHeaderLabels(_COLUMNS)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.addTopLevelItems([self._make_item(row) for row in rows])
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(48)
        return view

    def _make_item(self, row: BinRow) -> QTreeWidgetItem:
        texts = [row.name, row.form, row.state, row.deleted, row.left]
        item = QTreeWidgetItem(texts)
        item.setData(0, _NUMBER, row.number)
        sentence = f"{row.name}，{row.form}，{row.state}，{row.deleted}删除，还可恢复{row.left}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)
        item.setToolTip(0, plain_tip(row.name))
        if row.days_left <= _LAST_DAYS:
            item.setForeground(len(texts) - 1, self._theme.colour("warning"))
        return item

    def _make_empty(self, days: int) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addStretch(1)
        for text, role in (
            ("回收站是空的", "strong"),
            (f"删除的申报表会放在这里，{days} 天之内可以恢复。", "hint"),
        ):
            label = QLabel(text, page)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            mark(label, "role", role)
            column.addWidget(label)
        column.addStretch(2)
        return page

    def _lay_out(self, days: int) -> None:
        text = f"删除的申报表在这里留 {days} 天，到期自动清除（以前的自动备份里还有）。"
        hint = self._hint = wrapped_label(f"{text}{self._refusal}", "hint")
        hint.setHidden(not self._list.topLevelItemCount())
        close = self._close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label("回收站", "heading"))
        column.addWidget(hint)
        column.addWidget(self._stack, 1)
        column.addLayout(button_row(self._accept, close, left=(self._purge,)))

    def _show_count(self) -> None:
        count = len(self._list.selectedItems())
        self._accept.setText(f"恢复 {count} 份" if count > 1 else "恢复")
        self._accept.setEnabled(bool(count) and not self._refusal)
        self._purge.setText(f"彻底删除 {count} 份…" if count > 1 else "彻底删除…")
        self._purge.setEnabled(bool(count) and self._can_purge)

    def _on_activated(self, _index: QModelIndex) -> None:
        self._restore()

    def _restore(self) -> None:
        if self._accept.isEnabled():
            self.restored.emit(self.chosen)
            self.accept()
