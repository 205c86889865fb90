"""剪切, 复制, 粘贴, 全选 of the menu 编辑: they work on the text that has the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from gonghui_desktop.ui.commands.actions import Actions

_Text = QLineEdit | QPlainTextEdit


class TextCommands(QObject):
    """Connects the actions; the keys themselves are the widgets' own."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        triggers: dict[str, Callable[[_Text], None]] = {
            "cut": lambda text: text.cut(),
            "copy_text": lambda text: text.copy(),
            "paste": lambda text: text.paste(),
            "select_all": lambda text: text.selectAll(),
        }
        for name, trigger in triggers.items():
            actions[name].triggered.connect(lambda _checked=False, do=trigger: _on_focused(do))


def _on_focused(act: Callable[[_Text], None]) -> None:
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit | QPlainTextEdit):
        act(focused)
