"""The forms, and what is shown beside them or, in a narrow window, in their place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_NARROW = 960
"""Pixels below which list and fields would have too little room beside a pane."""
_WIDTH = 340


class BesideForms(QWidget):
    """Two panes, of which the second comes and goes.

    Args:
        forms: the forms' pages.
        parent: the owner.
    """

    def __init__(self, forms: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._forms = forms
        self._side: QWidget | None = None
        self._width = _WIDTH
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(forms)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)

    @property
    def side(self) -> QWidget | None:
        """What is shown beside the forms; ``None`` where nothing is."""
        return self._side

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one of the two alone."""
        return self.width() < _NARROW

    def show_side(self, side: QWidget) -> None:
        """Shows something beside the forms."""
        self._side = side
        self._splitter.addWidget(side)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setStretchFactor(0, 1)
        side.show()
        self._fit()
        self._splitter.setSizes([max(self.width() - self._width, 1), self._width])

    def take_side(self) -> None:
        """Shows the forms alone; what was beside them is hidden, and its width kept."""
        side, self._side = self._side, None
        if side is not None:
            if not self._forms.isHidden():
                self._width = side.width()
            side.hide()
            side.setParent(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Shows both, or one in the place of the other."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_covered = self._side is not None and self.is_narrow
        if self._forms.isHidden() is not is_covered:
            self._forms.setVisible(not is_covered)
