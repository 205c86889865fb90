"""The application around the window: look, language, faces, crash path."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.crash import CrashPath
from gonghui_desktop.ui.fonts import ScreenFonts
from gonghui_desktop.ui.form_page import FormPage
from gonghui_desktop.ui.main_window import MainWindow
from gonghui_desktop.ui.prompts import QtPrompts
from gonghui_desktop.ui.theme import Appearance, Theme
from gonghui_desktop.ui.translation import speak_chinese

OpenWorkspace = Callable[[], AbstractContextManager[Workspace]]

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


def run_window(resources: Path, open_workspace: OpenWorkspace) -> int:
    """Opens the main window and stays until it is closed.

    Returns:
        The exit code; :data:`BAD_START` if the data cannot be opened, which the user is told.

    Raises:
        InputError: there is no screen.
    """
    if not has_screen():
        raise InputError("这里没有图形界面，打不开窗口；请用命令行，或带 --help 查看用法。")
    desktop = Desktop(resources)
    prompts = QtPrompts(desktop.theme)
    try:
        with open_workspace() as workspace:
            window = MainWindow(workspace, desktop.theme, prompts)
            desktop.cover_rare_characters(window)
            crash_path = CrashPath(window.rescue, prompts.warn)
            crash_path.install()
            try:
                window.show()
                return desktop.app.exec()
            finally:
                crash_path.uninstall()
    except GonghuiError as error:
        prompts.warn("程序没能打开", str(error))
        return BAD_START
