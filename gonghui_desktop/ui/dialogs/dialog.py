"""Message dialog: icon, title, text, and buttons with verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.ui.dialogs.layout import MARGINS
from gonghui_desktop.ui.theme.theme import Theme, mark

ICONS = {"info": "info", "warning": "triangle-alert", "error": "octagon-alert"}


@dataclass(frozen=True)
class Button:
    """A button of a message.

    Attributes:
        verb: what it does, such as 删除.
        role: as the style sheet knows it: ``primary``, ``danger`` or nothing.
        is_default: the return key presses it, unless another button has the focus.
    """

    verb: str
    role: str = ""
    is_default: bool = False


class MessageDialog(QDialog):
    """A message; ``exec()`` returns the pressed button's place from 1, or 0 if it was closed.

    Args:
        theme: colours of the icon.
        title: in one line, what it is about.
        text: what happened or will happen, and what to do.
        kind: ``info``, ``warning`` or ``error``.
        buttons: from left to right.
        parent: the window that it belongs to.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        kind: str,
        buttons: Sequence[Button],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._buttons: list[QPushButton] = []
        picture = QLabel()
        picture.setPixmap(
            theme.icon(ICONS[kind], kind).pixmap(QSize(24, 24), self.devicePixelRatioF())
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGINS)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_words(title, "heading"), 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(_words(text), 1, 1, Qt.AlignmentFlag.AlignLeft)
        self._middle = QVBoxLayout()
        grid.addLayout(self._middle, 2, 1)
        grid.addLayout(self._row(buttons), 3, 0, 1, 2)
        grid.setRowMinimumHeight(2, 8)
        grid.setColumnStretch(1, 1)
        for button in self._buttons:
            if button.isDefault():
                button.setFocus()

    def button(self, place: int) -> QPushButton:
        """The button at that place, from 0."""
        return self._buttons[place]

    def add(self, widget: QWidget) -> None:
        """Adds a widget under the text."""
        self._middle.addWidget(widget)

    def set_details(self, details: str) -> None:
        """Shows sentences, a line each, that can be copied; nothing for an empty text."""
        if not details:
            return
        view = QPlainTextEdit(details)
        view.setReadOnly(True)
        view.setAccessibleName("详细信息")
        view.setMinimumHeight(56)  # on a small screen Qt makes a dialog less high than it asks
        view.setMaximumHeight(160)
        copy = QPushButton("复制详细信息")
        mark(copy, "role", "quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self._middle.addWidget(view)
        self._middle.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, buttons: Sequence[Button]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for place, button in enumerate(buttons, start=1):
            widget = QPushButton(button.verb)
            mark(widget, "role", button.role or None)
            widget.setDefault(button.is_default or len(buttons) == 1)
            widget.clicked.connect(lambda _checked=False, result=place: self.done(result))
            self._buttons.append(widget)
            row.addWidget(widget)
        return row


def _words(text: str, role: str | None = None) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names come from files: no markup
    label.setWordWrap(True)
    label.setFixedWidth(380)  # a wrapped label asks for the right height at a known width only
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    mark(label, "role", role)
    return label
