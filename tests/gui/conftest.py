"""The window's tests: the real store, printer and look, on a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.preview.print_commands import AskPrinter
from gonghui_desktop.ui.preview.system_print import ask_printer
from gonghui_desktop.ui.theme.screen_fonts import ScreenFonts
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import contents_of

OpenWindow = Callable[..., MainWindow]
OFFICE = QSize(1366, 728)  # the smallest screen, without the task bar
NOON = datetime(2017, 3, 8, 12, 0, 0).astimezone()


@pytest.fixture(scope="session")
def printer(fonts_folder: Path) -> FormPrinter:
    return FormPrinter(fonts_folder)


@pytest.fixture(scope="session")
def theme(qapp: QApplication, project_folder: Path) -> Theme:
    """The look of the program, as it comes."""
    ScreenFonts(qapp, project_folder / "resources" / "fonts")
    theme = Theme(qapp, project_folder / "resources")
    theme.apply(Appearance.LIGHT)
    return theme


@pytest.fixture
def dressed(theme: Theme) -> Iterator[Theme]:
    """The look, for a test that changes it; afterwards it is as it comes."""
    yield theme
    theme.apply(Appearance.LIGHT)


@pytest.fixture
def ws(campaign: Campaign, printer: FormPrinter, tmp_path: Path) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


@pytest.fixture
def prompts() -> ScriptedPrompts:
    """Answers of the clerk; with none left, the safe answer is given."""
    return ScriptedPrompts()


@pytest.fixture
def open_window(
    qtbot: QtBot, ws: Workspace, theme: Theme, prompts: ScriptedPrompts
) -> Iterator[OpenWindow]:
    """Opens main windows as large as an office's screen, and closes them at the end."""
    opened: list[MainWindow] = []

    def open_one(
        workspace: Workspace | None = ws,
        size: QSize = OFFICE,
        ask_printer: AskPrinter = ask_printer,
    ) -> MainWindow:
        window = MainWindow(theme, prompts, lambda: NOON)
        if workspace is not None:
            fill_window(window, workspace, ask_printer)
        window.resize(size)
        window.show()
        window.activateWindow()
        qtbot.wait_exposed(window)
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        centre = window.centralWidget()
        if isinstance(centre, WindowContents):
            centre.keeper.discard()
        window.close()
        window.delete_now()


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()


@pytest.fixture
def contents(window: MainWindow) -> WindowContents:
    """What the window holds: the forms' pages, notifications, the keeper of drafts."""
    return contents_of(window)
