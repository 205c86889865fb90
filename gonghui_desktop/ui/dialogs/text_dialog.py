"""A question for a text of a sentence or two, such as a reason; what is wrong stands under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from gonghui_desktop.model.reasons import fault_of_length
from gonghui_desktop.ui.dialogs.dialog import Button, MessageDialog
from gonghui_desktop.ui.theme.theme import Theme, mark

_LINES = 3
_PADDING = 8


class TextDialog(MessageDialog):
    """Asks for a text; ``exec()`` returns 1 only for one that will do.

    Args:
        theme: colours of the icon.
        title: in one line, what it is about.
        text: what will happen, and what is to be written.
        yes: verb of the button that goes on.
        fault_of: says in a sentence what is wrong with a text; empty for one that will do.
        parent: the window that it belongs to.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        yes: str,
        fault_of: Callable[[str], str],
        parent: QWidget | None,
    ) -> None:
        buttons = (Button(yes, "primary", is_default=True), Button("取消"))
        super().__init__(theme, title, text, "info", buttons, parent)
        self._fault_of = fault_of
        self.edit = _Sentences()
        self.edit.setObjectName("text_asked")
        self.edit.setAccessibleName(title)
        self.edit.entered.connect(self.button(0).click)
        self._fault = QLabel()
        self._fault.setObjectName("text_fault")
        mark(self._fault, "role", "error")
        kept = self._fault.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self._fault.setSizePolicy(kept)
        self._fault.hide()
        self.add(self.edit)
        self.add(self._fault)
        self.button(0).setEnabled(False)
        self.edit.textChanged.connect(self._on_changed)
        self.edit.setFocus()

    @property
    def text(self) -> str:
        """What was written, as one paragraph without blanks around it."""
        return " ".join(line.strip() for line in self.edit.toPlainText().split("\n")).strip()

    def done(self, result: int) -> None:
        """Closes it; not with a text that will not do, of which it says why."""
        text = self.text
        fault = self._fault_of(text) or fault_of_length(text) if result == 1 else ""
        if not fault:
            super().done(result)
            return
        self._fault.setText(fault)
        self._fault.show()
        self.edit.setAccessibleDescription(fault)
        mark(self.edit, "problem", "error")
        self.edit.setFocus()

    def _on_changed(self) -> None:
        self.button(0).setEnabled(bool(self.text))
        self._fault.hide()
        self.edit.setAccessibleDescription("")
        mark(self.edit, "problem", None)


class _Sentences(QPlainTextEdit):
    """A few lines that wrap; the return key goes on, as it does in a line."""

    entered = Signal()
    """The return key was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * _PADDING)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Goes on with the return key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
