"""The left pane of a form's page: the list of its records, and hints when it is empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.record import Record
from gonghui_desktop.ui.records.record_delegate import RecordDelegate
from gonghui_desktop.ui.records.record_model import RECORD_ROLE, RecordModel
from gonghui_desktop.ui.theme.theme import Theme, mark

_MIN_WIDTH = 200
_MAX_CHARACTERS = 40  # of a name or a search in a sentence


class RecordPanel(QWidget):
    """A view on a :class:`RecordModel`; emits which record is chosen."""

    chosen = Signal(str)
    """Id of the record that the clerk selected, by mouse or key."""
    opened = Signal()
    """Enter or a double click, to start typing."""
    menu_requested = Signal(QPoint)
    """Screen position for the context menu of the chosen record."""
    clear_search_requested = Signal()

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
        self._search = ""
        self._open_id = self._open_name = ""
        self._lay_out()
        self.setMinimumWidth(_MIN_WIDTH)
        mark(self, "ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_state)
        theme.changed.connect(self._on_theme_changed)
        self._show_state()

    @property
    def current(self) -> Record | None:
        """The selected record."""
        record = self.view.currentIndex().data(RECORD_ROLE)
        return record if isinstance(record, Record) else None

    def choose(self, record_id: str, name: str) -> None:
        """Selects the open record without emitting :attr:`chosen`."""
        self._open_id = record_id
        row = self._model.row_of(record_id)
        self._silent = True
        self.view.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
        self._silent = False
        self.rename(name)

    def rename(self, name: str) -> None:
        """Sets the open record's name, shown in a hint when the search hides it."""
        self._open_name = name
        self._show_state()

    def show_search(self, text: str) -> None:
        """Sets the search text, shown in a hint when nothing matches."""
        self._search = text
        self._show_state()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        record = current.data(RECORD_ROLE)
        if isinstance(record, Record) and not self._silent:
            self.chosen.emit(record.id)

    def _on_menu(self, place: QPoint) -> None:
        if self.view.indexAt(place).isValid():
            self.menu_requested.emit(self.view.viewport().mapToGlobal(place))

    def _on_theme_changed(self) -> None:
        self.view.doItemsLayout()

    def _show_state(self) -> None:
        has_rows = bool(self._model.rowCount())
        is_left_out = self._model.is_filtered and self._model.row_of(self._open_id) < 0
        words = f"右边打开的仍是“{_shortened(self._open_name)}”"
        has_hint = is_left_out and bool(self._open_id)
        self._note.setVisible(has_rows and has_hint)
        self._still_open.setVisible(has_hint)
        if has_rows:
            self._stack.setCurrentWidget(self.view)
            self._note_words.setText(f"{words}，不在查找结果里。")
        elif self._model.total:
            self._stack.setCurrentWidget(self._no_match)
            self._miss.setText(f"没有名称含“{_shortened(self._search)}”的申报表")
            self._still_open.setText(f"{words}。")
        else:
            self._stack.setCurrentWidget(self._nothing)

    def _lay_out(self) -> None:
        drop = QPushButton("清除查找", self)
        drop.clicked.connect(self.clear_search_requested)
        self._miss, self._still_open = _words(), _words()
        self._nothing = _state_page(self, _words("还没有申报表"))
        self._no_match = _state_page(self, self._miss, drop, self._still_open)
        self._note, self._note_words = QWidget(self), _words()
        self._stack = QStackedLayout()
        for page in (self.view, self._nothing, self._no_match):
            self._stack.addWidget(page)
        note = QVBoxLayout(self._note)
        note.setContentsMargins(0, 0, 0, 8)
        note.setSpacing(7)
        note.addWidget(QFrame(self._note, frameShape=QFrame.Shape.HLine))
        note.addWidget(self._note_words)
        self._note_words.setContentsMargins(16, 0, 16, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._stack, 1)
        column.addWidget(self._note)


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_CHARACTERS else f"{text[:_MAX_CHARACTERS]}…"


def _words(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names come from files: no markup
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    mark(label, "role", "hint")
    return label


def _state_page(parent: QWidget, *parts: QLabel | QPushButton) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 24, 16, 16)
    column.setSpacing(8)
    for part in parts:
        centred = isinstance(part, QPushButton)
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag(0))
    column.addStretch(1)
    return page
