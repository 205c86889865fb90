"""What is being printed, in the status bar, with 取消打印."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.accessibility import announce
from gonghui_desktop.ui.widgets.elided_label import ElidedLabel
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_WIDEST = 32
"""Of the text, em: beside it stand the state of saving and the page's number."""


class JobLine(QWidget):
    """One line for all that is being printed: the job that was sent last is shown.

    Args:
        parent: the owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_line")
        self._jobs: dict[str, tuple[str, Callable[[], None]]] = {}
        self._text = ElidedLabel()
        self._text.setObjectName("job_text")
        self._cancel = QToolButton()
        self._cancel.setText("取消打印")
        self._cancel.setObjectName("job_cancel")
        mark(self._cancel, "role", "note")
        fixed = QSizePolicy.Policy.Fixed
        self._cancel.setSizePolicy(fixed, fixed)  # where there is little room, the text gives way
        self._text.setMaximumWidth(_WIDEST * self.fontInfo().pixelSize())
        press_with_enter(self._cancel)
        self._cancel.clicked.connect(self._on_cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(8)
        line.addWidget(self._text)
        line.addWidget(self._cancel)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown; empty while nothing is printed."""
        return self._text.accessibleName() if self._jobs else ""

    @property
    def keys(self) -> Collection[str]:
        """Of the jobs that have not ended."""
        return self._jobs.keys()

    def show_job(self, key: str, text: str, cancel: Callable[[], None]) -> None:
        """Shows a job, or how it is now.

        Args:
            key: of the job.
            text: how it is.
            cancel: withdraws it.
        """
        is_new = key not in self._jobs
        self._jobs[key] = (text, cancel)
        self._refresh()
        if is_new:
            announce(self, text)

    def remove_job(self, key: str) -> None:
        """Takes a job off that has ended."""
        self._jobs.pop(key, None)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(bool(self._jobs))
        if self._jobs:
            text, _cancel = list(self._jobs.values())[-1]
            more = f"（另有 {len(self._jobs) - 1} 件）" if len(self._jobs) > 1 else ""
            self._text.set_full_text(text + more)
            self._text.setToolTip(text)

    def _on_cancel(self) -> None:
        if self._jobs:
            _text, cancel = list(self._jobs.values())[-1]
            cancel()
