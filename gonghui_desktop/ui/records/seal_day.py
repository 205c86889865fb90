"""The day of a seal: a line that asks for nothing until it is changed."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.seals import day_of_text
from gonghui_desktop.ui.theme.theme import mark

_LONGEST = 20  # characters
_WIDEST = written_date(date(2000, 12, 30))
_ROOM = 28  # pixels beside the text: frame, padding and caret


class SealDay(QLineEdit):
    """Shows the day of a seal, which can be typed over in any of the usual ways.

    Args:
        name: of the seal.
    """

    left = Signal()
    """Emitted when another text than the day was typed and the line is left, or return pressed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._day = ""
        self.setAccessibleName(f"{name}的盖章日期")
        self.setToolTip("盖章的日期，可以改成纸上实际盖章的那天")
        self.setMaxLength(_LONGEST)
        self.editingFinished.connect(self._on_left)
        self.textEdited.connect(lambda _text: self.show_fault(""))

    @property
    def is_changed(self) -> bool:
        """Whether another text than the day's stands there."""
        return self.text() != self._day

    def show_day(self, at: datetime | None) -> None:
        """Shows since when the paper has the seal; without it, there is no day to be typed."""
        self._day = written_date(at.astimezone().date()) if at else ""
        self.setText(self._day)
        self.show_fault("")
        self.setVisible(at is not None)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(_WIDEST) + _ROOM)

    def show_fault(self, fault: str) -> None:
        """Marks that what was typed will not do; the empty text marks that it will."""
        mark(self, "problem", "error" if fault else None)
        self.setAccessibleDescription(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Return ends typing and leaves the dialog open; Esc brings the day back first."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.is_changed:
            self.setText(self._day)
            self.textEdited.emit(self._day)
            event.accept()

    def _on_left(self) -> None:
        day = day_of_text(self.text())
        if day and written_date(day) == self._day:
            self.setText(self._day)  # the same, written in another way
        if self.is_changed:
            self.left.emit()
