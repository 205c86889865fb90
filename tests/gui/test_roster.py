"""历年典型名单 in the window: lists come in, records are told of, and each step has a way back."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.units import roster
from gonghui_desktop.services.units.list_files import PASTED
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.list_intake_dialog import ListIntakeDialog
from gonghui_desktop.ui.commands.listed_window import ListedWindow
from gonghui_desktop.ui.records.record_model import OPEN_POINTS_ROLE
from gonghui_desktop.ui.widgets.severity import OpenPoints
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import add_filled, contents_of, dialog_of, row_of, trigger
from tests.gui.conftest import OpenWindow


def _roster_window(qtbot: QtBot, window: MainWindow) -> ListedWindow:
    trigger(window, "roster")
    dialog = dialog_of(qtbot, window, "roster_window")
    assert isinstance(dialog, ListedWindow)
    return dialog


def _add_dialog(qtbot: QtBot, window: MainWindow) -> ListIntakeDialog:
    dialog = dialog_of(qtbot, window, "roster_add_dialog")
    assert isinstance(dialog, ListIntakeDialog)
    return dialog


def _shown(window: ListedWindow) -> list[tuple[str, str]]:
    model = window.model
    rows = range(model.rowCount())
    return [(model.entry(row).name, model.entry(row).reason) for row in rows]


def _points(window: MainWindow) -> list[OpenPoints | None]:
    model = contents_of(window).tabs.pages["annex1"].model
    return [model.index(row).data(OPEN_POINTS_ROLE) for row in range(model.rowCount())]


def _no_dialog(window: MainWindow, name: str) -> bool:
    return not any(each.isVisible() for each in window.findChildren(QDialog, name))


def test_a_pasted_list_is_told_at_the_records_and_each_step_can_be_taken_back(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    add_filled(ws, unit_name="大连纺织厂")
    window = open_window()
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 0)])
    opened = _roster_window(qtbot, window)
    QGuiApplication.clipboard().setText("单位名称\t年度\n大连纺织厂\t2015\n旅顺造船厂\t\n")
    opened.paste.click()
    dialog = _add_dialog(qtbot, window)
    qtbot.wait_until(lambda: dialog.add.text() == "加入 2 个单位")
    assert not dialog.reason.isHidden()  # one has none
    dialog.reason.setCurrentText("2016年典型")
    dialog.add.click()
    both = [("大连纺织厂", "2015年典型"), ("旅顺造船厂", "2016年典型")]
    qtbot.wait_until(lambda: _shown(opened) == both)
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 1)])
    row = row_of(window, "annex1.unit_name")
    qtbot.wait_until(lambda: any("历年典型名单" in each.message for each in row.findings))

    opened.view.setCurrentIndex(opened.model.index(0, 0))
    opened.remove.click()
    qtbot.wait_until(lambda: _shown(opened) == both[1:])
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 0)])
    assert opened.banner.text == "已从名单删除“大连纺织厂”。"
    opened.banner.button.click()
    qtbot.wait_until(lambda: _shown(opened) == both)
    assert opened.banner.isHidden()
    opened.close()
    trigger(window, "undo")
    qtbot.wait_until(lambda: roster.roster(ws) == [])
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 0)])


def test_a_file_is_shown_before_it_comes_in_and_what_cannot_be_read_is_told(
    qtbot: QtBot,
    open_window: OpenWindow,
    ws: Workspace,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    (tmp_path / "名单.csv").write_text("序号,企业名称\n1,大连纺织厂\n2,大连 纺织厂\n", "gb18030")
    (tmp_path / "空.txt").write_text("\n", "utf-8")
    window = open_window()
    opened = _roster_window(qtbot, window)
    prompts.answers.append([tmp_path / "空.txt"])
    opened.add.click()
    qtbot.wait_until(lambda: prompts.asked[-1].kind == "warn")
    assert prompts.asked[-1].title == "名单没有导入"
    prompts.answers.append([tmp_path / "名单.csv"])
    opened.add.click()
    dialog = _add_dialog(qtbot, window)
    assert dialog.add.text() == "加入 1 个单位"
    assert not dialog.reason.isHidden()
    dialog.reject()
    assert roster.roster(ws) == []
    prompts.answers.append([tmp_path / "名单.csv"])
    qtbot.wait_until(lambda: _no_dialog(window, "roster_add_dialog"))
    opened.add.click()
    _add_dialog(qtbot, window).add.click()
    qtbot.wait_until(lambda: _shown(opened) == [("大连纺织厂", "")])
    opened.close()


def test_the_list_goes_in_as_it_was_when_she_pressed_the_button(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    QGuiApplication.clipboard().clear()
    window = open_window()
    opened = _roster_window(qtbot, window)
    opened.paste.click()
    dialog = _add_dialog(qtbot, window)
    dialog.text.setPlainText("大连纺织厂\n")
    qtbot.wait_until(lambda: dialog.add.text() == "加入 1 个单位")
    go_on = Event()
    window.writer.run(go_on.wait, lambda _done: None, lambda _error: None, patience=0.0)
    window.writer.patience = 0.0
    dialog.add.click()
    dialog.text.appendPlainText("旅顺造船厂\n")
    go_on.set()
    qtbot.wait_until(lambda: _shown(opened) == [("大连纺织厂", "")])
    assert [each.name for each in roster.roster(ws)] == ["大连纺织厂"]
    opened.close()


def test_the_list_is_searched_as_it_is_typed_also_by_initials(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    names = "大连纺织厂\n旅顺造船厂\n庄河罐头厂"
    roster.add(ws, (roster.read_roster_text(names, "2015年典型"), PASTED))
    opened = _roster_window(qtbot, open_window())
    qtbot.wait_until(lambda: len(_shown(opened)) == 3)
    opened.search.setText("造船")
    qtbot.wait_until(lambda: _shown(opened) == [("旅顺造船厂", "2015年典型")])
    opened.search.setText("zhgt")
    qtbot.wait_until(lambda: _shown(opened) == [("庄河罐头厂", "2015年典型")])
    opened.close()


def test_a_roster_that_another_program_takes_in_is_told_in_the_open_window(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, other: Workspace
) -> None:
    add_filled(ws, unit_name="大连纺织厂")
    window = open_window()
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 0)])
    roster.add(other, (roster.read_roster_text("大连纺织厂"), PASTED))
    qtbot.wait_until(lambda: _points(window) == [OpenPoints(0, 1)], timeout=10_000)
