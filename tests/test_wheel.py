"""The wheel: what an office installs by pip has all that the program needs in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel_names(project_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Names of the files in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=project_folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return frozenset(archive.namelist())


@pytest.mark.parametrize(
    ("folder", "target"),
    [
        ("gonghui_desktop", "gonghui_desktop"),
        ("forms", "gonghui_desktop/_data/forms"),
        ("resources", "gonghui_desktop/_data/resources"),
        ("CHANGELOG.md", "gonghui_desktop/_data/CHANGELOG.md"),
    ],
)
def test_every_file_is_in_the_wheel(
    wheel_names: frozenset[str],
    listed_by_git: Callable[..., list[str]],
    folder: str,
    target: str,
) -> None:
    files = {target + name.removeprefix(folder) for name in listed_by_git("--", folder)}

    assert files
    assert files - wheel_names == set()


def test_nothing_else_is_in_the_wheel(wheel_names: frozenset[str]) -> None:
    tops = {name.split("/")[0] for name in wheel_names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"gonghui_desktop"}
    assert [name for name in wheel_names if name.endswith((".pyc", ".orig", "~"))] == []
