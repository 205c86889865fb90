"""The context menu of a text input."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

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
