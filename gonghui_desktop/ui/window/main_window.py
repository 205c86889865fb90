"""The main window: a shell of tool bar, menus and status bar around a replaceable centre.

It is shown before the data is open, so nothing that takes long is imported here: SQLAlchemy,
printing and the forms' pages come after the first paint.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.background.writer_thread import PATIENCE, WriterThread
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.commands.claimed_keys import ClaimedKeys
from gonghui_desktop.ui.commands.menus import fill_menu_bar
from gonghui_desktop.ui.dialogs.prompts import Prompts
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.widgets.dropped_files import files_in, nearby_files_in
from gonghui_desktop.ui.window.centre import OpeningMessage, WindowCentre
from gonghui_desktop.ui.window.opened_files import OpenedFiles
from gonghui_desktop.ui.window.status_bar import WindowStatus
from gonghui_desktop.ui.window.tool_bar import MainToolBar

_log = logging.getLogger(__name__)


_FAR = "没有打开别的电脑上的文件"
_FAR_TEXT = (
    "拖进来的“{}”不在这台电脑上。要导入它，请点“导入”，在共享文件夹里选择它；"
    "或者先复制到这台电脑，再拖进来。"
)


class MainWindow(QMainWindow):
    """The program's window; at first it says that the data is being opened.

    Args:
        theme: the application's look.
        prompts: messages and questions to the user.
        patience: seconds that a command waits for the disk before the window goes on without it.
    """

    contents_completed = Signal(object)
    """Emitted with the centre once all its pages and commands are there."""
    erase_requested = Signal()
    """Everything in the data folder is to be erased, once the window is closed."""

    def __init__(
        self,
        theme: Theme,
        prompts: Prompts,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.theme = theme
        self.prompts = prompts
        self.tasks = TaskRunner(self)
        self.printing_tasks = TaskRunner(self)
        self.opened_files = OpenedFiles(self)
        self.writer = WriterThread(self, patience)
        self.rescue_writer = WriterThread(self, patience)
        self.actions_table = Actions(theme, self)
        ClaimedKeys([self.actions_table[name] for name in ("export", "copy")], self)
        self.tool_bar = MainToolBar(theme, self.actions_table, self)
        self.status = WindowStatus(self.actions_table, self)
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.tool_bar)
        self.setStatusBar(self.status)
        self.actions_table["quit"].triggered.connect(self.close)
        self.set_commands_enabled(False)
        self._has_failed_to_close = False
        self._centre: WindowCentre
        self.set_centre(OpeningMessage(self))

    def set_centre(self, centre: WindowCentre) -> None:
        """Shows another centre; the former one is deleted with all that it owns.

        Ask its :meth:`~WindowCentre.prepare_close` first where the user may have typed into it.
        """
        former = self.centralWidget()
        if isinstance(former, WindowCentre):
            former.let_go()
        self._centre = centre
        self.setCentralWidget(centre)

    def set_commands_enabled(self, enabled: bool) -> None:
        """Enables menus, tool bar and status bar, once their actions have handlers."""
        for part in (self.menuBar(), self.tool_bar, self.status):
            part.setEnabled(enabled)

    def rescue(self) -> None:
        """Stores what was typed, now; for the crash path.

        Raises:
            GonghuiError: it cannot be stored.
        """
        self._centre.rescue()

    def delete_now(self) -> None:
        """Ends background work and deletes the window with all that it owns.

        It may not be left to the garbage collector: PySide 6.11 makes a screen the child of the
        widget whose ``screen()`` was asked for. Where both are garbage it may delete the screen,
        which Qt still uses, and the process ends with a segmentation fault.
        """
        self.tasks.close()
        self.printing_tasks.close()
        self.writer.close()
        self.rescue_writer.close()
        self.hide()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.DeferredDelete)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Takes files."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Imports the files that were dropped, once the program they come from may go on."""
        event.acceptProposedAction()
        near, away = nearby_files_in(event.mimeData())
        self.opened_files.add_later(near)
        if away:
            QTimer.singleShot(0, self, lambda: self.prompts.warn(_FAR, _FAR_TEXT.format(away[0])))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stores everything first; what cannot be stored is not discarded without a question."""
        event.ignore()  # also where an exception ends this: Qt would close the window then
        if not self._may_close():
            return
        event.accept()
        self._centre.let_go()
        self.tasks.close()
        self.printing_tasks.close()
        from gonghui_desktop.ui.dialogs.waiting import WaitingDialog  # noqa: PLC0415 -- see the top

        for waiting in QApplication.topLevelWidgets():  # it may be no window's own
            if isinstance(waiting, WaitingDialog):
                waiting.finish()
        self.writer.close()
        self.rescue_writer.close()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether everything is stored, or may be left; a bug keeps the window open only once."""
        try:
            return self._centre.prepare_close()
        except Exception as bug:
            if not self._has_failed_to_close:
                self._has_failed_to_close = True
                raise  # for the crash path, which saves and tells
            _log.error("the window is closed without its contents' leave: %s", type(bug).__name__)
        text = "程序出了问题，没法确认写下的内容都已保存。可以留下，先把它们复制到别处。"
        return self.prompts.confirm(
            "写下的内容可能没有保存", text, yes="放弃并退出", no="留下", destroys=True
        )
