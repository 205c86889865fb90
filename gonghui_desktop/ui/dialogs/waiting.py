"""Progress dialog with 取消."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QWidget

from gonghui_desktop.ui.dialogs.layout import dialog_column
from gonghui_desktop.ui.theme.theme import mark

PATIENCE = 400
"""Milliseconds before it appears; shorter work needs no dialog."""


class WaitingDialog(QDialog):
    """A :class:`gonghui_desktop.ui.dialogs.prompts.Waiting`.

    Args:
        title: what is being done.
        cancel: called once for 取消; ``None`` if the work cannot be cancelled.
        parent: the window that is blocked meanwhile.
    """

    def __init__(
        self, title: str, cancel: Callable[[], None] | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, cancel is not None)
        self.setMinimumWidth(360)
        self._cancel = cancel
        self._words = QLabel(f"{title}…")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._button = QPushButton("取消")
        self._button.clicked.connect(self.reject)
        self._button.setVisible(cancel is not None)
        mark(self._bar, "level", "work")
        column = dialog_column(self, spacing=16)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(PATIENCE)
        self._delay.timeout.connect(self.show)
        self._delay.start()

    def show_progress(self, done: int, total: int) -> None:
        """Shows the number of steps done."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def reject(self) -> None:
        """Cancels, by the button or the escape key; the dialog stays until the work has ended."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel()
            self._words.setText("正在停下…")
            self._button.setEnabled(False)

    def finish(self) -> None:
        """Closes the dialog, as the work has ended."""
        self._delay.stop()
        self.hide()
        self.deleteLater()
