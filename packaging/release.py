"""What all builds of a release share: its version, its commit, and the time that its files bear."""

from __future__ import annotations

import ast
import datetime
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def version() -> str:
    """The version."""
    return constant("__init__.py", "__version__")


def constant(module: str, name: str) -> str:
    """A constant of a module of the program, which is read without importing it."""
    source = (ROOT / "gonghui_desktop" / module).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return str(ast.literal_eval(node.value))
    raise SystemExit(f"gonghui_desktop/{module} has no {name}")


def epoch() -> int:
    """The time that every file bears: ``SOURCE_DATE_EPOCH``, else that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    return int(_git("log", "-1", "--format=%ct"))


def build_facts() -> str:
    """What the program tells of its build (``gonghui_desktop/build_info.py``), as JSON.

    The same for each build of a commit: its date is that of :func:`epoch` in China.
    """
    china = datetime.timezone(datetime.timedelta(hours=8))
    facts: dict[str, object] = {
        "date": datetime.datetime.fromtimestamp(epoch(), china).date().isoformat()
    }
    try:
        facts["commit"] = _git("rev-parse", "--short=10", "HEAD")
        facts["changed"] = bool(_git("status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.CalledProcessError):
        pass  # from an archive of the sources, with SOURCE_DATE_EPOCH
    return json.dumps(facts) + "\n"


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def set_times(folder: Path, when: int) -> None:
    """Give every file and folder in ``folder`` the same time and plain permissions."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (when, when))
