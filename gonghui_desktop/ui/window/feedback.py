"""What follows from the open record: its page in the preview, its findings, the room left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import RecordState
from gonghui_desktop.printing.sheet import Printed
from gonghui_desktop.services import pages
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.editor.editor_panel import EditorPanel
from gonghui_desktop.ui.editor.record_checks import Checked, RecordChecks
from gonghui_desktop.ui.editor.session import RecordSession
from gonghui_desktop.ui.page_view.page_preview import PagePreview

_CHECK_DELAY = 120  # ms after the last key


class Feedback:
    """Renders and checks the open record while it changes; waits while nobody sees it.

    Args:
        ws: the workspace.
        session: has the open record.
        panel: shows findings and room.
        preview: shows the page.
        tasks: background work.
        failed: receives an error that a clerk can mend.
        owner: the widget that holds panel and preview; nothing is done while it is hidden.
    """

    def __init__(
        self,
        ws: Workspace,
        session: RecordSession,
        panel: EditorPanel,
        preview: PagePreview,
        tasks: TaskRunner,
        failed: Callable[[GonghuiError], None],
        owner: QWidget,
    ) -> None:
        self._ws = ws
        self._session = session
        self._panel = panel
        self._preview = preview
        self._owner = owner
        self._pages = 1
        self._is_stale = False
        self._checks = RecordChecks(ws, tasks, self._on_checked, failed, owner=owner)
        self._check_timer = QTimer(owner, singleShot=True, interval=_CHECK_DELAY)
        self._check_timer.timeout.connect(self._check)
        # At once, but after the key event: rendering holds Python's lock (GIL) meanwhile.
        self._page_timer = QTimer(owner, singleShot=True)
        self._page_timer.timeout.connect(self.show_page)
        session.changed.connect(self._on_changed)
        preview.page_drawn.connect(self._on_page_drawn)

    @property
    def is_waiting(self) -> bool:
        """Whether something is about to be rendered or checked."""
        return self._page_timer.isActive() or self._check_timer.isActive()

    def restart(self, *, is_another: bool) -> None:
        """Renders and checks what the session has opened.

        Args:
            is_another: it is another record than before, not another state of the same.
        """
        if is_another:
            self._pages = 1  # until it is rendered
        self._checks.drop()
        self.show_page()
        self._check()

    def catch_up(self) -> None:
        """Renders and checks what changed while it was hidden."""
        if self._is_stale:
            self.show_page()
            self._check()

    def check_soon(self) -> None:
        """Checks the open record again, as if something had been typed."""
        self._check_timer.start()

    def show_page(self) -> None:
        """Renders the page."""
        self._page_timer.stop()
        self._is_stale = not self._owner.isVisible()
        if self._is_stale:
            return
        live, form, ws = self._session.live, self._session.form, self._ws

        def make() -> Printed:
            # Its findings are in the sheet, too, which take the printer: not on the GUI thread.
            sheet = pages.blank_sheet(form) if live is None else pages.record_sheet(ws, live)
            return pages.render(ws, [sheet], pages.paper_options(ws))

        self._preview.show_page(make)

    def place_of(self, field_id: str) -> int:
        """A field's place in reading order; findings of the whole form come last."""
        fields = self._panel.editor.fields
        return fields.index(field_id) if field_id in fields else len(fields)

    def _on_changed(self) -> None:
        self._page_timer.start()
        self._check_timer.start()

    def _on_page_drawn(self) -> None:
        printed = self._preview.printed
        if printed is not None and sum(printed.page_counts) != self._pages:
            self._pages = sum(printed.page_counts)
            self._check_timer.start()

    def _check(self) -> None:
        self._check_timer.stop()
        live = self._session.live
        if live is None or not self._owner.isVisible():
            return
        was_never_final = self._session.is_read_only and live.state is RecordState.DRAFT
        if not was_never_final:  # in a draft of a past campaign nothing can be mended
            self._checks.check(live, self._pages)

    def _on_checked(self, checked: Checked) -> None:
        record = self._session.record
        if record is None or record.id != checked.record.id:
            return
        findings = sorted(checked.findings, key=lambda finding: self.place_of(finding.field))
        self._panel.editor.show_findings(findings, checked.record.values)
        if not self._session.is_read_only:
            self._panel.strip.show_findings(findings)
        self._panel.editor.show_room(checked.record, checked.room, self._pages)
