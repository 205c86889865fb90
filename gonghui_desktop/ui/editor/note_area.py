"""The line under an input: what is wrong or offered, else what helps. Its room is always kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.ui.editor.field_guide import FieldGuide
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.finding_line import FindingLine

_ABOVE, _BELOW = 2, 3
_LINE = 1.6  # of the hint's size


class NoteArea(QWidget):
    """A line of text with room for buttons at its right; higher only for what does not fit.

    Findings take the place of help, so that nothing below moves when one comes or goes.

    Args:
        theme: sizes and icons.
        label: the field's, left out of its findings' sentences.
        hint: one line of help, may be empty.
        parent: the owner.
    """

    def __init__(self, theme: Theme, label: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = label
        self._own_hint = hint
        self._hint = QLabel(hint, self)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        mark(self._hint, "role", "hint")
        self._help: list[QWidget] = [self._hint]
        self._shows_help = True
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(0, _ABOVE, 0, _BELOW)
        self._texts.setSpacing(0)
        self._texts.addLayout(self._lines)
        self._texts.addWidget(self._hint)
        self._texts.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addLayout(self._texts, 1)
        self._guide: FieldGuide | None = None
        self.fit()

    def fit(self) -> None:
        """Keeps room for one line in the size of type of the moment.

        Under an unfolded guide where the line is empty, so that the words stand close to the input
        and nothing below moves when a line comes.
        """
        room = round(self._theme.hint_size * _LINE) + _ABOVE + _BELOW
        if self._guide is not None:
            gives_way = self._guide.isChecked() and self._is_empty
            above, below = (0, room) if gives_way else (_ABOVE, _BELOW)
            self._guide.words.setContentsMargins(0, above, 0, below)
            room = _ABOVE + _BELOW if gives_way else room
        self.setMinimumHeight(room)

    def unfold_below(self, guide: FieldGuide) -> None:
        """Tells it of a guide whose words unfold under it."""
        self._guide = guide
        guide.toggled.connect(self.fit)

    def add_help(self, widget: QWidget) -> None:
        """Adds something that helps, such as the room left on the page; it hides for findings."""
        self._help.append(widget)
        self._texts.insertWidget(1, widget)

    def add_button(self, button: QAbstractButton) -> None:
        """Adds a button at the right."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_hint(self, words: str) -> None:
        """Shows something else than the field's own hint, which an empty text brings back."""
        self._hint.setText(words or self._own_hint)
        self._arrange()

    def show_help(self, shown: bool) -> None:
        """Shows help for writing, or hides it where nothing can be written."""
        self._shows_help = shown
        self._arrange()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows these instead of those before."""
        while (item := self._lines.takeAt(0)) is not None:
            if line := item.widget():
                line.hide()
                line.deleteLater()
        for finding in findings:
            self._lines.addWidget(FindingLine(self._theme, finding, self._label, self))
        self._arrange()

    def _arrange(self) -> None:
        helps = self._shows_help and not self._lines.count()
        for widget in self._help:
            widget.setVisible(helps and (widget is not self._hint or bool(self._hint.text())))
        self.fit()

    @property
    def _is_empty(self) -> bool:
        return not self._lines.count() and all(each.isHidden() for each in self._help)
