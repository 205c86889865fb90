"""A kept list of names as a table, and what of it a search leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gonghui_desktop.services.name_search import fold, matcher
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

Entry = TypeVar("Entry")

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NAME = 0


class ListedModel(QAbstractTableModel, Generic[Entry]):
    """Entries in the order in which they came, those that a search finds.

    Args:
        columns: the headings.
        words: what an entry says under each; the first is its name.
        parent: the owner.
    """

    def __init__(
        self,
        columns: Sequence[str],
        words: Callable[[Entry], Sequence[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._words = words
        self._entries: Sequence[Entry] = ()
        self._shown: Sequence[Entry] = ()
        self._search = ""

    @property
    def total(self) -> int:
        """The number of entries, those that a search hides included."""
        return len(self._entries)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Shows other entries, under the same search."""
        self._entries = tuple(entries)
        self.set_search(self._search)

    def set_search(self, text: str) -> None:
        """Shows the entries whose name has the text, its pinyin or their initials in it."""
        self.beginResetModel()
        self._search = text
        self._shown = self._entries
        if fold(text):
            is_found = matcher(text)
            self._shown = [
                entry for entry in self._entries if is_found(fold(self._words(entry)[_NAME]))
            ]
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """The entry in a row."""
        return self._shown[row]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._columns[section] if is_title else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        words = self._words(self._shown[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(words[index.column()])
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == _NAME:
                return "，".join(words)
        return None
