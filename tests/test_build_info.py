"""What the program tells of its build, as it was written down by the build or asked of git."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from gonghui_desktop import build_info


def _told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(build_info, "build_file", lambda: folder / "build.json")
    return build_info.build_words()


def test_date_and_commit_as_the_build_writes_them(
    project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(project_folder / "packaging")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796054399")  # 23:59:59 of 30 November 2026, UTC + 8
    text = importlib.import_module("release").build_facts()
    (tmp_path / "build.json").write_text(text)

    told = _told(tmp_path, monkeypatch)
    assert told.startswith("2026年11月30日制作")
    if (project_folder / ".git").exists():
        assert f"，提交 {json.loads(text)['commit']}" in told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"date": 7, "commit": "<b>x</b>"}', "\0", "{"])
def test_nothing_is_told_of_what_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    assert _told(tmp_path, monkeypatch) == ""  # installed by pip
    (tmp_path / "build.json").write_text(text)
    assert _told(tmp_path, monkeypatch) == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_a_check_out_asks_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@localhost"]
    for words in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "a"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    asked = ["git", "-C", str(tmp_path), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()

    assert _told(tmp_path, monkeypatch) == f"从源代码运行，提交 {commit}"

    monkeypatch.setenv("PATH", "")
    assert _told(tmp_path, monkeypatch) == "从源代码运行"
