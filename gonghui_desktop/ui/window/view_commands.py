"""How the window looks: zoom, seals, appearance, large type; kept from day to day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.preview.page_preview import PagePreview
from gonghui_desktop.ui.theme.theme import Appearance
from gonghui_desktop.ui.window.window_state import APPEARANCE, LARGE_TYPE, ON

_SEALS = "window.seals"


class ViewCommands(QObject):
    """Connects the actions of the menu 查看 and brings back what was chosen last time."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context.window)
        self._context = context
        actions = context.actions
        zooms: dict[str, Callable[[PagePreview], None]] = {
            "zoom_in": lambda preview: preview.zoom_in(),
            "zoom_out": lambda preview: preview.zoom_out(),
            "zoom_actual": lambda preview: preview.set_zoom(1.0),
            "fit_width": lambda preview: preview.fit_width(),
        }
        for name, zoom in zooms.items():
            actions[name].triggered.connect(
                lambda _checked=False, do=zoom: [
                    do(page.preview) for page in context.tabs.pages.values()
                ]
            )
        self._restore()
        actions["seals"].toggled.connect(self._show_seals)
        actions["large_type"].toggled.connect(lambda _on: self._dress())
        actions.appearance.triggered.connect(self._on_appearance)

    def _restore(self) -> None:
        actions = self._context.actions
        actions["large_type"].setChecked(self._setting(LARGE_TYPE) == ON)
        actions["seals"].setChecked(self._setting(_SEALS) == ON)
        chosen = self._setting(APPEARANCE) or Appearance.SYSTEM.value
        for action in actions.appearance.actions():
            action.setChecked(action.data() == chosen)
        if chosen != Appearance.SYSTEM.value or actions["large_type"].isChecked():
            self._apply()
        self._show_seals(actions["seals"].isChecked())

    def _show_seals(self, shown: bool) -> None:
        for page in self._context.tabs.pages.values():
            page.preview.set_seals_shown(shown)
        self._keep(_SEALS, ON if shown else "")

    def _on_appearance(self, _action: QAction) -> None:
        self._dress()

    def _dress(self) -> None:
        self._apply()
        self._keep(APPEARANCE, self._chosen().value)
        self._keep(LARGE_TYPE, ON if self._context.actions["large_type"].isChecked() else "")

    def _apply(self) -> None:
        large = self._context.actions["large_type"].isChecked()
        self._context.theme.apply(self._chosen(), large_type=large)

    def _chosen(self) -> Appearance:
        action = self._context.actions.appearance.checkedAction()
        return Appearance(action.data()) if action is not None else Appearance.SYSTEM

    def _setting(self, key: str) -> str:
        return self._context.ws.reader.setting(key)

    def _keep(self, key: str, text: str) -> None:
        if self._setting(key) != text:
            self._context.ws.store.set_setting(key, text)
