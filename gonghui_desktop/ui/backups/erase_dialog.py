"""清除全部数据: the question, which a word that is typed answers, and no key by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gonghui_desktop.ui.commands.remaining_dialog import RemainingDialog
from gonghui_desktop.ui.dialogs.layout import wrapped_label
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

WORD = "清除"


class _Word(QLineEdit):
    """A line whose return key presses no button of its dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Keeps the return key: one that is held down, or pressed twice, erases nothing."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class EraseDialog(RemainingDialog):
    """Asks whether everything is to go.

    Args:
        theme: colours of the icon.
        text: the consequence.
        goes: what goes, a clause a line.
        stays: what stays elsewhere, a sentence a line.
        parent: the window.
    """

    save_requested = Signal()
    """Everything is to be backed up elsewhere first; the dialog stays."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        goes: Sequence[str],
        stays: Sequence[str],
        parent: QWidget | None,
    ) -> None:
        title = "清除全部数据"
        super().__init__(theme, f"{title}？", text, goes, stays, title, parent)
        self.setObjectName("erase_dialog")
        prompt = f"确定要清除，请输入“{WORD}”两个字"
        self.line = _Word()
        self.line.setObjectName("erase_word")
        self.line.setAccessibleName(prompt)
        self.line.setPlaceholderText(prompt)
        self.line.textChanged.connect(self._on_changed)
        self.saved = wrapped_label("", "hint")
        self.saved.hide()
        self.add(self.saved)
        self.add(self.line)
        save = QPushButton("先另存一份备份…")
        save.setObjectName("erase_save")
        save.setAutoDefault(False)
        press_with_enter(save)
        save.clicked.connect(self.save_requested)
        self.add_button(save)
        self.yes.setEnabled(False)

    def show_saved(self, name: str) -> None:
        """Says that a backup was written."""
        self.saved.setText(f"已备份到“{name}”。")
        self.saved.show()

    def _on_changed(self, text: str) -> None:
        self.yes.setEnabled(text.strip() == WORD)
