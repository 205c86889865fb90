"""重复与历年典型 in the window: both sides, what a person decides, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.reporter import OfficeRole
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.doubles.doubles_view import DoublesView
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, part, trigger
from tests.sending_offices import SendingOffices

_NAMES = ("大连示例重工有限公司", "大连示例重工集团有限公司")
_KEPT = "是同一单位，保留西岗区总工会的附件1“大连示例重工集团有限公司”"


@pytest.fixture
def opened(
    campaign: Campaign, ws: Workspace, open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    """The city's window with a near pair of two offices, and a unit that is on the roster."""
    offices = SendingOffices(campaign)
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    ws.store.add_to_roster("2017", ([Listed("大连港集团有限公司", "2015年典型")], ""))
    one = [offices.record("annex1", _NAMES[0], address="中山区示例路 1 号")]
    other = [offices.record("annex1", _NAMES[1]), offices.record("annex1", "大连港集团有限公司")]
    for name, records in (("中山区总工会", one), ("西岗区总工会", other)):
        made = offices.package(Profile("district", name), records)
        (tmp_path / f"{name}.zip").write_bytes(made.data)
    receive(ws, [tmp_path / "中山区总工会.zip", tmp_path / "西岗区总工会.zip"])
    window = open_window()
    page = part(window, ReceivingPage, "receiving_page")
    page.show_view("doubles")
    qtbot.wait_until(lambda: _list(window).model().rowCount() == 2)
    return window


def _list(window: MainWindow) -> QTreeView:
    return part(window, QTreeView, "questions_list")


def _view(window: MainWindow) -> DoublesView:
    return part(window, DoublesView, "doubles_view")


def _press(window: MainWindow, name: str) -> None:
    button = part(window, QPushButton, name)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _rows(window: MainWindow) -> list[list[str]]:
    model = _list(window).model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def _waits(qtbot: QtBot, window: MainWindow) -> Callable[[int], None]:
    return lambda count: qtbot.wait_until(lambda: _list(window).model().rowCount() == count)


def test_both_sides_stand_beside_one_another_with_what_differs(opened: MainWindow) -> None:
    near, barred = _rows(opened)
    assert near[:4] == [
        "待核对",
        f"中山区总工会的附件1“{_NAMES[0]}”",
        f"西岗区总工会的附件1“{_NAMES[1]}”",
        near[3],
    ]
    assert barred[2] == "历年典型名单里的“大连港集团有限公司”（2015年典型）"
    sides = part(opened, QTableView, "question_sides").model()
    labels = [sides.headerData(row, Qt.Orientation.Vertical) for row in range(sides.rowCount())]
    assert labels[:5] == ["上报单位", "申报表", "单位名称", "工会主席", "单位地址"]
    assert [sides.index(4, column).data() for column in (0, 1)] == [
        "中山区示例路 1 号",
        "大连市中山区示例路 1 号",
    ]
    spoken = sides.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"单位名称：{_NAMES[1]}，不同的是“集团”"


def test_on_the_smallest_screen_at_150_percent_four_lines_are_seen(
    qtbot: QtBot, opened: MainWindow
) -> None:
    sides = part(opened, QTableView, "question_sides")
    opened.resize(910, 500)
    qtbot.wait_until(lambda: sides.rowViewportPosition(4) <= sides.viewport().height())
    assert opened.height() == 500  # nothing is pushed out of it
    assert part(opened, QPushButton, "question_open").isVisible()
    assert not part(opened, QWidget, "reported_head").isVisible()
    part(opened, ReceivingPage, "receiving_page").show_view("offices")
    assert part(opened, QWidget, "reported_head").isVisible()


def test_a_roster_that_comes_later_is_asked_about_at_once(
    qtbot: QtBot, opened: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    (tmp_path / "2016年典型.txt").write_text(f"{_NAMES[0]}\n", "utf-8")
    trigger(opened, "roster")
    listed = dialog_of(qtbot, opened, "roster_window")
    prompts.answers.append([tmp_path / "2016年典型.txt"])
    part(listed, QPushButton, "roster_import").click()
    part(dialog_of(qtbot, opened, "roster_add_dialog"), QPushButton, "roster_add").click()
    _waits(qtbot, opened)(4)  # the name as it is, and the other one, which is near
    listed.close()
    office = part(opened, ReceivingPage, "receiving_page").offices.model.office(0)
    assert office.barred == 1


def test_another_unit_needs_a_reason_which_is_kept_and_can_be_taken_back(
    qtbot: QtBot, opened: MainWindow, ws: Workspace
) -> None:
    shows = _waits(qtbot, opened)
    reason = part(opened, QLineEdit, "question_reason")
    _press(opened, "question_another")
    banner = contents_of(opened).notifications.banner
    qtbot.wait_until(lambda: "写明原因" in banner.text)
    assert len(ws.store.decisions("2017")) == 0
    _list(opened).setFocus()
    QTest.keyClick(_list(opened), Qt.Key.Key_Return)  # to where the reason is written
    assert reason.hasFocus()
    reason.setText("总公司和分公司，分别建会")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    shows(1)
    assert _list(opened).hasFocus()
    (decision,) = ws.store.decisions("2017")
    assert (decision.is_same, decision.reason) == (False, "总公司和分公司，分别建会")
    part(opened, QToolButton, "questions_filter_decided").click()
    assert _rows(opened)[0][0] == "不是同一单位"
    _press(opened, "question_take_back")
    shows(0)
    assert ws.store.decisions("2017") == []


def test_one_unit_says_which_form_stays_and_undo_opens_the_question_again(
    qtbot: QtBot, opened: MainWindow, ws: Workspace
) -> None:
    shows = _waits(qtbot, opened)
    menu = part(opened, QPushButton, "question_same").menu()
    captions = [action.text() for action in menu.actions()]
    assert captions[-1] == "还没有定保留哪一份"
    menu.actions()[1].trigger()
    shows(1)
    (decision,) = ws.store.decisions("2017")
    assert (decision.is_same, decision.reason) == (True, _KEPT)
    _press(opened, "question_barred")
    shows(0)
    part(opened, QToolButton, "questions_filter_all").click()
    shows(2)
    assert [row[0] for row in _rows(opened)] == ["是同一单位", "是同一单位"]
    for count in (1, 2):
        trigger(opened, "undo")
        part(opened, QToolButton, "questions_filter_open").click()
        shows(count)


def test_a_side_opens_its_submission_and_the_list_is_copied_as_a_table(
    qtbot: QtBot, opened: MainWindow, ws: Workspace
) -> None:
    asked: list[tuple[int, str]] = []
    _view(opened).submission_requested.connect(lambda *given: asked.append(given))
    _list(opened).setFocus()
    QTest.keyClick(_list(opened), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    QGuiApplication.clipboard().clear()
    assert [len(line.split("\t")) for line in lines] == [5, 5, 5]
    sides = part(opened, QTableView, "question_sides")
    sides.setFocus()
    sides.setCurrentIndex(sides.model().index(2, 1))
    QTest.keyClick(sides, Qt.Key.Key_Return)
    (number, record), *others = asked
    assert not others
    (found,) = (
        each for each in ws.store.received.records("2017")[number] if each.record.id == record
    )
    assert found.name == _NAMES[1]


def test_a_decision_is_undone_after_the_place_has_gone_with_the_kind_of_the_office(
    qtbot: QtBot, opened: MainWindow, ws: Workspace
) -> None:
    _list(opened).setCurrentIndex(_list(opened).model().index(0, 0))
    part(opened, QLineEdit, "question_reason").setText("已向两家核实，不是一家")
    _press(opened, "question_another")
    _waits(qtbot, opened)(1)
    contents_of(opened).receiving.show_for(OfficeRole.FILLS_IN)
    qtbot.wait_until(lambda: opened.findChild(DoublesView) is None)
    trigger(opened, "undo")
    qtbot.wait_until(lambda: not ws.store.decisions("2017"))
