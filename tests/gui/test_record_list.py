"""The list: several records at once, orders, states, and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.dialogs.prompts import Waiting
from gonghui_desktop.ui.records.record_model import MADE_ROLE
from gonghui_desktop.ui.records.record_view import RecordView
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, add_filled, contents_of, focus, input_of, trigger

NAMES = ("重工集团", "大连甲厂", "长兴酒店", "中山医院")
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(ws: Workspace, contents: WindowContents) -> FormPage:
    """附件1 with four records; the first one is open."""
    for name in NAMES:
        add_filled(ws, unit_name=name)
    contents.tabs.reload()
    return contents.tabs.current_page


@pytest.fixture
def view(qtbot: QtBot, page: FormPage) -> RecordView:
    """The list, with the focus."""
    focus(qtbot, page.list.view)
    return page.list.view


def _click(view: RecordView, row: int, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, QPoint(place))


def _shown(page: FormPage) -> list[str]:
    return [str(page.model.index(row).data()) for row in range(page.model.rowCount())]


def _selected(page: FormPage) -> list[str]:
    return [record.value("unit_name") for record in page.selection]


def _open(page: FormPage) -> str:
    return page.record.value("unit_name") if page.record else ""


def _choose(page: FormPage, button: str, *words: str) -> None:
    """Chooses in one of the menus above the list."""
    found = page.list.findChild(QToolButton, button)
    assert isinstance(found, QToolButton)
    for action in found.menu().actions():
        if action.text() in words:
            action.trigger()


# several at once


def test_the_open_record_is_the_one_selected(page: FormPage) -> None:
    assert _selected(page) == [NAMES[0]]


def test_ctrl_and_a_click_add_and_take_away_and_one_of_them_stays_open(
    page: FormPage, view: RecordView
) -> None:
    _click(view, 2, _CTRL)
    assert (_selected(page), _open(page)) == ([NAMES[0], NAMES[2]], NAMES[0])
    _click(view, 3, _CTRL)
    _click(view, 0, _CTRL)
    assert (_selected(page), _open(page)) == ([NAMES[2], NAMES[3]], NAMES[2])
    _click(view, 1)
    assert (_selected(page), _open(page)) == ([NAMES[1]], NAMES[1])
    _click(view, 1, _CTRL)  # there is always one
    assert (_selected(page), _open(page)) == ([NAMES[1]], NAMES[1])


def test_shift_selects_from_the_open_one_on_by_mouse_and_keys(
    page: FormPage, view: RecordView
) -> None:
    _click(view, 2, _SHIFT)
    assert (_selected(page), _open(page)) == (list(NAMES[:3]), NAMES[0])
    _click(view, 1)
    QTest.keyClick(view, Qt.Key.Key_End, _SHIFT)
    assert (_selected(page), _open(page)) == (list(NAMES[1:]), NAMES[1])
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert (_selected(page), _open(page)) == ([NAMES[0]], NAMES[0])


def test_everything_is_selected_by_its_key_and_escape_leaves_the_open_one(
    page: FormPage, view: RecordView, window: MainWindow
) -> None:
    _click(view, 1)
    assert window.actions_table["select_all"].shortcut() == QKeySequence("Ctrl+A")
    window.actions_table["select_all"].trigger()
    assert (_selected(page), _open(page)) == (list(NAMES), NAMES[1])
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert _selected(page) == [NAMES[1]]


def test_what_is_selected_stays_so_when_the_list_is_sorted_or_searched(
    page: FormPage, view: RecordView
) -> None:
    for row in (2, 3):
        _click(view, row, _CTRL)
    _choose(page, "list.orders", "倒序")
    assert _selected(page) == [NAMES[3], NAMES[2], NAMES[0]]
    page.set_filter("zhong")
    assert _selected(page) == [NAMES[3], NAMES[0]]


def test_typing_in_the_open_one_leaves_the_others_selected(
    qtbot: QtBot, page: FormPage, view: RecordView
) -> None:
    _click(view, 2, _CTRL)
    assert page.record is not None
    page.session.edit("city", "沈阳市")
    page.session.leave_field()
    wanted = ["沈阳市", "大连市"]
    qtbot.wait_until(lambda: [each.value("city") for each in page.selection] == wanted)


# keys


def test_escape_in_the_list_clears_the_search(
    qtbot: QtBot, window: MainWindow, page: FormPage, view: RecordView
) -> None:
    window.tool_bar.search.setText("大连")
    qtbot.wait_until(lambda: _shown(page) == [NAMES[1]])
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.tool_bar.search.text() == ""
    assert _shown(page) == list(NAMES)


def test_escape_in_the_search_clears_it(qtbot: QtBot, window: MainWindow, page: FormPage) -> None:
    search = window.tool_bar.search
    focus(qtbot, search)
    search.setText("大连")
    qtbot.wait_until(lambda: _shown(page) == [NAMES[1]])
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert (search.text(), _shown(page)) == ("", list(NAMES))


def test_typing_in_the_list_goes_to_the_next_name_that_begins_so(
    qtbot: QtBot, page: FormPage, view: RecordView
) -> None:
    QTest.keyClicks(view, "zs")
    qtbot.wait_until(lambda: _open(page) == "中山医院")
    assert _selected(page) == ["中山医院"]


def test_enter_in_the_list_goes_to_the_first_empty_field(
    qtbot: QtBot, window: MainWindow, ws: Workspace, page: FormPage, view: RecordView
) -> None:
    assert page.record is not None
    records.change(ws, page.record.id, {"goals": ""})
    page.reload()
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.wait_until(input_of(window, "annex1.goals").hasFocus)


# searching by pinyin


def test_the_search_finds_by_pinyin_and_initials(
    qtbot: QtBot, window: MainWindow, page: FormPage
) -> None:
    search = window.tool_bar.search
    search.setText("cxjd")
    qtbot.wait_until(lambda: _shown(page) == [NAMES[2]])
    search.setText("zhong")
    qtbot.wait_until(lambda: _shown(page) == [NAMES[0], NAMES[3]])
    search.setText("zsyy")
    QTest.keyClick(search, Qt.Key.Key_Return)  # before the list has followed
    qtbot.wait_until(lambda: _open(page) == NAMES[3])


# orders and states


def _order(page: FormPage, *words: str) -> Sequence[str]:
    _choose(page, "list.orders", *words)
    return _shown(page)


def test_the_list_is_sorted_by_name_as_in_a_dictionary(qtbot: QtBot, page: FormPage) -> None:
    _order(page, "名称")
    wanted = ["长兴酒店", "大连甲厂", "中山医院", "重工集团"]
    qtbot.wait_until(lambda: _shown(page) == wanted)
    assert _order(page, "倒序") == wanted[::-1]
    assert _order(page, "新建先后", "倒序") == list(NAMES)


def test_the_list_is_sorted_by_open_points_once_they_are_counted(
    qtbot: QtBot, ws: Workspace, page: FormPage
) -> None:
    for row, fields in ((1, ("goals",)), (3, ("goals", "measures"))):
        record = page.model.record_at(row)
        assert record is not None
        records.change(ws, record.id, dict.fromkeys(fields, ""))
    page.reload()
    _order(page, "还要改多少")
    wanted = [NAMES[3], NAMES[1], NAMES[0], NAMES[2]]
    qtbot.wait_until(lambda: _shown(page) == wanted)


def test_nothing_moves_while_a_record_of_a_sorted_list_is_changed(
    qtbot: QtBot, page: FormPage, window: MainWindow
) -> None:
    _order(page, "最近修改")
    assert _shown(page) == list(NAMES[::-1])
    _order(page, "名称")
    qtbot.wait_until(lambda: _shown(page)[0] == "长兴酒店")
    page.session.edit("unit_name", "安居公司")
    page.session.edit("goals", "")
    page.session.leave_field()
    qtbot.wait_until(lambda: "安居公司" in _shown(page) and not window.tasks.is_busy)
    assert _shown(page) == ["长兴酒店", "大连甲厂", "中山医院", "安居公司"]


def test_the_order_is_kept_for_the_next_time(
    qtbot: QtBot, ws: Workspace, page: FormPage, open_window: OpenWindow, window: MainWindow
) -> None:
    _order(page, "最近修改", "倒序")
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    other = contents_of(open_window()).tabs.current_page
    assert _shown(other) == list(NAMES)
    assert "最近修改" in _button(other, "list.orders").accessibleName()


def _button(page: FormPage, name: str) -> QToolButton:
    found = page.list.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def test_only_records_of_one_state_are_shown(ws: Workspace, page: FormPage) -> None:
    final = page.model.record_at(2)
    assert final is not None
    records.make_final(ws, [final.id])
    page.reload()
    _choose(page, "list.stages", "已定稿")
    assert _shown(page) == [NAMES[2]]
    assert _open(page) == NAMES[0]  # what is open stays open
    _choose(page, "list.stages", "草稿")
    assert _shown(page) == [NAMES[0], NAMES[1], NAMES[3]]
    assert page.open_by_id(final.id)  # a finding or message that goes there shows all again
    assert _shown(page) == list(NAMES)


def test_copies_are_told_apart_by_when_they_were_made(
    qtbot: QtBot, ws: Workspace, page: FormPage
) -> None:
    first = page.model.record_at(0)
    assert first is not None
    page.add(records.duplicate(ws, first.id))

    def made() -> list[str]:
        return [str(page.model.index(row).data(MADE_ROLE)) for row in range(5)]

    assert [bool(each) for each in made()] == [True, False, False, False, True]
    assert f"{first.created_at.astimezone():%H:%M}" in made()[0]
    page.session.edit("unit_name", "另一家")
    page.session.leave_field()
    qtbot.wait_until(lambda: not any(made()))


# commands on several


def _names(ws: Workspace) -> list[str]:
    return [record.value("unit_name") for record in records.records(ws, "annex1")]


def test_several_are_deleted_and_come_back_together(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage, view: RecordView
) -> None:
    _click(view, 2, _SHIFT)
    assert window.actions_table["delete"].text().startswith("删除 3 份")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    qtbot.wait_until(lambda: _shown(page) == [NAMES[3]])
    assert _names(ws) == [NAMES[3]]
    assert window.actions_table["delete"].text() == "删除(&D)"
    notifications = contents_of(window).notifications
    qtbot.wait_until(lambda: notifications.banner.text == "已删除 3 份申报表。")
    assert "删除 3 份" in window.actions_table["undo"].text()
    trigger(window, "undo")
    qtbot.wait_until(lambda: _shown(page) == list(NAMES))


def test_several_are_copied_and_the_first_copy_is_opened(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage, view: RecordView
) -> None:
    _click(view, 3, _CTRL)
    trigger(window, "copy")
    qtbot.wait_until(lambda: _shown(page) == [*NAMES, NAMES[0], NAMES[3]])
    assert page.record == page.model.record_at(4)
    trigger(window, "undo")
    qtbot.wait_until(lambda: _shown(page) == list(NAMES))


def test_of_several_those_that_can_be_are_made_final_and_the_others_named(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    view: RecordView,
    prompts: ScriptedPrompts,
) -> None:
    incomplete = page.model.record_at(1)
    assert incomplete is not None
    records.change(ws, incomplete.id, {"goals": ""})
    page.reload()
    _click(view, 2, _SHIFT)
    assert window.actions_table["finish"].text().startswith("定稿 3 份")
    prompts.answers.append(True)
    trigger(window, "finish")
    qtbot.wait_until(lambda: "已定稿 2 份" in contents_of(window).notifications.banner.text)
    (asked,) = (each for each in prompts.asked if each.kind == "confirm")
    assert asked.title == "定稿 2 份申报表？"
    assert f"“{NAMES[1]}”" in asked.text
    states = [record.state for record in records.records(ws, "annex1")]
    assert states == [RecordState.FINAL, RecordState.DRAFT, RecordState.FINAL, RecordState.DRAFT]


def test_where_none_of_several_can_be_final_the_first_is_shown(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    view: RecordView,
    prompts: ScriptedPrompts,
) -> None:
    for row in (1, 2):
        record = page.model.record_at(row)
        assert record is not None
        records.change(ws, record.id, {"goals": ""})
    page.reload()
    _click(view, 1)
    _click(view, 2, _SHIFT)
    trigger(window, "finish")
    qtbot.wait_until(input_of(window, "annex1.goals").hasFocus)
    assert _open(page) == NAMES[1]
    assert all(each.kind != "confirm" for each in prompts.asked)


class _Stoppable(ScriptedPrompts):
    """Keeps the way to cancel the work that is waited for."""

    cancel: Callable[[], None] | None = None

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        self.cancel = cancel
        return super().wait(title, cancel)


def test_what_was_deleted_before_a_cancel_stays_so_and_comes_back_as_a_whole(
    qtbot: QtBot, ws: Workspace, theme: Theme
) -> None:
    names = [f"单位{number}" for number in range(40)]
    for name in names:
        add_filled(ws, unit_name=name)
    prompts = _Stoppable()
    window = MainWindow(theme, prompts)
    page = fill_window(window, ws).tabs.current_page
    window.show()
    page.list.view.selectAll()
    trigger(window, "delete")
    qtbot.wait_until(lambda: len(_names(ws)) < len(names))
    assert prompts.cancel is not None
    prompts.cancel()
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    left = _names(ws)
    assert len(left) < len(names)  # mostly some are left; never is one lost
    qtbot.wait_until(lambda: _shown(page) == left)
    assert f"删除 {len(names) - len(left)} 份" in window.actions_table["undo"].text()
    trigger(window, "undo")
    qtbot.wait_until(lambda: _shown(page) == names)
    window.close()
    window.delete_now()
