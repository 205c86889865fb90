"""报送情况: what is there, what is missing, paper and export; each line leads to its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.services.submissions.overview_words import Line, Mark, Part, Target
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_LEAST_WIDTH = 300
_ICON = 16
_LEFT = 11  # pixels, as the lines' icons stand
_SIGNS: Mapping[Mark, tuple[str, str]] = {
    Mark.OPEN: ("triangle-alert", "warning"),
    Mark.DOUBT: ("info", "info"),
    Mark.DONE: ("circle-check", "success"),
}
_SPOKEN = {Mark.OPEN: "待办：", Mark.DOUBT: "待核对：", Mark.DONE: "已办好：", Mark.PLAIN: ""}
_LEADS = "按回车前往"


class OverviewPanel(QWidget):
    """The state of the submission, matter by matter.

    Args:
        theme: icons and colours.
        parent: the owner.
    """

    chosen = Signal(object)
    """A line's ``Target``: where to go."""
    closed = Signal()
    """The panel is to go; emitted by its button and by Escape."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overview")
        self.setAccessibleName("报送情况")
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, "ground", "surface")
        self._theme = theme
        empty = QPixmap(_ICON, _ICON)
        empty.fill(Qt.GlobalColor.transparent)
        self._icons = {each: theme.icon(*sign) for each, sign in _SIGNS.items()}
        self._icons[Mark.PLAIN] = QIcon(empty)  # all words begin at one place
        self._parts: Sequence[Part] = ()
        self._shown: Sequence[Part] | None = None
        self._summary = QLabel("正在查看…", self)
        self._summary.setObjectName("overview.summary")
        mark(self._summary, "role", "hint")
        self._only_open = QCheckBox("只看待办", self)
        self._only_open.setObjectName("overview.only_open")
        self._only_open.toggled.connect(self._show)
        self._list = WrappingList(self)
        self._list.setObjectName("overview.lines")
        self._list.setAccessibleName("报送情况")
        self._list.itemActivated.connect(self._on_chosen)
        self._list.itemClicked.connect(self._on_chosen)
        self._lay_out()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Shows how things stand; the line in use stays in its place."""
        if parts == self._parts and self._shown is not None:
            return
        self._parts = parts
        count = sum(part.to_do for part in parts)
        self._summary.setText(f"{count} 项待办" if count else "没有待办")
        self._show()

    def take_focus(self) -> None:
        """Puts the focus into the lines."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        title = QLabel("报送情况", self)
        mark(title, "role", "heading")
        close = QToolButton(self)
        close.setObjectName("overview.close")
        close.setIcon(self._theme.icon("x", "muted"))
        close.setIconSize(QSize(_ICON, _ICON))
        close.setToolTip("收起（Esc）")
        close.setAccessibleName("收起报送情况")
        mark(close, "role", "small")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(_LEFT, 8, 8, 8)
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self._summary)
        head.addStretch(1)
        head.addWidget(self._only_open)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addWidget(self._list, 1)

    def _show(self) -> None:
        parts = [_only_open(part) for part in self._parts] if self._is_short else self._parts
        shown = [part for part in parts if part.lines]
        if shown == self._shown:
            return
        self._shown = shown
        key, row = self._place(), self._list.currentRow()
        bar = self._list.verticalScrollBar()
        scrolled = bar.value()
        self._list.clear()
        for part in shown:
            self._list.add_heading(part.title)
            for line in part.lines:
                self._add(part, line)
            if part.more:
                self._add(part, Line(f"另有 {part.more} 项。", Mark.PLAIN))
        self._go_back(key, row)
        bar.setValue(scrolled)

    @property
    def _is_short(self) -> bool:
        return self._only_open.isChecked()

    def _add(self, part: Part, line: Line) -> None:
        item = QListWidgetItem(self._icons[line.mark], line.words)
        item.setData(Qt.ItemDataRole.UserRole, (part.id, line.target))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_SPOKEN[line.mark]}{line.words}")
        if line.target is not None:
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _LEADS)
        self._list.addItem(item)  # as it is: each later change would lay the list out

    def _place(self) -> object:
        item = self._list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def _go_back(self, key: object, row: int) -> None:
        """Makes the line current that was; without it, the one in its place."""
        rows = [at for at in range(self._list.count()) if self._list.item(at).flags()]
        same = (at for at in rows if self._list.item(at).data(Qt.ItemDataRole.UserRole) == key)
        near = (at for at in rows if at >= row)
        at = next(same, -1) if key is not None else -1
        if at < 0:
            at = next(near, rows[-1] if rows else -1)
        if at >= 0:
            self._list.setCurrentRow(at)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        data = item.data(Qt.ItemDataRole.UserRole)
        if data is not None and isinstance(data[1], Target):
            self.chosen.emit(data[1])


def _only_open(part: Part) -> Part:
    lines = [line for line in part.lines if line.is_to_do]
    return Part(part.id, part.title, lines, part.to_do - len(lines), part.to_do)
