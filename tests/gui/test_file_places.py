"""Each kind of file is asked for where the last one was, in the next run, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands import file_questions
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import add_filled, contents_of, trigger
from tests.gui.conftest import OpenWindow


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's documents folder."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(file_questions, "documents_folder", lambda: folder)
    return folder


def _asked_in(window: MainWindow, prompts: ScriptedPrompts, action: str) -> Path:
    """The folder in which an action asks for a file; she turns back."""
    trigger(window, action)
    asked = prompts.asked[-1]
    return Path(asked.text) if asked.kind == "ask_open_files" else Path(asked.options[0]).parent


def test_each_kind_of_file_is_asked_for_where_the_last_one_was(
    qtbot: QtBot,
    open_window: OpenWindow,
    ws: Workspace,
    prompts: ScriptedPrompts,
    documents: Path,
    data_folder: Path,
    tmp_path: Path,
) -> None:
    add_filled(ws)
    window = open_window()
    assert _asked_in(window, prompts, "save_pdf") == documents
    assert _asked_in(window, prompts, "import") == documents
    stick = tmp_path / "U盘"
    stick.mkdir()
    prompts.answers.append(stick / "表.pdf")
    trigger(window, "save_pdf")
    qtbot.wait_until(lambda: "已存为" in contents_of(window).notifications.banner.text)
    prompts.answers.append([data_folder / "district.json"])
    trigger(window, "import")
    qtbot.wait_until(lambda: "已导入" in contents_of(window).notifications.banner.text)
    qtbot.wait_until(lambda: setting(ws, "folder.imports") != "")

    for again in (window, open_window()):
        assert _asked_in(again, prompts, "save_pdf") == stick
        assert _asked_in(again, prompts, "save_word") == stick
        assert _asked_in(again, prompts, "import") == data_folder
        assert _asked_in(again, prompts, "verify") == documents
    (stick / "表.pdf").unlink()
    stick.rmdir()
    assert _asked_in(window, prompts, "save_pdf") == documents


def test_a_place_that_cannot_be_looked_at_counts_as_gone(
    open_window: OpenWindow, ws: Workspace, prompts: ScriptedPrompts, documents: Path
) -> None:
    keep_settings(ws, {"folder.imports": f"/{'x' * 5000}"})  # as a stick that answers with errors
    assert _asked_in(open_window(), prompts, "import") == documents
