"""Where the window was, how wide its parts were, which tab and records were open."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.form_tabs import FormTabs

_GEOMETRY = "window.geometry"
_WIDTHS = "window.widths"
_TAB = "window.tab"
_RECORD = "window.record."
_FIRST_SIZE = QSize(1280, 800)


class WindowState:
    """Keeps the window's state in the store's settings."""

    def __init__(self, window: QMainWindow, ws: Workspace, tabs: FormTabs) -> None:
        self._window = window
        self._store = ws.store
        self._tabs = tabs

    def restore(self) -> None:
        """Brings back the last state; at first, a window that most screens hold."""
        geometry = QByteArray.fromBase64(self._store.setting(_GEOMETRY).encode())
        if geometry.isEmpty() or not self._window.restoreGeometry(geometry):
            available = self._window.screen().availableSize()
            self._window.resize(_FIRST_SIZE.boundedTo(available))
        widths = [int(part) for part in self._store.setting(_WIDTHS).split() if part.isdigit()]
        for form_id, page in self._tabs.pages.items():
            if len(widths) == page.count():
                page.setSizes(widths)
            page.open_by_id(self._store.setting(_RECORD + form_id))
        page_in_front = self._tabs.pages.get(self._store.setting(_TAB))
        if page_in_front is not None:
            self._tabs.setCurrentWidget(page_in_front)

    def keep(self) -> None:
        """Stores the state; that it cannot be stored is no reason to hold the clerk up."""
        page = self._tabs.current_page
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        settings = {
            _GEOMETRY: geometry,
            _WIDTHS: " ".join(str(width) for width in page.sizes()),
            _TAB: page.form.id,
        }
        for form_id, each in self._tabs.pages.items():
            settings[_RECORD + form_id] = each.record.id if each.record else ""
        try:
            for key, text in settings.items():
                if self._store.setting(key) != text:
                    self._store.set_setting(key, text)
        except GonghuiError:
            return
