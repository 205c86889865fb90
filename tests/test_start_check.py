"""What is said where the frozen program cannot run, before anything of Qt is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gonghui_desktop import start_check
from gonghui_desktop.store import migrations


@pytest.mark.parametrize("build", [17763, 19045, 26200])
def test_windows_10_from_1809_on_will_do(build: int) -> None:
    assert start_check.refusal_of(build) == ""


@pytest.mark.parametrize("build", [9600, 10240, 17134])
def test_an_older_windows_is_told_with_what_to_do(build: int) -> None:
    sentence = start_check.refusal_of(build)

    assert f"内部版本 {build}" in sentence
    assert "更新 Windows" in sentence


def test_the_file_that_stands_for_all_is_there() -> None:
    assert start_check.DEEP_FILE.endswith("migrations/versions/schema_0001.py")
    versions = Path(migrations.__path__[0]) / "versions"
    assert (versions / Path(start_check.DEEP_FILE).name).is_file()


def test_missing_files_are_told(tmp_path: Path) -> None:
    deep = tmp_path / start_check.DEEP_FILE
    deep.parent.mkdir(parents=True)
    assert "文件不全" in start_check.fault_of_files(str(tmp_path))

    deep.touch()
    assert start_check.fault_of_files(str(tmp_path)) == ""


def test_a_path_too_long_is_told_as_such(tmp_path: Path) -> None:
    folder = f"{tmp_path}/{'夹' * 60}/{'夹' * 60}/{'夹' * 60}/_internal"

    assert "路径太长" in start_check.fault_of_files(folder)


def test_nothing_of_the_program_is_imported_for_it() -> None:
    code = (
        "import sys; from gonghui_desktop import start_check; start_check.refused();"
        "print(sorted(name for name in sys.modules if name.startswith(('gonghui', 'PySide6'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "['gonghui_desktop', 'gonghui_desktop.start_check']"
