"""Commands of the menu 编辑 on the text that has the focus: 剪切, 复制, 粘贴, 全选."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.editor.inputs.choice import ChoiceInput


@runtime_checkable
class HasCopy(Protocol):
    """A text, or a table whose rows can be copied."""

    def copy(self) -> None:
        """Copies what is chosen to the clipboard."""


class TextCommands(QObject):
    """Handlers of the actions on a text; the keys themselves are the widgets' own.

    Args:
        actions: the window's actions.
        parent: owns the handlers.
    """

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        actions.connect_handlers(
            {
                "cut": self.cut,
                "copy_text": self.copy,
                "paste": self.paste,
                "select_all": self.select_all,
            }
        )

    def cut(self) -> None:
        """Moves the selected text to the clipboard."""
        if text := _focused_text():
            text.cut()

    def copy(self) -> None:
        """Copies the selected text, or the chosen rows of a table, to the clipboard."""
        focused: object = QApplication.focusWidget()
        if isinstance(focused, HasCopy):
            focused.copy()

    def paste(self) -> None:
        """Inserts the clipboard's text, or chooses what it names."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QLineEdit | QPlainTextEdit | ChoiceInput):
            widget.paste()

    def select_all(self) -> None:
        """Selects the whole text, or every row of a list."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractItemView):
            widget.selectAll()


def _focused_text() -> QLineEdit | QPlainTextEdit | None:
    widget = QApplication.focusWidget()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None
