"""Keys of commands that inputs take for themselves on X11, though the menus show them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from gonghui_desktop.ui.widgets.composition import is_composing


class ClaimedKeys(QObject):
    """Gives keys back to their commands.

    On X11 Qt's inputs know Ctrl+E as the end of the line and Ctrl+D as 删除, and claim them before
    any shortcut is looked for: the export did not begin while a field had the focus. Only while a
    word is being composed all keys are the input's.

    Args:
        actions: whose keys no input may claim while they are enabled.
        parent: owner.
    """

    def __init__(self, actions: Iterable[QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = tuple(actions)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            now.installEventFilter(self)  # once more is no second time

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Answers an input's claim in its stead."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if is_composing(watched):
            return False
        keys = QKeySequence(event.keyCombination())
        if not any(keys in action.shortcuts() for action in self._actions if action.isEnabled()):
            return False
        event.ignore()
        return True
