"""Broken files of every kind, by the thousand: see ``python -m tests.fuzz``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.dice import Dice
from tests.fuzz.inputs import Input
from tests.fuzz.judge import Tables, faults_of_change, faults_of_sentence
from tests.fuzz.kept import keep, read_kept
from tests.fuzz.seeds import Kind

Fuzz = Callable[..., dict[str, Any]]

_MOST, _SECONDS = 10_000, 600
_LEAST = 7_000
"""Inputs that must have run when the time was up: on a machine that was busy with other things."""


@pytest.fixture
def fuzz(tmp_path: Path, project_folder: Path) -> Fuzz:
    """Runs the fuzzer in a process of its own, whose memory is the program's alone."""

    def run(*arguments: object) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.fuzz", "--folder", tmp_path, *arguments]
        done = subprocess.run(
            list(map(str, command)), cwd=project_folder, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak of memory in /proc")
def test_no_broken_file_breaks_the_program(fuzz: Fuzz) -> None:
    told = fuzz("--number", 200)
    assert (told["inputs"], told["bad"]) == (200, 0)
    assert told["kinds"].keys() == set(Kind)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak of memory in /proc")
def test_thousands_of_broken_files_do_not_break_the_program(fuzz: Fuzz) -> None:
    told = fuzz("--first", 200, "--number", _MOST, "--seconds", _SECONDS)
    assert told["inputs"] >= _LEAST
    assert told["bad"] == 0


def test_an_input_is_kept_as_it_is(tmp_path: Path) -> None:
    one = Input(Kind.BACKUP, "a\nb.gonghui-backup", b"\0\1", {"-wal": b"\2"})
    assert read_kept(keep(one, tmp_path / "kept")) == one


def test_chance_is_the_same_again() -> None:
    one, again, other = (Dice(1, number).randbytes(50) for number in (7, 7, 8))
    assert one == again != other


def test_the_judge_sees_what_is_wrong() -> None:
    """A check that cannot fail is none."""
    assert faults_of_sentence("文件已损坏，请另选一个。（代码 Z01）") == []
    for wrong in ("", "KeyError: 'x'", "坏了", "坏\n了。", "坏\u202e了。", "坏" * 3_000 + "。"):
        assert faults_of_sentence(wrong)
    tables = ("records", "revisions", "history", "stages", "definitions", "decisions", "seals")
    empty: Tables = {name: [] for name in tables}
    with_one: Tables = {**empty, "records": [(1, "a" * 32)]}
    assert faults_of_change(empty, with_one, {"a" * 32}) == []
    assert faults_of_change(empty, with_one, set())
    assert faults_of_change(empty, empty, {"a" * 32})
    assert faults_of_change(with_one, empty, set())
