"""Message over the preview: no page yet, a page that failed, a page that is out of date."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from gonghui_desktop.ui.theme.theme import Theme, mark

EDGE = 16
"""Pixels between a message and the edge of the preview."""


class PreviewMessage(QFrame):
    """One sentence with a sign, laid over its parent."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._theme = theme
        self._viewport = viewport
        self._is_empty = False
        self._sign = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.addWidget(self._sign)
        self._box.addWidget(self._words, 1)
        self._box.setContentsMargins(12, 8, 12, 8)
        self._box.setSpacing(8)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say_empty(self, sentence: str) -> None:
        """There is no page: in the middle of the viewport, without a frame."""
        self._is_empty = True
        self._say(sentence, None, "file-text", "border_strong", 48)

    def say_failed(self, sentence: str) -> None:
        """The newest page could not be made: at the top, over the old one."""
        self._is_empty = False
        self._say(sentence, "error", "octagon-alert", "error", 18)

    def say_stale(self) -> None:
        """The page that is seen is about to be replaced."""
        self._is_empty = False
        self._say("正在更新页面…", "info", "refresh-cw", "info", 18)

    def place(self) -> None:
        """Takes its place in a viewport that has changed its size."""
        room = self._viewport.rect()
        width = min(room.width() - 2 * EDGE, 400 if self._is_empty else 640)
        self._words.setMaximumWidth(width)
        self.setFixedWidth(width)
        self.adjustSize()
        top = (room.height() - self.height()) // 2 if self._is_empty else EDGE
        self.move((room.width() - width) // 2, max(EDGE, top))

    def _say(self, sentence: str, banner: str | None, sign: str, colour: str, size: int) -> None:
        mark(self, "banner", banner)
        mark(self._words, "role", "hint" if banner is None else None)
        across = QBoxLayout.Direction.LeftToRight
        self._box.setDirection(across if banner else QBoxLayout.Direction.TopToBottom)
        middle = Qt.AlignmentFlag.AlignCenter
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._words.setAlignment(beside if banner else middle)
        self._sign.setAlignment(beside if banner else middle)
        icon = self._theme.icon(sign, colour)
        self._sign.setPixmap(icon.pixmap(QSize(size, size), self.devicePixelRatioF()))
        self._words.setText(sentence)
        self.place()
        self.show()
