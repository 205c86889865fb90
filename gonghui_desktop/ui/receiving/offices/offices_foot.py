"""The foot of the table of offices: what is chosen, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeTable
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.offices.filter_chips import FilterMenu
from gonghui_desktop.ui.receiving.offices.offices_model import OfficesModel
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.elided_label import ElidedLabel
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_ACCEPT_ALL = "受理全部…"
_NO_LIST = "还没有应报单位名单，看不出谁还没报。"


class OfficesFoot(QWidget):
    """A line of words and buttons.

    Args:
        context: what it works with.
        parent: the owner.
    """

    open_requested = Signal()
    return_requested = Signal()
    accept_requested = Signal()

    def __init__(self, context: CommandContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offices_foot")
        self.list = _button("应报单位名单…", "offices_list")
        self.list.clicked.connect(lambda _checked=False: context.actions["offices"].trigger())
        self.open = _button("打开", "offices_open")
        self.open.clicked.connect(lambda _checked=False: self.open_requested.emit())
        self.back = _button("退回…", "offices_return")
        self.back.clicked.connect(lambda _checked=False: self.return_requested.emit())
        self.accept = _button(_ACCEPT_ALL, "offices_accept")
        self.accept.clicked.connect(lambda _checked=False: self.accept_requested.emit())
        for button in (self.open, self.back, self.accept):
            button.setEnabled(False)  # until there is a table
        self.filter = FilterMenu(self)
        self.filter.hide()
        self._words = ElidedLabel()
        mark(self._words, "role", "hint")
        # What the buttons leave: a long sentence would make them narrower than their words.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout()
        line.setContentsMargins(16, 7, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.filter)
        line.addWidget(self._words, 1)
        for button in (self.list, self.open, self.back, self.accept):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addLayout(line)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.accessibleName()

    def show_state(
        self,
        table: OfficeTable,
        model: OfficesModel,
        chosen: Sequence[OfficeRow],
        sentence: str,
    ) -> None:
        """Shows what is chosen.

        Args:
            table: every office.
            model: those that are listed.
            chosen: those of them that are chosen.
            sentence: about the only one that is.
        """
        words = sentence or self._counted(table, model, len(chosen))
        self._words.set_full_text(words)
        self._words.setToolTip(plain_tip(words) if sentence else "")
        sent = sum(each.submission is not None for each in chosen)
        self.open.setEnabled(len(chosen) == sent == 1)
        self.back.setEnabled(len(chosen) == sent == 1)
        self.accept.setEnabled(bool(sent) or not chosen)
        if not chosen:
            self.accept.setText(_ACCEPT_ALL)
        else:
            self.accept.setText(f"受理 {sent} 家…" if sent > 1 else "受理…")
        self.setVisible(bool(table.rows))

    def _counted(self, table: OfficeTable, model: OfficesModel, chosen: int) -> str:
        if chosen:
            return f"选中 {chosen} 家"
        if not table.totals.expected:
            return _NO_LIST
        shown, total = model.rowCount(), model.total
        return f"列出 {shown} 家，共 {total} 家" if shown < total else f"共 {total} 家"


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    press_with_enter(button)
    return button
