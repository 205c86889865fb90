"""A non-modal message in the window: a bar with an icon, a sentence and a button."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.severity_icon import SeverityIcon

Kind = Literal["error", "warning", "info", "success"]

_ICONS: dict[Kind, str] = {
    "error": "octagon-alert",
    "warning": "triangle-alert",
    "info": "info",
    "success": "circle-check",
}
_NO_MARGINS = QMargins(0, 0, 0, 0)


class Banner(QWidget):
    """A message bar; hidden while there is no message.

    Args:
        theme: icons and colours.
        margins: kept free around the bar.
        closable: whether the user can close it.
        parent: the owner.
    """

    acted = Signal()
    """The button was pressed."""
    hidden = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        margins: QMargins = _NO_MARGINS,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar = QFrame(self)
        self._icon = SeverityIcon(16, parent=self._bar)
        self._text = QLabel(self._bar)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self._bar)
        self._button.clicked.connect(self.acted)
        self._close = self._make_close()
        self._close.setVisible(closable)
        line = self._line = QHBoxLayout(self._bar)
        line.setContentsMargins(12, 4, 4, 4)
        line.setSpacing(8)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self._button)
        line.addWidget(self._close)
        around = self._around = QHBoxLayout(self)
        around.setContentsMargins(margins)
        around.addWidget(self._bar)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that it shows."""
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        """The button for the action."""
        return self._button

    def show_message(self, kind: Kind, text: str, verb: str = "") -> None:
        """Shows a sentence, with a button if ``verb`` is given."""
        mark(self._bar, "banner", kind)
        self._icon.set_icon(self._theme.icon(_ICONS[kind], kind))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(verb)
        self._button.setVisible(bool(verb))
        self._bar.setMinimumHeight(self._theme.control_height + 8)
        self.show()
        announce(self, text, urgent=kind == "error")

    def float_within(self, width: int) -> None:
        """Makes it as wide as its sentence, at most ``width``, with a frame around it."""
        mark(self._bar, "floating", "true")
        self._text.ensurePolished()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        margins = self._line.contentsMargins()
        beside = [each for each in (self._icon, self._button, self._close) if not each.isHidden()]
        rest = margins.left() + margins.right()
        rest += sum(each.sizeHint().width() + self._line.spacing() for each in beside)
        self._text.setFixedWidth(max(min(words, width - rest), 1))
        # Both layouts cache the widths of the former sentence.
        for layout in (self._line, self._around):
            layout.invalidate()
            layout.activate()
        self.adjustSize()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Emits :attr:`hidden`."""
        super().hideEvent(event)
        self.hidden.emit()

    def _make_close(self) -> QToolButton:
        close = QToolButton(self._bar)
        close.setIcon(self._theme.icon("x", "muted"))
        close.setToolTip("关闭")
        close.setAccessibleName("关闭")
        mark(close, "role", "icon")
        close.clicked.connect(self.hide)
        press_with_enter(close)
        return close
