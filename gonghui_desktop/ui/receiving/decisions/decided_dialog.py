"""Dialog after a decision: what was decided, where its files are, and what to do with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from gonghui_desktop.services.receiving.decisions.deciding import Decided
from gonghui_desktop.ui.commands.files import open_folder, show_in_folder
from gonghui_desktop.ui.commands.list_dialog import ListDialog
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.enter_key import press_with_enter

_COPIED = "已复制"


class DecidedDialog(ListDialog):
    """Says what was decided, and goes on from there.

    Args:
        theme: icons.
        heading: says it all in a sentence.
        decided: what was decided, at least one.
        message: what to write to the office; empty where there are several.
        parent: the window over which it lies.
    """

    def __init__(
        self,
        theme: Theme,
        heading: str,
        decided: Sequence[Decided],
        message: str,
        parent: QWidget | None,
    ) -> None:
        paths = [each.path for each in decided if each.path is not None]
        good, bad = theme.icon("circle-check", "success"), theme.icon("triangle-alert", "warning")
        lines = [(bad if each.fault else good, each.sentence) for each in decided]
        if len(paths) == 1:
            lines.append((theme.icon("file-output", "muted"), str(paths[0])))
        left = list(_buttons(paths, message))
        super().__init__("办理结果", heading, lines, parent, left)
        self.setObjectName("decided_dialog")


def _buttons(paths: Sequence[Path], message: str) -> Iterator[QPushButton]:
    """What can be done with the files."""
    if paths:
        show = _button("打开文件夹", "folder")
        show.clicked.connect(lambda: _show(paths))
        yield show
        yield _copying("复制路径", "path", "\n".join(str(path) for path in paths))
    if message:
        yield _copying("复制邮件文字", "mail", message)


def _copying(words: str, name: str, text: str) -> QPushButton:
    button = _button(words, name)
    button.clicked.connect(lambda: _copy(button, text))
    return button


def _button(words: str, name: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(f"decided.{name}")
    button.setAutoDefault(False)
    press_with_enter(button)
    return button


def _show(paths: Sequence[Path]) -> None:
    """Shows the file, or the folder that has them all."""
    if len(paths) == 1:
        show_in_folder(paths[0])
    else:
        open_folder(paths[0])


def _copy(button: QPushButton, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    button.setText(_COPIED)
