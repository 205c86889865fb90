"""What the main window holds once the data is open: the forms' pages, and who does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.services.checking import deadline_summary, quota_summary
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import LatestOnly
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.widgets.notification_bar import NotificationBar
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.form_tabs import FormTabs
from gonghui_desktop.ui.window.window_state import WindowState, form_in_front

if TYPE_CHECKING:
    from gonghui_desktop.ui.preview.print_commands import AskPrinter
    from gonghui_desktop.ui.window.main_window import MainWindow


class WindowContents(QWidget):
    """Pages, banner and notifications in the middle of the window, and everything that moves them.

    At first only the page in front, ready for the clerk; :meth:`complete` brings the rest.

    Args:
        ws: campaign, store and printer.
        window: whose contents they are; its tool bar and status line are used.

    Raises:
        StoreError: the records cannot be read.
    """

    def __init__(self, ws: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._ws = ws
        self._window = window
        self._tool_bar = window.tool_bar
        self._status = window.status
        self.keeper = DraftKeeper(ws, self)
        self._state = WindowState(window, ws)
        self.tabs = FormTabs(ws, self._make_page, form_in_front(ws), self)
        self.failure = Banner(window.theme, margins=QMargins(8, 8, 8, 8), parent=self)
        self.failure.setObjectName("save_failure")
        self._lay_out()
        self.notifications = NotificationBar(
            window.theme, self, lambda: self.tabs.current_page.preview
        )
        self._connect()
        self._progress = LatestOnly[tuple[str, str]](
            window.tasks,
            lambda summaries: self._tool_bar.show_progress(*summaries),
            lambda error: self.notifications.fail(str(error)),
        )
        self._state.restore()
        self._show_page_status()

    def complete(self, ask_printer: AskPrinter | None = None) -> None:
        """Makes the other pages, and gives every action somebody who does it.

        Args:
            ask_printer: shows the print dialog; ``None`` for the system's.

        Raises:
            StoreError: the records cannot be read.
        """
        # Imported here: what the commands need takes as long as the page in front.
        from gonghui_desktop.ui.window.connect_commands import add_commands  # noqa: PLC0415 - see above

        self.tabs.complete()
        add_commands(self._context(), self.refresh_progress, ask_printer)
        self.refresh_progress()

    def refresh_progress(self) -> None:
        """Shows quota and deadline as they stand."""
        deadline = deadline_summary(self._ws, self._window.clock().date())
        self._progress.submit(lambda _task: (quota_summary(self._ws), deadline))

    def prepare_close(self) -> bool:
        """Stores everything, before the window closes.

        Returns:
            Whether nothing typed is lost, or the clerk said that it may be.
        """
        if not self.keeper.flush() and not self._window.prompts.confirm(
            "写下的内容还没有保存",
            "现在退出，尚未保存的文字会丢失。可以留下，清理磁盘或检查文件夹后再试。",
            yes="放弃并退出",
            no="留下",
            destroys=True,
        ):
            return False
        self._state.keep(self.tabs)
        self.keeper.discard()
        return True

    def _context(self) -> CommandContext:
        window = self._window
        return CommandContext(
            ws=self._ws,
            theme=window.theme,
            tasks=window.tasks,
            prompts=window.prompts,
            clock=window.clock,
            window=window,
            actions=window.actions_table,
            keeper=self.keeper,
            tabs=self.tabs,
            notifications=self.notifications,
        )

    def _make_page(self, form: FormDefinition) -> FormPage:
        """A form's page as it was left, listened to."""
        page = FormPage(self._ws, form, self._window.theme, self._window.tasks, self.keeper)
        self._state.restore_page(page)
        page.filter_dropped.connect(self._tool_bar.drop_search)
        page.record_changed.connect(self.refresh_progress)
        page.splitterMoved.connect(lambda *_: self.notifications.place())
        page.preview.page_changed.connect(lambda *_: self._show_page_status())
        page.preview.zoom_changed.connect(lambda _zoom: self._show_page_status())
        return page

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.failure)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.keeper.failed.connect(self._on_save_failed)
        self.keeper.all_saved.connect(self._on_all_saved)
        self.keeper.saved.connect(lambda _record: self.refresh_progress())
        self.failure.acted.connect(self.keeper.flush)
        actions = self._window.actions_table
        actions["save"].triggered.connect(self._on_save)
        actions["quit"].triggered.connect(self._window.close)
        actions["find"].triggered.connect(self._on_find)
        self._tool_bar.search_changed.connect(self.tabs.set_filter)
        self._tool_bar.search_entered.connect(self.tabs.go_to_match)
        self.tabs.counts_changed.connect(self.refresh_progress)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    def _on_save(self) -> None:
        if self.keeper.flush():
            self._status.show_saved(self._window.clock())

    def _on_save_failed(self, sentence: str) -> None:
        text = f"{sentence}写下的内容还在这里，会自动再试。"
        self.failure.show_message("error", text, "再试一次")
        self._status.show_unsaved()

    def _on_all_saved(self) -> None:
        self.failure.hide()
        self.notifications.clear_store_failure()
        self._status.show_saved(self._window.clock())

    def _on_find(self) -> None:
        self._tool_bar.search.setFocus()
        self._tool_bar.search.selectAll()

    def _on_tab_changed(self, _index: int) -> None:
        self.keeper.flush()
        self.notifications.place()
        self._show_page_status()

    def _show_page_status(self) -> None:
        page = self.tabs.current_page
        self._status.show_page(*page.page_in_view)
        self._status.show_zoom(round(page.preview.zoom * 100))
