"""A form that no Python knows: a TOML file alone gives it tab, editor, findings and page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.catalogue import load_campaign_folder
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import contents_of
from tests.official_forms import copy_official_forms

ANNEX4 = """
id = "annex4"
number = "附件4"
tab = "附件4 班组 & 车间"
title = ["示例项目", "典型班组申报表"]
copies = 2
heading = []
name_field = "team"
rows = [["team", "kind"], ["story"], ["plan"], ["result"]]
notes = ["注：此表一式两份。"]
fields = [
  { id = "story", label = "先进事迹", type = "long_text" },
  { id = "team", label = "班组名称", type = "text" },
  { id = "kind", label = "班组类别", type = "choice", choices = [
    { value = "a", label = "生产" }, { value = "b", label = "服务" } ] },
  { id = "plan", label = "工作计划", type = "long_text" },
  { id = "result", label = "预期成果", type = "long_text", mandatory = false },
  { id = "remark", label = "备注", type = "text", mandatory = false, printed = false },
]
confirmation = { label = "项目确认", name = "示例总工会", date = "年  月  日" }
seals = [{ id = "only", name = "基层工会", mark = "（章）", date = "年  月  日" }]
"""


@pytest.fixture
def four_forms(
    ws: Workspace,
    project_folder: Path,
    tmp_path: Path,
) -> Workspace:
    folder = copy_official_forms(tmp_path / "2017")
    (folder / "annex4.toml").write_text(ANNEX4, "utf-8")
    return Workspace(load_campaign_folder(folder), lambda: ws.store, lambda: ws.printer)


def test_a_new_form_is_filled_in_without_a_line_of_python(
    qtbot: QtBot,
    four_forms: Workspace,
    open_window: Callable[[Workspace], MainWindow],
    type_chinese: Callable[[QWidget, str], None],
) -> None:
    window = open_window(four_forms)
    contents = contents_of(window)
    assert contents.tabs.tabText(3) == "附件4 班组 && 车间"
    contents.tabs.setCurrentIndex(3)
    page = contents.tabs.current_page
    new = window.findChild(QAction, "action_new")
    assert isinstance(new, QAction)
    new.trigger()
    assert page.panel.editor.fields == ("team", "kind", "story", "plan", "result", "remark")
    for field_id in ("team", "story", "plan"):
        widget = window.findChild(QWidget, f"annex4.{field_id}")
        assert isinstance(widget, QWidget)
        widget.setFocus()
        type_chinese(widget, "示例" * 20)
    qtbot.wait_until(lambda: page.page_in_view == (1, 1))
    qtbot.wait_until(lambda: page.panel.strip.summary == "1 强制")
    contents.keeper.flush()
    (record,) = records.records(four_forms, "annex4")
    assert record.value("plan") == "示例" * 20
    gauges = [page.panel.editor.row(field_id).gauge for field_id in ("story", "plan", "result")]
    assert all(gauge is not None and gauge.text for gauge in gauges)
