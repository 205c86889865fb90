"""Copies of the project's files that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_folder(source: Path, target: Path) -> Path:
    """Copies a folder's files, but not their mode: the checkout may be write-protected.

    Returns:
        The new folder, ``target``.
    """
    for file in source.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            copied = target / file.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
    return target
