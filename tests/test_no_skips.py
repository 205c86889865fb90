"""The option ``--no-skips``, by which a run on a bare machine cannot pass for a whole one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_SOME_TESTS = """
import pytest

@pytest.mark.skipif(True, reason={reason!r})
def test_left_out(): ...

def test_run(): ...
"""


@pytest.mark.parametrize(
    ("reason", "options", "code"),
    [
        ("LibreOffice is not installed", [], 0),
        ("LibreOffice is not installed", ["--no-skips"], 1),
        ("Windows has no such pipes", ["--no-skips"], 0),
    ],
)
def test_a_test_skipped_for_want_of_a_tool_fails_the_run(
    tmp_path: Path, reason: str, options: list[str], code: int
) -> None:
    (tmp_path / "test_some.py").write_text(_SOME_TESTS.format(reason=reason), encoding="utf-8")
    own = ["--rootdir", str(tmp_path), "-p", "tests.conftest"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *own, *options],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == code, done.stdout + done.stderr
    assert "1 passed, 1 skipped" in done.stdout
    assert ("test_some.py::test_left_out" in done.stdout) == (code == 1)
