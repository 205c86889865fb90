"""Which offices are shown: a choice of chips, each with how many are in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from gonghui_desktop.services.receiving.table_filters import OfficeFilter
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.flow_row import FlowRow

_ONLY_WITH_SOME = (OfficeFilter.NOT_EXPECTED,)


class FilterChips(QWidget):
    """One of them is chosen."""

    chosen = Signal(OfficeFilter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._chips = {each: self._make_chip(each) for each in OfficeFilter}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FlowRow(list(self._chips.values()), self))
        self.choose(OfficeFilter.ALL)

    def choose(self, chosen: OfficeFilter) -> None:
        """Marks a choice; tells of nothing."""
        self._chips[chosen].setChecked(True)

    def show_counts(self, counts: Mapping[OfficeFilter, int]) -> None:
        """Shows how many offices are in each."""
        for each, chip in self._chips.items():
            count = counts.get(each, 0)
            chip.setText(f"{each.word} {count}")
            chip.setAccessibleName(f"{each.word}，{count} 家")
            mark(chip, "empty", None if count else "true")
            chip.setVisible(bool(count) or each not in _ONLY_WITH_SOME or chip.isChecked())

    def _make_chip(self, each: OfficeFilter) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(f"offices_filter_{each.value}")
        chip.setText(each.word)
        chip.setToolTip(each.tip)
        chip.setAccessibleDescription(each.tip)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mark(chip, "role", "chip")
        press_with_enter(chip)
        chip.clicked.connect(lambda _checked=False: self.chosen.emit(each))
        self._group.addButton(chip)
        return chip
