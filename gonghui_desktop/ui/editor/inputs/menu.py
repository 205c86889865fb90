"""The context menu of a text input."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

_PASTE = "edit-paste"
_OWN_UNDO = ("edit-undo", "edit-redo")


def without_undo(menu: QMenu) -> QMenu:
    """Removes the widget's own 撤销 and 恢复: the window's reach all fields of the record."""
    for action in menu.actions():
        if action.objectName() in _OWN_UNDO:
            menu.removeAction(action)
    first = menu.actions()[0]
    if first.isSeparator():
        menu.removeAction(first)
    return menu


def pasting_by(menu: QMenu, paste: Callable[[], None]) -> QMenu:
    """Has 粘贴 in the menu of a ``QLineEdit`` call another function than the widget's own."""
    for action in menu.actions():
        if action.objectName() == _PASTE:
            action.triggered.disconnect()
            action.triggered.connect(lambda _checked=False: paste())
    return menu
