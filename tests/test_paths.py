"""The program finds its forms and resources wherever it runs from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gonghui_desktop import paths

_SHOW = "from gonghui_desktop import paths; print(paths.forms_folder(), paths.resources_folder())"


def test_a_given_data_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert paths.data_folder(tmp_path / "资料") == tmp_path / "资料"


def test_a_given_data_folder_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.data_folder(Path("资料")) == tmp_path / "资料"


def test_the_data_folder_is_in_the_users_own_home() -> None:
    assert paths.data_folder().is_relative_to(Path.home())


def test_a_checkout_has_forms_and_resources_beside_the_package() -> None:
    root = Path(__file__).resolve().parent.parent
    assert paths.forms_folder() == root / "forms"
    assert (paths.forms_folder() / "2017" / "campaign.toml").is_file()
    assert paths.resources_folder() == root / "resources"


def test_an_installed_wheel_has_them_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "gonghui_desktop"
    (package / "_data" / "forms").mkdir(parents=True)
    source = Path(paths.__file__).parent
    for name in ("__init__.py", "paths.py"):
        shutil.copyfile(source / name, package / name)
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert shown.stdout.split() == [
        str(package / "_data" / "forms"),
        str(package / "_data" / "resources"),
    ]


def test_a_frozen_program_has_them_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.forms_folder() == tmp_path / "forms"
    assert paths.resources_folder() == tmp_path / "resources"


def test_the_portable_program_keeps_its_data_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gonghui.exe"))
    assert not paths.data_folder().is_relative_to(tmp_path)

    (tmp_path / "portable.txt").touch()

    assert paths.data_folder() == tmp_path / "数据"
    assert paths.data_folder(tmp_path / "资料") == tmp_path / "资料"
