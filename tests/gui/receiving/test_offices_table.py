"""单位情况 in the real window: what comes first, is found, sorted, copied, stays in its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import name_search
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.office_table import OfficeState, office_table
from gonghui_desktop.services.receiving.table_words import missing_text
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.offices.offices_view import OfficesView
from gonghui_desktop.ui.receiving.offices.reported_bar import ReportedBar
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from gonghui_desktop.ui.widgets.accessibility import install_roles
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, part, trigger
from tests.gui.receiving.conftest import received
from tests.sending_offices import SendingOffices

_URGENT_FIRST = [
    ("中山区总工会", "已退回，超期 3 天"),
    ("=1+1区总工会", "不在名单"),
    ("庄河市总工会", "未报"),
    ("大连市教育局工会", "未报"),
    ("西岗区总工会", "逾期"),
    ("大连港工会", "已受理"),
]
_ALL = {name for name, _state in _URGENT_FIRST}
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(filled: Workspace, open_window: OpenWindow) -> MainWindow:
    return open_window(filled)


def _page(window: MainWindow) -> ReceivingPage:
    page = contents_of(window).receiving.page
    assert page is not None
    return page


@pytest.fixture
def view(qtbot: QtBot, window: MainWindow) -> OfficesView:
    shown = _page(window).offices
    qtbot.wait_until(lambda: shown.model.rowCount() == len(_ALL))
    return shown


def _names(view: OfficesView) -> list[str]:
    return [view.model.office(row).name for row in range(view.model.rowCount())]


def _texts(view: OfficesView, column: str) -> list[str]:
    at = [each.id for each in view.model.columns].index(column)
    model = view.model
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


def _column(view: OfficesView, column: str) -> int:
    return [each.id for each in view.model.columns].index(column)


def test_what_needs_a_person_stands_first_and_is_chosen_by_a_click(
    window: MainWindow, view: OfficesView
) -> None:
    assert list(zip(_names(view), _texts(view, "state"), strict=True)) == _URGENT_FIRST
    chips = {each.text(): each for each in view.chips.findChildren(QToolButton) if each.isVisible()}
    assert list(chips) == [
        *("全部 6", "要处理 2", "未报 2", "按时 3", "逾期 1", "待受理 2", "已退回 1", "已受理 1"),
        "不在名单 1",
    ]
    chips["逾期 1"].click()
    assert _names(view) == ["西岗区总工会"]
    part(window, QPushButton, "missing_show").click()
    assert _names(view) == ["庄河市总工会", "大连市教育局工会"]
    assert chips["未报 2"].isChecked()
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    QTest.keyClick(view.table, Qt.Key.Key_Escape)
    assert set(_names(view)) == _ALL


def test_five_numbers_and_a_bar_that_can_be_read_out(window: MainWindow, view: OfficesView) -> None:
    assert view.isVisible()
    head = _page(window).head
    figures = (head.expected, head.reported, head.on_time, head.units, head.deadline)
    assert [each.words for each in figures] == [
        "应报 5 家",
        "已报 3 家 60%",
        "按时 2 家 40%",
        "典型单位 7 / 89 附件1：6 份，附件2：1 份，附件3：1 份",
        "距截止 12 天",
    ]
    install_roles()
    bar = part(window, ReportedBar, "reported_bar")
    assert bar.parts == {
        OfficeState.ACCEPTED: 1,
        OfficeState.IN_TIME: 0,
        OfficeState.LATE: 1,
        OfficeState.RETURNED: 1,
        OfficeState.MISSING: 2,
    }
    spoken = QAccessible.queryAccessibleInterface(bar)
    assert spoken.role() is QAccessible.Role.Chart
    assert spoken.text(QAccessible.Text.Value) == "应报 5 家，已报 3 家，占 60%"
    legend = "已受理 1 家，逾期报来，待受理 1 家，已退回 1 家，未报 2 家"
    assert spoken.text(QAccessible.Text.Description) == legend


def test_the_missing_are_copied_as_a_message(window: MainWindow, view: OfficesView) -> None:
    part(window, QPushButton, "missing_copy").click()
    ws = contents_of(window).command_context().ws
    told = missing_text(ws.campaign, office_table(ws), ws.today)
    assert QGuiApplication.clipboard().text() == told
    assert "庄河市总工会" in QGuiApplication.clipboard().text()
    banner = contents_of(window).notifications.banner
    foot = view.foot.mapTo(window, QPoint(0, 0)).y()
    assert banner.mapTo(window, QPoint(0, banner.height())).y() <= foot  # no button is covered
    assert banner.text == "已复制 2 家未报单位的催报名单，可以粘贴到短信、微信或通知里。"
    assert view.isVisible()


def _received(view: OfficesView, row: int) -> datetime:
    """When an office's package came in, by the clock of the place that the tests run in."""
    at = view.model.office(row).received_at
    assert at is not None
    return at.astimezone()


def test_rows_are_copied_as_a_table_in_which_no_name_is_a_formula(
    window: MainWindow, view: OfficesView
) -> None:
    table = view.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, _CTRL)  # nothing is chosen: all of them
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][:4] == ["上报单位", "状态", "第几次", "附件1"]
    assert len(lines) == 1 + len(_ALL)
    assert len({len(line) for line in lines}) == 1
    assert lines[2][0] == "'=1+1区总工会"
    table.selectRow(4)
    QTest.keyClick(table, Qt.Key.Key_C, _CTRL)
    heading, row = QGuiApplication.clipboard().text().split("\n")
    assert dict(zip(heading.split("\t"), row.split("\t"), strict=True)).items() >= {
        ("上报单位", "西岗区总工会"),
        ("状态", "逾期"),
        ("附件1", "1"),
        ("名额", "不足"),
        ("收到", f"{_received(view, 4):%Y年%-m月%-d日} 逾期"),
    }
    assert "<td" in QGuiApplication.clipboard().mimeData().html()
    trigger(window, "copy_text")  # from the menu, too
    assert QGuiApplication.clipboard().text().split("\n")[1] == row
    QGuiApplication.clipboard().clear()


def test_keys_walk_find_and_open(qtbot: QtBot, window: MainWindow, view: OfficesView) -> None:
    name_search.load_readings()
    table = view.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == len(_ALL) - 1
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0
    QTest.keyClicks(table, "xg")
    assert view.model.office(table.currentIndex().row()).name == "西岗区总工会"
    assert view.foot.words.startswith("西岗区总工会，区市县总工会，逾期，第 1 次报送，附件1 1 份")
    QTest.keyClick(table, Qt.Key.Key_Return)
    page = _page(window)
    qtbot.wait_until(lambda: page.submission is not None and page.submission.isVisible())
    page.close_submission()
    assert table.hasFocus()


def test_the_window_s_search_finds_offices_by_the_initials(
    qtbot: QtBot, window: MainWindow, view: OfficesView
) -> None:
    window.tool_bar.search.setText("jyj")
    qtbot.wait_until(lambda: _names(view) == ["大连市教育局工会"])
    window.tool_bar.search.setText("没有这家")
    qtbot.wait_until(lambda: _names(view) == [])
    assert not view.table.isVisible()
    window.tool_bar.search.setText("")
    qtbot.wait_until(lambda: set(_names(view)) == _ALL)


def test_a_column_sorts_largest_first_then_back_then_as_at_first(
    qtbot: QtBot, view: OfficesView
) -> None:
    units, header = _column(view, "units"), view.table.horizontalHeader()

    def click(column: int) -> None:
        at = header.sectionViewportPosition(column) + 8
        QTest.mouseClick(
            header.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(at, 8),
        )

    click(units)
    assert _texts(view, "units") == ["5", "1", "1", "1", "", ""]
    click(units)
    assert _texts(view, "units") == ["1", "1", "1", "5", "", ""]  # what has none stays at the end
    click(units)
    assert list(zip(_names(view), _texts(view, "state"), strict=True)) == _URGENT_FIRST
    click(0)
    by_name = [
        "=1+1区总工会",
        "大连港工会",
        "大连市教育局工会",
        "西岗区总工会",
        "中山区总工会",
        "庄河市总工会",
    ]
    qtbot.wait_until(lambda: _names(view) == by_name)


def test_what_comes_meanwhile_moves_neither_choice_nor_order_nor_place(
    qtbot: QtBot,
    window: MainWindow,
    view: OfficesView,
    filled: Workspace,
    offices: SendingOffices,
    tmp_path: Path,
) -> None:
    more = "\n".join(f"第{number}直属工会\t驻会产业" for number in "一二三四五六七八九")
    expected.add(filled, expected.read_offices_text(filled, more), "")
    _page(window).reload()
    qtbot.wait_until(lambda: view.model.rowCount() == len(_ALL) + 9)
    view.sort_by(_column(view, "kind"))
    view.table.selectRow(view.model.row_of("第三直属工会"))
    window.resize(1024, 560)
    bar = view.table.verticalScrollBar()
    qtbot.wait_until(lambda: bar.maximum() > 60)
    bar.setValue(60)
    office = Profile("resident_industry", "大连市教育局工会")
    received(filled, tmp_path, offices.package(office, [offices.record("annex1", "大连己厂")]))
    _page(window).reload()
    qtbot.wait_until(lambda: _state_of(view, office.name) == "按时")
    assert [row.name for row in view.chosen] == ["第三直属工会"]
    assert view.model.office(view.table.currentIndex().row()).name == "第三直属工会"
    assert view.model.sorting == (_column(view, "kind"), False)
    assert bar.value() == 60


def _state_of(view: OfficesView, name: str) -> str:
    row = view.model.row_of(name)
    return str(view.model.index(row, _column(view, "state")).data()) if row >= 0 else ""


def test_the_name_stays_in_sight_and_no_button_loses_its_words_in_a_narrow_window(
    qtbot: QtBot, window: MainWindow, view: OfficesView
) -> None:
    frozen = part(window, QTableView, "frozen_column")
    assert not frozen.isVisible()
    window.resize(700, 600)
    qtbot.wait_until(lambda: view.table.horizontalScrollBar().maximum() > 0)
    view.table.setFocus()
    view.table.setCurrentIndex(view.model.index(4, _column(view, "kind")))
    assert frozen.isVisible()
    assert frozen.selectionModel() is view.table.selectionModel()
    view.table.setCurrentIndex(view.model.index(4, 1))  # not under the name
    cell = view.table.visualRect(view.table.currentIndex())
    assert cell.left() >= view.table.columnWidth(0)
    buttons = [each for each in view.foot.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) == 4
    assert all(each.width() >= each.sizeHint().width() for each in buttons)


def test_what_another_program_decides_is_shown(
    qtbot: QtBot, view: OfficesView, other: Workspace
) -> None:
    number = view.model.office(view.model.row_of("西岗区总工会")).submission
    assert number is not None
    other.store.received.note(number.number, SubmissionAction.ACCEPT)
    qtbot.wait_until(lambda: _state_of(view, "西岗区总工会") == "已受理", timeout=10_000)


def test_columns_are_as_they_were_left(
    qtbot: QtBot, window: MainWindow, view: OfficesView, filled: Workspace, open_window: OpenWindow
) -> None:
    kind, state, clashes = (_column(view, each) for each in ("kind", "state", "clashes"))
    assert view.table.isColumnHidden(clashes)  # nothing to say
    assert not view.table.isColumnHidden(_column(view, "answer_by"))
    answer_by = _column(view, "answer_by")
    wide = view.table.columnWidth(answer_by)
    view.memory.show_column(kind, shown=False)
    view.table.horizontalHeader().resizeSection(state, 222)
    qtbot.wait_until(lambda: "222" in filled.store.setting("receiving.offices.columns"))
    second = open_window(filled)
    again = _page(second).offices
    qtbot.wait_until(lambda: again.model.rowCount() == len(_ALL))
    assert again.table.isColumnHidden(kind)
    assert again.table.columnWidth(state) == 222
    assert again.table.columnWidth(answer_by) >= wide > 60  # it was hidden until rows came
    kept = filled.store.setting("receiving.offices.columns").split()
    assert [each.partition(":")[0] for each in kept] == ["state", "kind"]


def test_a_screen_reader_has_a_sentence_a_row_and_a_name_for_every_stop(
    window: MainWindow, view: OfficesView
) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    row = view.model.row_of("西岗区总工会")
    sentence = str(view.model.index(row, 0).data(spoken))
    assert sentence.startswith(
        "西岗区总工会，区市县总工会，逾期，第 1 次报送，附件1 1 份，共 1 个典型单位，名额不足"
    )
    assert sentence.endswith("逾期，纸质件 0/1")
    quota = str(view.model.index(row, _column(view, "quota")).data(spoken))
    assert quota.startswith("名额：还差 4 个典型单位")
    stops = [
        each
        for each in _page(window).findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) > 10
    for each in stops:
        interface = QAccessible.queryAccessibleInterface(each)
        assert interface.text(QAccessible.Text.Name), each.objectName()


def test_several_are_accepted_at_once(qtbot: QtBot, window: MainWindow, view: OfficesView) -> None:
    view.table.selectRow(view.model.row_of("西岗区总工会"))
    assert part(window, QPushButton, "offices_return").isEnabled()
    view.table.selectAll()
    assert not part(window, QPushButton, "offices_return").isEnabled()
    assert view.foot.accept.text() == "受理 4 家…"
    view.foot.accept.click()
    qtbot.wait_until(lambda: window.findChild(QWidget, "accept_dialog") is not None)


def test_every_column_is_seen_at_once_on_the_smallest_screen(
    window: MainWindow, view: OfficesView
) -> None:
    window.resize(1366, 700)
    table = view.table
    for at in range(view.model.columnCount()):  # those that are rare, too
        view.memory.show_column(at, shown=True)
    assert len(table.shown_columns) == view.model.columnCount()
    assert table.horizontalScrollBar().maximum() == 0


def test_the_tab_says_how_many_wait(
    qtbot: QtBot, window: MainWindow, view: OfficesView, filled: Workspace
) -> None:
    tabs = contents_of(window).tabs
    place = tabs.indexOf(contents_of(window).receiving.tab)
    qtbot.wait_until(lambda: tabs.tabText(place) == "收件  2")
    assert tabs.tabToolTip(place) == "2 家报来的还没有办理"
    late = view.model.office(_names(view).index("西岗区总工会")).submission
    assert late is not None
    filled.store.received.note(late.number, SubmissionAction.ACCEPT)
    _page(window).reload()
    qtbot.wait_until(lambda: tabs.tabText(place) == "收件  1")
