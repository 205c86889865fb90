"""The list of a stack of papers; it can be narrowed to those that somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from gonghui_desktop.ui.receiving.paper.paper_scans import ScansModel

_WIDTHS = {0: 136, 3: 50, 4: 50, 5: 64, 6: 84}
_STRETCHED = (1, 2)
_NOWHERE = QModelIndex()


class ScanList(QTreeView):
    """The scans of a :class:`ScansModel`.

    Args:
        scans: what it lists.
        parent: the owner.
    """

    copied = Signal()
    """All that is listed is to be copied."""

    def __init__(self, scans: ScansModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scans = scans
        self._only_others = False
        self.setObjectName("paper_scans")
        self.setAccessibleName("这一摞扫过的")
        self.setModel(scans)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.ensurePolished()
        header = self.header()
        header.setStretchLastSection(False)
        for column in _STRETCHED:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        scans.rowsInserted.connect(lambda _at, first, last: self._narrow(range(first, last + 1)))
        scans.dataChanged.connect(
            lambda first, last: self._narrow(range(first.row(), last.row() + 1))
        )

    def show_only_others(self, is_on: bool) -> None:
        """Shows only the papers that somebody has to look at, or all again."""
        self._only_others = is_on
        self._narrow(range(self._scans.rowCount()))

    def copy(self) -> None:
        """What 复制 calls on the list that has the focus."""
        self.copied.emit()

    def _narrow(self, rows: Iterable[int]) -> None:
        for row in rows:
            is_left_out = self._only_others and self._scans.scan(row).is_good
            self.setRowHidden(row, _NOWHERE, is_left_out)
