"""The share of the offices that has reported, drawn as a bar."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gonghui_desktop.services.receiving.office_table import OfficeState, OfficeTable
from gonghui_desktop.services.receiving.table_words import legend, parts, percent
from gonghui_desktop.ui.theme.theme import Theme

_HEIGHT = 14
_ROUND = 4.0
_LEAST_PART = 3.0  # pixels: one office of two thousand is seen

_PATTERNS = {
    OfficeState.ACCEPTED: ("success", Qt.BrushStyle.SolidPattern),
    OfficeState.IN_TIME: ("info", Qt.BrushStyle.Dense3Pattern),
    OfficeState.LATE: ("warning", Qt.BrushStyle.FDiagPattern),
    OfficeState.RETURNED: ("error", Qt.BrushStyle.DiagCrossPattern),
    OfficeState.MISSING: ("surface", Qt.BrushStyle.NoBrush),
}
"""Colour and pattern of each part: a contrast theme has a single colour, and so has a colour-blind
eye's."""


class ReportedBar(QWidget):
    """As long as there are expected offices; it is never fuller than full.

    Args:
        theme: colours.
        parent: the owner.
    """

    accessible_role = QAccessible.Role.Chart

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reported_bar")
        self.setAccessibleName("报送进度")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._parts: Mapping[OfficeState, int] = {}
        self._value = ""
        theme.changed.connect(self.update)

    @property
    def parts(self) -> Mapping[OfficeState, int]:
        """How many offices each part stands for, from the left."""
        return self._parts

    def accessible_value(self) -> str:
        """The share in words."""
        return self._value

    def show_table(self, table: OfficeTable) -> None:
        """Shows how far the offices are."""
        totals = table.totals
        self._parts = parts(table)
        share = percent(totals.reported, totals.expected) if totals.expected else "0%"
        self._value = f"应报 {totals.expected} 家，已报 {totals.reported} 家，占 {share}"
        told = legend(table)
        self.setAccessibleDescription("，".join(told.splitlines()))
        self.setToolTip(f"{self._value}\n{told}" if told else "")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A flat bar."""
        return QSize(240, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As :meth:`sizeHint`, narrower."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draws each part in its colour and pattern, and the outline around all of them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, _ROUND, _ROUND)
        painter.fillPath(outline, self._theme.colour("surface"))
        painter.setClipPath(outline)
        for state, left, right in self._places(frame.width()):
            tone, pattern = _PATTERNS[state]
            part = QRectF(frame.left() + left, frame.top(), right - left, frame.height())
            painter.fillRect(part, QBrush(self._theme.colour(tone), pattern))
            painter.setPen(QPen(self._theme.colour("border"), 1))
            if right < frame.width():
                painter.drawLine(part.topRight(), part.bottomRight())
        painter.setClipping(False)
        painter.strokePath(outline, QPen(self._theme.colour("border"), 1))

    def _places(self, width: float) -> list[tuple[OfficeState, float, float]]:
        """Of each part, where it begins and ends; what is few is seen, too."""
        filled = {state: count for state, count in self._parts.items() if count}
        total = sum(filled.values())
        widths = {state: max(width * count / total, _LEAST_PART) for state, count in filled.items()}
        scale = width / sum(widths.values()) if widths else 1.0
        places, at = [], 0.0
        for state, each in widths.items():
            places.append((state, at, at + each * scale))
            at += each * scale
        return places
