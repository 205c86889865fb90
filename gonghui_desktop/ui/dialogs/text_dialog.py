"""A question for one line of text, such as a reason; what is wrong with it stands under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gonghui_desktop.ui.dialogs.dialog import Button, MessageDialog
from gonghui_desktop.ui.theme.theme import Theme, mark

_LONGEST = 200  # characters


class TextDialog(MessageDialog):
    """Asks for a line; ``exec()`` returns 1 only for a text that will do.

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
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setMaxLength(_LONGEST)
        queued = Qt.ConnectionType.QueuedConnection  # after the change, which hides what was told
        self.line.inputRejected.connect(self._tell_bound, queued)
        self._fault = QLabel()
        self._fault.setObjectName("text_fault")
        mark(self._fault, "role", "error")
        kept = self._fault.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self._fault.setSizePolicy(kept)
        self._fault.hide()
        self.add(self.line)
        self.add(self._fault)
        self.button(0).setEnabled(False)
        self.line.textChanged.connect(self._on_changed)
        self.line.setFocus()

    @property
    def text(self) -> str:
        """What was written, without blanks around it."""
        return self.line.text().strip()

    def done(self, result: int) -> None:
        """Closes it; not with a text that will not do, of which it says why."""
        fault = self._fault_of(self.text) if result == 1 else ""
        if not fault:
            super().done(result)
            return
        self._tell(fault)
        mark(self.line, "problem", "error")
        self.line.setFocus()

    def _tell_bound(self) -> None:
        self._tell(f"最多 {_LONGEST} 字，多出的没有放进去。")

    def _tell(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.show()
        self.line.setAccessibleDescription(sentence)

    def _on_changed(self, text: str) -> None:
        self.button(0).setEnabled(bool(text.strip()))
        self._fault.hide()
        self.line.setAccessibleDescription("")
        mark(self.line, "problem", None)
