"""Where the window was, how it looked, how wide its parts were, which tab and records were open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.theme import Appearance, Theme

if TYPE_CHECKING:  # the window shows before its pages are imported
    from gonghui_desktop.ui.window.form_page import FormPage
    from gonghui_desktop.ui.window.form_tabs import FormTabs

APPEARANCE = "window.appearance"
LARGE_TYPE = "window.large_type"
ON = "1"
_GEOMETRY = "window.geometry"
_WIDTHS = "window.widths"
_TAB = "window.tab"
_RECORD = "window.record."
_FIRST_SIZE = QSize(1280, 800)
_FRAME = QSize(16, 48)  # what a title bar and borders take at the most, as on Windows


def restore_look(theme: Theme, settings: Mapping[str, str]) -> None:
    """Dresses the application as it was chosen last, if that was not as it comes."""
    known = {appearance.value: appearance for appearance in Appearance}
    appearance = known.get(settings.get(APPEARANCE, ""), Appearance.SYSTEM)
    large = settings.get(LARGE_TYPE) == ON
    if large or appearance is not Appearance.SYSTEM:
        theme.apply(appearance, large_type=large)


def restore_place(window: QMainWindow, settings: Mapping[str, str]) -> None:
    """Puts the window where it was; at first, as large as most screens hold."""
    geometry = QByteArray.fromBase64(settings.get(_GEOMETRY, "").encode())
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(_FIRST_SIZE.boundedTo(window.screen().availableSize() - _FRAME))


def form_in_front(ws: Workspace) -> str:
    """Id of the form whose tab was in front; empty at first."""
    return setting(ws, _TAB)


class WindowState:
    """Keeps the window's state in the store's settings."""

    def __init__(self, window: QMainWindow, ws: Workspace) -> None:
        self._window = window
        self._ws = ws

    def restore(self) -> None:
        """Puts the window where it was; one that is seen already stays in its place."""
        if not self._window.isVisible():
            restore_place(self._window, {_GEOMETRY: setting(self._ws, _GEOMETRY)})

    def restore_page(self, page: FormPage) -> None:
        """Brings back a page's widths and the record that was open on it."""
        widths = [int(part) for part in setting(self._ws, _WIDTHS).split() if part.isdigit()]
        if len(widths) == page.count():
            page.setSizes(widths)
        page.open_by_id(setting(self._ws, _RECORD + page.form.id))

    def keep(self, tabs: FormTabs) -> None:
        """Stores the state; that it cannot be stored is no reason to hold the clerk up."""
        page = tabs.current_page
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        settings = {
            _GEOMETRY: geometry,
            _WIDTHS: " ".join(str(width) for width in page.sizes()),
            _TAB: page.form.id,
        }
        for form_id, each in tabs.pages.items():
            settings[_RECORD + form_id] = each.record.id if each.record else ""
        try:
            keep_settings(self._ws, settings)
        except GonghuiError:
            return
