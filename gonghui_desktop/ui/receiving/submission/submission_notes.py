"""Notes of one's own office about a submission or one of its records; they never leave it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.note_edit import NoteEdit

_LINES = 3
_HINT = "备注只留在本单位，不会写进退回单、回执和上报的文件。"


class NotesPanel(QWidget):
    """The notes that are there, and a place for a further one.

    What is written is kept by the button, by Ctrl+Enter, and when somebody goes on to something
    else.

    Args:
        theme: sizes.
        parent: the owner.
    """

    written = Signal(str)
    """A note is to be kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Edit()
        self.edit.setObjectName("submission_note")
        self.edit.setAccessibleName("备注")
        self.edit.setAccessibleDescription(_HINT)
        self.edit.setPlaceholderText("记下要留意的事")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_LINES * (theme.body_size + 6) + 12)
        self.edit.finished.connect(self.keep)
        self.button = QPushButton("记下", self)
        self.button.setObjectName("submission_note_keep")
        self.button.clicked.connect(self.keep)
        self._notes = QLabel(self)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setWordWrap(True)
        self._notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint = QLabel(_HINT, self)
        hint.setWordWrap(True)
        mark(hint, "role", "hint")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(hint, 1)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._notes)
        column.addWidget(self.edit)
        column.addLayout(foot)
        self.edit.textChanged.connect(self._refresh)
        self.show_notes(())
        self._refresh()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Shows what was noted before."""
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))

    @property
    def is_enabled(self) -> bool:
        """Whether anything can be stored."""
        return not self.edit.isReadOnly()

    def set_enabled(self, is_enabled: bool) -> None:
        """Lets a note be written, or only read where nothing can be stored."""
        self.edit.setReadOnly(not is_enabled)
        self.button.setVisible(is_enabled)

    def keep(self) -> None:
        """Hands over what was written, if anything was."""
        text = self.edit.toPlainText().strip()
        if text:
            self.edit.clear()
            self.written.emit(text)

    def put_back(self, text: str) -> None:
        """Shows a text again that could not be kept, above what was written since."""
        written = self.edit.toPlainText()
        self.edit.setPlainText(f"{text}\n{written}" if written else text)

    def _refresh(self) -> None:
        self.button.setEnabled(bool(self.edit.toPlainText().strip()))


class _Edit(NoteEdit):
    """A text that Ctrl+Enter ends."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ctrl+Enter; every other key as in any text."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)
