"""加入名单: what was recognised in a file or in a pasted text, before it goes on the roster."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gonghui_desktop.model.units.roster_list import ReadList
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.roster.roster_model import UNSAID
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.bounded_text import bound_line
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

LONGEST_PASTE = 1_000_000  # characters, some 30,000 units

_SIZE = QSize(680, 620)
_TEXT_HEIGHT = 140
_MOST_SHOWN = 500
_LONGEST_REASON = 60
_NOTICES_HEIGHT = 120
_FRAME = 8
_EXAMPLE = (
    "每行一个单位的全称，例如：\n大连示例重工有限公司\n大连样例饭店（2015年典型）\n\n"
    "也可以从表格里复制“单位名称”“年度”“原因”几列，粘贴到这里。"
)


class ListEdit(QPlainTextEdit):
    """Takes a list as text; one that is too long to be a list is refused in a sentence."""

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Inserts what was pasted or dropped."""
        text = source.text()
        if len(text) > LONGEST_PASTE:
            where = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            QToolTip.showText(where, "剪贴板上的文字太长，没有粘贴；请存为文件再导入。", self)
        else:
            self.insertPlainText(text)


class AddDialog(QDialog):
    """Shows the units of a list; it stays until what was asked for is done.

    Args:
        theme: look of the window.
        heading: what it is, such as ``导入“2015年典型.xlsx”``.
        reasons: offered for units of which the list says none.
        parent: the roster's window.
        with_text: whether the list is typed or pasted here.
    """

    changed = Signal(str)
    """Emitted with the text whenever that has changed."""
    asked = Signal(str)
    """The list is to go on the roster, with this reason for units that have none."""

    def __init__(
        self,
        theme: Theme,
        heading: str,
        reasons: Sequence[str],
        parent: QWidget | None,
        *,
        with_text: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("roster_add_dialog")
        self.setWindowTitle("加入历年典型名单")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._with_text = with_text
        self.text = self._make_text()
        self._units = self._make_units()
        self._found = wrapped_label("", "strong")
        self._found.setObjectName("roster_found")
        self._notices = WrappingList()
        self._notices.setAccessibleName("要核对的地方")
        self.reason = self._make_reason(reasons)
        self._reason_line = QWidget()
        self._fault = wrapped_label("", "error")
        self._fault.setObjectName("roster_fault")
        self.add = QPushButton("加入名单")
        self.add.setObjectName("roster_add")
        self.add.setDefault(True)
        mark(self.add, "role", "primary")
        self.add.clicked.connect(lambda: self.asked.emit(self.reason.currentText().strip()))
        self._lay_out(heading)
        self.show_list(ReadList((), ()))

    def show_list(self, found: ReadList) -> None:
        """Shows the units that were recognised, and what is to be checked."""
        self._fault.hide()
        total, unreasoned = len(found.units), found.unreasoned
        words = f"认出 {total} 个单位" if total else "还没有认出单位"
        if unreasoned and total:
            which = "都" if unreasoned == total else f"其中 {unreasoned} 个"
            words += f"，{which}没有写明原因"
        self._found.setText(f"{words}。" if total or not self._with_text else "")
        self._reason_line.setVisible(bool(unreasoned))
        self._notices.clear()
        for notice in found.notices:
            self._notices.add(self._theme.icon("triangle-alert", "warning"), notice)
        heights = (self._notices.sizeHintForRow(row) for row in range(self._notices.count()))
        self._notices.setFixedHeight(min(sum(heights) + _FRAME, _NOTICES_HEIGHT))
        self._notices.setVisible(bool(found.notices))
        self._show_units(found)
        self.add.setText(f"加入 {total} 个单位" if total else "加入名单")
        self.add.setEnabled(bool(total))

    def show_fault(self, sentence: str) -> None:
        """Says why the list cannot go on the roster."""
        self._fault.setText(sentence)
        self._fault.show()
        self.add.setEnabled(True)

    def _make_text(self) -> ListEdit:
        text = ListEdit()
        text.setObjectName("roster_text")
        text.setAccessibleName("名单，每行一个单位")
        text.setPlaceholderText(_EXAMPLE)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(_TEXT_HEIGHT)
        text.setVisible(self._with_text)
        text.textChanged.connect(lambda: self.changed.emit(text.toPlainText()))
        return text

    def _make_units(self) -> QTreeWidget:
        units = QTreeWidget()
        units.setObjectName("roster_units")
        units.setAccessibleName("认出的单位")
        units.setHeaderLabels(["单位名称", "原因"])
        units.setRootIsDecorated(False)
        units.setUniformRowHeights(True)
        units.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = units.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return units

    def _make_reason(self, reasons: Sequence[str]) -> QComboBox:
        reason = QComboBox()
        reason.setObjectName("roster_reason")
        reason.setEditable(True)
        reason.setAccessibleName("没有写明原因的记为")
        reason.addItems(list(reasons))
        reason.setCurrentIndex(-1)
        line = reason.lineEdit()
        assert line is not None
        bound_line(line, _LONGEST_REASON)
        line.setPlaceholderText("请选择或填写，也可以不写")
        return reason

    def _lay_out(self, heading: str) -> None:
        row = QHBoxLayout(self._reason_line)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel("没有写明原因的，记为(&R)")
        label.setBuddy(self.reason)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        cancel = QPushButton("取消")
        cancel.setObjectName("roster_cancel")
        cancel.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(heading, "heading"))
        column.addWidget(self.text, 2)
        column.addWidget(self._found)
        column.addWidget(self._units, 3)
        column.addWidget(self._notices)
        column.addWidget(self._reason_line)
        column.addWidget(self._fault)
        column.addLayout(button_row(self.add, cancel))

    def _show_units(self, found: ReadList) -> None:
        self._units.clear()
        shown = [QTreeWidgetItem([each.name, each.reason or UNSAID]) for each in found.units]
        more = len(shown) - _MOST_SHOWN
        self._units.addTopLevelItems(shown[:_MOST_SHOWN])
        if more > 0:
            self._units.addTopLevelItem(QTreeWidgetItem([f"……还有 {more} 个", ""]))
        self._units.setVisible(bool(found.units) or not self._with_text)
