"""清除全部数据 in the window: no key does it by itself, and afterwards it is the first day."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import NewRecord, Store
from gonghui_desktop.ui.backups.erase_dialog import EraseDialog
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, dialog_of, trigger
from tests.services.markers import MARK, files_with


def test_everything_goes_and_the_window_asks_as_on_the_first_day(
    tmp_path: Path, project_folder: Path
) -> None:
    data = tmp_path / "资料"
    with Store.open(data) as store:
        store.add([NewRecord("annex1", {"unit_name": MARK}, campaign="2017")])
    walk = [sys.executable, "-m", "tests.gui.erase_walk", str(data)]
    done = subprocess.run(walk, cwd=project_folder, capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout) == ["清除全部数据", "全部数据已清除。", "first"]
    with Store.open(data) as store:
        assert store.records() == []
        assert store.binned() == []


def _asked(qtbot: QtBot, window: MainWindow) -> EraseDialog:
    trigger(window, "erase_all")
    dialog = dialog_of(qtbot, window, "erase_dialog")
    assert isinstance(dialog, EraseDialog)
    return dialog


def test_no_key_does_it_by_itself(qtbot: QtBot, ws: Workspace, open_window: OpenWindow) -> None:
    add_filled(ws, unit_name=MARK)
    window = open_window()
    wanted: list[None] = []
    window.erase_requested.connect(lambda: wanted.append(None))

    dialog = _asked(qtbot, window)
    assert not dialog.yes.isEnabled()
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    former = dialog
    qtbot.wait_until(lambda: not isValid(former))

    dialog = _asked(qtbot, window)
    dialog.line.setFocus()
    dialog.line.setText("清楚")
    assert not dialog.yes.isEnabled()
    dialog.line.setText(" 清除 ")
    assert dialog.yes.isEnabled()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert wanted == []
    assert dialog.isVisible()
    dialog.yes.setFocus()
    QTest.keyClick(dialog.yes, Qt.Key.Key_Return)  # not 取消: she would believe it done
    qtbot.wait_until(lambda: wanted == [None])

    dialog = _asked(qtbot, window)
    dialog.line.setText("清除")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: wanted == [None, None])
    assert files_with(ws.store.folder, MARK)  # nothing is erased under an open window


def test_a_last_backup_is_offered_and_then_listed(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, tmp_path: Path
) -> None:
    add_filled(ws, unit_name=MARK)
    window = open_window()
    assert isinstance(window.prompts, ScriptedPrompts)
    target = tmp_path / "U 盘.gonghui-backup"
    window.prompts.answers.append(target)
    dialog = _asked(qtbot, window)
    save = dialog.findChild(QPushButton, "erase_save")
    assert save is not None
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.wait_until(dialog.saved.isVisible)
    assert target.exists()
    dialog.close()
    dialog = _asked(qtbot, window)
    lines = dialog.findChild(QListWidget, "erase_list")
    assert lines is not None
    texts = [item.text() for row in range(lines.count()) if (item := lines.item(row))]
    assert any(str(target) in text for text in texts)
    assert any("1 份申报表" in text for text in texts)
    dialog.close()
