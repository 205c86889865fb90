"""Window state that is kept: geometry, appearance, widths, current tab, open records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.ui.dialogs.size import resize_within_screen
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.pane_widths import WIDTHS, kept_widths

if TYPE_CHECKING:  # the window shows before its pages are imported
    from gonghui_desktop.services.workspace import Workspace
    from gonghui_desktop.ui.window.form_page import FormPage
    from gonghui_desktop.ui.window.form_tabs import FormTabs
    from gonghui_desktop.ui.window.main_window import MainWindow

APPEARANCE = "window.appearance"
LARGE_TYPE = "window.large_type"
ON = "1"
_GEOMETRY = "window.geometry"
_TAB = "window.tab"
_RECEIVING = "window.receiving"
_RECORD = "window.record."  # of each campaign and form
_FIRST_SIZE = QSize(1280, 800)


def restore_appearance(theme: Theme, settings: Mapping[str, str]) -> None:
    """Applies the last appearance and type size, if they differ from the defaults."""
    known = {appearance.value: appearance for appearance in Appearance}
    appearance = known.get(settings.get(APPEARANCE, ""), Appearance.SYSTEM)
    large = settings.get(LARGE_TYPE) == ON
    if large or appearance is not Appearance.SYSTEM:
        theme.apply(appearance, large_type=large)


def restore_geometry(window: QMainWindow, settings: Mapping[str, str]) -> None:
    """Restores the window's geometry; at first, a size that fits most screens."""
    geometry = QByteArray.fromBase64(settings.get(_GEOMETRY, "").encode())
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        resize_within_screen(window, _FIRST_SIZE)


def last_form(ws: Workspace) -> str:
    """Id of the form whose tab was current; empty at first."""
    return setting(ws, _TAB)


def last_record(ws: Workspace, form_id: str) -> str:
    """Id of the record that was open in a form's list; empty at first."""
    return setting(ws, _record_key(ws, form_id))


def was_receiving(ws: Workspace) -> bool:
    """Whether 收件 was current, and no form."""
    return setting(ws, _RECEIVING) == ON


class WindowState:
    """Keeps the window's state in the store's settings."""

    def __init__(self, window: MainWindow, ws: Workspace) -> None:
        self._window = window
        self._ws = ws

    def restore(self) -> None:
        """Restores the geometry, unless the window is already visible."""
        if not self._window.isVisible():
            restore_geometry(self._window, {_GEOMETRY: setting(self._ws, _GEOMETRY)})

    def restore_page(self, page: FormPage) -> None:
        """Restores a page's widths and its open record."""
        if widths := kept_widths(self._ws):
            page.set_pane_widths(widths)
        page.open_by_id(last_record(self._ws, page.form.id))

    def keep(self, tabs: FormTabs) -> None:
        """Stores the state; a failure is ignored, as it must not keep the window open."""
        page = tabs.current_page
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        settings = {
            _GEOMETRY: geometry,
            WIDTHS: " ".join(str(width) for width in page.pane_widths()),
            _TAB: page.form.id,
            _RECEIVING: "" if tabs.is_on_form else ON,
        }
        for form_id, each in tabs.pages.items():
            settings[_record_key(self._ws, form_id)] = each.record.id if each.record else ""
        self._window.writer.run(
            lambda: keep_settings(self._ws, settings), _ignore, _ignore, patience=0.0
        )


def _record_key(ws: Workspace, form_id: str) -> str:
    return f"{_RECORD}{ws.campaign.id}.{form_id}"


def _ignore(_outcome: object) -> None:
    """Nobody is told what became of it."""
