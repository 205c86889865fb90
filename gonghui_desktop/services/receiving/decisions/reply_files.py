"""Files of returns and receipts: where they go, and what a decision does about its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gonghui_desktop.errors import FileError, InputError
from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.file_names import free_path
from gonghui_desktop.fileio import atomic_replace, reason_of
from gonghui_desktop.model.replies import Reply, ReplyKind
from gonghui_desktop.services.receiving.decisions.replying import reply_name
from gonghui_desktop.services.receiving.received import Look

SUFFIX = ".zip"


class Receipts:
    """Where receipts go.

    Args:
        place: a ``.zip`` file for one, a folder for any number; ``None`` for none.
        count: how many there are.

    Raises:
        InputError: many should go into one file.
        FileError: the folder cannot be made.
    """

    def __init__(self, place: Path | None, count: int) -> None:
        is_file = place is not None and place.suffix.lower() == SUFFIX and not place.is_dir()
        if is_file and count != 1:
            raise InputError("受理几个报送包时，每个都有一份回执，请选一个文件夹来存。")
        self._file = place if is_file else None
        self._folder = None if is_file else place
        self._taken: list[Path] = []
        if self._folder is not None:
            _make_folder(self._folder)

    def path_for(self, look: Look) -> Path | None:
        """The file of a package's receipt."""
        if self._folder is None:
            return self._file
        name = reply_name(look, ReplyKind.RECEIPT).removesuffix(SUFFIX)
        path = free_path(self._folder, name, SUFFIX, self._taken)
        self._taken.append(path)
        return path


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(f"无法使用文件夹“{folder}”：{reason_of(error)}。") from error


def decided_with_file(path: Path | None, reply: Reply | None, decide: Callable[[], object]) -> str:
    """Decides once the reply lies whole on the disk; it takes its name afterwards.

    Returns:
        Why it could not take its name, while the decision stands; empty where it has.

    Raises:
        FileError: it cannot be written; nothing was decided.
        StoreError: nothing was decided, and no file is there.
    """
    if path is None or reply is None:
        decide()
        return ""
    is_decided = False
    try:
        with atomic_replace(path, write_reply(reply)):
            decide()
            is_decided = True
    except FileError as error:
        if not is_decided:
            raise
        return str(error)
    return ""
