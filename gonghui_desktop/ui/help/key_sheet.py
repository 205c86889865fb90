"""The keys of the window's commands, read from the menus that show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

_MNEMONIC = re.compile(r"\(&.\)|&(?=\S)|…$")


def key_table(bar: QMenuBar) -> str:
    """A Markdown table of the shown commands with keys, menu by menu."""
    lines = ["| 按键 | 做什么 | 在菜单里 |", "| --- | --- | --- |"]
    for title, actions in _menus(bar.actions(), ()):
        lines += [
            f"| {_keys(action)} | {_escaped(plain(action.text()))} | {_escaped(title)} |"
            for action in actions
            if action.shortcuts() and action.isVisible()
        ]
    return "\n".join(lines)


def plain(text: str) -> str:
    """A menu's or an action's text without its access key and its dots."""
    return _MNEMONIC.sub("", text).strip()


def _menus(
    actions: Sequence[QAction], above: tuple[str, ...]
) -> Iterator[tuple[str, list[QAction]]]:
    """Each menu with the path to it, and its own actions."""
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            path = (*above, plain(action.text()))
            yield " › ".join(path), [each for each in menu.actions() if each.menu() is None]
            yield from _menus([each for each in menu.actions() if each.menu()], path)


def _keys(action: QAction) -> str:
    shown = QKeySequence.SequenceFormat.NativeText
    return " 或 ".join(_escaped(each.toString(shown)) for each in action.shortcuts())


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
