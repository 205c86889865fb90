"""The menu 其他表 beside the tabs: forms that the reporting office never fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton

FoldedList = Callable[[], Sequence[tuple[str, str]]]
"""Returns id and caption of each form that is folded away."""


class FoldedForms(QToolButton):
    """A button with a menu, in the tabs' corner; where a form is chosen.

    Args:
        tabs: the forms' tabs.
        folded: see :data:`FoldedList`.
    """

    chosen = Signal(str)
    """Emitted with the id of the form to be shown."""

    def __init__(self, tabs: QTabWidget, folded: FoldedList) -> None:
        super().__init__(tabs)
        self.setObjectName("other_forms")
        self.setText("其他表")
        self.setToolTip("您单位一般不填的表")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._folded = folded
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        tabs.setCornerWidget(self, Qt.Corner.TopRightCorner)

    def _fill(self) -> None:
        self._menu.clear()
        for place, (form_id, caption) in enumerate(self._folded(), start=1):
            action = QAction(f"&{place} {caption.replace('&', '&&')}", self._menu)
            action.setData(form_id)
            action.triggered.connect(self._on_chosen)
            self._menu.addAction(action)

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())
