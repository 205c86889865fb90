"""What the notice says of a field: a quiet question mark behind its label, a text on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.accessibility import announce

_SIDE = 24  # pixels; the least target for a mouse
_ICON = 16


class FieldGuide(QToolButton):
    """The question mark; :attr:`words` unfolds under the input.

    No stop of the tab key, which goes from field to field; a key of the window unfolds it, too.

    Args:
        theme: gives the icon.
        label: the field's label, behind whose words it stands.
        lines: the notice's own words.
        parent: the field's row.

    Attributes:
        words: the text, hidden at first; to be placed by the row.
    """

    def __init__(self, theme: Theme, label: QLabel, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(label)
        self._of = label
        self.setObjectName("guide")
        self.setIcon(theme.icon("circle-help", "muted"))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedSize(_SIDE, _SIDE)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{label.text()}：通知怎样说")
        self.setToolTip("通知怎样说（Ctrl+F1）")
        mark(self, "role", "small")
        self.words = QLabel("\n".join(lines), parent)
        self.words.setObjectName("guide_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(self.words, "role", "hint")
        self.words.hide()
        self.toggled.connect(self.words.setVisible)
        label.installEventFilter(self)

    def unfold(self) -> None:
        """Shows the text, or hides it again; a screen reader says it."""
        self.toggle()
        if self.isChecked():
            announce(self.words, self.words.text())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays behind the label's words."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Paint):
            self._place()
        return False

    def _place(self) -> None:
        """Behind the words, in their first line."""
        fonts = self._of.fontMetrics()
        words = fonts.horizontalAdvance(self._of.text())
        left = min(words + 4, self._of.width() - _SIDE)
        line = min(self._of.height(), max(self._of.minimumHeight(), fonts.height()))
        place = (left, (line - _SIDE) // 2)
        if place != (self.x(), self.y()):
            self.move(*place)


GUIDE_ROOM = _SIDE + 4
"""Pixels that the question mark takes behind a label."""
