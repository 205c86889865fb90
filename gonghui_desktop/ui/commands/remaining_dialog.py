"""The question before something goes for good: what goes, and what the program cannot reach."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.enter_key import press_with_enter
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_SIZE = QSize(600, 440)
_ICON = 24
_GOES, _STAYS = "会清除的", "清除不到的，请自己处理"


class RemainingDialog(QDialog):
    """Asks; the button that turns back is the default one.

    Args:
        theme: colours of the icon.
        title: in one line, what is asked.
        text: the consequence.
        goes: what goes, a clause a line.
        stays: what stays elsewhere, a sentence a line.
        yes: verb of the button that goes on.
        parent: the window over which it lies.

    Attributes:
        yes: the button that goes on.
        no: the button that turns back.
    """

    confirmed = Signal()
    """Emitted when she goes on; the dialog is closed then."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        goes: Sequence[str],
        stays: Sequence[str],
        yes: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, _SIZE)
        self._theme = theme
        self._list = self._make_list(goes, stays)
        self.yes = QPushButton(yes)
        self.yes.setObjectName("erase_yes")
        self.yes.setAutoDefault(False)
        press_with_enter(self.yes)  # with the focus; else the key would turn back, and say nothing
        self.yes.clicked.connect(self._on_yes)
        mark(self.yes, "role", "danger")
        self.no = QPushButton("取消")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(8)
        column = dialog_column(self)
        column.addLayout(self._head(title))
        column.addWidget(wrapped_label(text))
        column.addWidget(self._list, 1)
        column.addLayout(self._middle)
        self._row = button_row(self.yes, self.no)
        column.addLayout(self._row)
        self.no.setFocus()

    def add(self, widget: QWidget) -> None:
        """Adds a widget under the list."""
        self._middle.addWidget(widget)

    def add_button(self, button: QPushButton) -> None:
        """Adds a button at the left of the foot."""
        self._row.insertWidget(0, button)

    def _head(self, title: str) -> QHBoxLayout:
        picture = QLabel()
        icon = self._theme.icon("triangle-alert", "warning")
        picture.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(wrapped_label(title, "heading"), 1)
        return row

    def _make_list(self, goes: Sequence[str], stays: Sequence[str]) -> WrappingList:
        view = WrappingList()
        view.setObjectName("erase_list")
        view.setAccessibleName("会清除什么，哪些地方清除不到")
        for heading, icon, role, lines in (
            (_GOES, "trash-2", "text", goes),
            (_STAYS, "info", "info", stays),
        ):
            if lines:
                view.add_heading(heading)
            for line in lines:
                view.add(self._theme.icon(icon, role), line)
        view.setMinimumHeight(72)
        return view

    def _on_yes(self) -> None:
        self.accept()
        self.confirmed.emit()
