"""Forms side by side: a column each, a row for each field, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gonghui_desktop.errors import one_line
from gonghui_desktop.model.comparison import Piece
from gonghui_desktop.services.receiving.city.compared_sides import ComparedRow
from gonghui_desktop.ui.theme.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PIECES = int(Qt.ItemDataRole.UserRole)
_LEAST_COLUMN = 180  # pixels
_LEAST_ROW = 24  # pixels
_BESIDE, _ABOVE = 8, 3  # pixels around a text
_NONE = "—"


class SidesModel(QAbstractTableModel):
    """The rows of a comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ComparedRow] = ()

    def set_rows(self, rows: Sequence[ComparedRow]) -> None:
        """Shows these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def lines(self) -> list[Sequence[str]]:
        """All of it as texts, the labels in front."""
        return [(row.label, *row.texts) for row in self._rows]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 (Qt's name)
        """See Qt."""
        return 0 if parent.isValid() or not self._rows else len(self._rows[0].texts)

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows[section].label if orientation is Qt.Orientation.Vertical else section + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(row.texts[index.column()]) or _NONE
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, index.column())
            case Qt.ItemDataRole.UserRole:
                return row.pieces[index.column()]
        return None


class SidesTable(QTableView):
    """The forms of a question.

    Args:
        theme: the colours.
        parent: the owner.
    """

    opened = Signal(int)
    """The column whose form is to be opened."""
    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question_sides")
        self.setAccessibleName("两份并列对照")
        self.sides = SidesModel(self)
        self.setModel(self.sides)
        self.setItemDelegate(_MarkedDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        header = self.verticalHeader()
        header.setObjectName("question_labels")
        header.setAccessibleName("栏目")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(_LEAST_ROW)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.column()))
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[ComparedRow]) -> None:
        """Shows another comparison, from the top."""
        self.sides.set_rows(rows)
        self._fit()
        self.scrollToTop()
        if rows:
            self.setCurrentIndex(self.sides.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """The return key opens the column's form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """What 复制 calls on the table that has the focus."""
        self.copied.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives all columns the same width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = self.sides.columnCount()
        if count:
            width = max(self.viewport().width() // count, _LEAST_COLUMN)
            for column in range(count):
                self.setColumnWidth(column, width)
            self.resizeRowsToContents()


class _MarkedDelegate(QStyledItemDelegate):
    """Draws a text with what differs on a soft ground, underlined; wrapped as it needs."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """See Qt."""
        document = self._document(index, option.rect.width())
        painter.save()
        painter.translate(option.rect.left() + _BESIDE, option.rect.top() + _ABOVE)
        document.drawContents(painter, QRectF(0, 0, option.rect.width(), option.rect.height()))
        painter.restore()
        has_focus = option.state & QStyle.StateFlag.State_HasFocus
        if has_focus and self._view.hasFocus():
            painter.save()
            painter.setPen(QPen(self._theme.colour("ring"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def sizeHint(  # noqa: N802 (Qt's name)
        self, option: QStyleOptionViewItem, index: _Index
    ) -> QSize:
        """See Qt."""
        del option
        width = self._view.columnWidth(index.column())
        height = self._document(index, width).size().height()
        return QSize(width, round(height) + 2 * _ABOVE)

    def _document(self, index: _Index, width: int) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._view.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setTextWidth(max(width - 2 * _BESIDE, 1))
        cursor = QTextCursor(document)
        pieces: Sequence[Piece] = index.data(_PIECES) or ()
        is_marked = any(piece.kind == "same" and piece.text for piece in pieces)
        for piece in pieces if any(piece.text for piece in pieces) else (Piece("same", _NONE),):
            cursor.insertText(one_line(piece.text), self._format(piece, is_marked=is_marked))
        return document

    def _format(self, piece: Piece, *, is_marked: bool) -> QTextCharFormat:
        words = QTextCharFormat()
        words.setForeground(self._theme.colour("text"))
        if piece.kind == "changed" and is_marked:
            words.setBackground(self._theme.colour("warning_soft"))
            words.setFontUnderline(True)
        return words


def _spoken(row: ComparedRow, column: int) -> str:
    """A cell as it is read out, with what differs."""
    pieces = row.pieces[column]
    differing = "、".join(f"“{piece.text}”" for piece in pieces if piece.kind == "changed")
    words = f"{row.label}：{one_line(row.texts[column]) or '空'}"
    is_marked = any(piece.kind == "same" for piece in pieces)
    return f"{words}，不同的是{one_line(differing)}" if differing and is_marked else words
