"""A window to read in: headings to the left, the text with its pictures beside them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark

_SIZE = QSize(880, 660)
_CONTENTS_WIDTH = 168
_PICTURE = "\ufffc"  # what stands for it in a block's text
_CELL_PADDING = 4  # pixels
_LEVEL = 2  # of the headings that are listed


class HelpWindow(QDialog):
    """Shows the manual, or what is new; does not block the main window.

    Args:
        theme: colour of the lines in its tables.
        folder: where its pictures are.
        parent: the main window.
        title: of the window.
        name: of the object.
        size: of the window, where the screen has room.
    """

    def __init__(
        self,
        theme: Theme,
        folder: Path,
        parent: QWidget | None,
        title: str = "使用说明",
        name: str = "help_window",
        size: QSize = _SIZE,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        resize_within_screen(self, size)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._theme = theme
        theme.changed.connect(self._rule_tables)
        self._shown = ""
        self.contents = QListWidget()
        self.contents.setObjectName("help_contents")
        self.contents.setAccessibleName("目录")
        self.contents.setFixedWidth(_CONTENTS_WIDTH)
        self.contents.currentItemChanged.connect(self._on_chosen)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(folder)])
        self.text.setAccessibleName(title)
        self._lay_out()

    def show_manual(self, manual: str) -> None:
        """Shows a text in Markdown, from where it was read last."""
        if self._shown == manual:
            return
        self._shown = manual
        self.text.setMarkdown(manual)
        _set_margins(self.text.document())
        self._rule_tables()
        self.contents.blockSignals(True)
        self.contents.clear()
        for block in _headings(self.text.document()):
            item = QListWidgetItem(block.text(), self.contents)
            item.setData(Qt.ItemDataRole.UserRole, block.blockNumber())
        self.contents.blockSignals(False)

    def go_to(self, heading: str) -> None:
        """Scrolls to a heading, once the window is laid out."""
        found = self.contents.findItems(heading, Qt.MatchFlag.MatchExactly)
        if found:
            self.contents.setCurrentItem(found[0])
            QTimer.singleShot(0, self, lambda: self._on_chosen(found[0]))

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        document = self.text.document()
        block = document.findBlockByNumber(item.data(Qt.ItemDataRole.UserRole))
        top = document.documentLayout().blockBoundingRect(block).top()
        self.text.verticalScrollBar().setValue(int(top))

    def _rule_tables(self) -> None:
        """Rules the tables with hairlines, where Qt would draw two lines in the text's colour."""
        for child in self.text.document().rootFrame().childFrames():
            if isinstance(child, QTextTable):
                layout = child.format().toTableFormat()
                layout.setBorderCollapse(True)
                layout.setBorder(1)
                layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                layout.setBorderBrush(self._theme.colour("hairline"))
                layout.setCellPadding(_CELL_PADDING)
                child.setFormat(layout)

    def _lay_out(self) -> None:
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        mark(self.contents, "ground", "surface")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 12, 16, 12)
        buttons.addStretch(1)
        buttons.addWidget(close)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.contents)
        middle.addWidget(QFrame(frameShape=QFrame.Shape.VLine))
        middle.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addLayout(buttons)


def _headings(document: QTextDocument) -> list[QTextBlock]:
    found = []
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == _LEVEL:
            found.append(block)
        block = block.next()
    return found


def _set_margins(document: QTextDocument) -> None:
    """Sets margins, in pixels, which Qt's Markdown reader leaves out."""
    document.setDocumentMargin(24)
    block = document.begin()
    while block.isValid():
        layout = block.blockFormat()
        is_cell = QTextCursor(block).currentTable() is not None
        layout.setTopMargin(20 if layout.headingLevel() > 1 else 0)
        layout.setBottomMargin(2 if is_cell else 8)
        is_picture = block.text() == _PICTURE  # of which 130 % would be a third more room
        if is_picture:
            _limit_width(block)
        layout.setLineHeight(
            100 if is_picture else 130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        QTextCursor(block).setBlockFormat(layout)
        block = block.next()


def _limit_width(picture: QTextBlock) -> None:
    """Makes a picture as small as a narrow window."""
    cursor = QTextCursor(picture)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    image = cursor.charFormat().toImageFormat()
    image.setMaximumWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    cursor.setCharFormat(image)
