"""When and from which commit the program was made, as the build wrote it down.

Standard library only. ``packaging/release.py`` writes the file for the frozen program; a check-out
has none and asks git.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from gonghui_desktop.errors import FileError
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.paths import build_file

_LONGEST = 1000  # bytes
_PATIENCE = 2.0  # seconds for git
_ASK_GIT = ("log", "-1", "--format=%h")
_COMMIT = re.compile(r"[0-9a-f]{7,40}\Z")


def build_words() -> str:
    """Date and commit of this program, such as ``2026年11月30日制作，提交 68a50bf``.

    Empty where nothing is known of it.
    """
    file = build_file()
    if (file.parent / ".git").exists():
        commit = _asked_of_git(file.parent)
        return "从源代码运行" + (f"，提交 {commit}" if commit else "")
    facts = _facts(file)
    words = []
    with suppress(ValueError):
        made = date.fromisoformat(str(facts.get("date")))
        words.append(f"{made.year}年{made.month}月{made.day}日制作")
    commit = str(facts.get("commit"))
    if _COMMIT.match(commit):
        changed = "（有改动）" if facts.get("changed") else ""
        words.append(f"提交 {commit}{changed}")
    return "，".join(words)


def _facts(file: Path) -> Mapping[str, object]:
    try:
        found = json.loads(read_limited(file, _LONGEST))
    except (FileError, ValueError):  # installed by pip
        return {}
    return found if isinstance(found, dict) else {}


def _asked_of_git(folder: Path) -> str:
    """The commit that is checked out; empty without git."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(folder), *_ASK_GIT]
    try:
        done = subprocess.run(  # noqa: S603 -- no word of it comes from outside
            command, check=False, capture_output=True, text=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    commit = done.stdout.strip()
    return commit if _COMMIT.match(commit) else ""
