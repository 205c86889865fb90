"""The whole job without a mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.menus import record_menu
from gonghui_desktop.ui.help.manual import KEYS_HEADING
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import (
    FILLED,
    OpenWindow,
    TypeChinese,
    add_filled,
    contents_of,
    dialog_of,
    focus,
    input_of,
    only_record,
    row_of,
    trigger,
)

OpenActive = Callable[[], MainWindow]

_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def open_active(qtbot: QtBot, open_window: OpenWindow) -> OpenActive:
    """Opens a window that has the keys."""

    def one() -> MainWindow:
        window = open_window()
        qtbot.wait_until(lambda: QApplication.focusWidget() is not None)
        return window

    return one


@pytest.fixture
def window(open_active: OpenActive) -> MainWindow:
    return open_active()


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_focused(), key, modifier)


def _clashes(menu: QMenu) -> dict[str, list[str]]:
    """Access keys that are there twice in a menu or in one inside it."""
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    keys = Counter(text[text.index("&") + 1].upper() for text in texts if "&" in text)
    found = {menu.title(): [key for key, count in keys.items() if count > 1]}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            inner.aboutToShow.emit()
            found |= _clashes(inner)
    return {title: clashing for title, clashing in found.items() if clashing}


def test_no_menu_has_an_access_key_twice(window: MainWindow, contents: WindowContents) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    menus.append(record_menu(window.actions_table, contents))
    titles = Counter(action.text()[-2] for action in window.menuBar().actions())

    for menu in menus:
        assert isinstance(menu, QMenu)
        assert _clashes(menu) == {}
    assert set(titles.values()) == {1}


def test_no_key_has_two_commands(window: MainWindow) -> None:
    actions = window.findChildren(QAction)
    keys = Counter(
        key.toString()
        for action in actions
        for key in action.shortcuts()
        if action.objectName().startswith("action_")
    )

    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("key", "modifier", "order"),
    [
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, ["fields", "page", "list"]),
        (Qt.Key.Key_Tab, _CTRL, ["fields", "page", "list"]),
        (Qt.Key.Key_F6, _SHIFT, ["page", "fields", "list"]),
        (Qt.Key.Key_Backtab, _CTRL | _SHIFT, ["page", "fields", "list"]),
    ],
)
def test_a_key_goes_round_list_fields_and_page(
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    order: list[str],
    ws: Workspace,
    open_active: OpenActive,
) -> None:
    add_filled(ws)
    page = contents_of(open_active()).tabs.current_page
    panes = {"list": page.list, "fields": page.panel.editor, "page": page.preview}
    page.list.view.setFocus()
    seen = []

    for _ in order:
        _press(key, modifier)
        seen += [name for name, pane in panes.items() if _is_in(pane)]

    assert seen == order


def _is_in(pane: QWidget) -> bool:
    return pane is _focused() or pane.isAncestorOf(_focused())


def test_the_fields_are_entered_where_they_were_left(
    ws: Workspace, open_active: OpenActive
) -> None:
    add_filled(ws)
    window = open_active()
    contact = input_of(window, "annex1.contact")
    contact.setFocus()

    _press(Qt.Key.Key_F6)
    _press(Qt.Key.Key_F6, _SHIFT)

    assert contact.hasFocus()


def test_without_records_the_keys_lead_to_the_button(contents: WindowContents) -> None:
    page = contents.tabs.current_page
    page.preview.setFocus()

    _press(Qt.Key.Key_F6)

    assert page.panel.new_button.hasFocus()


def test_f8_goes_round_the_findings(qtbot: QtBot, ws: Workspace, open_active: OpenActive) -> None:
    add_filled(ws, address="", employees="0", goals="")
    window = open_active()
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.is_settled and bool(page.panel.editor.findings))
    names = [f"annex1.{field}" for field in ("address", "employees", "goals")]
    input_of(window, "annex1.unit_name").setFocus()
    seen = []

    for _ in range(4):
        _press(Qt.Key.Key_F8)
        seen.append(_focused().objectName())
    _press(Qt.Key.Key_F8, _SHIFT)

    assert seen == [*names, names[0]]
    assert _focused().objectName() == names[-1]


def test_escape_clears_a_search_and_leads_back_to_the_list(
    qtbot: QtBot, ws: Workspace, open_active: OpenActive
) -> None:
    for name in ("大连示例重工", "中山餐饮"):
        add_filled(ws, unit_name=name)
    window = open_active()
    page = contents_of(window).tabs.current_page

    _press(Qt.Key.Key_F, _CTRL)
    QTest.keyClicks(_focused(), "abc")
    qtbot.wait_until(lambda: page.model.rowCount() == 0)
    _press(Qt.Key.Key_Escape)
    assert page.model.rowCount() == 2
    assert page.list.view.hasFocus()

    window.tool_bar.search.setText("中山")
    qtbot.wait_until(lambda: page.model.rowCount() == 1)
    page.list.view.setFocus()
    _press(Qt.Key.Key_Escape)
    assert page.model.rowCount() == 2


def test_what_the_notice_says_of_a_field_unfolds_by_key_and_mouse(
    qtbot: QtBot, ws: Workspace, open_active: OpenActive
) -> None:
    add_filled(ws)
    window = open_active()
    row = row_of(window, "annex1.unit_name")
    assert row.guide is not None
    focus(qtbot, input_of(window, "annex1.unit_name"))

    _press(Qt.Key.Key_F1, _CTRL)
    assert row.guide.words.isVisible()
    assert "不再作为新典型推荐上报" in row.guide.words.text()
    QTest.mouseClick(row.guide, Qt.MouseButton.LeftButton)
    assert not row.guide.words.isVisible()
    assert _focused().objectName() == "annex1.unit_name"


def test_a_field_of_which_the_notice_says_nothing_is_told(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    trigger(window, "new")
    focus(qtbot, input_of(window, "annex1.chairperson"))
    _press(Qt.Key.Key_F1, _CTRL)
    assert contents.notifications.banner.text == "通知里没有专门说到这一栏。"


def test_alt_and_a_number_show_a_form(contents: WindowContents) -> None:
    _press(Qt.Key.Key_3, _ALT)
    assert contents.tabs.current_page.form.id == "annex3"
    _press(Qt.Key.Key_1, _ALT)
    assert contents.tabs.current_page.form.id == "annex1"


def test_the_manual_lists_every_key_of_a_command(qtbot: QtBot, window: MainWindow) -> None:
    _press(Qt.Key.Key_F1, _SHIFT)
    text = dialog_of(qtbot, window, "help_window").findChild(QTextBrowser)
    contents = dialog_of(qtbot, window, "help_window").findChild(QListWidget)
    assert text is not None
    assert contents is not None
    item = contents.currentItem()
    assert item is not None
    assert item.text() == KEYS_HEADING
    shown = text.toPlainText()
    for action in window.findChildren(QAction):
        for key in action.shortcuts() if action.objectName().startswith("action_") else ():
            assert key.toString() in shown


def test_a_form_is_filled_made_final_and_exported_by_keys(
    qtbot: QtBot,
    ws: Workspace,
    open_active: OpenActive,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例产业工会"))
    window = open_active()
    page = contents_of(window).tabs.pages["annex3"]
    package = tmp_path / "package.zip"
    prompts.answers += [True, package]

    _press(Qt.Key.Key_3, _ALT)
    _press(Qt.Key.Key_N, _CTRL)
    for field in page.form.fields:
        if not field.printed:
            continue
        if field.known is not None and field.known.reporter == "name":
            continue  # it is filled in already
        assert _focused().objectName() == f"annex3.{field.id}"
        value = FILLED[field.id]
        if field.type.widget == "choice":
            QTest.keyClicks(_focused(), value)
        else:
            type_chinese(_focused(), value)
        _press(Qt.Key.Key_Tab)
    _press(Qt.Key.Key_S, _CTRL)
    qtbot.wait_until(lambda: page.is_settled)
    _press(Qt.Key.Key_F6)
    window.actions_table["finish"].trigger()  # Alt+R F; a menu has no keys without a screen
    assert only_record(ws, "annex3").state is RecordState.FINAL
    _press(Qt.Key.Key_E, _CTRL)
    accept = dialog_of(qtbot, window, "export_dialog").findChild(QPushButton, "export.accept")
    assert accept is not None
    qtbot.wait_until(lambda: accept.isEnabled() and accept.window().isAncestorOf(_focused()))
    _press(Qt.Key.Key_Return)
    qtbot.wait_until(lambda: package.exists() and not window.tasks.is_busy)

    assert only_record(ws, "annex3").value("unit_name") == FILLED["unit_name"]
    assert only_record(ws, "annex3").value("industry") == "示例"
    assert len(records.records(ws)) == 1


class _ClaimsAll(QLineEdit):
    """Claims every key, as the inputs of X11 do with Ctrl+E and Ctrl+D."""

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def test_an_input_cannot_keep_the_key_of_the_export(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    field = _ClaimsAll(contents)
    field.show()
    field.setFocus()
    qtbot.wait_until(field.hasFocus)
    for name, key in (("export", Qt.Key.Key_E), ("copy", Qt.Key.Key_D)):
        action = window.actions_table[name]
        action.triggered.disconnect()
        action.setEnabled(True)
        with qtbot.wait_signal(action.triggered):
            QTest.keyClick(field, key, _CTRL)
    field.deleteLater()
