"""How a list of names comes in: from files or pasted, shown first, taken in when she says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gonghui_desktop.errors import GonghuiError, InputError
from gonghui_desktop.ui.background.tasks import LatestOnly, Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.file_questions import Place, ask_open
from gonghui_desktop.ui.commands.list_intake_dialog import (
    LONGEST_PASTE,
    IntakeWords,
    ListIntakeDialog,
    ShownList,
)
from gonghui_desktop.ui.commands.progress import run_with_progress

Found = TypeVar("Found")
Done = TypeVar("Done")


class ListReader(Protocol[Found]):
    """Reads lists of one kind."""

    @property
    def words(self) -> IntakeWords:
        """What is taken in."""

    @property
    def pasted(self) -> str:
        """Source of what was pasted or typed."""

    @property
    def suffixes(self) -> Sequence[str]:
        """How the names of files end that lists can be in."""

    @property
    def answers(self) -> Sequence[str]:
        """Offered for names of which a list says nothing."""

    def read_file(self, path: Path, cancelled: Callable[[], bool]) -> Found:
        """The list in a file; raises ``GonghuiError``."""

    def read_text(self, text: str) -> Found:
        """The list in a text; raises ``InputError`` where there is none."""

    def joined(self, lists: Sequence[Found]) -> Found:
        """Several lists as one."""

    def answered(self, found: Found, answer: str) -> Found:
        """A list with an answer for the names of which it says nothing."""

    def shown(self, found: Found, answer: str) -> ShownList:
        """A list as it is shown, with that answer; empty for none."""


Lists = Sequence[tuple[Found, str]]
"""Each with where it comes from, such as a file's name."""


class ListIntake(Generic[Found, Done]):
    """Asks for lists and shows them; what then happens is the caller's.

    Args:
        context: what it works with.
        reader: reads them.
        take: takes lists in, in the store's writer: it touches no widget.
        done: receives what came of it.
        window: the list's window, over which the dialogs stand.
        ask: asks what has to be known before anything is taken in, such as a reason; calls the
            function with it, or does nothing.
    """

    def __init__(
        self,
        context: CommandContext,
        reader: ListReader[Found],
        take: Callable[[Lists[Found], str], Done],
        done: Callable[[str, Done], None],
        window: Callable[[], QWidget | None],
        ask: Callable[[Callable[[str], None]], None] = lambda go_on: go_on(""),
    ) -> None:
        self._context = context
        self._reader = reader
        self._take = take
        self._done = done
        self._window = window
        self._ask = ask

    def import_files(self) -> None:
        """Asks for files with lists and shows what is in them."""
        kinds = (f"名单 ({' '.join(f'*{each}' for each in self._reader.suffixes)})",)
        paths = ask_open(self._context, Place.IMPORTS, self._title("导入"), kinds)
        if paths:
            run_with_progress(
                self._context,
                "读取名单",
                lambda task: self._read_files(paths, task),
                self._show_read,
                "名单没有导入",
            )

    def paste(self) -> None:
        """Shows a place for a list, filled with the one on the clipboard."""
        reader = self._reader
        dialog = self._open_dialog("粘贴或录入名单", with_text=True)
        reading = LatestOnly[ShownList](
            self._context.tasks,
            dialog.show_list,
            lambda _error: dialog.show_list(ShownList()),
            dialog,
        )

        def show() -> None:
            text, answer = dialog.text.toPlainText(), dialog.answer
            reading.submit(lambda _task: reader.shown(reader.read_text(text), answer))

        dialog.changed.connect(lambda _text: show())
        dialog.answered.connect(lambda _answer: show())
        self._fill_in(dialog, QGuiApplication.clipboard().text())
        dialog.text.setFocus()

        def ask(answer: str) -> None:
            text = dialog.text.toPlainText()  # here: the writer touches no widget

            def lists() -> Lists[Found]:
                return [(reader.answered(reader.read_text(text), answer), reader.pasted)]

            self._store(dialog, "录入名单", lists)

        dialog.asked.connect(ask)

    def _fill_in(self, dialog: ListIntakeDialog, copied: str) -> None:
        """Puts what was copied into the dialog, if it is a list; a long one is read for seconds."""
        if len(copied) > LONGEST_PASTE:
            return

        def fill(_found: Found) -> None:
            if not dialog.text.toPlainText():
                dialog.text.setPlainText(copied)
                dialog.text.selectAll()

        self._context.tasks.run(
            lambda _task: self._reader.read_text(copied), fill, lambda _no_list: None, owner=dialog
        )

    def _read_files(self, paths: Sequence[Path], task: Task) -> list[tuple[Found, str]]:
        read = []
        for number, path in enumerate(paths):
            task.report(number, len(paths))
            found = self._reader.read_file(path, lambda: task.is_cancelled)
            read.append((found, path.name))
        return read

    def _show_read(self, lists: list[tuple[Found, str]]) -> None:
        reader = self._reader
        name = f"“{lists[0][1]}”" if len(lists) == 1 else f" {len(lists)} 个文件里的名单"
        dialog = self._open_dialog(f"导入{name}")
        whole = reader.joined([found for found, _source in lists])

        def answered(answer: str) -> Lists[Found]:
            return [(reader.answered(found, answer), source) for found, source in lists]

        def show(answer: str) -> None:
            dialog.show_list(reader.shown(whole, answer))

        show("")
        dialog.answered.connect(show)
        dialog.asked.connect(
            lambda answer: self._store(dialog, "导入名单", lambda: answered(answer))
        )

    def _open_dialog(self, heading: str, *, with_text: bool = False) -> ListIntakeDialog:
        dialog = ListIntakeDialog(
            self._context.theme,
            self._reader.words,
            heading,
            self._reader.answers,
            self._window() or self._context.window,
            with_text=with_text,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _store(
        self, dialog: ListIntakeDialog, title: str, lists: Callable[[], Lists[Found]]
    ) -> None:
        def done(result: Done) -> None:
            if isValid(dialog):
                dialog.accept()
            self._done(title, result)

        def failed(error: GonghuiError) -> None:
            if isinstance(error, InputError) and isValid(dialog):
                dialog.show_fault(str(error))
            else:
                self._context.report(error)

        def store(said: str) -> None:
            self._context.write(lambda: self._take(lists(), said), done, failed)

        self._ask(store)

    def _title(self, verb: str) -> str:
        return f"{verb}{self._reader.words.title.removeprefix('加入')}"
