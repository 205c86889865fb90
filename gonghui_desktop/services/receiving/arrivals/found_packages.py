"""Packages among files and below folders, such as those of a USB stick."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from gonghui_desktop.confined.jobs import never
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.file_kinds import HEAD_SIZE
from gonghui_desktop.exchange.importers import importer_for
from gonghui_desktop.exchange.package.importer import PackageImporter

MOST_FILES = 5_000
"""Packages that are received at once; a city has 40."""

_SUFFIX = ".zip"
_MOST_ENTRIES = 200_000  # names that are looked at
_PASSED_OVER = (".", "~$", "__MACOSX", "$RECYCLE.BIN", "System Volume Information")
"""How the names begin of what file managers and office programs leave behind."""


def packages_and_others(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """What may be packages, or folders with some, and what is something else, such as a Word file.

    Only the first bytes of each file are looked at. One that cannot be read is something else.
    """
    packages: list[Path] = []
    others: list[Path] = []
    for path in paths:
        (packages if path.is_dir() or _may_be_package(path) else others).append(path)
    return packages, others


def _may_be_package(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_SIZE)
        return isinstance(importer_for(head, path.name), PackageImporter)
    except (OSError, InputError):
        return False


def packages_in(paths: Sequence[Path], cancelled: Callable[[], bool] = never) -> list[Path]:
    """The files that are named, and every ZIP file below the folders that are named, sorted.

    Links inside of a folder are not followed. A folder without a ZIP file is given back itself, to
    be told of.

    Args:
        paths: files and folders.
        cancelled: asked for each folder; ``True`` ends the search.

    Raises:
        InputError: there are far too many.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_below(path, cancelled)) if path.is_dir() else []
        found |= dict.fromkeys(inside or [path])
        if len(found) > MOST_FILES:
            raise InputError(f"一次最多接收 {MOST_FILES} 个报送包，请分几次接收。")
    return list(found)


def _below(folder: Path, cancelled: Callable[[], bool]) -> Iterator[Path]:
    """The ZIP files below a folder, however deep: no recursion, as in Python 3.11's ``os.walk``."""
    looked_at = 0
    waiting = [str(folder)]
    while waiting and not cancelled():
        for entry in _entries(waiting.pop()):
            looked_at += 1
            if looked_at > _MOST_ENTRIES:
                raise InputError(
                    f"文件夹“{folder}”里的文件太多，请把报送包放到单独的文件夹里再接收。"
                )
            if entry.name.startswith(_PASSED_OVER) or entry.is_symlink():
                continue
            if _is_folder(entry):
                waiting.append(entry.path)
            elif entry.name.lower().endswith(_SUFFIX):
                yield Path(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing of one that cannot be read, nor of a path that is too long."""
    try:
        with os.scandir(folder) as entries:
            return list(islice(entries, _MOST_ENTRIES + 1))
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
