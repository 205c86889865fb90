"""收件 in the window: its place, what is received there, what is returned and accepted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.first_start_commands import ask_at_first_start
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, contents_of, input_of, trigger

_CITY = Profile("city", "大连市总工会")
_DISTRICT = Profile("district", "中山区总工会")


def _captions(contents: WindowContents) -> list[str]:
    tabs = contents.tabs
    shown = (place for place in range(tabs.count()) if tabs.isTabVisible(place))
    return [tabs.tabText(place).split("（")[0].split("  ")[0] for place in shown]


def _page(window: MainWindow) -> QWidget | None:
    return window.findChild(QWidget, "receiving_page")


def _action(window: MainWindow, name: str) -> QAction:
    action = window.findChild(QAction, f"action_{name}")
    assert isinstance(action, QAction)
    return action


def test_the_city_sees_what_it_receives_and_no_form(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, _CITY)
    window = open_window()
    page = _page(window)
    assert page is not None
    assert page.isVisible()
    assert _captions(contents_of(window)) == ["收件"]
    assert not any(_action(window, name).isEnabled() for name in ("new", "print", "zoom_in"))
    (receive,) = (each for each in window.tool_bar.findChildren(QPushButton) if each.isVisible())
    assert receive.text() == "接收报送包"


def test_forms_that_hold_records_stand_behind_what_the_city_receives(
    ws: Workspace, open_window: OpenWindow
) -> None:
    records.create(ws, "annex2")
    reporter.set_reporter(ws, _CITY)
    window = open_window()
    assert _captions(contents_of(window)) == ["收件", "附件2 行业"]
    assert contents_of(window).receiving.is_current


@pytest.mark.parametrize("kind", ["unit", "nonresident_industry"])
def test_the_place_comes_and_goes_with_the_kind_of_the_office(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, kind: str
) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    window = open_window()
    contents = contents_of(window)
    assert _captions(contents)[-1] == "收件"
    assert _page(window) is None  # made once somebody looks
    trigger(window, "receiving")
    assert _page(window) is not None
    assert not _action(window, "new").isEnabled()
    trigger(window, "form_annex1")
    assert _action(window, "new").isEnabled()

    reporter.set_reporter(ws, Profile(kind, "示例单位"))
    contents.refresh_progress()
    receives = bool(ws.campaign.receives_from(kind))
    qtbot.wait_until(lambda: ("收件" in _captions(contents)) is receives)
    assert _action(window, "receive").isVisible() is receives

    reporter.set_reporter(ws, _CITY)
    contents.refresh_progress()
    qtbot.wait_until(lambda: _captions(contents) == ["收件"])
    page = _page(window)
    assert page is not None
    assert page.isVisible()


def test_whoever_looked_at_what_came_finds_it_again(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    window = open_window()
    trigger(window, "receiving")
    window.close()
    again = open_window()
    assert contents_of(again).receiving.is_current
    assert _page(again) is not None


def test_at_the_first_start_the_city_says_who_it_is_with_two_keys(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    ask_at_first_start(contents)
    city = window.findChild(QRadioButton, "first_start.city")
    accept = window.findChild(QPushButton, "first_start.accept")
    assert city is not None
    assert accept is not None
    QTest.keyClick(city, Qt.Key.Key_Space)
    assert input_of(window, "first_start.name").property("text") == "大连市总工会"
    assert accept.text() == "开始接收"
    accept.click()

    qtbot.wait_until(lambda: _captions(contents) == ["收件"])
    assert reporter.current_reporter(ws) == _CITY
    assert records.records(ws) == []  # no empty form of its own
