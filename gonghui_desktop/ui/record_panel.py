"""The list of one form's records, with what to do when it is empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.record import Record
from gonghui_desktop.ui.record_delegate import RecordDelegate
from gonghui_desktop.ui.record_model import RECORD_ROLE, RecordModel
from gonghui_desktop.ui.theme import Theme, mark

_LEAST_WIDTH = 200


class RecordPanel(QWidget):
    """Shows a :class:`RecordModel` and says which record is chosen."""

    chosen = Signal(str)
    """Id of the record that the clerk went to, by mouse or key."""
    opened = Signal()
    """Enter or a double click: she wants to type."""
    menu_wanted = Signal(QPoint)
    """A context menu for the chosen record, at that place on the screen."""
    filter_dropped = Signal()

    def __init__(self, theme: Theme, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._silent = False
        self.view = QListView(self)
        self.view.setModel(model)
        self.view.setItemDelegate(RecordDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName("申报表列表")
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.activated.connect(lambda _index: self.opened.emit())
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._nothing = self._make_nothing()
        self._no_match = self._make_no_match()
        self._stack = QStackedLayout(self)
        for page in (self.view, self._nothing, self._no_match):
            self._stack.addWidget(page)
        self.setMinimumWidth(_LEAST_WIDTH)
        mark(self, "ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_state)
        theme.changed.connect(self._on_theme_changed)
        self._show_state()

    @property
    def current(self) -> Record | None:
        """The chosen record."""
        record = self.view.currentIndex().data(RECORD_ROLE)
        return record if isinstance(record, Record) else None

    def choose(self, record_id: str) -> None:
        """Marks a record as chosen, without telling."""
        row = self._model.row_of(record_id)
        self._silent = True
        self.view.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
        self._silent = False

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        record = current.data(RECORD_ROLE)
        if isinstance(record, Record) and not self._silent:
            self.chosen.emit(record.id)

    def _on_menu(self, place: QPoint) -> None:
        if self.view.indexAt(place).isValid():
            self.menu_wanted.emit(self.view.viewport().mapToGlobal(place))

    def _on_theme_changed(self) -> None:
        self.view.doItemsLayout()

    def _show_state(self) -> None:
        if self._model.rowCount():
            self._stack.setCurrentWidget(self.view)
        else:
            self._stack.setCurrentWidget(self._no_match if self._model.total else self._nothing)

    def _make_nothing(self) -> QWidget:
        return _state_page(self, "还没有申报表")

    def _make_no_match(self) -> QWidget:
        drop = QPushButton("显示全部", self)
        drop.clicked.connect(self.filter_dropped)
        return _state_page(self, "没有名称相符的单位", drop)


def _state_page(parent: QWidget, text: str, *buttons: QPushButton) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 24, 16, 16)
    column.setSpacing(8)
    label = QLabel(text, page)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    mark(label, "role", "hint")
    column.addWidget(label)
    for button in buttons:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return page
