"""What is said of a record, such as its fields, and its page: side by side, or one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.ui.theme.theme import mark

_NARROW = 840
"""Pixels below which the page beside the fields would be too small to be read."""
_LEAST_PAGE = 240
_LEAST_FIELDS = 320


class WorkArea(QWidget):
    """Two panes; where there is no room for both, a switch shows one of them.

    Args:
        fields: the pane with the fields, or what else stands beside the page.
        page: the pane with the page.
        captions: what the two are called on the switch.
        parent: the owner.
    """

    panes_changed = Signal()
    """Emitted when a pane has come or gone."""

    def __init__(
        self, fields: QWidget, page: QWidget, captions: tuple[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._page = page
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for pane in (fields, page):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        page.setMinimumWidth(_LEAST_PAGE)
        self.setMinimumWidth(_LEAST_FIELDS)  # one of them has room, whatever both would need
        self._widths = self._splitter.sizes()
        self._group = QButtonGroup(self)
        self.beside_switch = QWidget(self)
        """The room beside the switch, where a message hides nothing."""
        self._switch = self._make_switch(captions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._switch)
        column.addWidget(self._splitter, 1)

    @property
    def is_narrow(self) -> bool:
        """Whether only one of the panes is shown."""
        return not self._switch.isHidden()

    @property
    def switches(self) -> list[QPushButton]:
        """The buttons that show one of the panes in a narrow window."""
        return self._buttons

    def widths(self) -> list[int]:
        """The widths of fields and page in pixels, where both are shown."""
        return self._widths if self.is_narrow else self._splitter.sizes()

    def set_widths(self, widths: list[int]) -> None:
        """Sets the widths of fields and page in pixels, for where both are shown."""
        self._widths = widths
        if not self.is_narrow:
            self._splitter.setSizes(widths)

    def reveal(self, pane: QWidget) -> None:
        """Shows a pane that the switch hides."""
        self._buttons[self._panes.index(pane)].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Switches between both panes and one."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Switches between both panes and one, once it has been laid out."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        is_narrow = self.width() < _NARROW
        if not self.isVisible():
            return
        if is_narrow != self.is_narrow:
            self._switch.setVisible(is_narrow)
            self._show_panes()
            self.set_widths(self._widths)
        self._widths = self.widths()

    @property
    def _panes(self) -> tuple[QWidget, QWidget]:
        return (self._fields, self._page)

    def _make_switch(self, captions: tuple[str, str]) -> QWidget:
        bar = QFrame(self)
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 4, 16, 4)
        line.setSpacing(4)
        for number, words in enumerate(captions):
            button = QPushButton(words, bar)
            button.setCheckable(True)
            button.setObjectName(f"pane_{number}")
            mark(button, "role", "quiet")
            self._group.addButton(button, number)
            line.addWidget(button)
        line.addWidget(self.beside_switch, 1)
        self._buttons[0].setChecked(True)
        self._group.idToggled.connect(self._show_panes)
        bar.hide()
        return bar

    @property
    def _buttons(self) -> list[QPushButton]:
        return [each for each in self._group.buttons() if isinstance(each, QPushButton)]

    def _show_panes(self) -> None:
        for number, pane in enumerate(self._panes):
            pane.setVisible(not self.is_narrow or self._buttons[number].isChecked())
        self.panes_changed.emit()
