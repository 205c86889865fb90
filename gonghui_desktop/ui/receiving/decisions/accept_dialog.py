"""Dialog 受理: which packages are accepted, which are left out and why, whether with receipts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QWidget

from gonghui_desktop.services.receiving.decisions.offered import Candidate
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_SIZE = QSize(640, 460)
_ONE = QSize(560, 260)
_MEANS = (
    "受理以后就锁定：对方再报来的，要等撤销受理才算。"
    "没有问题的已经勾选，有问题的看过以后可以自己勾选。"
)
_ONE_MEANS = "受理以后就锁定：对方再报来的，要等撤销受理才算。"
_RECEIPTS = "存受理回执，发给对方（每次报送一个文件）"
_RECEIPT = "存受理回执，发给对方"
_INDENT = "　　"


class AcceptDialog(QDialog):
    """Asks; what has no open point is ticked already, and stands behind what has.

    Args:
        theme: icons.
        offered: the packages.
        parent: the window over which it lies.
    """

    asked = Signal()
    """She goes on; the dialog stays until it is accepted."""

    def __init__(self, theme: Theme, offered: Sequence[Candidate], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("accept_dialog")
        self.setWindowTitle("受理")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._is_one = len(offered) == 1
        resize_within_screen(self, _ONE if self._is_one and not offered[0].points else _SIZE)
        self.list = WrappingList()
        self.list.setObjectName("accept.list")
        self.list.setAccessibleName("要受理的报送")
        for candidate in sorted(offered, key=_is_ready):
            self._add(theme, candidate)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._show_count)
        self.receipts = QCheckBox(_RECEIPT if self._is_one else _RECEIPTS)
        self.receipts.setObjectName("accept.receipts")
        self.receipts.setChecked(True)
        self._go = QPushButton()
        self._go.setObjectName("accept.go")
        self._go.setDefault(True)
        mark(self._go, "role", "primary")
        self._go.clicked.connect(self.asked)
        self._lay_out(_heading(offered))
        self._show_count()
        self._go.setFocus()

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """Those that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def _add(self, theme: Theme, candidate: Candidate) -> None:
        """A package, with what is to be looked at beneath."""
        if candidate.why_not:
            self.list.add(theme.icon("lock", "muted"), f"不受理　{candidate.why_not}")
            return
        is_ready = _is_ready(candidate)
        icon = ("circle-check", "success") if is_ready else ("triangle-alert", "warning")
        points = "".join(f"\n{_INDENT}{point}" for point in candidate.points)
        item = self.list.add(theme.icon(*icon), f"{candidate.title}{points}", candidate)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        is_ticked = is_ready or self._is_one
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _show_count(self) -> None:
        count = len(self.chosen)
        self._go.setText("受理" if self._is_one else f"受理 {count} 个")
        self._go.setEnabled(count > 0)

    def _lay_out(self, heading: str) -> None:
        cancel = QPushButton("取消")
        cancel.setObjectName("accept.cancel")
        press_with_enter(cancel)
        cancel.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(wrapped_label(heading, "heading"))
        column.addWidget(wrapped_label(_ONE_MEANS if self._is_one else _MEANS, "hint"))
        column.addWidget(self.list, 1)
        column.addWidget(self.receipts)
        column.addLayout(button_row(self._go, cancel))


def _is_ready(candidate: Candidate) -> bool:
    return not (candidate.why_not or candidate.points)


def _heading(offered: Sequence[Candidate]) -> str:
    """How many have nothing that speaks against it, and how many have."""
    ready = sum(map(_is_ready, offered))
    left = len(offered) - ready
    if len(offered) == 1:
        return "受理这次报送" if ready else "受理这次报送？还有没了结的问题"
    words = [f"{ready} 个没有问题"] if ready else []
    words += [f"{left} 个还有没了结的问题"] if left else []
    return f"受理：{'，'.join(words)}"
