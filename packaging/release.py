"""What all builds of a release share: its version, and the time that its files bear."""

from __future__ import annotations

import ast
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
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def set_times(folder: Path, when: int) -> None:
    """Give every file and folder in ``folder`` the same time and plain permissions."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (when, when))
