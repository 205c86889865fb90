"""``erase --all``, and how it is told what remains of something that was erased."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from gonghui_desktop.cli.answers import DONE, FINDINGS, Answer
from gonghui_desktop.errors import GonghuiError, InputError, StoreError
from gonghui_desktop.instance_lock import InstanceLock
from gonghui_desktop.services.erasing.elsewhere import ADVICE, Kind, Remaining, elsewhere
from gonghui_desktop.services.erasing.everything import (
    ErasedAll,
    erase_everything,
    has_data,
)
from gonghui_desktop.services.workspace import Workspace

_IN_USE = "这些数据正在窗口里打开着（也可能在别的电脑上），没有清除；请先关闭窗口。"


def erase(
    data: Path,
    spare: Path,
    arguments: argparse.Namespace,
    open_workspace: Callable[[Path], AbstractContextManager[Workspace]],
) -> Answer:
    """Erases everything in the data folder, without a question.

    Args:
        data: the data folder.
        spare: the user's own folder with rescue files.
        arguments: of the command line.
        open_workspace: opens the data, to see what lies elsewhere.

    Raises:
        InputError: ``--all`` is not there: nothing else can be erased so.
        StoreError: a window is open, or the database cannot be removed; nothing has changed.
    """
    if not arguments.all:
        raise InputError(
            "要清除全部数据，请写 erase --all：申报表、备份、名单、设置全部清除，不再询问，"
            "不能恢复；只清除几份申报表，请用 bin --purge。"
        )
    if not has_data(data):
        return remaining_answer([f"“{data}”里没有本程序的数据。"], [], [], is_complete=True)
    with InstanceLock(data) as lock:
        if not lock.acquire():
            raise StoreError(_IN_USE)
        remaining: Sequence[Remaining] = ADVICE
        with suppress(GonghuiError), open_workspace(data) as ws:  # damaged data goes, too
            remaining = elsewhere(ws)
        done = erase_everything(data, spare)
        lock.remove()
    with suppress(OSError):  # somebody's own files are in it
        data.rmdir()
    lines = [f"已清除“{data}”里的全部数据（{done.files} 个文件）。"]
    remaining = [*in_folder(done), *remaining]
    return remaining_answer(lines, [str(data)], remaining, is_complete=not done.left)


def in_folder(done: ErasedAll) -> list[Remaining]:
    """What remains in the data folder itself."""
    left = "没能删除（可能正被别的程序打开），下次打开程序时再删：{}"
    other = "数据文件夹里不是本程序存的，没有动：{}"
    return [
        *(Remaining(Kind.FILE, left.format(path), path) for path in done.left),
        *(Remaining(Kind.OTHER, other.format(path), path) for path in done.others),
    ]


def remaining_answer(
    lines: Sequence[str],
    erased: Sequence[object],
    remaining: Sequence[Remaining],
    *,
    is_complete: bool,
) -> Answer:
    """The answer of what erases: what went, and what remains.

    Args:
        lines: what was done.
        erased: what went, for programs.
        remaining: what remains.
        is_complete: whether nothing remains that should have gone.
    """
    told = [*lines, *(f"  {each.words}" for each in remaining)]
    if remaining:
        told.insert(len(lines), "还有这些地方；没写着接着清除的，请自己处理：")
    data = {
        "ok": is_complete,
        "erased": list(erased),
        "remaining": [
            {
                "kind": each.kind.value,
                "path": str(each.path) if each.path else "",
                "words": each.words,
            }
            for each in remaining
        ],
    }
    error = "" if is_complete else "还有没清除干净的，见上面列出的文件。"
    return Answer(told, data, DONE if is_complete else FINDINGS, error)
