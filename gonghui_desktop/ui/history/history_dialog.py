"""修改历史: what was done to a form, entry by entry, and taking back what it said before."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.history.history_delegate import DETAIL_ROLE, HistoryDelegate
from gonghui_desktop.ui.history.history_rows import HistoryBook, HistoryRow
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.widgets.comparison import ComparisonView, Side
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_SIZE = QSize(960, 620)
_LIST_WIDTH = 280
_ROW_ROLE = Qt.ItemDataRole.UserRole
_NO_TEXTS = "这一步没有改动填写的内容。"
_SAME = "现在的内容和那时一样。"


class HistoryDialog(QDialog):
    """Lists the history, newest first, and compares.

    Args:
        theme: look of the window.
        name: of the record.
        refusal: why nothing can be taken back; empty if it can.
        parent: the window.
    """

    text_wanted = Signal(str, str)
    """The name of a text (``history_rows.TextKey``), and the text that is wanted there."""
    form_wanted = Signal(object)
    """The ``HistoryRow`` after which the whole form is wanted as it was."""

    def __init__(self, theme: Theme, name: str, refusal: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("history_dialog")
        self.setWindowTitle(f"修改历史：{name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._refusal = refusal
        self._book: HistoryBook | None = None
        self.banner = Banner(theme, parent=self)
        self.banner.setObjectName("history_banner")
        self._make_list(theme)
        self._make_texts(theme)
        self._whole = QPushButton("整份恢复到这时", self)
        self._whole.setObjectName("history_restore_form")
        self._whole.clicked.connect(self._on_form_wanted)
        self._close = QPushButton("关闭", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self._lay_out()
        self._filter.currentIndexChanged.connect(self._list_rows)
        self._list.currentItemChanged.connect(self._show_row)
        self._step.toggled.connect(self._show_row)

    def show_book(self, book: HistoryBook) -> None:
        """Shows a history; the same field stays chosen, and the newest row of it is shown."""
        self._book = book
        chosen = self._filter.currentData()
        self._filter.blockSignals(True)
        self._filter.clear()
        self._filter.addItem("全部栏目", "")
        for field_id, label in book.fields:
            self._filter.addItem(label, field_id)
        self._filter.setCurrentIndex(max(self._filter.findData(chosen), 0))
        self._filter.blockSignals(False)
        self._list_rows()
        if chosen is None:
            self._list.setFocus()

    @property
    def _row(self) -> HistoryRow | None:
        item = self._list.currentItem()
        row = item.data(_ROW_ROLE) if item else None
        return row if isinstance(row, HistoryRow) else None

    def _list_rows(self) -> None:
        field = self._filter.currentData()
        rows = self._book.rows if self._book else ()
        self._list.blockSignals(True)
        self._list.clear()
        for row in rows:
            if not field or field in row.fields:
                self._list.addItem(_item(row))
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._show_row()

    def _show_row(self) -> None:
        row, book = self._row, self._book
        is_step = self._step.isChecked()
        self._changes.setVisible(is_step)
        self._since.setVisible(not is_step)
        self._whole.setVisible(not self._refusal)
        if row is None or book is None:
            return
        self._title.setText("　".join(part for part in (row.title, row.when, row.who) if part))
        since = book.since(row)
        self._whole.setEnabled(bool(since))
        if is_step:
            nothing = row.note or _NO_TEXTS
            self._changes.show_differences(book.changes(row), nothing, book.shown_now())
        else:
            self._since.show_differences(since, _SAME)
        view = self._changes if is_step else self._since
        before = (self._filter, self._list, self._step, self._now)
        for first, second in pairwise([*before, *view.stops, self._whole, self._close]):
            QWidget.setTabOrder(first, second)

    def _on_change_acted(self, name: str, is_after: bool) -> None:
        if (row := self._row) is not None:
            self.text_wanted.emit(name, (row.after if is_after else row.before)[name])

    def _on_since_acted(self, name: str) -> None:
        if (row := self._row) is not None and self._book is not None:
            self.text_wanted.emit(name, self._book.texts_at(row).get(name, ""))

    def _on_form_wanted(self) -> None:
        if (row := self._row) is not None:
            self.form_wanted.emit(row)

    def _make_list(self, theme: Theme) -> None:
        self._filter = QComboBox(self)
        self._filter.setObjectName("history_filter")
        self._filter.setAccessibleName("只看一栏的历史")
        self._list = QListWidget(self)
        self._list.setObjectName("history_list")
        self._list.setAccessibleName("修改历史")
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(HistoryDelegate(theme, self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _make_texts(self, theme: Theme) -> None:
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        mark(self._title, "role", "strong")
        self._step, self._now = QRadioButton("这一步的改动", self), QRadioButton("与现在相比", self)
        self._step.setChecked(True)
        verb = "" if self._refusal else "恢复"
        self._changes = ComparisonView(theme, Side("原来", verb=verb), Side("改为", verb=verb))
        self._since = ComparisonView(theme, Side("那时", verb=verb), Side("现在"))
        self._changes.acted.connect(self._on_change_acted)
        self._since.acted.connect(self._on_since_acted)

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        entries = QVBoxLayout(left)
        entries.setContentsMargins(0, 0, 0, 0)
        entries.setSpacing(8)
        entries.addWidget(self._filter)
        entries.addWidget(self._list, 1)
        modes = QHBoxLayout()
        modes.setSpacing(16)
        modes.addWidget(self._step)
        modes.addWidget(self._now)
        modes.addStretch(1)
        texts = QVBoxLayout(right)
        texts.setContentsMargins(16, 0, 0, 0)
        texts.setSpacing(8)
        texts.addWidget(self._title)
        texts.addLayout(modes)
        texts.addWidget(self._changes, 1)
        texts.addWidget(self._since, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(parts, 1)
        column.addLayout(self._make_foot())

    def _make_foot(self) -> QHBoxLayout:
        hint = QLabel(self._refusal, self)
        hint.setWordWrap(True)
        mark(hint, "role", "hint")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(hint, 1)
        foot.addWidget(self._whole)
        foot.addWidget(self._close)
        return foot


def _item(row: HistoryRow) -> QListWidgetItem:
    item = QListWidgetItem(row.title)
    detail = f"{row.when} · {row.who}" if row.who else row.when
    item.setData(DETAIL_ROLE, detail)
    item.setData(_ROW_ROLE, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}，{row.when} {row.who}".strip())
    item.setToolTip(plain_tip(f"{row.title}\n{detail}"))
    return item
