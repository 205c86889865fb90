"""The application around the window: its set-up, and the order of the start."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMetaObject, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gonghui_desktop.errors import DataFileError, GonghuiError, InputError, StoreBusyError
from gonghui_desktop.logs import places_of
from gonghui_desktop.paths import added_forms_folder
from gonghui_desktop.ui.dialogs.prompts import QtPrompts
from gonghui_desktop.ui.start.crash import CrashPath
from gonghui_desktop.ui.start.single_instance import SingleInstance, raise_window
from gonghui_desktop.ui.theme.icons import Icons
from gonghui_desktop.ui.theme.screen_fonts import ScreenFonts
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.theme.translation import install_translations
from gonghui_desktop.ui.widgets.accessibility import install_roles
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_state import restore_appearance, restore_geometry

if TYPE_CHECKING:  # the window shows before its contents are imported
    from gonghui_desktop.services.safekeeping.recovery import Recovery
    from gonghui_desktop.services.workspace import Workspace
    from gonghui_desktop.ui.window.form_page import FormPage
    from gonghui_desktop.ui.window.window_contents import WindowContents

    OpenWorkspace = Callable[[], AbstractContextManager[Workspace]]
    _OnContents = Callable[[WindowContents], None]
    from gonghui_desktop.ui.window.first_lists import Choice, FirstLists

    _Opened = tuple[Workspace, Callable[[MainWindow, Workspace], FirstLists | None]]
    _Loaded = tuple[Callable[[MainWindow, Workspace], WindowContents], Recovery | None]

_Steps = Generator[Callable[[], object] | QWidget, Any, None]

_log = logging.getLogger(__name__)

BAD_START = 2
ERASE = 100
"""Not an exit code: the window is closed for everything to be erased, and is to be shown anew."""
_AGAIN = 500
"""Milliseconds until a step is tried again behind a window in which the clerk may be typing."""
SWITCH_INTERVAL = 0.0005
"""Seconds that a thread keeps Python's lock (GIL) while another waits for it. With Python's default
of 5 ms a key waited 8 ms for a page being rendered (p95 of ``bench_preview.py``), with this 3."""


def has_screen() -> bool:
    """Whether Qt can open windows here: always on Windows and macOS."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


class Application:
    """Qt's application with our style, language and fonts; one per process.

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
        install_roles()
        install_translations(self.app, resources / "translations")
        self.fonts = ScreenFonts(self.app, resources / "fonts")
        self.theme = Theme(self.app, resources)
        self.theme.apply(Appearance.SYSTEM)
        # Not by the file's name, for which Qt would load three plug-ins; its colours are its own.
        self.app.setWindowIcon(Icons(resources / "icons", str).icon("program", "", ""))

    def cover_rare_characters(self, contents: WindowContents) -> None:
        """Loads the fonts with rare characters as soon as a text in the window needs them."""
        for page in contents.tabs.pages.values():
            self._watch(page)
        contents.tabs.page_added.connect(self._watch)

    def _watch(self, page: FormPage) -> None:
        page.count_changed.connect(lambda: self._cover_names(page))
        for signal in (page.session.opened, page.session.changed):
            signal.connect(lambda: self._cover_texts(page))
        self._cover_names(page)
        self._cover_texts(page)

    def _cover_names(self, page: FormPage) -> None:
        self.fonts.cover("".join(page.model.names()))

    def _cover_texts(self, page: FormPage) -> None:
        """At every key: the names are not looked through again, there may be thousands."""
        self.fonts.cover("".join(page.session.texts.values()))


def run_window(
    resources: Path,
    open_workspace: OpenWorkspace,
    settings: Mapping[str, str],
    instance: SingleInstance | None = None,
    data: Path | None = None,
    told: str = "",
) -> int:
    """Shows the main window, opens the data, and returns when the window is closed.

    Args:
        resources: see :class:`Application`.
        open_workspace: opens the data; called on another thread.
        settings: those stored last, by key; read without opening the store.
        instance: this start among others on the same data; ``None`` if there can be no other.
        data: the data folder, where a backup can be restored; ``None`` if none can be.
        told: a sentence to be told once the window is there; empty for nothing.

    Returns:
        The exit code; :data:`BAD_START` if the data could not be opened and the user was told so,
        :data:`ERASE` if everything is to be erased.

    Raises:
        InputError: there is no screen.
    """
    if not has_screen():
        raise InputError("这里没有图形界面，打不开窗口；请用命令行，或带 --help 查看用法。")
    with ExitStack() as opened:
        application = Application(resources)
        if instance is not None:
            code = instance.claim(QtPrompts(application.theme))
            if code is not None:
                return code
        start = _Start(application, settings, instance, data, told)
        try:
            return start.run(lambda: opened.enter_context(open_workspace()))
        finally:
            start.end()


class _Start(QObject):
    """The start of the window; :meth:`_steps` has the order.

    Args:
        application: the application.
        settings: see :func:`run_window`.
        instance: see :func:`run_window`.
        data: see :func:`run_window`.
        told: see :func:`run_window`.
    """

    def __init__(
        self,
        application: Application,
        settings: Mapping[str, str],
        instance: SingleInstance | None,
        data: Path | None,
        told: str = "",
    ) -> None:
        super().__init__()
        self._application = application
        self._told = told
        self._data = data
        self._instance = instance
        self._began = time.perf_counter()
        self._shown = 0.0
        self._is_again = False
        self._is_listening = False
        self._is_usable = False  # somebody may have typed
        self._is_told = False
        self._work: Callable[[], object]
        self._open_workspace: Callable[[], Workspace]
        self._rest: _Steps
        restore_appearance(application.theme, settings)
        self._prompts = QtPrompts(application.theme)
        self._window = MainWindow(application.theme, self._prompts)
        restore_geometry(self._window, settings)
        self._again = QTimer(self._window)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._run)
        self._window.contents_completed.connect(application.cover_rare_characters)
        queued = Qt.ConnectionType.QueuedConnection  # its dialog is closed by then
        self._window.erase_requested.connect(self._on_erase, queued)
        self._crash_path = CrashPath(self._window.rescue, self._prompts.warn)

    def run(self, open_workspace: Callable[[], Workspace]) -> int:
        """Shows the window and returns the exit code when it is closed."""
        self._open_workspace = open_workspace
        self._rest = self._steps(open_workspace)
        self._crash_path.install()
        self._advance()
        # Shown by the event loop, not by a call from here: the system takes its time to make the
        # window, and only so Python's lock (GIL) is free meanwhile for the thread with the data.
        queued = Qt.ConnectionType.QueuedConnection
        QMetaObject.invokeMethod(self._window, "show", queued)
        QTimer.singleShot(0, self._on_shown)
        return self._application.app.exec()

    def _on_shown(self) -> None:
        self._shown = self._seconds

    def end(self) -> None:
        """Restores the crash hooks, ends background work and deletes the window."""
        self._crash_path.uninstall()
        self._window.delete_now()

    def _steps(self, open_workspace: Callable[[], Workspace]) -> _Steps:
        """Everything but the empty window, in order.

        Each function yielded runs on another thread, so that the window stays responsive, and its
        result is sent back; after a widget the rest waits until that is painted, and runs on the
        GUI thread.
        """
        if self._instance is not None and not self._is_again:
            self._window.opened_files.add(self._instance.files)
        opened: _Opened = yield lambda: _open(open_workspace)
        workspace, show_first_lists = opened
        lists = show_first_lists(self._window, workspace)
        listed = self._seconds
        if lists is not None:
            yield lists.rows
        loaded: _Loaded = yield lambda: _load(workspace)
        show_contents, recovered = loaded
        choice = lists.choice if lists is not None else None  # it goes with them
        contents = show_contents(self._window, workspace)
        if choice is not None:
            _go_to(contents, choice)
        self._is_usable = True
        contents.recovered = recovered
        usable = self._seconds
        yield self._window  # what follows would take Python's lock from the painting
        self._listen()  # QtNetwork brings ten of Windows' libraries, for which nobody need wait
        connect_commands: _OnContents = yield import_commands
        connect_commands(contents)
        _log.info(
            "window shown after %.2f s, lists %.2f s, usable after %.2f s, complete after %.2f s",
            *(self._shown, listed, usable, self._seconds),
        )
        yield workspace.open  # SQLAlchemy: 0.2 s; until now a snapshot was read
        if workspace.read_only and not contents.is_read_only:
            connect_commands(show_contents(self._window, workspace))
        elif self._window.centralWidget() is contents:
            contents.refresh_progress()  # names are compared, and what was decided is known now
            _tell_update(contents)
        if self._told:
            self._prompts.inform("清除全部数据", self._told)
        yield lambda: _tidy(workspace)

    @property
    def _seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began

    def _on_started_again(self, files: list[Path]) -> None:
        raise_window()
        self._window.opened_files.add(files)

    def _advance(self, result: object = None) -> None:
        """Runs to the next function for the other thread, and starts it."""
        try:
            work = self._rest.send(result)
        except StopIteration:
            return
        except GonghuiError as error:
            self._fail(error)
            return
        if isinstance(work, QWidget):
            work.installEventFilter(self)
            work.update()
            return
        self._work = work
        self._run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Goes on once the widget is painted, or another tab hides it."""
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Hide):
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._advance)
        return False

    def _run(self) -> None:
        work = self._work
        self._window.tasks.run(lambda _task: work(), self._advance, self._fail)

    def _listen(self) -> None:
        """Listens for further starts, which until now wait for an answer."""
        if self._instance is not None and not self._is_listening:
            self._is_listening = True
            self._instance.listen(self._on_started_again, self._window)

    def _fail(self, error: GonghuiError) -> None:
        self._listen()  # what is told here may stay open for long
        if self._is_usable and (self._is_told or isinstance(error, StoreBusyError)):
            self._again.start(_AGAIN)  # what was typed waits, and says so
            return
        if self._data is not None and isinstance(error, DataFileError):
            _log.warning("the data cannot be opened, a backup is offered")
            self._recover(self._data, error)
            return
        _log.error("start failed\n%s", places_of(error))
        self._prompts.warn("数据没能打开" if self._is_usable else "程序没能打开", str(error))
        self._give_up()

    def _recover(self, data: Path, error: DataFileError) -> None:
        from gonghui_desktop.ui.backups.recovery import Recovery  # noqa: PLC0415 -- rarely needed

        added = added_forms_folder(data)
        tasks, prompts = self._window.tasks, self._prompts
        Recovery(data, added, tasks, prompts, self._try_again, self._give_up).offer(error)

    def _try_again(self) -> None:
        """Starts anew, with data that can be opened now."""
        self._is_again = True
        self._is_usable = False
        self._rest = self._steps(self._open_workspace)
        self._advance()

    def _give_up(self) -> None:
        """Ends the program, unless the clerk stays with what she has typed."""
        if not self._leave(BAD_START):
            self._is_told = True
            self._again.start(_AGAIN)

    def _on_erase(self) -> None:
        self._leave(ERASE)

    def _leave(self, code: int) -> bool:
        """Ends the program with that code, unless the clerk stays with what she has typed."""
        app = self._application.app
        app.setQuitOnLastWindowClosed(False)  # its exit code would be another one
        is_closed = self._window.close()
        app.setQuitOnLastWindowClosed(True)
        if is_closed:
            app.exit(code)
        return is_closed


def _open(open_workspace: Callable[[], Workspace]) -> _Opened:
    """The data, and what lists it."""
    from gonghui_desktop.ui.window.first_lists import show_first_lists  # noqa: PLC0415 - takes as long as the window

    return open_workspace(), show_first_lists


def _load(workspace: Workspace) -> _Loaded:
    """What shows the data; what a former run could not store is stored before."""
    from gonghui_desktop.paths import spare_folder  # noqa: PLC0415 - see above
    from gonghui_desktop.services.safekeeping.recovery import recover_first  # noqa: PLC0415 - see above
    from gonghui_desktop.ui.window.first_start_commands import show_or_ask  # noqa: PLC0415 - see above

    return show_or_ask, recover_first(workspace, spare_folder())


def _go_to(contents: WindowContents, choice: Choice) -> None:
    """Opens what the clerk has chosen in the first lists."""
    contents.tabs.show_form(choice.form)
    if choice.record:
        contents.tabs.current_page.open_by_id(choice.record)
    contents.tabs.take_focus()


def _tidy(workspace: Workspace) -> None:
    from gonghui_desktop.services.upkeep import tidy  # noqa: PLC0415 - see above

    tidy(workspace)


def _tell_update(contents: WindowContents) -> None:
    from gonghui_desktop.ui.help.update_notice import tell_update  # noqa: PLC0415 - see above

    tell_update(contents.command_context())


def import_commands() -> _OnContents:
    """Imports the command handlers with print and package dialogs; typing does not need them."""
    from gonghui_desktop.ui.window.connect_commands import connect_commands  # noqa: PLC0415 - see above

    return connect_commands
