"""One of the two texts of a comparison, with the words marked that the other one does not have."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from gonghui_desktop.errors import one_line
from gonghui_desktop.model.comparison import Difference, Piece, changed_words, shortened
from gonghui_desktop.ui.theme.theme import Theme, mark

_LEFT_OUT = " …… "
_NO_TEXT = "（空）"
_MOST_READ_OUT = 200  # characters of the changed words in a description


class MarkedText(QTextEdit):
    """A text as high as it needs.

    Args:
        theme: look of the window.
        difference: both texts.
        title: what the state is called whose text is shown.
        is_new: whether that is the second text, 1 or 0.
        parent: the owner.
    """

    def __init__(
        self, theme: Theme, difference: Difference, title: str, is_new: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces = difference.new if is_new else difference.old
        self._is_new = bool(is_new)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for set_policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        mark(self, "role", "compared")
        self.setAccessibleName(f"{difference.label}，{title}")
        self.setAccessibleDescription(self._description())
        self.setMinimumHeight(theme.control_height - 8)

    @property
    def has_left_out(self) -> bool:
        """Whether a part far from every change is left out at first."""
        return any(piece.kind == "left_out" for piece in shortened(self._pieces))

    def draw(self, *, is_whole: bool) -> None:
        """Draws the text, with or without what lies far from every change."""
        pieces = self._pieces if is_whole else shortened(self._pieces)
        is_marked = any(piece.kind == "same" for piece in pieces)
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in pieces or (Piece("left_out", ""),):
            cursor.insertText(*self._drawn(piece, is_marked=is_marked))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes the height that the text needs at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)  # not while the layout is at work

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leaves scrolling to what it stands in."""
        event.ignore()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As high as a line; it grows with its text."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        margins = self.contentsMargins()
        height = ceil(self.document().size().height()) + margins.top() + margins.bottom()
        self.setFixedHeight(max(height, 1))

    def _drawn(self, piece: Piece, *, is_marked: bool) -> tuple[str, QTextCharFormat]:
        words = QTextCharFormat()
        words.setForeground(self._theme.colour("text"))
        if piece.kind == "left_out":
            words.setForeground(self._theme.colour("muted"))
            return (_LEFT_OUT if piece.text else _NO_TEXT), words
        if piece.kind == "changed" and is_marked:
            words.setBackground(self._theme.colour("info_soft" if self._is_new else "warning_soft"))
            words.setFontUnderline(self._is_new)
            words.setFontStrikeOut(not self._is_new)
        return _seen(piece.text), words

    def _description(self) -> str:
        words = "、".join(f"“{one_line(text.strip())}”" for text in changed_words(self._pieces))
        verb = "加上" if self._is_new else "删去"
        if not self._pieces:
            return "没有内容"
        return f"{verb}{words[:_MOST_READ_OUT]}" if words else ""


def _seen(text: str) -> str:
    """The text with a mark for each character that is not seen and would turn or hide others."""
    return "\n".join(map(one_line, text.split("\n")))
