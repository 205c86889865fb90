"""The left pane of a form's page: the list of its records, and hints when it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.ui.records.list_header import STAGE_WORDS, ListHeader
from gonghui_desktop.ui.records.record_delegate import RecordDelegate
from gonghui_desktop.ui.records.record_model import RECORD_ROLE, RecordModel
from gonghui_desktop.ui.records.record_view import RecordView
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.row_selection import selection_of

_MIN_WIDTH = 220
_MAX_CHARACTERS = 20  # of a name or a search in a sentence


class RecordPanel(QWidget):
    """A view on a :class:`RecordModel`; emits which record is to be opened.

    Several records can be selected. One of them is open, as long as the search does not hide it.
    """

    chosen = Signal(str)
    """Id of the record to open: the clerk selected it, by mouse or key."""
    opened = Signal()
    """Enter or a double click, to start typing."""
    selection_changed = Signal()
    menu_requested = Signal(QPoint)
    """Screen position for the context menu of the selected records."""
    clear_search_requested = Signal()

    def __init__(self, theme: Theme, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._silent = False
        self.header = ListHeader(theme, self)
        self.view = RecordView(self)
        self.view.setModel(model)
        self.view.setItemDelegate(RecordDelegate(theme, self.view))
        self.view.menu_requested.connect(self.menu_requested)
        self.view.escaped.connect(self._on_escaped)
        self.view.activated.connect(lambda _index: self.opened.emit())
        self.view.selectionModel().currentChanged.connect(self._on_selection)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self._search = ""
        self._open_id = self._open_name = ""
        self._kept: set[str] = set()
        self._lay_out()
        self.setMinimumWidth(_MIN_WIDTH)
        mark(self, "ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._on_reset)
        for signal in (model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_state)
        self.header.stage_chosen.connect(self._on_stage_chosen)
        self.header.returned_toggled.connect(self._on_returned_toggled)
        model.returned_counted.connect(self.header.show_returned)
        theme.changed.connect(self._on_theme_changed)
        self._show_state()

    @property
    def current(self) -> Record | None:
        """The record of the row that the keys are on."""
        record = self.view.currentIndex().data(RECORD_ROLE)
        return record if isinstance(record, Record) else None

    @property
    def selected(self) -> Sequence[Record]:
        """The selected records, from top to bottom."""
        parts = self._selected_parts()
        rows = sorted(row for part in parts for row in range(part.top(), part.bottom() + 1))
        return [record for row in rows if (record := self._model.record_at(row)) is not None]

    @property
    def selected_count(self) -> int:
        """The number of selected records."""
        return sum(part.height() for part in self._selected_parts())

    def choose(self, record_id: str, name: str) -> None:
        """Marks the open record; what is selected stays so if it is among it."""
        self._open_id = record_id
        self._select_open()
        self.rename(name)

    def rename(self, name: str) -> None:
        """Sets the open record's name, shown in a hint when the search hides it."""
        self._open_name = name
        self._show_state()

    def show_search(self, text: str) -> None:
        """Sets the search text, shown in a hint when nothing matches."""
        self._search = text
        self._show_state()

    def _select_open(self) -> None:
        index = self._model.index(self._model.row_of(self._open_id))
        selection = self.view.selectionModel()
        self._silent = True
        if selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:  # the view's own way minds Ctrl, which is down during Ctrl+Z
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            selection.setCurrentIndex(index, flags)
        self._silent = False
        self._show_count()

    def _on_selection(self) -> None:
        """Opens another record if the open one is no longer selected."""
        if self._silent:
            return
        selection = self.view.selectionModel()
        if not selection.hasSelection():
            self._select_open()  # Ctrl and a click took away the last one
        elif not selection.isSelected(self._model.index(self._model.row_of(self._open_id))):
            current = self.view.currentIndex()
            first = min(part.top() for part in self._selected_parts())
            row = current.row() if selection.isSelected(current) else first
            if (record := self._model.record_at(row)) is not None:
                self.chosen.emit(record.id)
        self._show_count()

    def _selected_parts(self) -> list[QItemSelectionRange]:
        return self.view.selectionModel().selection().toList()

    def _show_count(self) -> None:
        self.header.show_selected(self.selected_count)
        self.selection_changed.emit()

    def _keep_selection(self) -> None:
        several = self.selected_count > 1
        self._kept = {record.id for record in self.selected} if several else set()

    def _on_reset(self) -> None:
        """Selects what was selected, as far as it is still shown."""
        rows = [row for record_id in self._kept if (row := self._model.row_of(record_id)) >= 0]
        self._silent = True
        if len(rows) > 1:
            select = QItemSelectionModel.SelectionFlag.Select
            self.view.selectionModel().select(selection_of(self._model, rows), select)
        self._silent = False
        self._select_open()
        self._show_state()

    def _on_stage_chosen(self, stage: Stage | None) -> None:
        self._model.set_stage(stage)
        self.header.show_stage(stage)

    def _on_returned_toggled(self) -> None:
        is_on = self._model.stage is Stage.RETURNED
        self._on_stage_chosen(None if is_on else Stage.RETURNED)

    def show_all(self) -> None:
        """Shows every record: none is left out by search or state."""
        self._on_stage_chosen(None)
        self.clear_search_requested.emit()

    def _on_escaped(self) -> None:
        """Leaves only the open record selected or, if it is, shows all records."""
        if self.selected_count > 1:
            self.view.selectionModel().clearSelection()
        else:
            self.show_all()

    def _on_theme_changed(self) -> None:
        self.view.doItemsLayout()

    def _show_state(self) -> None:
        has_rows = bool(self._model.rowCount())
        self.header.setVisible(self._model.total > 1)
        is_left_out = self._model.is_filtered and self._model.row_of(self._open_id) < 0
        words = f"右边打开的仍是“{_shortened(self._open_name)}”"
        has_hint = is_left_out and bool(self._open_id)
        self._note.setVisible(has_rows and has_hint)
        self._still_open.setVisible(has_hint)
        if has_rows:
            self._stack.setCurrentWidget(self.view)
            self._note_words.setText(f"{words}，不在列出的这些里。")
        elif self._model.total:
            self._stack.setCurrentWidget(self._no_match)
            self._miss.setText(self._words_of_miss())
            self._drop.setText("显示全部" if self._model.stage else "清除查找")
            self._still_open.setText(f"{words}。")
        else:
            self._stack.setCurrentWidget(self._nothing)

    def _lay_out(self) -> None:
        self._drop = QPushButton("清除查找", self)
        self._drop.clicked.connect(self.show_all)
        self._miss, self._still_open = _words(), _words()
        self._nothing = _state_page(self, _words("还没有申报表"))
        self._no_match = _state_page(self, self._miss, self._drop, self._still_open)
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
        column.addWidget(self.header)
        column.addLayout(self._stack, 1)
        column.addWidget(self._note)

    def _words_of_miss(self) -> str:
        stage = self._model.stage
        kinds = [f"“{STAGE_WORDS[stage]}”"] if stage else []
        if self._search:
            kinds.append(f"名称含“{_shortened(self._search)}”")
        return f"没有{'、'.join(kinds)}的申报表"


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
