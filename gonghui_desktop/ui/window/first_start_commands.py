"""The first start in the window: asks who reports in the place of the forms, then opens the first.

Nothing waits for an answer: a file that is imported or a record that is made meanwhile ends it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.submission.first_start import FirstStart, OfficeChoice
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents, show_contents

_WHICH_FORM = "只填一份：请点上面的标签，选上级工会要您填的那张表，再点“新建一份”。"


class FirstStartCommands(QObject):
    """Shows the page of the first start over the forms until it is answered.

    Args:
        contents: the window's contents; its commands may be connected later.
        context: what its commands work with.
    """

    def __init__(self, contents: WindowContents, context: CommandContext) -> None:
        super().__init__(contents)
        self._contents = contents
        self._context = context
        ws = context.ws
        kinds = [_choice(ws, kind) for kind in ws.campaign.offices]
        self._kept: Profile | None = None  # stored, but not confirmed
        self._is_over = False
        self._page = FirstStart(kinds, contents)
        self._page.accepted.connect(self._on_accepted)
        self._page.answered.connect(self._keep)
        self._page.put_off.connect(self._on_put_off)
        contents.cover_forms(self._page)
        contents.tabs.counts_changed.connect(self._on_records)
        window = contents.main_window
        window.contents_completed.connect(self._page.set_ready)
        if window.menuBar().isEnabled():
            self._page.set_ready()
        contents.reporter_shown.connect(self._on_reporter)
        self._page.setFocus()

    def _on_accepted(self, profile: Profile) -> None:
        ws = self._context.ws
        self._context.write(lambda: reporter.set_reporter(ws, profile), self._on_stored)

    def _on_stored(self, _nothing: None) -> None:
        ws = self._context.ws
        self._contents.receiving.show_for(reporter.office_role(ws))
        self._end()
        self._context.refresh_progress()
        kind = ws.campaign.reporter(self._profile_kind())
        if kind is None:
            self._contents.tabs.take_focus()
            return
        if kind.forms:
            self._contents.tabs.show_form(kind.forms[0])
        if kind.own_form and len(kind.forms) > 1:
            # An empty form of the wrong kind would be in the way of the one that it hands in.
            notify = self._context.notifications.notify
            notify("info", _WHICH_FORM, "报给谁…", self._context.actions["reporter"].trigger)
            return
        self._context.actions["new"].trigger()

    def _keep(self, profile: Profile) -> None:
        """Keeps a complete answer that nobody has confirmed: she may go on by other ways."""
        if self._is_over:  # the name loses the focus as the page goes
            return
        ws = self._context.ws
        self._kept = profile
        self._context.write(lambda: reporter.set_reporter(ws, profile), lambda _nothing: None)

    def _on_put_off(self) -> None:
        ws = self._context.ws
        self._context.write(lambda: reporter.put_off(ws), lambda _nothing: None)
        self._end()
        self._context.refresh_progress()
        self._contents.tabs.take_focus()

    def _on_records(self) -> None:
        if self._is_over or not any(
            page.record_count for page in self._contents.tabs.pages.values()
        ):
            return
        kept = self._kept
        profile = self._page.profile if kept is not None else None
        if profile is not None and profile != kept:
            self._keep(profile)
        self._end()
        if kept is not None:
            self._context.refresh_progress()

    def _on_reporter(self, name: str) -> None:
        """Somebody was named by the menu meanwhile."""
        if name and (self._kept is None or name != self._kept.name):
            self._end()

    def _profile_kind(self) -> str:
        profile = reporter.current_reporter(self._context.ws)
        return profile.kind if profile is not None else ""

    def _end(self) -> None:
        self._kept = None
        self._is_over = True
        self._contents.uncover_forms()


def _choice(ws: Workspace, kind: ReporterKind) -> OfficeChoice:
    only_receives = kind in ws.campaign.receivers
    return OfficeChoice(
        kind.id,
        kind.name,
        reporter.duties(ws, kind),
        "开始接收" if only_receives else "开始填报",
        kind.name if only_receives else "",
    )


def ask_at_first_start(contents: WindowContents) -> None:
    """Asks who reports if that has to be asked."""
    context = contents.command_context()
    if reporter.is_asked_for(context.ws):
        FirstStartCommands(contents, context)


def show_or_ask(window: MainWindow, ws: Workspace) -> WindowContents:
    """As ``show_contents``; asks who reports if that has to be asked.

    Raises:
        StoreError: the records cannot be read.
    """
    contents = show_contents(window, ws)
    ask_at_first_start(contents)
    return contents
