"""沿用到当前活动: which records of the shown campaign become drafts of the current one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.records import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_SIZE = QSize(560, 480)


class CarryOverDialog(QDialog):
    """Lists the shown campaign's records with check boxes, form by form.

    Args:
        ws: a workspace that shows another campaign than the current one.
        theme: look of the window.
        parent: the window.

    Raises:
        StoreError: the records cannot be read.
    """

    def __init__(self, ws: Workspace, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("carry_over_dialog")
        self.setWindowTitle("沿用到当前活动")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(30 * theme.body_size)
        resize_within_screen(self, _SIZE)
        self._ws = ws
        self._theme = theme
        self._list = WrappingList()
        self._list.setObjectName("carry_over_list")
        self._list.setAccessibleName("可以沿用的申报表")
        self._all = QCheckBox("全选")
        self._all.setObjectName("carry_over_all")
        self._all.clicked.connect(self._check_all)
        self._accept = QPushButton()
        self._accept.setObjectName("carry_over_accept")
        mark(self._accept, "role", "primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        self._list_records()
        self._lay_out()
        self._list.itemChanged.connect(self._show_count)
        self._show_count()

    @property
    def chosen(self) -> list[Record]:
        """The checked records, in the order of the list."""
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _list_records(self) -> None:
        current = self._ws.current
        taken = {
            (record.form, record_name(target, record))
            for target in [self._ws.viewing(current)]
            for record in records(target)
        }
        by_form: dict[str, list[Record]] = {}
        for record in records(self._ws):
            by_form.setdefault(record.form, []).append(record)
        order = {form.id: place for place, form in enumerate(self._ws.campaign.forms)}
        for form_id in sorted(by_form, key=lambda each: order.get(each, len(order))):
            has_form = current.has_form(form_id)
            caption = form_of(self._ws, by_form[form_id][0]).tab
            self._list.add_heading(
                caption if has_form else f"{caption}：当前活动没有这张表，不能沿用"
            )
            for record in by_form[form_id]:
                name = record_name(self._ws, record)
                words = [name]
                if record.state is RecordState.DRAFT:
                    words.append("草稿")
                if (form_id, name) in taken:
                    words.append("当前活动里已有同名的一份")
                self._add("　".join(words), record, has_form)

    def _add(self, text: str, record: Record, has_form: bool) -> None:
        item = self._list.add(QIcon(), text, record)
        if has_form:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        else:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setForeground(self._theme.colour("muted"))
            item.setToolTip("当前活动没有这张表")

    def _lay_out(self) -> None:
        current = self._ws.current
        text = "选中的申报表各建一份草稿，内容照抄；原来的不动。请逐份核对，改成现在的情况。"
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(f"沿用到{current.name}（{current.id}）", "heading"))
        column.addWidget(wrapped_label(text))
        column.addWidget(self._list, 1)
        column.addLayout(button_row(self._accept, cancel, left=(self._all,)))

    def _items(self) -> list[QListWidgetItem]:
        """The lines with a check box."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return [item for item in items if item.flags() & Qt.ItemFlag.ItemIsUserCheckable]

    def _check_all(self, checked: bool) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def _show_count(self) -> None:
        count = len(self.chosen)
        self._accept.setText(f"沿用 {count} 份" if count else "沿用")
        self._accept.setEnabled(bool(count))
        self._all.setChecked(count > 0 and count == len(self._items()))
        self._all.setEnabled(bool(self._items()))
