"""What stands in the place of the table of offices while it is empty, and what to do then."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.services.receiving.office_table import OfficeTable
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.dialogs.layout import wrapped_label
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_READING = "正在读取单位情况……"
_NONE = "还没有应报单位名单"
_HOW = (
    "先把应报单位的名单导进来，才看得出谁报了、谁还没报。"
    "可以导入 Excel、WPS 或文本文件，也可以复制后粘贴，或逐个录入。"
    "没有名单也能接收：点“接收报送包”，或者把报送包、文件夹、U 盘拖进窗口。"
)
_NO_MATCH = "没有符合的单位"
_WIDTH = 420


class OfficesEmpty(QWidget):
    """A sentence and a button.

    Args:
        context: what it works with.
        parent: the owner.
    """

    all_requested = Signal()
    """Every office is to be shown."""

    def __init__(self, context: CommandContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel(_READING)
        self._hint = wrapped_label("", "hint")
        self._hint.setFixedWidth(_WIDTH)
        self.begin = _button("导入名单…", "offices_begin", primary=True)
        self.begin.clicked.connect(lambda _checked=False: context.actions["offices"].trigger())
        self.show_all = _button("显示全部", "offices_show_all")
        self.show_all.clicked.connect(lambda _checked=False: self.all_requested.emit())
        mark(self._words, "role", "strong")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (self._words, self._hint, self.begin, self.show_all):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        for widget in (self._hint, self.begin, self.show_all):
            widget.hide()

    def show_state(self, table: OfficeTable, model: OfficesModel) -> None:
        """Says why no office is shown."""
        is_empty = not table.rows
        self._words.setText(_NONE if is_empty else _NO_MATCH)
        self._hint.setText(_HOW)
        self._hint.setMinimumHeight(self._hint.heightForWidth(_WIDTH))
        self._hint.setVisible(is_empty)
        self.begin.setVisible(is_empty)
        self.show_all.setVisible(not is_empty and not model.search)


def _button(text: str, name: str, *, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    mark(button, "role", "primary" if primary else None)
    press_with_enter(button)
    return button
