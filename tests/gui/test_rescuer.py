"""The rescue file beside the window: cleared again, offered from another computer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.safekeeping.rescue import Rescued, RescueFile
from gonghui_desktop.services.safekeeping.unsaved import Unsaved
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.writer_thread import WriterThread
from gonghui_desktop.ui.editor.rescuer import Rescuer
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import FILLED, GOALS, TYPED, accept, add_filled, contents_of, dialog_of, row_of

NOW = datetime(2017, 3, 8, 12, tzinfo=UTC)


def _kept(record_id: str) -> Rescued:
    texts = Unsaved({"goals": TYPED}, seen={"goals": FILLED["goals"]})
    return Rescued(record_id, "annex1", "2017", {}, texts, {}, NOW)


def test_a_file_that_was_held_open_is_removed_at_the_next_save(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare, writer = tmp_path / "spare", WriterThread()
    rescuer = Rescuer(RescueFile(tmp_path / "gone", spare), writer)
    assert rescuer.keep_now([_kept("a" * 32)])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        rescuer.keep(())
        rescuer.settle()
    assert len(list(spare.glob("*.json"))) == 1
    rescuer.keep(())
    rescuer.settle()
    assert not list(spare.glob("*.json"))
    writer.close()


def test_what_another_computer_left_is_offered(
    qtbot: QtBot, ws: Workspace, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    record, folder = add_filled(ws), tmp_path / "data"
    RescueFile(folder, tmp_path / "spare").keep([_kept(record.id)])
    (path,) = (folder / "rescue").glob("*.json")
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "computer": "工会的另一台"}), "utf-8")
    window = open_window()
    banner = contents_of(window).refused_banner
    qtbot.wait_until(banner.isVisible)
    assert row_of(window, GOALS).value == TYPED
    assert ws.store.record(record.id).value("goals") == FILLED["goals"]
    banner.button.click()
    accept(dialog_of(qtbot, window, "both_texts"))
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: not list((folder / "rescue").glob("*.json")))
