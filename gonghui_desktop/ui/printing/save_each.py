"""Saving several records at once, each in files of its own that are called after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.form_files import (
    FileKind,
    FormFolder,
    NamedForm,
    Written,
    kind_words,
    named_forms,
    words_of,
)
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.progress import run_over, run_with_progress
from gonghui_desktop.ui.printing.pdf_saver import notify_saved

_KEEP, _REPLACE = range(2)
"""What is answered about files that are there already; anything else is neither."""
_TOLD = 3
"""How many failures are told with their reasons."""


class SaveEach:
    """Saves records into a folder; one that fails stops no other.

    Args:
        context: the window's.
        folder: where.
        kinds: what each of them becomes.
    """

    def __init__(self, context: CommandContext, folder: Path, kinds: Sequence[FileKind]) -> None:
        self._context = context
        self._folder = folder
        self._kinds = kinds
        self._failed: list[tuple[str, GonghuiError]] = []

    def save(self, read: Callable[[], Sequence[Record]]) -> None:
        """Saves the records, after asking once about files that are there already.

        Args:
            read: gives the records, in the background.
        """
        ws, folder = self._context.ws, FormFolder(self._context.ws, self._folder, self._kinds)

        def look() -> tuple[list[NamedForm], int]:
            named = named_forms(ws, read())
            return named, folder.existing(named)

        run_with_progress(
            self._context, "准备存为文件", lambda _task: look(), lambda found: self._ask(*found)
        )

    def _ask(self, named: Sequence[NamedForm], existing: int) -> None:
        replaces = False
        if existing:
            title = f"文件夹里已有 {existing} 个同名文件"
            text = "保留：新文件的名字后面加“（2）”。换掉：旧文件的内容不再保留。"
            answer = self._context.prompts.choose(title, text, ("保留", "换掉", "取消"))
            if answer not in (_KEEP, _REPLACE):
                return
            replaces = answer == _REPLACE
        ws = self._context.ws
        folder = FormFolder(ws, self._folder, self._kinds, replaces=replaces)

        def step(each: NamedForm) -> Written | None:
            try:
                return folder.write(each)
            except GonghuiError as error:
                self._failed.append((each.stem, error))
                return None

        def done(written: Sequence[Written | None]) -> None:
            self._tell([each for each in written if each is not None], len(named))

        run_over(self._context, f"{len(named)} 份存为 {self._words}", named, step, done)

    @property
    def _words(self) -> str:
        return kind_words(self._kinds)

    def _tell(self, written: Sequence[Written], asked: int) -> None:
        if written:
            rest = asked - len(written) - len(self._failed)
            stopped = f"其余 {rest} 份没有存。" if rest else ""
            words = words_of(written, self._kinds, self._folder)
            notify_saved(self._context, words + stopped, written[0].paths[0])
        if self._failed:
            reasons = "\n".join(f"“{name}”：{error}" for name, error in self._failed[:_TOLD])
            more = len(self._failed) - _TOLD
            text = f"{reasons}\n另有 {more} 份。" if more > 0 else reasons
            self._context.prompts.warn(f"{len(self._failed)} 份没有存为 {self._words}", text)
