"""Saving several records at once, each in a file of its own that is called after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.model.record import Record
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.files import file_name, free_path
from gonghui_desktop.ui.commands.progress import run_over
from gonghui_desktop.ui.preview.pdf_saver import notify_saved

Write = Callable[[Record, Path], None]
"""Writes a record to a file, in the background."""

_KEEP, _REPLACE = range(2)
"""What is answered about files that are there already; anything else is neither."""
_TOLD = 3
"""How many failures are told with their reasons."""


class SaveEach:
    """Saves records into a folder; one that fails stops no other.

    Args:
        context: the window's.
        folder: where.
        suffix: of the files, with its dot.
        kind: what the files are called, such as Word.
    """

    def __init__(self, context: CommandContext, folder: Path, suffix: str, kind: str) -> None:
        self._context = context
        self._folder = folder
        self._suffix = suffix
        self._kind = kind
        self._written: set[Path] = set()
        self._failed: list[tuple[str, GonghuiError]] = []

    def save(self, named: Sequence[tuple[Record, str]], write: Write) -> None:
        """Saves the records, after asking once about files that are there already.

        Args:
            named: records with the names of their files, without suffix.
            write: writes one of them.
        """
        replaces = False
        if count := len({path for _, name in named if (path := self._path(name)).exists()}):
            title = f"文件夹里已有 {count} 个同名文件"
            text = "保留：新文件的名字后面加“（2）”。换掉：旧文件的内容不再保留。"
            answer = self._context.prompts.choose(title, text, ("保留", "换掉", "取消"))
            if answer not in (_KEEP, _REPLACE):
                return
            replaces = answer == _REPLACE

        def step(each: tuple[Record, str]) -> Path | None:
            record, name = each
            path = self._path(name)
            if not replaces or path in self._written:
                path = free_path(self._folder, name, self._suffix, self._written)
            try:
                write(record, path)
            except GonghuiError as error:
                self._failed.append((name, error))
                return None
            self._written.add(path)
            return path

        run_over(self._context, f"{len(named)} 份存为 {self._kind}", named, step, self._tell)

    def _path(self, name: str) -> Path:
        return self._folder / f"{file_name(name)}{self._suffix}"

    def _tell(self, paths: Sequence[Path | None]) -> None:
        written = [path for path in paths if path is not None]
        if written:
            words = f"已存 {len(written)} 份 {self._kind} 到“{self._folder}”。"
            notify_saved(self._context, words, written[0])
        if self._failed:
            reasons = "\n".join(f"“{name}”：{error}" for name, error in self._failed[:_TOLD])
            more = len(self._failed) - _TOLD
            text = f"{reasons}\n另有 {more} 份。" if more > 0 else reasons
            self._context.prompts.warn(f"{len(self._failed)} 份没有存为 {self._kind}", text)
