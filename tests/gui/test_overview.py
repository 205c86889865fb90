"""报送情况 in the window: opened beside the forms, live, and each line leads to its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.submission.overview_panel import OverviewPanel
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList
from gonghui_desktop.ui.window.first_start_commands import ask_at_first_start
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import (
    OpenWindow,
    TypeChinese,
    add_filled,
    contents_of,
    dialog_of,
    focus,
    input_of,
    trigger,
)


@pytest.fixture
def window(ws: Workspace, open_window: OpenWindow) -> MainWindow:
    """A district's union with a final form and a draft without goals, which is not open."""
    reporter.set_reporter(ws, Profile("district", "大连市中山区总工会"))
    records.make_final(ws, [add_filled(ws).id])
    add_filled(ws, goals="")
    return open_window()


def _panel(window: MainWindow) -> OverviewPanel:
    panel = window.findChild(OverviewPanel)
    assert isinstance(panel, OverviewPanel)
    return panel


def _open(qtbot: QtBot, window: MainWindow) -> WrappingList:
    window.activateWindow()
    qtbot.wait_until(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F7)
    lines = _panel(window).findChild(WrappingList)
    assert isinstance(lines, WrappingList)
    qtbot.wait_until(lambda: lines.count() > 0)
    return lines


def _rows(lines: WrappingList, part: str) -> list[int]:
    texts = [lines.item(row).text() for row in range(lines.count())]
    return [row for row, text in enumerate(texts) if part in text]


def _press(lines: WrappingList, words: str) -> None:
    """Goes to a line with the keyboard and presses Enter."""
    (row,) = _rows(lines, words)
    lines.setCurrentRow(row)
    QTest.keyClick(lines, Qt.Key.Key_Return)


def test_a_key_shows_it_beside_the_forms_and_escape_gives_the_focus_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    lines = _open(qtbot, window)
    contents = contents_of(window)
    assert lines.hasFocus()
    assert contents.tabs.isVisible()
    assert lines.currentRow() == 1  # the first line, under its heading
    assert _rows(lines, "2 个典型单位：已定稿 1，草稿 1；还差 3 个。")
    assert window.actions_table["overview"].isChecked()
    QTest.keyClick(lines, Qt.Key.Key_Escape)
    assert not _panel(window).isVisible()
    assert not window.actions_table["overview"].isChecked()
    assert contents.tabs.current_page.isAncestorOf(window.focusWidget())


def test_who_looks_in_between_is_back_in_her_field(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "next")
    goals = input_of(window, "annex1.goals")
    focus(qtbot, goals)
    lines = _open(qtbot, window)
    assert lines.hasFocus()
    QTest.keyClick(lines, Qt.Key.Key_F7)
    assert not _panel(window).isVisible()
    assert goals.hasFocus()


def test_a_message_covers_none_of_its_lines(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(ws, Profile("district", "大连市中山区总工会"))
    add_filled(ws)
    window = open_window(size=QSize(1280, 700))
    _open(qtbot, window)
    contents, panel = contents_of(window), _panel(window)
    contents.notifications.notify(
        "success", "已导出报送包，1 份申报表已定稿。" * 2, "打开文件夹", print
    )
    banner = contents.notifications.banner
    qtbot.wait_until(banner.isVisible)
    left = panel.mapTo(contents, panel.rect().topLeft()).x()
    qtbot.wait_until(lambda: banner.x() >= 0 and banner.geometry().right() < left)


def test_a_line_leads_to_its_field_and_is_gone_once_it_is_filled_in(
    qtbot: QtBot, window: MainWindow, type_chinese: TypeChinese
) -> None:
    lines = _open(qtbot, window)
    _press(lines, "1 处必须改")
    goals = input_of(window, "annex1.goals")
    qtbot.wait_until(goals.hasFocus)
    assert _panel(window).isVisible()
    type_chinese(goals, "健全组织")
    qtbot.wait_until(lambda: not _rows(lines, "1 处必须改"))
    assert goals.hasFocus()
    assert _rows(lines, "1 份没有问题，还没有定稿")


def test_the_line_in_use_stays_in_use_when_others_come(
    qtbot: QtBot, window: MainWindow, type_chinese: TypeChinese
) -> None:
    lines = _open(qtbot, window)
    (row,) = _rows(lines, "还没有打印")
    lines.setCurrentRow(row)
    name = input_of(window, "annex1.unit_name")
    _press(lines, "1 处必须改")
    lines.setCurrentRow(row)
    focus(qtbot, name)
    name.selectAll()  # type: ignore[attr-defined]  # a line edit
    QTest.keyClick(name, Qt.Key.Key_Delete)
    qtbot.wait_until(lambda: bool(_rows(lines, "还没有写单位名称")))
    current = lines.currentItem()
    assert current is not None
    assert "还没有打印" in current.text()


def test_paper_leads_to_the_seals_and_a_tick_is_told_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    lines = _open(qtbot, window)
    _press(lines, "还没有打印")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: dialog.findChild(QCheckBox, "seal.0") is not None)
    box = dialog.findChild(QCheckBox, "seal.0")
    assert box is not None
    box.click()
    qtbot.wait_until(lambda: bool(_rows(lines, "；还差 ")))
    dialog.close()


def test_in_a_narrow_window_it_takes_the_place_of_the_forms_and_gives_way(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(QSize(683, 344))
    lines = _open(qtbot, window)
    tabs = contents_of(window).tabs
    assert lines.hasFocus()
    assert not tabs.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert lines.hasFocus()  # there is nowhere else
    _press(lines, "1 处必须改")
    assert tabs.isVisible()
    assert not _panel(window).isVisible()
    qtbot.wait_until(input_of(window, "annex1.goals").hasFocus)
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not tabs.isVisible()
    window.resize(QSize(1366, 728))
    qtbot.wait_until(tabs.isVisible)
    assert _panel(window).isVisible()


def test_it_is_one_of_the_panes(qtbot: QtBot, window: MainWindow) -> None:
    lines = _open(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert contents_of(window).tabs.current_page.list.view.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert lines.hasFocus()


def test_only_what_is_to_be_done_is_shown_on_demand(qtbot: QtBot, window: MainWindow) -> None:
    lines = _open(qtbot, window)
    assert _rows(lines, "距截止")
    box = _panel(window).findChild(QCheckBox, "overview.only_open")
    assert box is not None
    box.click()
    assert not _rows(lines, "距截止")
    assert _rows(lines, "1 处必须改")


def test_a_screen_reader_says_what_a_line_means(qtbot: QtBot, window: MainWindow) -> None:
    lines = _open(qtbot, window)
    (row,) = _rows(lines, "1 处必须改")
    interface = QAccessible.queryAccessibleInterface(lines)
    assert interface.text(QAccessible.Text.Name) == "报送情况"
    spoken = lines.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("待办：附件1“")
    assert lines.item(row).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "按回车前往"
    close = _panel(window).findChild(QToolButton, "overview.close")
    assert close is not None
    assert close.accessibleName() == "收起报送情况"


def test_a_click_on_the_quota_shows_it_and_the_next_one_hides_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    quota = window.findChild(QLabel, "deadline")
    assert quota is not None
    QTest.mouseClick(quota, Qt.MouseButton.LeftButton)
    assert _panel(window).isVisible()
    QTest.mouseClick(quota, Qt.MouseButton.LeftButton)
    assert not _panel(window).isVisible()


def test_lines_of_the_whole_lead_to_their_dialogs(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, prompts: ScriptedPrompts
) -> None:
    add_filled(ws)
    window = open_window()
    lines = _open(qtbot, window)
    _press(lines, "还没有填写上报单位")
    dialog = dialog_of(qtbot, window, "reporter_dialog")
    dialog.close()
    assert not prompts.asked
    trigger(window, "overview")


def test_who_reports_is_asked_first(qtbot: QtBot, open_window: OpenWindow, ws: Workspace) -> None:
    window = open_window()
    ask_at_first_start(contents_of(window))
    trigger(window, "overview")
    assert not window.actions_table["overview"].isChecked()
    assert window.findChild(OverviewPanel) is None
    assert "以后再填" in contents_of(window).notifications.banner.text
    later = next(each for each in window.findChildren(QPushButton) if each.text() == "以后再填")
    later.click()
    qtbot.wait_until(contents_of(window).tabs.isVisible)
    assert _rows(_open(qtbot, window), "还没有填写上报单位")


def test_all_that_is_left_out_counts(qtbot: QtBot, ws: Workspace, open_window: OpenWindow) -> None:
    for number in range(103):
        records.create(ws, "annex1", {"unit_name": f"大连{number}厂"})
    window = open_window()
    lines = _open(qtbot, window)
    assert _rows(lines, "另有 3 项。")
    summary = window.findChild(QLabel, "overview.summary")
    assert summary is not None
    assert int(summary.text().split()[0]) >= 103


def test_an_office_that_only_receives_sees_no_form_and_stays_what_it_is(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    window = open_window()
    overview = window.findChild(QAction, "action_overview")
    assert overview is not None
    assert not overview.isVisible()  # it is of one's own forms
    trigger(window, "reporter")
    dialog = dialog_of(qtbot, window, "reporter_dialog")
    assert "不填申报表" in " ".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.accept()
    qtbot.wait_until(lambda: reporter.current_reporter(ws) == Profile("city", "大连市总工会"))
    tabs = contents_of(window).tabs
    shown = (place for place in range(tabs.count()) if tabs.isTabVisible(place))
    assert [tabs.tabText(place) for place in shown] == ["收件"]
