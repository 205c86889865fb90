"""What all dialogs have alike: margins, the words at the top, the row of buttons at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.ui.theme.theme import mark

MARGINS = QMargins(24, 24, 24, 16)


def dialog_column(dialog: QWidget, spacing: int = 12) -> QVBoxLayout:
    """The column of a dialog's parts; distances in pixels."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGINS)
    column.setSpacing(spacing)
    return column


def button_row(*right: QWidget, left: Sequence[QWidget] = ()) -> QHBoxLayout:
    """The buttons at a dialog's foot: what goes on and what turns back stand to the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row


def wrapped_label(text: str, role: str | None = None) -> QLabel:
    """A label that breaks into lines, as plain text: names come from files.

    Args:
        text: to be shown.
        role: as the style sheet knows it: ``heading``, ``hint`` or nothing.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    mark(label, "role", role)
    return label
