"""The application around the window: look, language, faces, crash path."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.dialogs.prompts import QtPrompts
from gonghui_desktop.ui.theme.screen_fonts import ScreenFonts
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.theme.translation import speak_chinese
from gonghui_desktop.ui.window.crash import CrashPath
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_state import restore_look, restore_place

if TYPE_CHECKING:  # the window shows before its contents are imported
    from gonghui_desktop.ui.window.form_page import FormPage
    from gonghui_desktop.ui.window.window_contents import WindowContents

    ShowContents = Callable[[MainWindow, Workspace], WindowContents]

OpenWorkspace = Callable[[], AbstractContextManager[Workspace]]
_Steps = Generator[Callable[[], object], Any, None]

_log = logging.getLogger(__name__)

BAD_START = 2
SWITCH_INTERVAL = 0.0005
"""Seconds that a thread keeps Python's lock while another waits for it. At Python's own 5 ms a
page being made held a key for 8 ms (p95 of ``bench_preview.py``), so for 3."""


def has_screen() -> bool:
    """Whether Qt can open windows here: always on Windows and macOS."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


class Desktop:
    """The dressed application; there is one in a process.

    Args:
        resources: folder with ``fonts/``, ``icons/``, ``style/`` and ``translations/``.

    Raises:
        FileError: a file of the program's own is not there.
    """

    def __init__(self, resources: Path) -> None:
        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.app.setApplicationName("gonghui-desktop")
        self.app.setApplicationDisplayName("基层工会活力建设申报")
        speak_chinese(self.app, resources / "translations")
        self.fonts = ScreenFonts(self.app, resources / "fonts")
        self.theme = Theme(self.app, resources)
        self.theme.apply(Appearance.SYSTEM)
        self.app.setWindowIcon(QIcon(str(resources / "icons" / "program.svg")))

    def cover_rare_characters(self, contents: WindowContents) -> None:
        """Loads the fonts with rare characters as soon as a text in the window needs them."""
        for page in contents.tabs.pages.values():
            for signal in (page.session.opened, page.session.changed, page.count_changed):
                signal.connect(lambda page=page: self._cover(page))
            self._cover(page)

    def _cover(self, page: FormPage) -> None:
        self.fonts.cover("".join([*page.model.names(), *page.session.texts.values()]))


def run_window(resources: Path, open_workspace: OpenWorkspace, settings: Mapping[str, str]) -> int:
    """Shows the main window, opens the data, and stays until the window is closed.

    Args:
        resources: see :class:`Desktop`.
        open_workspace: opens the data; called on another thread.
        settings: as they were when the program was closed last.

    Returns:
        The exit code; :data:`BAD_START` if the data cannot be opened, which the user is told.

    Raises:
        InputError: there is no screen.
    """
    if not has_screen():
        raise InputError("这里没有图形界面，打不开窗口；请用命令行，或带 --help 查看用法。")
    with ExitStack() as opened:
        start = _Start(Desktop(resources), settings)
        try:
            return start.run(lambda: opened.enter_context(open_workspace()))
        finally:
            start.end()


class _Start(QObject):
    """From nothing to a window at work; :meth:`_steps` has the order.

    Args:
        desktop: the application.
        settings: see :func:`run_window`.
    """

    def __init__(self, desktop: Desktop, settings: Mapping[str, str]) -> None:
        super().__init__()
        self._desktop = desktop
        self._began = time.perf_counter()
        self._rest: _Steps
        restore_look(desktop.theme, settings)
        self._prompts = QtPrompts(desktop.theme)
        self._window = MainWindow(desktop.theme, self._prompts)
        restore_place(self._window, settings)
        self._crash_path = CrashPath(self._window.rescue, self._prompts.warn)

    def run(self, open_workspace: Callable[[], Workspace]) -> int:
        """Until the window is closed; the exit code."""
        self._rest = self._steps(open_workspace)
        self._crash_path.install()
        self._window.installEventFilter(self)
        self._window.show()
        return self._desktop.app.exec()

    def end(self) -> None:
        """Ends background work, gives the crash hooks back and deletes the window."""
        self._crash_path.uninstall()
        self._window.delete_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Goes on once the window has been painted: the imports would hold that up."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._advance)
        return False

    def _steps(self, open_workspace: Callable[[], Workspace]) -> _Steps:
        """Everything after the first paint, in order.

        What is yielded runs on another thread, so that the window answers meanwhile; its result
        comes back. The rest runs here.
        """
        shown = self._seconds
        workspace: Workspace = yield open_workspace
        show_contents: ShowContents = yield import_contents
        contents = show_contents(self._window, workspace)
        usable = self._seconds
        connect_commands: Callable[[WindowContents], None] = yield import_commands
        connect_commands(contents)
        self._desktop.cover_rare_characters(contents)
        _log.info(
            "window shown after %.2f s, usable after %.2f s, complete after %.2f s",
            *(shown, usable, self._seconds),
        )
        yield workspace.open  # SQLAlchemy: 0.2 s; until now a snapshot was read

    @property
    def _seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._began

    def _advance(self, result: object = None) -> None:
        """Goes on to the next step for the other thread."""
        try:
            work = self._rest.send(result)
        except StopIteration:
            return
        except GonghuiError as error:
            self._fail(error)
            return
        self._window.tasks.run(lambda _task: work(), self._advance, self._fail)

    def _fail(self, error: GonghuiError) -> None:
        _log.error("start failed: %s", error)
        self._prompts.warn("程序没能打开", str(error))
        self._desktop.app.exit(BAD_START)


def import_contents() -> ShowContents:
    """The current page with its inputs and preview: as much as the window so far, so after it."""
    from gonghui_desktop.ui.window.window_contents import show_contents  # noqa: PLC0415 - see above

    return show_contents


def import_commands() -> Callable[[WindowContents], None]:
    """What the actions do, printing and package dialogs among it: nobody needs it to type."""
    from gonghui_desktop.ui.window.connect_commands import connect_commands  # noqa: PLC0415 - see above

    return connect_commands
