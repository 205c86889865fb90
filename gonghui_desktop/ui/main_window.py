"""The main window: composes its parts, and closes only when everything typed is safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.services.checking import deadline_summary, quota_summary
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.actions import Actions
from gonghui_desktop.ui.banner import Banner
from gonghui_desktop.ui.desk import Desk
from gonghui_desktop.ui.drafts import DraftKeeper
from gonghui_desktop.ui.form_page import FormPage
from gonghui_desktop.ui.form_tabs import FormTabs
from gonghui_desktop.ui.help_commands import HelpCommands
from gonghui_desktop.ui.menus import fill_menu_bar
from gonghui_desktop.ui.news import News
from gonghui_desktop.ui.print_commands import AskPrinter, PrintCommands
from gonghui_desktop.ui.prompts import Prompts
from gonghui_desktop.ui.record_commands import RecordCommands
from gonghui_desktop.ui.status_bar import WindowStatus
from gonghui_desktop.ui.submission_commands import SubmissionCommands
from gonghui_desktop.ui.system_print import ask_printer as ask_system_printer
from gonghui_desktop.ui.tasks import Latest, Tasks
from gonghui_desktop.ui.text_commands import TextCommands
from gonghui_desktop.ui.theme import Theme
from gonghui_desktop.ui.tool_bar import MainToolBar
from gonghui_desktop.ui.view_commands import ViewCommands
from gonghui_desktop.ui.window_state import WindowState


def _now() -> datetime:
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """The program's window on one workspace.

    Args:
        ws: campaign, store and printer.
        theme: the application's look.
        prompts: the door to the user.
        clock: the present moment, with time zone.
        ask_printer: shows the print dialog.
    """

    def __init__(
        self,
        ws: Workspace,
        theme: Theme,
        prompts: Prompts,
        clock: Callable[[], datetime] = _now,
        ask_printer: AskPrinter = ask_system_printer,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(f"{ws.campaign.name} {ws.campaign.id}")
        self._ws = ws
        self._theme = theme
        self._clock = clock
        self._prompts = prompts
        self.tasks = Tasks(self)
        self.keeper = DraftKeeper(ws, self)
        self.actions_table = Actions(theme, self)
        self._centre = QWidget(self)
        self.tabs = FormTabs(ws, self._make_page, self._centre)
        self.failure = Banner(theme, margins=QMargins(8, 8, 8, 8), parent=self._centre)
        self.failure.setObjectName("save_failure")
        self.tool_bar = MainToolBar(theme, self.actions_table, self)
        self.status = WindowStatus(self.actions_table, self)
        self._lay_out()
        self.news = News(theme, self._centre)
        self._add_commands(ask_printer)
        self._connect()
        self._progress = Latest[tuple[str, str]](
            self.tasks,
            lambda summaries: self.tool_bar.show_progress(*summaries),
            lambda error: self.news.fail(str(error)),
        )
        self._state = WindowState(self, ws, self.tabs)
        self._state.restore()
        self.refresh_progress()

    def rescue(self) -> None:
        """Stores what was typed, now; for the crash path.

        Raises:
            GonghuiError: it cannot be stored.
        """
        if not self.keeper.flush():
            raise GonghuiError("写下的内容没能保存。")

    def refresh_progress(self) -> None:
        """Shows quota and deadline as they stand."""
        deadline = deadline_summary(self._ws, self._clock().date())
        self._progress.submit(lambda _job: (quota_summary(self._ws), deadline))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stores everything first; what cannot be stored is not thrown away without a question."""
        if not self.keeper.flush() and not self._prompts.confirm(
            "写下的内容还没有保存",
            "现在退出，尚未保存的文字会丢失。可以留下，清理磁盘或检查文件夹后再试。",
            yes="放弃并退出",
            no="留下",
            destroys=True,
        ):
            event.ignore()
            return
        self._state.keep()
        self.keeper.discard()
        self.tasks.close()
        super().closeEvent(event)

    def _add_commands(self, ask_printer: AskPrinter) -> None:
        """Gives every action somebody who does it; they live as long as the window."""
        desk = Desk(
            ws=self._ws,
            theme=self._theme,
            tasks=self.tasks,
            prompts=self._prompts,
            clock=self._clock,
            window=self,
            actions=self.actions_table,
            keeper=self.keeper,
            tabs=self.tabs,
            news=self.news,
        )
        RecordCommands(desk)
        PrintCommands(desk, ask_printer)
        SubmissionCommands(desk, self.refresh_progress)
        ViewCommands(desk)
        HelpCommands(desk)
        TextCommands(self.actions_table, self)

    def _make_page(self, form: FormDefinition) -> FormPage:
        return FormPage(self._ws, form, self._theme, self.tasks, self.keeper)

    def _lay_out(self) -> None:
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.tool_bar)
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.failure)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(self._centre)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.keeper.failed.connect(self._on_save_failed)
        self.keeper.all_saved.connect(self._on_all_saved)
        self.keeper.saved.connect(lambda _record: self.refresh_progress())
        self.failure.acted.connect(self.keeper.flush)
        self.actions_table["save"].triggered.connect(self._on_save)
        self.actions_table["quit"].triggered.connect(self.close)
        self.actions_table["find"].triggered.connect(self._on_find)
        self.tool_bar.search_changed.connect(self.tabs.set_filter)
        self.tool_bar.search_entered.connect(self.tabs.go_to_match)
        self.tabs.counts_changed.connect(self.refresh_progress)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        for page in self.tabs.pages.values():
            page.filter_dropped.connect(self.tool_bar.drop_search)
            page.record_changed.connect(self.refresh_progress)
            page.preview.page_changed.connect(lambda *_: self._show_page_status())
            page.preview.zoom_changed.connect(lambda _zoom: self._show_page_status())
        self._show_page_status()

    def _on_save(self) -> None:
        if self.keeper.flush():
            self.status.show_saved(self._clock())

    def _on_save_failed(self, sentence: str) -> None:
        text = f"{sentence}写下的内容还在这里，会自动再试。"
        self.failure.tell("error", text, "再试一次")
        self.status.show_unsaved()

    def _on_all_saved(self) -> None:
        self.failure.hide()
        self.status.show_saved(self._clock())

    def _on_find(self) -> None:
        self.tool_bar.search.setFocus()
        self.tool_bar.search.selectAll()

    def _on_tab_changed(self, _index: int) -> None:
        self.keeper.flush()
        self._show_page_status()

    def _show_page_status(self) -> None:
        page = self.tabs.current_page
        self.status.show_page(*page.page_in_view)
        self.status.show_zoom(round(page.preview.zoom * 100))
