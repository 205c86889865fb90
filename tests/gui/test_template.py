"""The blank spreadsheet for the import, from the file menu."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import trigger


def test_a_blank_spreadsheet_is_saved_under_the_campaigns_name(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    path = tmp_path / "表.xlsx"
    prompts.answers.append(path)
    trigger(window, "save_template")
    qtbot.wait_until(lambda: "空白导入表已存为" in contents.notifications.banner.text)

    assert openpyxl.load_workbook(path).sheetnames == ["附件1", "附件2", "附件3", "填写说明"]
    asked = next(each for each in prompts.asked if each.kind == "ask_save_file")
    assert "基层工会活力建设项目 空白导入表.xlsx" in str(asked)
