"""Input for why a 核实 finding stands, with a menu of ready phrases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from gonghui_desktop.model.pasted.longest import surplus, typed_too_much
from gonghui_desktop.ui.editor.inputs.line import LineInput
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.phrase_menu import CAPTION, make_phrase_menu, with_phrase

_KEYS = "按向下键选常用的话"


class ReasonInput(LineInput):
    """A line whose menu inserts a phrase, to be edited afterwards like any text.

    Args:
        theme: icons.
        name: object name.
        label: the field's.
        phrases: what the menu offers; without any there is no menu.
        parent: the owner.
    """

    inserting = Signal()
    """Emitted before a phrase is inserted, so that it becomes a step of its own."""

    def __init__(
        self, theme: Theme, name: str, label: str, phrases: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"{label}：写明原因")
        self.show_given("")
        self._menu: QMenu | None = None
        if phrases:
            self._menu = make_phrase_menu(phrases, self._insert_phrase, self)
            self._menu.setObjectName(f"{name}.phrases")
            button = self.addAction(
                theme.icon("list", "muted"), QLineEdit.ActionPosition.TrailingPosition
            )
            button.setToolTip(f"{CAPTION}（{_KEYS}）")
            button.triggered.connect(self._show_menu)
            self.setAccessibleDescription(_KEYS)

    def show_given(self, reason: str) -> None:
        """Shows, while it is empty, a reason that was given elsewhere; writing here replaces it."""
        self.setPlaceholderText(f"{reason}（已写明）" if reason else "写明原因")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Opens the menu with the down key."""
        if self._menu is not None and event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self._show_menu()
            self._menu.setActiveAction(self._menu.actions()[0])  # so that Enter takes it
        else:
            super().keyPressEvent(event)

    def _show_menu(self) -> None:
        if self._menu is not None and not self.isReadOnly():
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _insert_phrase(self, phrase: str) -> None:
        """Adds the phrase behind what stands there; the caret comes behind it."""
        self.inserting.emit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        text = with_phrase(self.text(), phrase)
        if left_out := surplus(self.text(), text):
            self.not_taken.emit(typed_too_much(left_out))
            return
        self.setText(text)
        self.changed.emit(text)
