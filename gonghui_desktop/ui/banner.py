"""A message in the window that waits for nobody: a bar with a sign, a sentence and a verb."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gonghui_desktop.ui.theme import Theme, mark

Kind = Literal["error", "warning", "info", "success"]

_ICONS: dict[Kind, str] = {
    "error": "octagon-alert",
    "warning": "triangle-alert",
    "info": "info",
    "success": "circle-check",
}


class Banner(QFrame):
    """Hidden until told something."""

    acted = Signal()
    """The clerk pressed the button."""
    shown = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme, *, closable: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._sign = QLabel(self)
        self._text = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        self._close = QToolButton(self)
        self._close.setIcon(theme.icon("x", "muted"))
        self._close.setToolTip("关闭")
        self._close.setAccessibleName("关闭")
        self._close.setProperty("role", "icon")
        self._close.setVisible(closable)
        self._close.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 8, 4)
        line.setSpacing(8)
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        line.addWidget(self._button)
        line.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that it shows."""
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        """Its button."""
        return self._button

    def tell(self, kind: Kind, text: str, verb: str = "") -> None:
        """Shows a sentence, and a button where there is something to do."""
        mark(self, "banner", kind)
        colour = "info" if kind == "success" else kind
        self._sign.setPixmap(self._theme.icon(_ICONS[kind], colour).pixmap(QSize(16, 16)))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(verb)
        self._button.setVisible(bool(verb))
        self.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells it."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells it."""
        super().hideEvent(event)
        self.hidden.emit()
