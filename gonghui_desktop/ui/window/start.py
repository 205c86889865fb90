"""The application around the window: look, language, faces, crash path."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from gonghui_desktop.ui.window.form_page import FormPage

OpenWorkspace = Callable[[], AbstractContextManager[Workspace]]

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

    def cover_rare_characters(self, window: MainWindow) -> None:
        """Reads the faces with rare characters as soon as a text in the window needs them."""
        for page in window.tabs.pages.values():
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
    """From nothing to a window at work: the window, then the page in front, then all the rest.

    Args:
        desktop: the application.
        settings: see :func:`run_window`.
    """

    def __init__(self, desktop: Desktop, settings: Mapping[str, str]) -> None:
        super().__init__()
        self._desktop = desktop
        self._began = time.perf_counter()
        self._shown = self._filled = 0.0
        self._open: Callable[[], Workspace]
        restore_look(desktop.theme, settings)
        self._prompts = QtPrompts(desktop.theme)
        self._window = MainWindow(None, desktop.theme, self._prompts)
        restore_place(self._window, settings)
        self._crash_path = CrashPath(self._window.rescue, self._prompts.warn)

    def run(self, open_: Callable[[], Workspace]) -> int:
        """Until the window is closed; the exit code."""
        self._open = open_
        self._crash_path.install()
        self._window.installEventFilter(self)
        self._window.show()
        return self._desktop.app.exec()

    def end(self) -> None:
        """Ends background work and gives the crash hooks back; a window left behind goes, too."""
        self._window.tasks.close()
        self._window.hide()
        self._crash_path.uninstall()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """The data is opened once the window has been painted: its imports would hold that up."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._open_data)
        return False

    def _open_data(self) -> None:
        self._shown = time.perf_counter()
        self._window.tasks.run(lambda _task: self._opened(), self._fill, self._fail)

    def _opened(self) -> Workspace:
        """On another thread, so that the window lives; imports what the contents are made of."""
        workspace = self._open()
        import_module("gonghui_desktop.ui.window.window_contents")
        return workspace

    def _fill(self, workspace: Workspace) -> None:
        try:
            self._window.open(workspace)
        except GonghuiError as error:
            self._fail(error)
            return
        self._filled = time.perf_counter()
        self._window.tasks.run(
            lambda _task: import_module("gonghui_desktop.ui.window.connect_commands"),
            lambda _module: self._complete(workspace),
            self._fail,
        )

    def _complete(self, workspace: Workspace) -> None:
        try:
            self._window.complete()
        except GonghuiError as error:
            self._fail(error)
            return
        self._desktop.cover_rare_characters(self._window)
        moments = (self._shown, self._filled, time.perf_counter())
        told = [moment - self._began for moment in moments]
        _log.info("window shown after %.2f s, filled after %.2f s, complete after %.2f s", *told)
        self._window.tasks.run(lambda _task: workspace.store, lambda _store: None, self._fail)

    def _fail(self, error: GonghuiError) -> None:
        _log.error("start failed: %s", error)
        self._prompts.warn("程序没能打开", str(error))
        self._desktop.app.exit(BAD_START)
