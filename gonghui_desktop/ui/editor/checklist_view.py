"""The notice's lists beside a long text: what of them it tells of already. Asked for by nobody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from gonghui_desktop.model.help_texts import Checklist, count_told
from gonghui_desktop.ui.theme.theme import mark

_TOLD, _OPEN = "✓", "○"


class ChecklistView(QWidget):
    """Folded away until its button is pressed.

    Args:
        name: object name.
        checklists: at least one.
        parent: the owner.

    Attributes:
        button: unfolds it; says how many items the text tells of.
    """

    def __init__(self, name: str, checklists: Sequence[Checklist], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._checklists = checklists
        self.button = QToolButton(parent)
        self.button.setObjectName(f"{name}.button")
        self.button.setCheckable(True)
        self.button.setToolTip("对照通知里的要点；写不写由您决定")
        mark(self.button, "role", "note")
        self.button.toggled.connect(self.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        self._items: list[QLabel] = []
        for checklist in checklists:
            caption = QLabel(checklist.title, self)
            mark(caption, "role", "caption")
            items = QLabel(self)
            items.setTextFormat(Qt.TextFormat.PlainText)
            items.setWordWrap(True)
            mark(items, "role", "hint")
            column.addWidget(caption)
            column.addWidget(items)
            self._items.append(items)
        self.hide()
        self.compare("")

    def compare(self, written: str) -> None:
        """Shows which items a text tells of."""
        told, count = count_told(self._checklists, written)
        self.button.setText(f"要点 {told}/{count}")
        self.button.setAccessibleName(f"对照要点，已写到 {told} 项，共 {count} 项")
        for checklist, label in zip(self._checklists, self._items, strict=True):
            signs = ((_TOLD if item.is_in(written) else _OPEN, item) for item in checklist.items)
            label.setText("\n".join(f"{sign} {item.text}" for sign, item in signs))
