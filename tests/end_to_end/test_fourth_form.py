"""A new form is a new TOML file: tab, editor, page, checks, package and summary without Python."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop import app, paths
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.ui.start.start import Application
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import contents_of

ANNEX4 = """
id = "annex4"
number = "附件4"
tab = "附件4 职工之家（市）"
title = ["大连市模范职工之家", "推荐表"]
copies = 2
heading = []
name_field = "home_name"
rows = [
  ["home_name", "founded"],
  ["level"],
  ["history"],
  ["deeds"],
  ["opinion"],
]
notes = ["注：此表一式两份（市、单位）。"]

[[fields]]
id = "home_name"
label = "职工之家名称"
type = "text"

[[fields]]
id = "founded"
label = "建家年份"
type = "whole_number"
minimum = 1949
doubtful_above = 2017

[[fields]]
id = "level"
label = "现有等级"
type = "choice"
choices = [{ value = "a", label = "A级" }, { value = "aa", label = "AA级" }]

[[fields]]
id = "history"
label = "建家历程"
type = "long_text"

[[fields]]
id = "deeds"
label = "主要事迹"
type = "long_text"

[[fields]]
id = "opinion"
label = "职工评价"
type = "long_text"
mandatory = false

[[seals]]
id = "unit"
name = "所在单位工会"
mark = "（章）"
date = "年  月  日"

[confirmation]
label = "审批意见"
name = "大连市总工会"
date = "年  月  日"
"""
VALUES = {
    "home_name": "示例集团职工之家",
    "founded": "２００８",
    "level": "AA级",
    "history": "建家十年。",
    "deeds": "办好了职工书屋。",
}


@pytest.fixture
def with_fourth_form(tmp_path: Path, forms: Path) -> Path:
    """A program whose forms folder holds one file more; its data folder."""
    (forms / "2017" / "annex4.toml").write_text(ANNEX4, "utf-8")
    return tmp_path / "data"


def test_through_the_command_line(
    with_fourth_form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: object) -> str:
        code = app.main(["--data", str(with_fourth_form), *map(str, arguments)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    records = [{"form": "annex4", "values": VALUES}]
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": records}
    (tmp_path / "four.json").write_text(json.dumps(document), "utf-8")
    run("import", tmp_path / "four.json")
    run("print", "--form", "annex4", "-o", tmp_path / "four.pdf")
    with pypdfium2.PdfDocument(tmp_path / "four.pdf") as pdf:
        assert len(pdf) == 2
        text = "".join(pdf[0].get_textpage().get_text_bounded().split())
    for words in ("附件4", "大连市模范职工之家", "示例集团职工之家", "2008", "AA级", "审批意见"):
        assert words in text
    run("profile", "--kind", "nonresident_industry", "--name", "示例局工会")
    run("export", "-o", tmp_path / "four.zip", "--explain", "只报模范职工之家")
    run("verify", tmp_path / "four.zip")
    with zipfile.ZipFile(tmp_path / "four.zip") as package:
        assert any("annex4" in name and name.endswith(".pdf") for name in package.namelist())


def test_through_the_window(
    with_fourth_form: Path, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> None:
    application = Application(paths.resources_folder())
    with app.open_workspace(with_fourth_form) as workspace:
        window = MainWindow(application.theme, ScriptedPrompts())
        tabs = fill_window(window, workspace).tabs
        window.show()
        page = tabs.pages["annex4"]
        tabs.show_page(page)
        window.actions_table["new"].trigger()
        qtbot.waitUntil(lambda: page.record is not None)
        name = window.findChild(QWidget, "annex4.home_name")
        deeds = window.findChild(QPlainTextEdit, "annex4.deeds")
        assert name is not None
        assert deeds is not None
        assert name.accessibleName() == "职工之家名称"
        type_chinese(name, "示例集团职工之家")
        type_chinese(deeds, "办好了职工书屋。\n还办了健身房。")
        window.actions_table["save"].trigger()
        keeper = contents_of(window).keeper
        qtbot.waitUntil(lambda: not keeper.has_unsaved)
        (record,) = workspace.store.records("annex4")
        assert record.value("home_name") == "示例集团职工之家"
        assert record.value("deeds") == "办好了职工书屋。\n还办了健身房。"
        qtbot.waitUntil(lambda: page.is_settled)
        window.close()
        window.delete_now()
