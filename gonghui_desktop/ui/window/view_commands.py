"""Commands of the menu 查看: zoom, seals, appearance, large type; the choices are kept."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.theme.theme import Appearance
from gonghui_desktop.ui.window.form_tabs import FormTabs
from gonghui_desktop.ui.window.window_state import APPEARANCE, LARGE_TYPE, ON

_SEALS = "window.seals"


class ViewCommands(QObject):
    """Handlers of the menu 查看; the constructor applies the stored choices.

    Args:
        context: what they work with.
        tabs: the forms' pages, whose previews are all zoomed alike.
    """

    def __init__(self, context: CommandContext, tabs: FormTabs) -> None:
        super().__init__(context.owner)
        self._context = context
        self._tabs = tabs
        actions = context.actions
        actions.connect_handlers(
            {
                "zoom_in": self.zoom_in,
                "zoom_out": self.zoom_out,
                "zoom_actual": self.zoom_actual,
                "fit_width": self.fit_width,
            }
        )
        self._restore()
        actions["seals"].toggled.connect(self._show_seals)
        actions["large_type"].toggled.connect(self._on_appearance)
        actions.appearance.triggered.connect(self._on_appearance)

    def zoom_in(self) -> None:
        """Shows every page at the next larger zoom."""
        for preview in self._zoomed():
            preview.zoom_in()

    def zoom_out(self) -> None:
        """Shows every page at the next smaller zoom."""
        for preview in self._zoomed():
            preview.zoom_out()

    def zoom_actual(self) -> None:
        """Shows every page at 100 %."""
        for preview in self._zoomed():
            preview.set_zoom(1.0)

    def fit_width(self) -> None:
        """Fits every page to its pane's width."""
        for preview in self._zoomed():
            preview.fit_width()

    def _zoomed(self) -> list[PagePreview]:
        """Every page, that of an opened submission too."""
        return [*self._previews(), *(self._tabs.office.previews if self._tabs.office else ())]

    def _previews(self) -> list[PagePreview]:
        return [page.preview for page in self._tabs.pages.values()]

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
        for preview in self._previews():
            preview.set_seals_shown(shown)
        self._keep(_SEALS, ON if shown else "")

    def _on_appearance(self) -> None:
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
        return setting(self._context.ws, key)

    def _keep(self, key: str, text: str) -> None:
        self._context.write(lambda: keep_settings(self._context.ws, {key: text}), lambda _: None)
