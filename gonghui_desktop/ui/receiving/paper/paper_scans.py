"""The papers of this stack, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gonghui_desktop.errors import short_line
from gonghui_desktop.services.receiving.papers.paper import is_same
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.papers.paper_words import sentence_of, word_of
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.plain_tip import plain_tip

COLUMNS = ("结果", "单位", "上报单位", "版次", "页", "第几份", "时间")
SIGNS = {
    PaperResult.SAME: ("circle-check", "success"),
    PaperResult.NOT_ACCEPTED: ("circle-check", "info"),
    PaperResult.COMPARE: ("eye", "info"),
    PaperResult.DIFFERS: ("octagon-alert", "error"),
    PaperResult.OLDER: ("history", "warning"),
    PaperResult.UNKNOWN: ("circle-help", "error"),
}
"""Icon and colour of each result."""
_NOT_NOTED = ("triangle-alert", "warning")

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Scan:
    """A paper of this stack.

    Attributes:
        match: what it is.
        at: when it was scanned.
        copy: the how manieth of the same page; forms are stamped in three or four copies.
        is_noted: whether it is ticked off in the store, or is not to be.
    """

    match: PaperMatch
    at: datetime
    copy: int = 1
    is_noted: bool = True

    @property
    def is_good(self) -> bool:
        """Whether nobody need look at it."""
        return is_ticked(self.match) and self.is_noted

    @property
    def sign(self) -> tuple[str, str]:
        """Icon and colour."""
        if is_ticked(self.match) and not self.is_noted:
            return _NOT_NOTED
        return SIGNS[self.match.result]

    @property
    def word(self) -> str:
        """What it is, in a word."""
        return word_of(self.match) if self.is_noted else f"{word_of(self.match)}，没有记下"

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Its columns."""
        match = self.match
        look, record = match.look, match.record
        name = short_line(record.name) if record else "报送单" if match.is_cover else ""
        return (
            self.word,
            name,
            short_line(look.submission.sender.name) if look else "",
            str(record.record.revision) if record else "",
            f"{match.page}/{match.pages}" if match.pages > 1 else "",
            str(self.copy) if self.copy > 1 else "",
            f"{self.at.astimezone():%H:%M:%S}",
        )


class ScansModel(QAbstractTableModel):
    """The scans, and how many of them are the same.

    Args:
        theme: gives the signs.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scans: list[Scan] = []
        theme.changed.connect(self._redraw)

    @property
    def same(self) -> int:
        """How many say what was received and counts."""
        return sum(is_ticked(each.match) for each in self._scans)

    @property
    def not_noted(self) -> int:
        """How many of these could not be ticked off."""
        return sum(is_ticked(each.match) and not each.is_noted for each in self._scans)

    def add(self, match: PaperMatch, at: datetime, *, is_noted: bool = True) -> Scan:
        """Puts a scan in front."""
        scan = Scan(match, at, self._copies(match) + 1, is_noted)
        self.beginInsertRows(_NOWHERE, 0, 0)
        self._scans.insert(0, scan)
        self.endInsertRows()
        return scan

    def settle(self, scan: Scan, match: PaperMatch, *, is_noted: bool = True) -> Scan:
        """Puts the answer to a short code in the place of its question, where that still is."""
        settled = replace(scan, match=match, is_noted=is_noted)
        row = self.row_of(scan)
        if row is not None:
            self._scans[row] = settled
            last = self.index(row, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(row, 0), last)
        return settled

    def row_of(self, scan: Scan) -> int | None:
        """Where a scan is; ``None`` once it is gone."""
        return next((row for row, each in enumerate(self._scans) if each is scan), None)

    def clear(self) -> None:
        """Begins a new stack."""
        self.beginResetModel()
        self._scans = []
        self.endResetModel()

    def scan(self, row: int) -> Scan:
        """The scan in a row."""
        return self._scans[row]

    def missing_pages(self, match: PaperMatch) -> list[tuple[int, list[int]]]:
        """Pages of a form, each with the copies of which no scan of this stack is."""
        if match.record is None or match.pages < 2:
            return []
        seen = Counter(
            each.match.page
            for each in self._scans
            if each.match.record is not None
            and each.match.record.fingerprint == match.record.fingerprint
        )
        copies = max(seen[page] for page in range(1, match.pages + 1))
        return [
            (page, list(range(seen[page] + 1, copies + 1)))
            for page in range(1, match.pages + 1)
            if seen[page] < copies
        ]

    def lines(self) -> list[Sequence[str]]:
        """All rows as texts, below the headings."""
        return [COLUMNS, *(each.cells for each in self._scans)]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._scans)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if is_title else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        each = self._scans[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return each.cells[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(sentence_of(each.match, is_noted=each.is_noted))
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                sign, colour = each.sign
                return self._theme.icon(sign, colour, disabled=colour)
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                return "，".join(filter(None, each.cells))
        return None

    def _copies(self, match: PaperMatch) -> int:
        """How many scans are of the same page."""
        key = _key(match)
        return sum(_key(each.match) == key for each in self._scans) if key else 0

    def _redraw(self) -> None:
        if self._scans:
            last = self.index(len(self._scans) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def is_ticked(match: PaperMatch) -> bool:
    """Whether a paper is what it should be: ticked off or, for a cover sheet, the file's own."""
    good = (PaperResult.SAME, PaperResult.NOT_ACCEPTED)
    return is_same(match) or (match.is_cover and match.result in good)


def _key(match: PaperMatch) -> tuple[str, int] | None:
    """What two copies of one page share."""
    return (match.record.fingerprint, match.page) if match.record is not None else None


def missing_words(missing: Sequence[tuple[int, Sequence[int]]]) -> str:
    """What :meth:`ScansModel.missing_pages` has found, in sentences."""
    words = ""
    for page, copies in missing:
        is_first = list(copies) == [1]
        which = "" if is_first else f"第 {'、'.join(map(str, copies))} 份的"
        words += f"{which}第 {page} 页还没有扫。"
    return words
