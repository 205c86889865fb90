"""Strip above the list: which stages are shown, how many are selected, and the order."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gonghui_desktop.model.stages import STAGE_NAMES, Stage
from gonghui_desktop.ui.records.list_order import ORDER_WORDS, Order
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.elided_label import ElidedLabel
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

STAGE_WORDS: Mapping[Stage | None, str] = {
    stage: STAGE_NAMES[stage] if stage else "全部" for stage in (None, *Stage)
}
"""The stages that the list can be filtered by, ``None`` for all."""


class ListHeader(QWidget):
    """Two buttons with menus, and the number of selected records between them."""

    stage_chosen = Signal(object)
    """Emitted with the stage that alone is to be shown, ``None`` for all."""
    returned_toggled = Signal()
    """Only those that were sent back are to be shown, or all again."""
    order_chosen = Signal(Order, bool)
    """Emitted with the order, and whether it runs backwards."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage: Stage | None = None
        self._order, self._is_backwards = Order.MADE, False
        self._returned_count = 0
        self._stages = QToolButton(self, popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._stages.setObjectName("list.stages")
        self._count = ElidedLabel()
        mark(self._count, "role", "hint")
        self._returned = self._make_returned(theme)
        self._orders = QToolButton(self, popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._orders.setObjectName("list.orders")
        self._orders.setIcon(theme.icon("arrow-up-down", "muted"))
        self._orders.setIconSize(QSize(16, 16))
        mark(self._orders, "role", "icon")
        self._make_stages()
        self._make_orders()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 0)
        row.setSpacing(4)
        row.addWidget(self._stages)
        row.addWidget(self._returned)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._orders)
        self.show_stage(None)
        self.show_order(Order.MADE, backwards=False)

    def show_stage(self, stage: Stage | None) -> None:
        """Shows which stage is filtered by."""
        self._stage = stage
        for action in self._stages.menu().actions():
            action.setChecked(action.data() == (stage.value if stage else ""))
        self._returned.setChecked(stage is Stage.RETURNED)
        word = STAGE_WORDS[stage]
        self._stages.setText(word)
        self._stages.setAccessibleName(f"只看：{word}")
        self._stages.setToolTip("只看办到某一步的申报表")

    def show_order(self, order: Order, *, backwards: bool) -> None:
        """Shows how the list is sorted."""
        self._order, self._is_backwards = order, backwards
        for action in self._order_group.actions():
            action.setChecked(action.data() is order)
        self._backwards.setChecked(backwards)
        words = f"排序：{ORDER_WORDS[order]}{'，倒序' if backwards else ''}"
        self._orders.setAccessibleName(words)
        self._orders.setToolTip(words)

    def show_selected(self, count: int) -> None:
        """Shows how many records are selected, if several are."""
        self._count.set_full_text(f"已选 {count} 份" if count > 1 else "")

    def show_returned(self, count: int) -> None:
        """Shows how many records were sent back, if any were."""
        self._returned_count = count
        self._returned.setAccessibleName(f"{count} 份被退回")
        self._returned.setVisible(bool(count))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Does without a word where the list is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = self._returned_count
        self._returned.setText(f" {count} 份退回")
        buttons = (self._stages, self._returned, self._orders)
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        beside = margins.left() + margins.right() + (len(buttons) + 1) * layout.spacing()
        if beside + sum(each.sizeHint().width() for each in buttons) > self.width():
            self._returned.setText(f" {count}")

    def _make_returned(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("list.returned")
        button.setIcon(theme.icon("undo-2", "error"))
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setToolTip("只看被退回的，再点一次看全部")
        button.clicked.connect(self.returned_toggled)
        press_with_enter(button)
        button.hide()
        return button

    def _make_stages(self) -> None:
        menu = QMenu(self._stages)
        group = QActionGroup(menu)
        for stage, word in STAGE_WORDS.items():
            action = QAction(word, group, checkable=True)
            action.setData(stage.value if stage else "")
            menu.addAction(action)
        group.triggered.connect(self._on_stage)
        self._stages.setMenu(menu)

    def _make_orders(self) -> None:
        menu = QMenu(self._orders)
        self._order_group = QActionGroup(menu)
        for order, word in ORDER_WORDS.items():
            action = QAction(word, self._order_group, checkable=True)
            action.setData(order)
            menu.addAction(action)
        menu.addSeparator()
        self._backwards = menu.addAction("倒序")
        self._backwards.setCheckable(True)
        self._order_group.triggered.connect(self._on_order)
        self._backwards.triggered.connect(self._on_backwards)
        self._orders.setMenu(menu)

    def _on_stage(self, action: QAction) -> None:
        value = action.data()
        self.stage_chosen.emit(Stage(value) if value else None)

    def _on_order(self, action: QAction) -> None:
        self.order_chosen.emit(action.data(), self._is_backwards)

    def _on_backwards(self, checked: bool) -> None:
        self.order_chosen.emit(self._order, checked)
