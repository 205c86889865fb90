"""Commands 接收报送包 and 接收文件夹; what else comes in, sorted where the office receives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gonghui_desktop.services.receiving.arrivals.found_packages import packages_and_others
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, ReceivedFile, receive
from gonghui_desktop.services.reporter import OfficeRole, office_role
from gonghui_desktop.ui.background.tasks import Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_folder, ask_open
from gonghui_desktop.ui.commands.progress import run_to_the_end
from gonghui_desktop.ui.receiving.decisions.decide_commands import accept_all
from gonghui_desktop.ui.receiving.received_dialog import ReceivedDialog
from gonghui_desktop.ui.widgets.banner import Kind

if TYPE_CHECKING:  # made when somebody looks at it
    from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage

_PACKAGES = "报送包 (*.zip)"
_CANCELLED = "已取消，没有接收报送包。"

ImportFiles = Callable[[Sequence[Path]], None]


class ReceiveCommands(QObject):
    """Handlers of the actions; sorts what is dropped or opened into packages and other files.

    Args:
        context: what it works with.
        show_page: makes 收件 the current tab; its page, ``None`` where the office receives nothing.
        import_files: takes in what is not received.
    """

    def __init__(
        self,
        context: CommandContext,
        show_page: Callable[[], ReceivingPage | None],
        import_files: ImportFiles,
    ) -> None:
        super().__init__(context.owner)
        self._context = context
        self._show_page = show_page
        self._import_files = import_files
        context.actions.connect_handlers(
            {
                "receive": self.choose_files,
                "receive_folder": self.choose_folder,
                "accept_all": self.accept_all,
            }
        )
        can_change = not (context.ws.is_past or context.ws.read_only)
        for name in ("receive", "receive_folder", "accept_all"):
            context.actions[name].setEnabled(can_change)

    def choose_files(self) -> None:
        """Asks for packages and receives them."""
        self.receive_files(ask_open(self._context, Place.PACKAGES, "接收报送包", (_PACKAGES,)))

    def choose_folder(self) -> None:
        """Asks for a folder and receives the packages below it."""
        folder = ask_folder(self._context, Place.PACKAGES, "接收文件夹")
        self.receive_files([folder] if folder is not None else [])

    def accept_all(self) -> None:
        """Accepts what waits without an open point, once she has seen what does not."""

        def show() -> None:
            page = self._show_page()
            if page is not None:
                page.reload()

        accept_all(self._context, show)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Takes in files however they came: packages are received, where the office receives.

        What is no package, a reply and a package of one's own are imported, as is everything at an
        office that receives nothing.
        """
        if office_role(self._context.ws) is OfficeRole.FILLS_IN:
            self._import_files(paths)
        elif paths:
            _Receiving(self._context, paths, self._tell, takes_others=True).start()

    def receive_files(self, paths: Sequence[Path]) -> None:
        """Receives packages, and those below folders; tells what became of each file."""
        if paths:
            _Receiving(self._context, paths, self._tell, takes_others=False).start()

    def _tell(self, files: list[ReceivedFile], notice: str, others: list[Path]) -> None:
        """Tells what was received, then imports the others."""
        if any(file.outcome is not Outcome.REFUSED for file in files):
            page = self._show_page()
            if page is not None:
                page.reload()

        def go_on() -> None:
            if others:
                self._import_files(others)

        if len(files) > 1 or any(_must_be_seen(file) for file in files):
            self._show_results(files, notice, go_on)
            return
        if files:
            self._tell_one(files[0])
        elif notice:
            self._context.notifications.notify("info", notice)
        go_on()

    def _tell_one(self, file: ReceivedFile) -> None:
        """A single file without anything to look at."""
        submission = file.submission
        assert submission is not None
        kind: Kind = "success" if file.outcome is Outcome.RECEIVED and file.is_expected else "info"
        self._context.notifications.notify(
            kind, file.sentence, "打开", lambda: self._open(submission.number)
        )

    def _show_results(
        self, files: Sequence[ReceivedFile], notice: str, then: Callable[[], None]
    ) -> None:
        context = self._context
        dialog = ReceivedDialog(context.theme, files, notice, context.window)
        dialog.opened.connect(self._open)
        dialog.finished.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open(self, number: int) -> None:
        page = self._show_page()
        if page is not None:
            page.open_submission(number)


def _must_be_seen(file: ReceivedFile) -> bool:
    """Whether a message that goes by itself is not enough, even for a single file."""
    return file.outcome in (Outcome.REFUSED, Outcome.CONFLICT) or bool(file.doubts)


class _Receiving:
    """Receives files in the background; what came in before it was cancelled stays, and is told.

    Args:
        context: the window's.
        paths: files and folders.
        done: receives what became of the packages, a sentence about them all and the files that
            are to be imported, on the GUI thread.
        takes_others: whether files may be imported.
    """

    def __init__(
        self,
        context: CommandContext,
        paths: Sequence[Path],
        done: Callable[[list[ReceivedFile], str, list[Path]], None],
        *,
        takes_others: bool,
    ) -> None:
        self._context = context
        self._paths = paths
        self._done = done
        self._takes_others = takes_others
        self._files: list[ReceivedFile] = []
        self._others: list[Path] = []
        self._total = 0

    def start(self) -> None:
        """Begins, once everything typed is stored."""
        context = self._context
        context.after_saving(
            lambda: run_to_the_end(context, "接收报送包", self._receive, self._on_ended)
        )

    def _receive(self, task: Task) -> None:
        packages, others = list(self._paths), list[Path]()
        if self._takes_others:
            packages, others = packages_and_others(self._paths)
        if packages:
            receive(
                self._context.ws,
                packages,
                lambda done, total: self._report(task, done, total),
                lambda: task.is_cancelled,
                self._files.append,
            )
        self._others = others

    def _report(self, task: Task, done: int, total: int) -> None:
        self._total = total
        task.report(done, total)

    def _on_ended(self, *, is_cancelled: bool) -> None:
        files = self._files
        if self._takes_others:
            self._others += [file.path for file in files if file.is_for_import]
            files = [file for file in files if not file.is_for_import]
        left = self._total - len(self._files)
        notice = f"已取消，还有 {left} 个没有接收，要接收请再选一次。" if left else ""
        if is_cancelled:
            self._done(files, notice if files else _CANCELLED, [])
        else:
            self._done(files, "", self._others)
