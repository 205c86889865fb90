"""The main window: shows at once, is filled when the data is open, closes when all is safe.

Nothing that takes long is imported here: SQLAlchemy, ReportLab and the forms' pages come after
the window is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.commands.menus import fill_menu_bar
from gonghui_desktop.ui.dialogs.prompts import Prompts
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.window.status_bar import WindowStatus
from gonghui_desktop.ui.window.tool_bar import MainToolBar

if TYPE_CHECKING:
    from gonghui_desktop.ui.editor.drafts import DraftKeeper
    from gonghui_desktop.ui.preview.print_commands import AskPrinter
    from gonghui_desktop.ui.widgets.banner import Banner
    from gonghui_desktop.ui.widgets.notification_bar import NotificationBar
    from gonghui_desktop.ui.window.form_tabs import FormTabs
    from gonghui_desktop.ui.window.window_contents import WindowContents


def _now() -> datetime:
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """The program's window on one workspace.

    Args:
        ws: campaign, store and printer; ``None`` while they are being opened, until :meth:`open`.
        theme: the application's look.
        prompts: the door to the user.
        clock: the present moment, with time zone.
        ask_printer: shows the print dialog, by default the system's.
    """

    def __init__(
        self,
        ws: Workspace | None,
        theme: Theme,
        prompts: Prompts,
        clock: Callable[[], datetime] = _now,
        ask_printer: AskPrinter | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.theme = theme
        self.prompts = prompts
        self.clock = clock
        self._ask_printer = ask_printer
        self._contents: WindowContents | None = None
        self.tasks = TaskRunner(self)
        self.actions_table = Actions(theme, self)
        self.tool_bar = MainToolBar(theme, self.actions_table, self)
        self.status = WindowStatus(self.actions_table, self)
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.tool_bar)
        self.setStatusBar(self.status)
        if ws is None:
            self.setCentralWidget(_opening_words())
            self._allow(False)
        else:
            self.open(ws)
            self.complete()

    def open(self, ws: Workspace) -> None:
        """Shows the page in front; the clerk can read and type.

        Raises:
            StoreError: the records cannot be read.
        """
        # Imported here: the page takes as long as the window takes to appear.
        from gonghui_desktop.ui.window.window_contents import WindowContents  # noqa: PLC0415 - see above

        self._contents = WindowContents(ws, self)
        self.setCentralWidget(self._contents)
        self.setWindowTitle(f"{ws.campaign.name} {ws.campaign.id}")
        self.tabs.current_page.take_focus()

    def complete(self) -> None:
        """Brings the other pages and what the actions do; for a moment after :meth:`open`.

        Raises:
            StoreError: the records cannot be read.
        """
        self.contents.complete(self._ask_printer)
        self._allow(True)

    @property
    def contents(self) -> WindowContents:
        """What the window holds; not before :meth:`open`."""
        assert self._contents is not None, "the data is not open yet"
        return self._contents

    @property
    def tabs(self) -> FormTabs:
        """The forms' pages."""
        return self.contents.tabs

    @property
    def keeper(self) -> DraftKeeper:
        """Stores what is typed."""
        return self.contents.keeper

    @property
    def notifications(self) -> NotificationBar:
        """What is said without asking."""
        return self.contents.notifications

    @property
    def failure(self) -> Banner:
        """Says that what was typed could not be stored."""
        return self.contents.failure

    def refresh_progress(self) -> None:
        """Shows quota and deadline as they stand."""
        self.contents.refresh_progress()

    def rescue(self) -> None:
        """Stores what was typed, now; for the crash path.

        Raises:
            GonghuiError: it cannot be stored.
        """
        if self._contents is not None and not self._contents.keeper.flush():
            raise GonghuiError("写下的内容没能保存。")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stores everything first; what cannot be stored is not thrown away without a question."""
        if self._contents is not None and not self._contents.prepare_close():
            event.ignore()
            return
        self.tasks.close()
        super().closeEvent(event)

    def _allow(self, allowed: bool) -> None:
        """Whether anything can be done."""
        for part in (self.menuBar(), self.tool_bar, self.status):
            part.setEnabled(allowed)


def _opening_words() -> QWidget:
    words = QLabel("正在打开…")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    mark(words, "role", "hint")
    return words
