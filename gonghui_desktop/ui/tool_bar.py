"""The window's tool bar: what is done daily, the search, and how far the submission is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from gonghui_desktop.ui.actions import Actions
from gonghui_desktop.ui.elided_label import ElidedLabel
from gonghui_desktop.ui.theme import Theme, mark

_SEARCH_WIDTH = 220
_SEARCH_DELAY = 120  # ms after the last key


class MainToolBar(QToolBar):
    """＋新建, 打印, 导出报送包, search, quota and deadline."""

    search_changed = Signal(str)
    search_entered = Signal()
    """Enter was pressed in the search, whose text has been told before."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("工具栏", parent)
        self.setObjectName("main_tool_bar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(18, 18))
        self._add_new(theme, actions["new"])
        self._add_button(actions["print"], "打印")
        self._add_button(actions["export"], "导出报送包")
        self.search = self._make_search(theme)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_DELAY)
        self._delay.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self._quota = ElidedLabel()
        self._quota.setObjectName("quota")
        self._deadline = QLabel()
        self._deadline.setObjectName("deadline")
        for label in (self._quota, self._deadline):
            mark(label, "role", "hint")
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.addWidget(self.search)
        self.addWidget(self._gap(16))
        self.addWidget(self._quota)
        self.addWidget(self._deadline)
        self.addWidget(self._gap(8))

    def show_progress(self, quota: str, deadline: str) -> None:
        """Shows how far the submission is."""
        self._quota.set_full_text(quota)
        self._quota.setToolTip(quota)
        self._deadline.setText(f"·  {deadline}")

    def drop_search(self) -> None:
        """Empties the search at once."""
        self.search.clear()
        self._delay.stop()
        self.search_changed.emit("")

    def _on_search_entered(self) -> None:
        self._delay.stop()
        self.search_changed.emit(self.search.text())
        self.search_entered.emit()

    def _add_new(self, theme: Theme, action: QAction) -> None:
        button = QPushButton("新建")
        button.setIcon(theme.icon("plus", "on_accent"))
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        mark(button, "role", "primary")
        self.addWidget(button)
        self.addWidget(self._gap(4))

    def _add_button(self, action: QAction, text: str) -> None:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        def rename() -> None:
            button.setText(f" {text}")  # Qt leaves two pixels to the icon, and no way to say more

        rename()
        action.changed.connect(rename)  # whatever changes, the action's own text comes back
        self.addWidget(button)

    def _make_search(self, theme: Theme) -> QLineEdit:
        search = QLineEdit()
        search.setObjectName("search")
        search.setPlaceholderText("查找单位…")
        search.setAccessibleName("查找单位")
        search.setFixedWidth(_SEARCH_WIDTH)
        search.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        search.textChanged.connect(lambda _text: self._delay.start())
        search.returnPressed.connect(self._on_search_entered)
        clear = search.addAction(
            theme.icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        clear.setToolTip("清空")
        clear.setVisible(False)
        clear.triggered.connect(self.drop_search)
        search.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        return search

    @staticmethod
    def _gap(width: int) -> QWidget:
        gap = QWidget()
        gap.setFixedWidth(width)
        return gap
