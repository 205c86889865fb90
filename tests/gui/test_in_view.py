"""The field in focus is wholly in view, by the tab key too, and while messages come and go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.editor.form_editor import RecordEditor
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import add_filled, contents_of, focus, input_of, row_of, trigger

OpenWindow = Callable[..., MainWindow]
LONG = "第一项措施：健全组织，落实职代会制度。\n" * 40


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _is_whole(editor: RecordEditor, widget: QWidget) -> bool:
    """Whether all of a widget is in the editor's view."""
    view = editor.viewport()
    return view.rect().contains(QRect(widget.mapTo(view, QPoint(0, 0)), widget.size()))


@pytest.mark.parametrize("size", [QSize(1366, 728), QSize(1024, 660), QSize(911, 472)])
@pytest.mark.parametrize("is_unfolded", [False, True])
def test_every_stop_of_the_tab_key_is_wholly_seen(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, size: QSize, is_unfolded: bool
) -> None:
    add_filled(ws, contact="找传达室", unit_nature="3", employees="约")
    window = open_window(size=size)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.is_settled and "核实" in page.panel.strip.summary)
    if is_unfolded:
        page.panel.strip.unfold()
    editor = page.panel.editor
    focus(qtbot, editor.row(editor.fields[0]).input.widget())
    stops = [stop for each in editor.asked for stop in editor.row(each).stops if stop.isVisible()]
    for key, order in ((Qt.Key.Key_Tab, stops[1:]), (Qt.Key.Key_Backtab, stops[-2::-1])):
        for stop in order:
            QTest.keyClick(_focused(), key)
            assert _focused() is stop
            qtbot.wait_until(partial(_is_whole, editor, stop))


def test_a_long_text_has_room_for_five_lines(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, goals="", measures="")
    window = open_window(size=QSize(1024, 660))
    goals = input_of(window, "annex1.goals")
    assert isinstance(goals, QPlainTextEdit)
    assert goals.viewport().height() >= 5 * goals.fontMetrics().lineSpacing()


def test_of_a_text_that_is_higher_than_the_view_top_and_caret_are_seen(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, goals=LONG)
    window = open_window(size=QSize(1024, 660))
    editor = contents_of(window).tabs.current_page.panel.editor
    goals = input_of(window, "annex1.goals")
    assert isinstance(goals, QPlainTextEdit)
    employees = input_of(window, "annex1.employees")
    focus(qtbot, employees)
    QTest.keyClick(employees, Qt.Key.Key_Tab)
    qtbot.wait_until(lambda: goals.mapTo(editor.viewport(), QPoint(0, 0)).y() in range(40))
    QTest.keyClick(goals, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    def caret() -> QRect:
        place = goals.cursorRect()
        return QRect(goals.viewport().mapTo(editor.viewport(), place.topLeft()), place.size())

    qtbot.wait_until(lambda: editor.viewport().rect().contains(caret()))


def test_the_field_in_focus_stays_in_view_while_messages_come(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, city="", county="", chairperson="", address="", contact="")
    window = open_window(size=QSize(1024, 660))
    page = contents_of(window).tabs.current_page
    editor = page.panel.editor
    goals = input_of(window, "annex1.goals")
    focus(qtbot, goals)
    qtbot.wait_until(partial(_is_whole, editor, goals))
    qtbot.wait_until(lambda: page.is_settled)
    qtbot.wait(20)
    top = goals.mapTo(editor.viewport(), QPoint(0, 0)).y()
    editor.show_all_findings()
    qtbot.wait_until(lambda: bool(row_of(window, "annex1.chairperson").findings))
    qtbot.wait(20)
    assert abs(goals.mapTo(editor.viewport(), QPoint(0, 0)).y() - top) <= 1
    page.panel.strip.unfold()
    qtbot.wait_until(partial(_is_whole, editor, goals))
    trigger(window, "large_type")
    qtbot.wait_until(partial(_is_whole, editor, goals))
    trigger(window, "large_type")


def test_who_scrolls_away_is_not_pulled_back_until_she_types(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws)
    window = open_window(size=QSize(1024, 560))
    page = contents_of(window).tabs.current_page
    editor = page.panel.editor
    name = input_of(window, "annex1.unit_name")
    focus(qtbot, name)
    qtbot.wait_until(lambda: page.is_settled)
    bar = editor.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
    editor.show_all_findings()
    page.panel.strip.unfold()
    row_of(window, "annex1.measures").show_hint("一行")
    qtbot.wait(50)
    assert not _is_whole(editor, name)
    QTest.keyClicks(name, "x")
    qtbot.wait_until(partial(_is_whole, editor, name))
