"""A program with forms of its own, run through its command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import app, paths
from tests.end_to_end.offices_by_command import Run
from tests.official_forms import copy_official_forms

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def forms(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder of campaigns, to be changed: the one of 2017."""
    folder = tmp_path_factory.mktemp("forms")
    copy_official_forms(folder / "2017")
    monkeypatch.setattr(paths, "forms_folder", lambda: folder)
    return folder


@pytest.fixture
def ask(tmp_path: Path, forms: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """One command on one data folder; its JSON answer, with the exit code under ``code``."""

    def one(*arguments: object) -> dict[str, Any]:
        code = app.main(["--data", str(tmp_path / "data"), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return {**json.loads(said.out), "code": code, "stderr": said.err}

    return one


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command of an office; its exit code, its JSON, and what stands on stderr."""

    def command(office: str, *arguments: object) -> tuple[int, dict[str, Any], str]:
        words = ["--data", str(tmp_path / office), "--json", *map(str, arguments)]
        code = app.main(words)
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return command
