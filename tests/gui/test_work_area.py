"""Fields and page in a narrow window: one at a time, and the one that is wanted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from tests.gui.clerk import OpenWindow, add_filled, contents_of, focus, input_of, trigger

NARROW = QSize(1024, 660)


def test_a_narrow_window_shows_fields_or_page(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws)
    window = open_window(size=NARROW)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.work.is_narrow)
    assert page.panel.isVisible()
    assert not page.preview.isVisible()

    switch = page.work.findChild(QPushButton, "pane_1")
    assert isinstance(switch, QPushButton)
    switch.click()
    assert page.preview.isVisible()
    assert not page.panel.isVisible()
    qtbot.wait_until(lambda: page.preview.zoom > 0.7)  # large enough to be read


def test_the_fields_tell_of_more_pages_while_no_page_is_seen(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, measures="开展协商，健全制度，做好服务。" * 300)
    window = open_window(size=NARROW)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.work.is_narrow)
    assert not page.preview.isVisible()
    editor = page.panel.editor
    qtbot.wait_until(lambda: any("本表要印" in each.message for each in editor.findings))


def test_a_message_covers_neither_fields_nor_the_list_that_it_speaks_of(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, unit_name="")
    window = open_window(size=NARROW)
    contents = contents_of(window)
    page = contents.tabs.current_page
    qtbot.wait_until(lambda: page.work.is_narrow)
    trigger(window, "finish")
    banner = contents.notifications.banner
    findings = page.panel.findChild(QWidget, "findings_list")
    assert isinstance(findings, QWidget)
    qtbot.wait_until(banner.isVisible)
    qtbot.wait_until(findings.isVisible)

    field = input_of(window, "annex1.unit_name")
    head = field.mapTo(contents, QPoint(0, 0)).y()
    qtbot.wait_until(lambda: banner.geometry().bottom() < head)
    switch = page.work.findChild(QPushButton, "pane_1")
    assert isinstance(switch, QPushButton)
    right = switch.mapTo(contents, switch.rect().bottomRight()).x()
    qtbot.wait_until(lambda: banner.geometry().left() > right)


@pytest.mark.parametrize("large", [False, True])
def test_a_message_of_two_lines_covers_no_field(
    qtbot: QtBot, dressed: Theme, ws: Workspace, open_window: OpenWindow, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    add_filled(ws)
    window = open_window(size=NARROW)
    contents = contents_of(window)
    page = contents.tabs.current_page
    qtbot.wait_until(lambda: page.work.is_narrow)
    field = input_of(window, "annex1.city")
    head = field.mapTo(contents, QPoint(0, 0)).y()

    name = "大连样例经济技术合作集团有限公司机械设备制造分公司"
    contents.notifications.notify_undoable(f"已删除“{name}”，30 天内可以恢复。", page.reload, 1)
    banner = contents.notifications.banner
    qtbot.wait_until(banner.isVisible)
    qtbot.wait(1)
    assert banner.geometry().bottom() < head
    assert field.mapTo(contents, QPoint(0, 0)).y() == head


def test_the_pane_that_gets_the_focus_is_shown(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, unit_name="")
    window = open_window(size=NARROW)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.work.is_narrow)
    focus(qtbot, input_of(window, "annex1.address"))

    trigger(window, "next_pane")
    qtbot.wait_until(page.preview.hasFocus)
    trigger(window, "finish")  # leads to what is missing
    qtbot.wait_until(input_of(window, "annex1.unit_name").hasFocus)


def test_widths_come_back_with_the_room(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws)
    window = open_window()
    page = contents_of(window).tabs.current_page
    page.set_pane_widths([220, 500, 640])
    widths = page.pane_widths()
    window.resize(NARROW)
    qtbot.wait_until(lambda: page.work.is_narrow)
    assert page.pane_widths()[1] == widths[1]
    window.resize(1366, 728)
    qtbot.wait_until(lambda: not page.work.is_narrow)
    assert page.preview.isVisible()
    assert abs(page.pane_widths()[1] - widths[1]) < 20


def test_page_number_and_zoom_stand_only_beside_a_page_that_is_seen(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws)
    window = open_window(size=NARROW)
    tabs = contents_of(window).tabs
    page = tabs.current_page
    number = window.findChild(QLabel, "page_number")
    zoom = window.findChild(QLabel, "zoom_percent")
    assert number is not None
    assert zoom is not None
    qtbot.wait_until(lambda: page.work.is_narrow and page.is_settled)
    assert not number.text()
    assert not zoom.isVisible()

    page.work.reveal(page.preview)
    qtbot.wait_until(lambda: number.text() == "第 1 页 共 1 页")
    qtbot.wait_until(zoom.isVisible)
    page.work.reveal(page.panel)
    assert not number.text()
    assert not zoom.isVisible()

    window.resize(1366, 728)
    qtbot.wait_until(lambda: number.text() == "第 1 页 共 1 页" and zoom.isVisible())
    tabs.show_page(tabs.pages["annex2"])  # a blank form, of which there is nothing to tell
    qtbot.wait_until(lambda: tabs.current_page.is_settled)
    assert not number.text()
    assert not zoom.isVisible()


@pytest.mark.parametrize("large", [False, True])
def test_the_window_fits_the_smallest_screen_in_every_state(
    qtbot: QtBot, dressed: Theme, ws: Workspace, open_window: OpenWindow, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    small = QSize(683, 384)
    window = open_window(size=small)
    page = contents_of(window).tabs.current_page
    assert window.size() == small  # nothing there yet

    add_filled(ws, contact="找传达室", employees="12000000")
    final = add_filled(ws, unit_name="中国大连样例经济技术合作集团有限公司")
    records.make_final(ws, [final.id])
    page.reload()
    page.show_all_findings("contact")
    qtbot.wait_until(lambda: page.is_settled and len(page.panel.editor.findings) > 1)
    qtbot.wait(1)
    assert window.size() == small
    page.open_by_id(final.id)
    qtbot.wait_until(lambda: page.is_settled and page.panel.banner.isVisible())
    qtbot.wait(1)
    assert window.size() == small
    page.work.reveal(page.preview)
    qtbot.wait(1)
    assert window.size() == small
