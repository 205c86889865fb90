"""Message over the preview: no page yet, a page that failed, a page that is out of date."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.accessibility import announce

NO_PAGE = "还没有页面\n选择或新建一份申报表，这里显示打印出来的样子"
"""What to do to have a page, where records are filled in."""
EDGE = 16
"""Pixels between a message and the edge of the preview."""


class PreviewMessage(QFrame):
    """One sentence with an icon, over the preview."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._theme = theme
        self._viewport = viewport
        self._is_empty = False
        self._icon = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.addWidget(self._icon)
        self._box.addWidget(self._words, 1)
        self._box.setContentsMargins(12, 8, 12, 8)
        self._box.setSpacing(8)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def sentence(self) -> str:
        """What it says, or said last."""
        return self._words.text()

    def show_empty(self, sentence: str = NO_PAGE) -> None:
        """Shows why there is no page, in the middle, without a frame."""
        self._is_empty = True
        self._show(sentence, None, "file-text", "border_strong", 48)

    def show_failed(self, sentence: str) -> None:
        """Shows why the newest page could not be made, at the top, over the old one."""
        self._is_empty = False
        self._show(sentence, "error", "octagon-alert", "error", 18)
        announce(self, sentence, urgent=True)

    def show_stale(self) -> None:
        """Shows that the page on the screen is about to be replaced."""
        self._is_empty = False
        self._show("正在更新页面…", "info", "refresh-cw", "info", 18)

    def place(self) -> None:
        """Moves to its place after the viewport was resized."""
        room = self._viewport.rect()
        width = min(room.width() - 2 * EDGE, 400 if self._is_empty else 640)
        self._words.setMaximumWidth(width)
        self.setFixedWidth(width)
        self.adjustSize()
        top = (room.height() - self.height()) // 2 if self._is_empty else EDGE
        self.move((room.width() - width) // 2, max(EDGE, top))

    def _show(self, sentence: str, banner: str | None, icon: str, colour: str, size: int) -> None:
        mark(self, "banner", banner)
        mark(self._words, "role", "hint" if banner is None else None)
        across = QBoxLayout.Direction.LeftToRight
        self._box.setDirection(across if banner else QBoxLayout.Direction.TopToBottom)
        middle = Qt.AlignmentFlag.AlignCenter
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._words.setAlignment(beside if banner else middle)
        self._icon.setAlignment(beside if banner else middle)
        picture = self._theme.icon(icon, colour)
        self._icon.setPixmap(picture.pixmap(QSize(size, size), self.devicePixelRatioF()))
        self._words.setText(sentence)
        self.place()
        self.show()
