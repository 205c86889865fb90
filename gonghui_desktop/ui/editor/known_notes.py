"""Notes in inputs filled in from what is known, until the clerk changes them or makes it final."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from gonghui_desktop.ui.editor.form_editor import RecordEditor
from gonghui_desktop.ui.editor.session import RecordSession
from gonghui_desktop.ui.theme.theme import mark

_EDGE = 8
_INPUT_EDGES = 24  # pixels beside the words in an input
_ROW = 32  # pixels from the top within which it stands in a higher input


class KnownNotes(QObject):
    """Shows where values come from, such as 沿用上一份, at the right end of their inputs.

    Args:
        session: the open record.
        editor: has the inputs.
        parent: the owner.
    """

    def __init__(self, session: RecordSession, editor: RecordEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = editor
        self._sources: dict[str, dict[str, str]] = {}  # record id to field id to words
        self._notes: dict[str, _Note] = {}
        session.opened.connect(self._show)
        editor.edited.connect(self._forget)

    def remember(self, record_id: str, sources: Mapping[str, str]) -> None:
        """Notes where a new record's values come from; shown when it is opened."""
        self._sources[record_id] = dict(sources)

    def _show(self) -> None:
        for note in self._notes.values():
            if isValid(note):
                note.remove()
        record = None if self._session.is_read_only else self._session.record
        sources = self._sources.get(record.id, {}) if record is not None else {}
        self._notes = {
            field_id: _Note(words, self._editor.row(field_id).input.widget())
            for field_id, words in sources.items()
            if field_id in self._editor.fields
        }

    def _forget(self, field_id: str, _text: str) -> None:
        record = self._session.record
        if record is not None:
            self._sources.get(record.id, {}).pop(field_id, None)
        note = self._notes.pop(field_id, None)
        if note is not None and isValid(note):
            note.remove()


class _Note(QObject):
    """Words over the right end of an input, so that nothing moves when they go.

    Where they would cover the value they are in the tool tip alone.
    """

    def __init__(self, words: str, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._label = QLabel(words, over)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark(self._label, "role", "hint")
        over.setToolTip(f"{words}，可以改")
        over.installEventFilter(self)
        self._place()

    def remove(self) -> None:
        """Takes the words away."""
        self._over.removeEventFilter(self)
        self._over.setToolTip("")
        if isinstance(self._over, QLineEdit):
            self._over.setTextMargins(0, 0, 0, 0)
        self._label.hide()
        self._label.deleteLater()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays at the right end."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self._label.adjustSize()
        taken = self._label.width() + _EDGE
        if isinstance(self._over, QLineEdit):
            words = self._over.fontMetrics().horizontalAdvance(self._over.text())
            fits = words + taken + _INPUT_EDGES <= self._over.width()
            self._label.setVisible(fits)
            self._over.setTextMargins(0, 0, taken if fits else 0, 0)
        else:
            self._label.show()
        height = min(self._over.height(), _ROW)
        self._label.move(
            self._over.width() - self._label.width() - _EDGE, (height - self._label.height()) // 2
        )
