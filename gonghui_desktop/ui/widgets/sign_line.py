"""A sentence with a sign before its first line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

_ICON = 14


class SignLine(QWidget):
    """Shows a sentence as it stands, without markup.

    Args:
        icon: the sign.
        words: the sentence.
        role: the style sheet's, such as ``error``.
        parent: the owner.
    """

    def __init__(self, icon: QIcon, words: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = SeverityIcon(_ICON, icon, self)
        text = QLabel(words, self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        mark(text, "role", role)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        text.ensurePolished()  # its size is the style sheet's
        down = max((text.fontMetrics().height() - _ICON + 1) // 2, 0)  # centred on the first line
        beside = QVBoxLayout()
        beside.setContentsMargins(0, down, 0, 0)
        beside.addWidget(picture)
        beside.addStretch(1)
        line.addLayout(beside)
        line.addWidget(text, 1)
