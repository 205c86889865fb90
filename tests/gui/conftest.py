"""The window's tests: the real store, printer and look, on a folder of the test's own."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from weakref import WeakSet

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, QTranslator
from PySide6.QtWidgets import QApplication, QStyle
from pytestqt.qtbot import QtBot

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.workspace import Lazy, Workspace
from gonghui_desktop.spooling import Spooler
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.printing.print_desk import AskPrinter, PrintSystem
from gonghui_desktop.ui.printing.print_dialog import ask_printer
from gonghui_desktop.ui.theme.screen_fonts import ScreenFonts
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import contents_of
from tests.paper_tray import PaperTray

OpenWindow = Callable[..., MainWindow]
OFFICE = QSize(1366, 728)  # the smallest screen, without the task bar
PATIENCE = 10.0  # seconds: what a command writes has been written when it returns
LOOK_EVERY = 20  # milliseconds between two looks at what is being printed
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
def dressed_anew(qapp: QApplication, theme: Theme) -> Iterator[None]:
    """The start dresses the application anew; afterwards it is as the other tests expect it."""
    before = (theme.is_dark, QApplication.font())
    yield
    assert theme.is_dark is before[0]
    QApplication.setFont(before[1])
    for translator in qapp.findChildren(QTranslator):
        translator.deleteLater()


def _delete_posted() -> None:
    """Deletes what is to be deleted later; outside of an event loop nobody else does."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _living() -> WeakSet[QObject]:
    """Every object of Qt that Python knows of."""
    gc.disable()  # it would free wrappers in the middle of the list: the process aborts
    try:
        wrappers = shiboken6.getAllValidWrappers()
    finally:
        gc.enable()
    objects = (each for each in wrappers if isinstance(each, QObject))
    return WeakSet(each for each in objects if not isinstance(each, QStyle))  # Qt keeps those


def _left_windows() -> list[str]:
    """Classes of the windows that are there; deletes them.

    They may not wait for the garbage collector, neither here nor in the program: with a widget
    whose ``screen()`` was asked for, PySide 6.11 may delete the screen, and the process dies.
    """
    _delete_posted()
    windows = [each for each in QApplication.topLevelWidgets() if each.parent() is None]
    names = [type(each).__name__ for each in windows]
    for window in windows:
        window.deleteLater()
    _delete_posted()
    return names


def _left_objects(before: WeakSet[QObject]) -> dict[str, int]:
    """Classes of what lives since then, with their numbers."""
    if not _living() - before:
        return {}
    gc.collect()  # only now: it takes 0.1 s
    if _living() - before:  # Qt held an icon of a message that was shown, and the icon the look
        gc.collect()
    return dict(Counter(type(each).__name__ for each in _living() - before))


@pytest.fixture(autouse=True)
def _lets_go(
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    theme: Theme,
    readers: Readers,
) -> Iterator[None]:
    """Fails a test that leaves windows or other objects of Qt behind.

    They would be styled, laid out and told of every event with those of the tests that follow.
    """
    # The thread of a child that outlives the test keeps the excepthook that it was started with.
    readers.prepare()
    before = _living()
    yield
    # What pytest and Python keep for a moment longer: the fixtures' values, and errors, whose
    # frames hold what they dealt with.
    request.node.funcargs.clear()
    caplog.get_records("call").clear()
    for name in ("last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    windows = _left_windows()
    assert (windows, _left_objects(before)) == ([], {})


@pytest.fixture(scope="session", autouse=True)
def _all_let_go(qapp: QApplication) -> Iterator[None]:
    """At the end of all tests no window is there."""
    yield
    assert _left_windows() == []


@pytest.fixture
def dressed(theme: Theme) -> Iterator[Theme]:
    """The look, for a test that changes it; afterwards it is as it comes."""
    yield theme
    theme.apply(Appearance.LIGHT)


@pytest.fixture
def ws(campaign: Campaign, printer: FormPrinter, tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        yield Workspace(campaign, lambda: store, lambda: printer, folder=folder)


@pytest.fixture
def other(ws: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """The same data, used by another program."""
    with Store.open(tmp_path / "data") as store:
        yield Workspace(ws.campaign, lambda: store, lambda: ws.printer)


@pytest.fixture
def one_unit(ws: Workspace, data_folder: Path) -> Workspace:
    """A non-resident industry union's single unit, complete."""
    importing.import_file(ws, data_folder / "nonresident_industry.json")
    return ws


@pytest.fixture
def prompts() -> ScriptedPrompts:
    """Answers of the clerk; with none left, the safe answer is given."""
    return ScriptedPrompts()


@pytest.fixture
def tray() -> PaperTray:
    """The printers of the test."""
    return PaperTray()


@pytest.fixture
def spooler(tray: PaperTray) -> Spooler:
    """What the window prints with."""
    return tray


@pytest.fixture
def open_window(
    qtbot: QtBot, ws: Workspace, theme: Theme, prompts: ScriptedPrompts, spooler: Spooler
) -> Iterator[OpenWindow]:
    """Opens main windows as large as an office's screen, and closes them at the end."""
    opened: list[MainWindow] = []

    def open_one(
        workspace: Workspace | None = ws,
        size: QSize = OFFICE,
        ask_printer: AskPrinter = ask_printer,
        patience: float = PATIENCE,
        clock: Callable[[], datetime] = lambda: NOON,
    ) -> MainWindow:
        window = MainWindow(theme, prompts, patience)
        opened.append(window)
        if workspace is not None:
            workspace.clock = clock
            system = PrintSystem(ask_printer, Lazy(lambda: spooler), LOOK_EVERY)
            fill_window(window, workspace, system)
        window.resize(size)
        window.show()
        window.activateWindow()
        qtbot.wait_exposed(window)
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
