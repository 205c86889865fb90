"""The first column of a table, which stays in its place while the others are scrolled sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gonghui_desktop.ui.theme.theme import mark

_SIDEWAYS = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest)


class FrozenColumn(QTableView):
    """Lies over the table once it is scrolled sideways; rows, choice and focus are the table's.

    Args:
        table: the table, whose model and selection it shares.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.setObjectName("frozen_column")
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(table.itemDelegate())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(table.verticalScrollMode())
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        for column in range(1, table.model().columnCount()):
            self.setColumnHidden(column, True)
        mark(self, "frozen", "true")
        self._connect()
        self.hide()

    def place(self) -> None:
        """Lies over the table's first column, where that is scrolled away."""
        table = self._table
        header, frame = table.horizontalHeader(), table.frameWidth()
        self.horizontalHeader().setFixedHeight(header.height())
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.setColumnWidth(0, table.columnWidth(0))
        height = header.height() + table.viewport().height()
        self.setGeometry(frame, frame, table.columnWidth(0) + 1, height)
        is_needed = table.horizontalScrollBar().value() > 0
        if is_needed is self.isHidden():
            self.setVisible(is_needed)
            self.raise_()
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Follows the table's size."""
        if event.type() in _SIDEWAYS:
            self.place()
        return False

    def _connect(self) -> None:
        table = self._table
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())
        table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.place())
        down, own = table.verticalScrollBar(), self.verticalScrollBar()
        down.valueChanged.connect(own.setValue)
        own.valueChanged.connect(down.setValue)  # a wheel over it
        self.activated.connect(table.activated)
        self.clicked.connect(lambda _index: table.setFocus())
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(table.horizontalHeader().sectionClicked)
        table.viewport().installEventFilter(self)
