"""Which offices are shown: a choice of chips, each with how many are in it; or a menu of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

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


class FilterMenu(QToolButton):
    """The same choice as a button with a menu, where there is no room for chips."""

    chosen = Signal(OfficeFilter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offices_filter")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("只看哪些单位")
        self._chosen = OfficeFilter.ALL
        self._counts: Mapping[OfficeFilter, int] = {}
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        self._actions = {}
        for each in OfficeFilter:
            action = group.addAction(each.word)
            action.setCheckable(True)
            action.setToolTip(each.tip)
            action.triggered.connect(lambda _checked=False, each=each: self.chosen.emit(each))
            menu.addAction(action)
            self._actions[each] = action
        self.setMenu(menu)
        press_with_enter(self)
        self._show()

    def choose(self, chosen: OfficeFilter) -> None:
        """Marks a choice; tells of nothing."""
        self._chosen = chosen
        self._show()

    def show_counts(self, counts: Mapping[OfficeFilter, int]) -> None:
        """Shows how many offices are in each."""
        self._counts = counts
        self._show()

    def _show(self) -> None:
        for each, action in self._actions.items():
            action.setText(f"{each.word} {self._counts.get(each, 0)}")
            action.setChecked(each is self._chosen)
        self.setText(self._actions[self._chosen].text())
        self.setAccessibleName(f"只看：{self.text()}")
