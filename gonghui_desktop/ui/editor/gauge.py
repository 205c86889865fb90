"""Gauge of the room left on the page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from gonghui_desktop.ui.theme.theme import mark

_WIDTH = 96
_LEAST_WIDTH = 24
_NEARLY_FULL = 0.9
_FULL = "本页已写满，再写就多印一页"  # the longest of the sentences
_SPARE = QSize(4, 2)


class RoomGauge(QWidget):
    """A bar and a sentence under a long text, which say how much more fits on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        mark(self._text, "role", "hint")
        self._bar = QProgressBar(self, maximum=1000, textVisible=False)
        self._bar.setMinimumWidth(_LEAST_WIDTH)  # in large type the sentence needs the room
        self._bar.setMaximumWidth(_WIDTH)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._text)
        line.addWidget(self._bar, _WIDTH)
        line.addStretch(1)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def show_room(self, used: int, room: int, pages: int) -> None:
        """Shows the room that is left.

        Args:
            used: characters in the text now.
            room: characters that still fit on the page.
            pages: pages that the form takes.
        """
        full = used / (used + room) if used + room > 0 and pages == 1 else 1.0
        if pages > 1:
            self._text.setText(f"已写 {used} 字，本表共 {pages} 页")
        elif room > 0:
            self._text.setText(f"本页还可写约 {room} 字")
        else:
            self._text.setText(_FULL)
        mark(self._bar, "level", "warning" if full > _NEARLY_FULL else None)
        self._bar.setValue(round(full * 1000))
        # Of a fixed size, so that new words do not lay out the whole editor at every key.
        self._text.setFixedSize(self._text.fontMetrics().boundingRect(_FULL).size() + _SPARE)
        self.setAccessibleName(self._text.text())
