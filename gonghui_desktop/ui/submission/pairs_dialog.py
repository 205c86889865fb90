"""相近名称: what was written about names that are nearly the same, to be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_SIZE = QSize(860, 460)
_COLUMNS = ("名称", "相近的名称", "写的原因", "时间")
_REASON = 2
_NAME_WIDTH = 200  # pixels, of 14 characters
_EMPTY = "还没有。名称相近的两个单位，在其中一份的单位名称旁写明原因后，会记在这里。"
_HINT = (
    "名称相近的两个单位，原因写过一次，本次活动里就不再问，重新导入、沿用的申报表也一样。"
    "写的是“是同一单位”的，只算 1 个名额。写错了请撤回，名称会重新提示；"
    "写在申报表里的原因请在表里改。"
)


@dataclass(frozen=True)
class PairRow:
    """What was written about two names.

    Attributes:
        number: of the decision.
        one: the one name.
        other: the other.
        reason: in the clerk's words.
        at: when, in words.
    """

    number: int
    one: str
    other: str
    reason: str
    at: str


class PairsDialog(QDialog):
    """Lists what was written about pairs of names; one at a time can be taken back.

    Args:
        rows: the pairs, written last first.
        refusal: why nothing can be taken back now; empty if it can.
        parent: the window.
    """

    taken_back = Signal(int)
    """Number of the decision to be taken back."""

    def __init__(self, rows: Sequence[PairRow], refusal: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("pairs_dialog")
        self.setWindowTitle("相近名称")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._list = self._make_list(rows)
        self._accept = QPushButton("撤回", self)
        self._accept.setObjectName("pairs_take_back")
        self._accept.setEnabled(bool(rows) and not refusal)
        self._accept.clicked.connect(self._take_back)
        close = QPushButton("关闭", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label("相近名称", "heading"))
        column.addWidget(wrapped_label(f"{_HINT if rows else _EMPTY}{refusal}", "hint"))
        column.addWidget(self._list, 1)
        column.addLayout(button_row(self._accept, close))

    def _make_list(self, rows: Sequence[PairRow]) -> QTreeWidget:
        view = QTreeWidget(self)
        view.ensurePolished()  # its header measures the rows, which are not measured again
        view.setObjectName("pairs_list")
        view.setAccessibleName("写过原因的相近名称")
        view.setHeaderLabels(_COLUMNS)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.addTopLevelItems([self._make_item(row) for row in rows])
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(48)
        for column in range(_REASON):
            header.resizeSection(column, _NAME_WIDTH)
        view.activated.connect(self._on_activated)
        if rows:
            view.setCurrentIndex(view.model().index(0, 0))
            view.setFocus()
        return view

    def _make_item(self, row: PairRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.one, row.other, row.reason, row.at])
        item.setData(0, Qt.ItemDataRole.UserRole, row.number)
        sentence = f"“{row.one}”与“{row.other}”，写的是：{row.reason}，{row.at}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)
        for column, text in enumerate((row.one, row.other, row.reason)):
            item.setToolTip(column, plain_tip(text))
        return item

    def _on_activated(self, _index: QModelIndex) -> None:
        self._take_back()

    def _take_back(self) -> None:
        item = self._list.currentItem()
        if self._accept.isEnabled() and item is not None:
            self.taken_back.emit(item.data(0, Qt.ItemDataRole.UserRole))
            self.accept()
