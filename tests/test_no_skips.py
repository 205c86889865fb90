"""The option ``--no-skips``, by which a run on a bare machine cannot pass for a whole one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_LEFT_OUT = """
import pytest

@pytest.mark.skipif(True, reason="Windows has no such pipes")
def test_of_another_system(): ...
"""
_NEEDLESSLY = """
@pytest.mark.skipif(True, reason="LibreOffice is not installed")
def test_without_its_tool(): ...
"""


@pytest.mark.parametrize(("tests", "code"), [(_LEFT_OUT, 0), (_LEFT_OUT + _NEEDLESSLY, 1)])
def test_a_test_skipped_for_want_of_a_tool_fails_the_run(
    tmp_path: Path, tests: str, code: int
) -> None:
    (tmp_path / "test_some.py").write_text(tests, encoding="utf-8")
    options = ["--rootdir", str(tmp_path), "-p", "tests.conftest", "--no-skips"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == code, done.stdout + done.stderr
    assert "test_some.py::test_of_another_system" not in done.stdout
    assert ("test_some.py::test_without_its_tool" in done.stdout) == (code == 1)
