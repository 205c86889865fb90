"""Shows what another program writes into the same data, such as the command line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.writer_thread import WriterThread
from gonghui_desktop.ui.widgets.notification_bar import NotificationBar
from gonghui_desktop.ui.window.form_tabs import FormTabs

_PAUSE = 2000  # ms between two looks; each takes a fraction of a millisecond


class OtherWriters(QObject):
    """Looks every now and then whether somebody else has written, once the store is open.

    Args:
        ws: the workspace.
        writer: the thread of our own writes, which a look does not get in the way of.
        tabs: the forms' pages.
        notifications: where it is told that the open record has changed.
        parent: the owner.
    """

    found = Signal()
    """Somebody else has written, and it is shown."""

    def __init__(
        self,
        ws: Workspace,
        writer: WriterThread,
        tabs: FormTabs,
        notifications: NotificationBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self._writer = writer
        self._tabs = tabs
        self._notifications = notifications
        self._version: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.look)
        self.look()  # now: what is written before the first look is not seen by any

    def look(self) -> None:
        """Looks, off the GUI thread."""
        if not self._ws.is_open:
            self._timer.start()
            return
        ws, known = self._ws, self._version

        def read() -> tuple[int, Sequence[Record] | None]:
            version = records.version(ws)
            is_new = known is not None and version != known
            if is_new:
                ws.forget_alike()
            return version, records.records(ws) if is_new else None

        self._writer.run(
            read, self._show, self._on_failed, broke=self._timer.start, owner=self, patience=0.0
        )

    def _show(self, found: tuple[int, Sequence[Record] | None]) -> None:
        self._timer.start()
        self._version, stored = found
        if stored is None:
            return
        self.found.emit()
        is_other = False
        current = self._tabs.current_page
        for page in self._tabs.pages.values():
            changed = page.take_in([each for each in stored if each.form == page.form.id])
            is_other = is_other or (changed and page is current)
        if is_other:
            own = "您写下的没有动，其余的" if current.has_unsaved else "现在"
            self._notifications.notify(
                "info", f"这份申报表刚刚在别处改动过，{own}显示的是改动后的。"
            )

    def _on_failed(self, _error: GonghuiError) -> None:
        self._timer.start()  # the next write tells
