"""The program in a process that is going to be killed, driven through its own window.

    python -m tests.kills.driver            waits for requests and forks a process for each
    python -m tests.kills.driver REQUEST    one process, with nothing imported before

A request is JSON: ``pipe`` for what it says, ``go`` to wait for, ``arguments`` of the program,
``seed``, ``work`` for its files, ``imported`` to be imported, ``eager`` to type before everything
is there, ``full`` to let the disk be full at times, ``backup`` to restore every now and then,
``step`` to be killed before that step of those that reach the disk, counted from 1.

It says one JSON object a line: ``tick`` every 50 ms; ``shown``, the texts of the open record, after
every act; ``refused``, what could not be stored; ``restore``, ``false`` when one begins, ``true``
when what came of it is in the window; ``ready`` with what the program asked, when it can be used;
``code``, its exit code, and ``steps``, how many of them it took.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from gonghui_desktop import app
from gonghui_desktop.model.conflicts import ValueConflict
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.safekeeping.backups import SUFFIX
from gonghui_desktop.store.database import Database
from gonghui_desktop.ui.backups.backup_commands import BackupCommands
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile
from gonghui_desktop.ui.editor.refused_texts import Refused
from gonghui_desktop.ui.start import start
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.window.centre import WindowCentre
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents

_TICK = 50  # ms
_WORDS = "工会活力建设基层组织职工协商民主管理服务发展创新创业大连中山沙河口甘井子"
_ACTS = {
    "type": 60,
    "leave": 8,
    "tab": 4,
    "new": 4,
    "copy": 2,
    "delete": 2,
    "undo": 5,
    "redo": 2,
    "next": 4,
    "previous": 3,
    "finish": 4,
    "reopen": 3,
    "export": 2,
    "import": 2,
    "save_pdf": 2,
    "save_all_pdf": 1,
}
_HEAVY = (
    "sqlalchemy.dialects.sqlite",
    "gonghui_desktop.printing.printer",
    "gonghui_desktop.store.store",
    "gonghui_desktop.ui.window.connect_commands",
)
_RESTORING = {"type": 12, "leave": 2, "new": 1, "delete": 1, "undo": 1, "restore": 1}
_FULL = {"fill_disk": 8, "empty_disk": 4}


class _Answers(ScriptedPrompts):
    """A clerk who says yes."""

    def __init__(self, request: dict[str, Any]) -> None:
        super().__init__()
        self._work = Path(request["work"])
        self._imported = Path(request["imported"])
        self._backup = Path(request["backup"])
        self._files = 0

    def confirm(self, title: str, text: str, **_verbs: Any) -> bool:
        super().confirm(title, text, yes="")
        return True

    def ask_text(self, title: str, text: str, *, yes: str, fault_of: Callable[[str], str]) -> str:
        super().ask_text(title, text, yes=yes, fault_of=fault_of)
        return "写明的原因"

    def ask_open_files(self, title: str, kinds: Any, folder: Path) -> list[Path]:
        super().ask_open_files(title, kinds, folder)
        return [self._backup if any(SUFFIX in kind for kind in kinds) else self._imported]

    def ask_pdf_file(self, suggested: PdfFile) -> PdfFile:
        super().ask_pdf_file(suggested)
        return replace(suggested, path=self.ask_save_file("", suggested.path, ""))

    def ask_save_file(self, title: str, suggested: Path, kind: str) -> Path:
        super().ask_save_file(title, suggested, kind)
        self._files += 1
        return self._work / f"{os.getpid()}-{self._files}{suggested.suffix}"


class Clerk:
    """Uses the window without rest."""

    def __init__(
        self, window: MainWindow, answers: _Answers, request: dict[str, Any], pipe: int
    ) -> None:
        self._window = window
        self._answers = answers
        self._request = request
        self._random = random.Random(request["seed"])
        self._pipe = pipe
        self._ticks = 0
        self._parent = os.getppid()
        self._contents: WindowContents | None = None
        self._ticker = QTimer(window, interval=_TICK)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        self._timer = QTimer(window, singleShot=True)
        self._timer.timeout.connect(self._act)
        self._acts = _ACTS | (_FULL if request["full"] else {})
        if request["backup"]:
            self._acts = _RESTORING
        self._is_restoring = False
        window.contents_completed.connect(self._settle)

    def meet(self, contents: WindowContents) -> None:
        """The page in front can be typed into."""
        if self._contents is None and self._request["eager"]:
            self._contents = contents
            for number in range(20):
                QTimer.singleShot(15 * number, window_context(contents), self._type_early)
        if self._is_restoring:
            self._is_restoring = False
            self._say({"restore": True})
        self._contents = contents
        contents.keeper.refused.connect(self._say_refused)

    def _say_refused(self, refused: Refused) -> None:
        conflict = refused.error if isinstance(refused.error, ValueConflict) else None
        fields = {**conflict.fields, **conflict.reasons} if conflict else {}
        self._say({"refused": str(refused.error), "fields": fields, "record": refused.record_id})

    def _settle(self, _contents: WindowContents) -> None:
        """Waits for the end of what the start writes."""
        self._window.writer.run(lambda: None, self._ready, self._ready, patience=0.0)

    def _ready(self, _nothing: object) -> None:
        assert self._contents is not None
        asked = [[each.kind, each.title, each.text] for each in self._answers.asked]
        self._say({"ready": {"asked": asked}})
        self._wait_for_go()

    def _wait_for_go(self) -> None:
        if Path(self._request["go"]).exists():
            self._timer.start(0)
        else:
            QTimer.singleShot(10, self._window, self._wait_for_go)

    def _type_early(self) -> None:
        if not Path(self._request["go"]).exists():
            self._type()
            self._say_shown()

    def _tick(self) -> None:
        if os.getppid() != self._parent:
            os._exit(1)  # the test is gone
        self._ticks += 1
        self._say({"tick": self._ticks})

    def _say(self, what: dict[str, Any]) -> None:
        line = json.dumps({"at": time.monotonic(), **what}, ensure_ascii=False)
        os.write(self._pipe, line.encode() + b"\n")

    def _act(self) -> None:
        """One act; the next one follows, as fast as a quick clerk's."""
        if self._is_restoring:
            self._timer.start(10)  # its progress stands in front of everything
            return
        name = self._random.choices(list(self._acts), list(self._acts.values()))[0]
        doing = getattr(self, f"_{name}", None)
        if doing is not None:
            doing()
        else:
            self._trigger(name)
        self._answer_dialogs()
        self._say_shown()
        self._timer.start(self._random.randint(5, 60))

    def _say_shown(self) -> None:
        assert self._contents is not None
        page = self._contents.tabs.current_page
        if page.record is not None and not page.session.is_read_only:
            self._say({"shown": page.record.id, "texts": dict(page.session.texts)})

    def _type(self) -> None:
        assert self._contents is not None
        page = self._contents.tabs.current_page
        if page.record is None or page.session.is_read_only:
            return
        editor = page.panel.editor
        widget = editor.row(self._random.choice(editor.fields)).input.widget()
        widget.setFocus()
        event = QInputMethodEvent()
        event.setCommitString("".join(self._random.choices(_WORDS, k=self._random.randint(1, 4))))
        QApplication.sendEvent(widget, event)

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None:
            following = focused.nextInFocusChain()
            if following is not None:
                following.setFocus()

    def _tab(self) -> None:
        assert self._contents is not None
        tabs = self._contents.tabs
        tabs.setCurrentIndex(self._random.randrange(tabs.count()))

    def _trigger(self, name: str) -> None:
        action = self._window.actions_table[name]
        if action.isEnabled():
            action.trigger()

    def _answer_dialogs(self) -> None:
        for dialog in self._window.findChildren(QDialog):
            if not dialog.isVisible():
                continue
            reason = dialog.findChild(QPlainTextEdit, "export.reason")
            if reason is not None:
                reason.setPlainText("写明的原因")
            if dialog.objectName() == "both_texts":
                dialog.reject()
            else:
                dialog.accept()

    def _restore(self) -> None:
        commands = self._window.findChild(BackupCommands)
        assert isinstance(commands, BackupCommands)
        self._is_restoring = True
        self._say({"restore": False})
        commands.restore_file()

    def _fill_disk(self) -> None:
        data = Path(self._request["arguments"][1])
        sizes = [path.stat().st_size for path in data.glob("gonghui.sqlite3*")]
        _limit(max(sizes, default=0) + self._random.randint(0, 6000))

    def _empty_disk(self) -> None:
        _limit(None)


def _limit(size: int | None) -> None:
    """Lets no file grow beyond a size in bytes."""
    if sys.platform != "win32":
        most = resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (most if size is None else size, most))


class _Steps:
    """Counts the steps that reach the disk, and kills before one of them."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last
        for name in ("fsync", "replace", "rename", "unlink"):
            setattr(os, name, self._counted(getattr(os, name)))
        writing = Database.writing

        @contextmanager
        def counted(database: Database) -> Iterator[Any]:
            with writing(database) as connection:
                yield connection
                self._take()  # before it is committed; what follows is after

        setattr(Database, "writing", counted)  # noqa: B010 -- mypy knows that it is a method

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self._take()
            return function(*given, **named)

        return counted

    def _take(self) -> None:
        self.count += 1
        if self.count == self._last and sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGKILL)


def window_context(contents: WindowContents) -> QWidget:
    """The object with which a timer's work goes."""
    return contents


def drive(request: dict[str, Any]) -> int:
    """Runs the program until it ends or is killed; returns its exit code."""
    pipe = os.open(request["pipe"], os.O_WRONLY)
    answers = _Answers(request)

    class Driven(MainWindow):
        def __init__(self, theme: Theme, _prompts: object) -> None:
            super().__init__(theme, answers)
            self.clerk = Clerk(self, answers, request, pipe)

        def set_centre(self, centre: WindowCentre) -> None:
            super().set_centre(centre)
            if isinstance(centre, WindowContents):
                self.clerk.meet(centre)

    vars(start).update(MainWindow=Driven, QtPrompts=lambda _theme: answers)
    steps = _Steps(request["step"])
    code = app.main(request["arguments"])
    said = json.dumps({"code": code, "steps": steps.count})
    os.write(pipe, said.encode() + b"\n")
    return code


def _serve() -> None:
    """Forks a process for each request; the modules are imported already."""
    for module in _HEAVY:
        import_module(module)
    if sys.platform != "win32":
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                os._exit(drive(json.loads(line)))
            sys.stdout.write(f"{child}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(drive(json.loads(sys.argv[1])))
    _serve()
