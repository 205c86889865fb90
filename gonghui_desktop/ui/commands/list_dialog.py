"""Dialog with what came of something, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column, wrapped_label
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_SIZE = QSize(560, 360)


class ListDialog(QDialog):
    """A heading, and lines with icons below it; no higher than these need.

    Args:
        title: of the window and the list.
        heading: says it all in a sentence.
        lines: each with its icon.
        parent: the window over which it lies.
        left: buttons at the left of its foot.
        hint: what can be done with a line, below them; empty for nothing.

    Attributes:
        view: the list.
    """

    def __init__(
        self,
        title: str,
        heading: str,
        lines: Iterable[tuple[QIcon, str]],
        parent: QWidget | None,
        left: Sequence[QWidget] = (),
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        resize_within_screen(self, _SIZE)
        view = self.view = WrappingList()
        view.setAccessibleName(title)
        for icon, text in lines:
            view.add(icon, text)
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = dialog_column(self)
        column.addWidget(wrapped_label(heading, "heading"))
        column.addWidget(view, 1)
        if hint:
            column.addWidget(wrapped_label(hint, "hint"))
        column.addLayout(button_row(close, left=left))
        self.setWindowModality(Qt.WindowModality.WindowModal)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives up the room below the last line."""
        super().showEvent(event)
        spare = self.view.height() - self.view.height_of(self.view.count())
        if spare > 0 and not event.spontaneous():
            self.resize(self.width(), self.height() - spare)
