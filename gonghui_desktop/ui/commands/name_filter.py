"""The search as typed, which never waits for the table of readings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services import name_search
from gonghui_desktop.ui.background.tasks import LatestOnly, TaskRunner


class NameFilter(QObject):
    """Hands a search to the lists; the first one with letters once readings are loaded.

    Args:
        tasks: where they are loaded.
        show: filters the lists.
        parent: the owner.
    """

    def __init__(self, tasks: TaskRunner, show: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._waiting = ""
        self._loading = LatestOnly[None](tasks, self._on_loaded, self._on_failed, owner=self)

    def search(self, text: str) -> None:
        """Searches for a text: at once, or as soon as its readings can be known."""
        self._waiting = ""
        if name_search.has_readings() or not name_search.needs_readings(text):
            self._show(text)
        else:
            self._waiting = text
            self._loading.submit(lambda _task: name_search.load_readings())

    def finish(self) -> None:
        """Shows the result of a search that still waits."""
        waiting, self._waiting = self._waiting, ""
        if waiting:
            self._show(waiting)

    def _on_loaded(self, _result: None) -> None:
        self.finish()

    def _on_failed(self, _error: GonghuiError) -> None:
        self.finish()
