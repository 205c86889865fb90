"""What a choice leaves to the clerk, other spellings, ready phrases, the notice's points."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, focus, input_of, only_record, row_of, trigger

TypeChinese = Callable[[QWidget, str], None]


def test_the_clerk_decides_right_under_the_choice_that_leaves_it_to_her(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    nature, answer = row_of(window, "annex1.unit_nature"), row_of(window, "annex1.non_public")
    assert not answer.isVisible()
    focus(qtbot, nature.input.widget())
    QTest.keyClick(nature.input.widget(), Qt.Key.Key_3)
    qtbot.wait_until(answer.isVisible)
    assert answer.value == ""  # 是 followed from 私营企业; nothing is decided yet
    assert answer.y() >= nature.geometry().bottom()
    assert answer.y() < row_of(window, "annex1.employees").y()

    trigger(window, "finish")  # not without the decision
    qtbot.wait_until(answer.input.widget().hasFocus)
    assert only_record(ws).state is RecordState.DRAFT
    QTest.keyClick(answer.input.widget(), Qt.Key.Key_Down)
    qtbot.wait_until(answer.reason.isVisible)
    trigger(window, "finish")  # and not without its reason
    assert only_record(ws).state is RecordState.DRAFT
    type_chinese(answer.reason, "自然人控股")
    prompts.answers.append(True)
    trigger(window, "save")
    trigger(window, "finish")
    qtbot.wait_until(lambda: only_record(ws).state is RecordState.FINAL)


def test_what_followed_is_taken_back_with_its_choice(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    nature, answer = row_of(window, "annex1.unit_nature"), row_of(window, "annex1.non_public")
    QTest.keyClick(nature.input.widget(), Qt.Key.Key_3)
    assert (nature.value, answer.value) == ("3", "")
    trigger(window, "undo")
    assert (nature.value, answer.value) == ("5", "yes")
    assert not answer.isVisible()
    qtbot.wait_until(lambda: only_record(ws).value("non_public") == "yes")


@pytest.mark.parametrize("is_row", [False, True])
def test_a_decision_comes_back_with_the_choice_that_left_it(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace, is_row: bool
) -> None:
    add_filled(ws, unit_nature="4", non_public="yes")
    contents.tabs.reload()
    nature, answer = row_of(window, "annex1.unit_nature"), row_of(window, "annex1.non_public")
    assert (nature.value, answer.value) == ("4", "yes")
    if is_row:
        changes = {Target("unit_name"): "示例", Target("unit_nature"): "5"}
        contents.tabs.current_page.session.change_at_once("粘贴为一整行", changes)
    else:
        QTest.keyClick(nature.input.widget(), Qt.Key.Key_5)
    trigger(window, "save")
    qtbot.wait_until(lambda: only_record(ws).value("unit_nature") == "5")
    trigger(window, "undo")
    trigger(window, "save")
    qtbot.wait_until(lambda: only_record(ws).value("unit_nature") == "4")
    assert (nature.value, answer.value) == ("4", "yes")
    assert only_record(ws).value("non_public") == "yes"


def test_tab_after_a_pasted_reason_goes_to_the_next_field(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, unit_nature="", employees="")
    contents.tabs.reload()
    nature, answer = row_of(window, "annex1.unit_nature"), row_of(window, "annex1.non_public")
    focus(qtbot, nature.input.widget())
    QTest.keyClick(nature.input.widget(), Qt.Key.Key_4)
    qtbot.wait_until(answer.isVisible)
    QTest.keyClick(nature.input.widget(), Qt.Key.Key_Tab)
    assert answer.input.widget().hasFocus()
    QTest.keyClick(answer.input.widget(), Qt.Key.Key_Down)
    qtbot.wait_until(answer.reason.isVisible)
    QTest.keyClick(answer.input.widget(), Qt.Key.Key_Tab)
    qtbot.wait_until(answer.reason.hasFocus)
    QGuiApplication.clipboard().setText("自然人控股")
    QTest.keyClick(answer.reason, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    editor = contents.tabs.current_page.panel.editor
    qtbot.wait_until(lambda: any(found.explanation for found in editor.findings))
    QTest.keyClick(answer.reason, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "annex1.employees"


def test_a_click_takes_the_other_spelling(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    city = row_of(window, "annex1.city")
    qtbot.wait_until(city.offer_button.isVisible)
    assert city.offer_button.text() == "改为“大连”"
    QTest.mouseClick(city.offer_button, Qt.MouseButton.LeftButton)
    assert city.value == "大连"
    assert not city.offer_button.isVisible()
    trigger(window, "undo")
    assert city.value == "大连市"


def test_a_key_takes_the_other_spelling(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, employees="约320人")
    contents.tabs.reload()
    employees = row_of(window, "annex1.employees")
    focus(qtbot, employees.input.widget())
    qtbot.wait_until(employees.offer_button.isVisible)
    QTest.keyClick(employees.input.widget(), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert employees.value == "320"


def test_a_ready_phrase_is_a_beginning_to_be_edited(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, contact="找传达室")
    contents.tabs.reload()
    reason = row_of(window, "annex1.contact").reason
    qtbot.wait_until(reason.isVisible)
    focus(qtbot, reason)
    QTest.keyClick(reason, Qt.Key.Key_Down)
    menu = reason.findChild(QMenu, "annex1.contact.reason.phrases")
    assert isinstance(menu, QMenu)
    qtbot.wait_until(menu.isVisible)
    phrase = menu.actions()[0]
    assert isinstance(phrase, QAction)
    menu.close()
    phrase.trigger()
    assert reason.text() == phrase.text()
    type_chinese(reason, "，请打总机")
    trigger(window, "save")
    stored = f"{phrase.text()}，请打总机"
    qtbot.wait_until(lambda: only_record(ws).explanations == {"contact": stored})
    trigger(window, "undo")
    assert reason.text() in ("", phrase.text())


def test_the_notices_points_are_shown_and_not_asked_for(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, "annex2", covered_enterprises="30", measures="开展协商。")
    contents.tabs.reload()
    contents.tabs.setCurrentIndex(1)
    strip = contents.tabs.current_page.panel.strip
    qtbot.wait_until(lambda: strip.summary == "没有问题，可以定稿")
    checklist = row_of(window, "annex2.measures").checklist
    assert checklist is not None
    assert not checklist.isVisible()
    told = checklist.button.text()
    assert isinstance(checklist.button, QToolButton)
    checklist.button.click()
    assert checklist.isVisible()
    type_chinese(input_of(window, "annex2.measures"), "每年开展劳动竞赛。")
    assert checklist.button.text() != told
    words = " ".join(label.text() for label in checklist.findChildren(QLabel))
    assert "✓ 一次劳动竞赛" in words
    assert "○ 一次会员代表大会" in words
