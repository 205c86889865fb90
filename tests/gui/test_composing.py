"""Text that is being composed in an input method, by made events.

A real one is tried in ``tests/end_to_end/test_input_method.py``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Record
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.connect_commands import connect_commands
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents, show_contents
from tests.gui.clerk import OpenWindow, add_filled, focus, input_of, trigger

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Type = Callable[[QWidget, str], None]


def _compose(widget: QWidget, text: str) -> None:
    QCoreApplication.sendEvent(widget, QInputMethodEvent(text, []))


def _entered(qtbot: QtBot, window: MainWindow, name: str) -> QWidget:
    """An input with the caret at its end."""
    widget = input_of(window, name)
    focus(qtbot, widget)
    QTest.keyClick(widget, Qt.Key.Key_End)
    return widget


def _begun_in(record: Record, ws: Workspace, contents: WindowContents, field: str) -> str:
    """What a field of a record has, once it is stored."""
    contents.keeper.flush()
    return ws.store.record(record.id).value(field)


def _text(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def test_lists_that_come_meanwhile_leave_what_is_composed(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    """Those of an import come a moment after its progress has gone."""
    add_filled(ws, goals="目标")
    contents.tabs.reload()
    widget = _entered(qtbot, window, "annex1.goals")
    _compose(widget, "gonghui")
    contents.tabs.show_lists(records.lists(ws))
    assert _text(widget) == "目标"


@pytest.fixture
def two(ws: Workspace, window: MainWindow, contents: WindowContents) -> tuple[Record, Record]:
    """Two forms; the first is open."""
    made = (
        add_filled(ws, unit_name="甲", goals="目标"),
        add_filled(ws, unit_name="乙", goals="别的"),
    )
    contents.tabs.reload()
    page = contents.tabs.current_page
    page.open_by_id(made[0].id)
    return made


_KEYS = [
    *((key, _NONE) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)),
    *((key, _NONE) for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)),
    *((key, _NONE) for key in (Qt.Key.Key_Home, Qt.Key.Key_Tab, Qt.Key.Key_Backspace)),
    *((key, _NONE) for key in (Qt.Key.Key_Delete, Qt.Key.Key_F1, Qt.Key.Key_F6, Qt.Key.Key_F8)),
    *((key, _CTRL) for key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_D)),
    *((key, _CTRL) for key in (Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_V, Qt.Key.Key_X)),
    *((key, _CTRL) for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Tab)),
    *((key, _ALT) for key in (Qt.Key.Key_F, Qt.Key.Key_2)),
    (Qt.Key.Key_Backtab, _SHIFT),
]


@pytest.mark.parametrize("field", ["unit_name", "goals"])
def test_no_key_does_anything_while_a_word_is_composed(
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    two: tuple[Record, Record],
    prompts: ScriptedPrompts,
    qtbot: QtBot,
    field: str,
) -> None:
    widget = _entered(qtbot, window, f"annex1.{field}")
    before = _text(widget)
    stored = records.records(ws)
    _compose(widget, "ni hao")
    for key, modifiers in _KEYS:
        QTest.keyClick(widget, key, modifiers)
        assert widget.hasFocus(), key
        assert _text(widget) == before, key
        assert contents.tabs.current_page.record == two[0], key
        assert contents.tabs.currentIndex() == 0, key
    _compose(widget, "")
    assert _text(widget) == before
    contents.keeper.flush()
    assert records.records(ws) == stored
    QTest.keyClick(widget, Qt.Key.Key_PageDown, _CTRL)  # afterwards the keys are what they were
    assert contents.tabs.current_page.record == two[1]


def _by_list(window: MainWindow, contents: WindowContents) -> None:
    view = contents.tabs.current_page.list.view
    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _by_message(window: MainWindow, contents: WindowContents) -> None:
    other = contents.tabs.current_page.model.record_at(1)
    assert other is not None
    contents.tabs.go_to(other.id, "goals")


def _by_next(window: MainWindow, contents: WindowContents) -> None:
    trigger(window, "next")


def _by_tab(window: MainWindow, contents: WindowContents) -> None:
    bar = contents.tabs.findChild(QTabBar)
    assert isinstance(bar, QTabBar)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())


def _by_new(window: MainWindow, contents: WindowContents) -> None:
    trigger(window, "new")


def _by_copy(window: MainWindow, contents: WindowContents) -> None:
    trigger(window, "copy")


@pytest.mark.parametrize("field", ["unit_name", "goals"])
@pytest.mark.parametrize("leave", [_by_list, _by_message, _by_next, _by_tab, _by_new, _by_copy])
def test_composed_text_goes_into_the_record_in_which_it_was_begun(
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    two: tuple[Record, Record],
    qtbot: QtBot,
    field: str,
    leave: Callable[[MainWindow, WindowContents], None],
) -> None:
    widget = _entered(qtbot, window, f"annex1.{field}")
    before = two[0].value(field)
    _compose(widget, "你好")
    leave(window, contents)
    assert _begun_in(two[0], ws, contents, field).replace("你好", "", 1) == before
    assert "你好" in _begun_in(two[0], ws, contents, field)
    assert _begun_in(two[1], ws, contents, field) == two[1].value(field)
    # The input method learns of it later, and says that nothing is composed any more.
    _compose(input_of(window, f"annex1.{field}"), "")
    assert _begun_in(two[1], ws, contents, field) == two[1].value(field)


def test_composed_text_of_a_form_that_is_deleted_comes_back_with_it(
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    two: tuple[Record, Record],
    qtbot: QtBot,
) -> None:
    widget = _entered(qtbot, window, "annex1.chairperson")
    _compose(widget, "你好")
    trigger(window, "delete")
    qtbot.wait_until(lambda: contents.tabs.current_page.record != two[0])
    assert "你好" not in _begun_in(two[1], ws, contents, "chairperson")
    trigger(window, "undo")
    qtbot.wait_until(lambda: contents.tabs.page_of(two[0].id) is not None)
    assert "你好" in _begun_in(two[0], ws, contents, "chairperson")


def test_an_undo_from_the_menu_takes_back_what_was_composed(
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    two: tuple[Record, Record],
    qtbot: QtBot,
    type_chinese: Type,
) -> None:
    widget = _entered(qtbot, window, "annex1.chairperson")
    type_chinese(widget, "张")
    contents.tabs.current_page.session.leave_field()
    typed = _text(widget)
    _compose(widget, "你好")
    trigger(window, "undo")
    assert _text(widget) == typed
    trigger(window, "redo")
    assert "你好" in _text(widget)


def test_composed_text_is_stored_when_the_window_is_closed(
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    two: tuple[Record, Record],
    qtbot: QtBot,
) -> None:
    widget = _entered(qtbot, window, "annex1.chairperson")
    _compose(widget, "你好")
    window.close()
    assert "你好" in ws.store.record(two[0].id).value("chairperson")


def test_a_word_is_composed_on_while_the_other_forms_are_made(
    ws: Workspace, open_window: OpenWindow, qtbot: QtBot
) -> None:
    """The first form can be typed into before the others are there."""
    record = add_filled(ws)
    window = open_window(None)
    contents = show_contents(window, ws)
    widget = _entered(qtbot, window, "annex1.chairperson")
    _compose(widget, "ni")
    connect_commands(contents)
    _compose(widget, "ni hao")
    commit = QInputMethodEvent()
    commit.setCommitString("你好")
    QCoreApplication.sendEvent(widget, commit)
    assert _begun_in(record, ws, contents, "chairperson") == "于样例你好"
