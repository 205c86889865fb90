"""Pasting into the editor: clean, one undo away from the clipboard; tables; what is too long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, dialog_of, focus, input_of, only_record, trigger


@pytest.fixture(autouse=True)
def _clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def _paste(qtbot: QtBot, widget: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    focus(qtbot, widget)
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def _new(window: MainWindow, contents: WindowContents) -> None:
    trigger(window, "new")
    assert contents.tabs.current_page.record is not None


def _title(window: MainWindow) -> str:
    action = window.findChild(QAction, "action_undo")
    assert isinstance(action, QAction)
    return action.text()


def _text(window: MainWindow, name: str) -> str:
    widget = input_of(window, name)
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def test_a_paste_is_clean_and_one_undo_leads_to_the_clipboard(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, data_folder: Path
) -> None:
    _new(window, contents)
    raw = (data_folder / "pasted" / "from-word.txt").read_bytes().decode()
    _paste(qtbot, input_of(window, "annex1.measures"), raw)
    clean = _text(window, "annex1.measures")
    assert clean.startswith("一、健全民主管理制度。\n\n1.坚持")
    assert "整理粘贴的文字" in _title(window)
    trigger(window, "undo")
    assert "\u200b" in _text(window, "annex1.measures")
    assert "\uf06c" in _text(window, "annex1.measures")
    assert "粘贴 主要措施" in _title(window)
    trigger(window, "undo")
    assert _text(window, "annex1.measures") == ""
    trigger(window, "redo")
    trigger(window, "redo")
    assert _text(window, "annex1.measures") == clean
    contents.keeper.flush()
    assert only_record(ws).value("measures") == clean


def test_a_paste_takes_the_place_of_the_selection(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws, unit_name="大连𬭎示例有限公司")
    contents.tabs.reload()
    name = input_of(window, "annex1.unit_name")
    assert isinstance(name, QLineEdit)
    focus(qtbot, name)
    name.setSelection(4, 2)  # 示例, behind a character of two units
    _paste_keeping_selection(qtbot, name, "\u3000样\u200b例\r\n")
    assert name.text() == "大连𬭎样例有限公司"
    trigger(window, "undo")
    assert name.text() == "大连𬭎\u3000样\u200b例有限公司"
    trigger(window, "undo")
    assert name.text() == "大连𬭎示例有限公司"


def _paste_keeping_selection(qtbot: QtBot, widget: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_the_menus_paste_clean_text_too(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    name = input_of(window, "annex1.chairperson")
    focus(qtbot, name)
    QGuiApplication.clipboard().setText("李\u3000强\r\n")
    trigger(window, "paste")
    assert _text(window, "annex1.chairperson") == "李强"


def test_a_clipboard_of_nothing_but_html_gives_its_text(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    data = QMimeData()
    data.setHtml("<p>一、建会&nbsp;&nbsp;</p><p>二、<b>入会</b></p>")
    QGuiApplication.clipboard().setMimeData(data)
    goals = input_of(window, "annex1.goals")
    focus(qtbot, goals)
    QTest.keyClick(goals, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert _text(window, "annex1.goals") == "一、建会\n二、入会"


def test_rare_characters_of_old_systems_become_standard_ones_and_that_is_told(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    _paste(qtbot, input_of(window, "annex1.chairperson"), "李\ue863")
    assert _text(window, "annex1.chairperson") == "李䶮"
    assert "“䶮”" in contents.notifications.banner.text
    contents.notifications.banner.button.click()
    assert _text(window, "annex1.chairperson") == "李\ue863"


def test_a_row_of_a_spreadsheet_fills_the_form_after_it_was_seen(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, data_folder: Path
) -> None:
    _new(window, contents)
    before = only_record(ws).values
    row = (data_folder / "pasted" / "spreadsheet-row.txt").read_bytes().decode()
    _paste(qtbot, input_of(window, "annex1.goals"), row)
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    assert _text(window, "annex1.goals") == ""
    accept = dialog.findChild(QPushButton, "paste_table_accept")
    assert isinstance(accept, QPushButton)
    assert accept.text() == "填入 8 栏"
    accept.click()
    contents.keeper.flush()
    record = only_record(ws)
    assert record.value("unit_name") == "大连甘井子重工配件厂"
    assert (record.value("employees"), record.value("unit_nature")) == ("320", "5")
    assert record.value("non_public") == "yes"
    assert record.value("goals") == ""
    trigger(window, "undo")
    contents.keeper.flush()
    assert only_record(ws).values == before


@pytest.mark.parametrize("done_elsewhere", ["deleted", "final"])
def test_a_row_for_a_form_that_is_gone_meanwhile_is_put_nowhere(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, done_elsewhere: str
) -> None:
    first, second = add_filled(ws, unit_name="甲"), add_filled(ws, unit_name="乙")
    contents.tabs.reload()
    contents.tabs.go_to(second.id)
    row = "单位名称\t联系电话\n大连丙示例厂\t0411-83641299\n"
    _paste(qtbot, input_of(window, "annex1.goals"), row)
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    if done_elsewhere == "deleted":
        records.delete(ws, second.id)
    else:
        records.make_final(ws, [second.id])
    contents.tabs.current_page.take_in(records.records(ws, "annex1"))  # as the window does itself
    dialog.accept()
    assert "没有填入" in contents.notifications.banner.text
    contents.keeper.flush()
    names = [each.value("unit_name") for each in records.records(ws, "annex1")]
    assert names == (["甲"] if done_elsewhere == "deleted" else ["甲", "乙"])
    assert ws.store.record(first.id) == first


def test_a_column_can_be_put_elsewhere(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    _paste(qtbot, input_of(window, "annex1.unit_name"), "大连示例公司\t王样例\t13700000002")
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    box = dialog.findChild(QComboBox, "paste_table_field_1")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("工会主席"))
    box.activated.emit(box.currentIndex())
    accept = dialog.findChild(QPushButton, "paste_table_accept")
    assert isinstance(accept, QPushButton)
    assert accept.text() == "填入 2 栏"  # a field is filled once
    accept.click()
    contents.keeper.flush()
    assert only_record(ws).value("chairperson") == "大连示例公司"


def test_a_declined_row_is_pasted_as_text(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    _paste(qtbot, input_of(window, "annex1.unit_name"), "大连示例公司\t王样例\t13700000002\r\n")
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    plain = dialog.findChild(QPushButton, "paste_table_plain")
    assert isinstance(plain, QPushButton)
    plain.click()
    assert _text(window, "annex1.unit_name") == "大连示例公司 王样例 13700000002"
    trigger(window, "undo")
    assert _text(window, "annex1.unit_name") == "大连示例公司\t王样例\t13700000002"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_neither_escape_nor_return_replaces_what_stands_there(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, key: Qt.Key
) -> None:
    record = add_filled(ws)
    contents.tabs.reload()
    _paste(qtbot, input_of(window, "annex1.goals"), "大连示例公司\t王样例\t13700000002\r\n")
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    QTest.keyClick(dialog.focusWidget(), key)
    assert not dialog.isVisible()
    contents.keeper.flush()
    assert only_record(ws) == record


def test_several_rows_make_several_forms_and_one_undo_takes_them_back(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    before = records.records(ws, "annex1")
    rows = "单位名称\t主席\t职工人数\n大连甲示例厂\t王样例\t1,286\n大连乙示例厂\t张样例\t320人\n"
    _paste(qtbot, input_of(window, "annex1.goals"), rows)
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    accept = dialog.findChild(QPushButton, "paste_table_accept")
    assert isinstance(accept, QPushButton)
    assert accept.text() == "新建 2 份"
    accept.click()
    qtbot.wait_until(lambda: len(records.records(ws, "annex1")) == 3)
    made = [each for each in records.records(ws, "annex1") if each not in before]
    assert [each.value("employees") for each in made] == ["1286", "320"]
    qtbot.wait_until(lambda: "粘贴 2 行" in _title(window))
    trigger(window, "undo")
    qtbot.wait_until(lambda: records.records(ws, "annex1") == before)


def test_rows_pasted_into_an_empty_form_leave_none_behind(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    empty = only_record(ws)
    rows = "单位名称\t主席\t职工人数\n大连甲示例厂\t王样例\t120\n大连乙示例厂\t张样例\t320\n"
    _paste(qtbot, input_of(window, "annex1.unit_name"), rows)
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    def names() -> list[str]:
        return [each.value("unit_name") for each in records.records(ws, "annex1")]

    qtbot.wait_until(lambda: names() == ["大连甲示例厂", "大连乙示例厂"])
    qtbot.wait_until(lambda: "粘贴 2 行" in _title(window))
    assert contents.tabs.current_page.record == records.records(ws, "annex1")[0]
    trigger(window, "undo")
    qtbot.wait_until(lambda: [each.id for each in records.records(ws)] == [empty.id])
    trigger(window, "redo")
    qtbot.wait_until(lambda: names() == ["大连甲示例厂", "大连乙示例厂"])


def test_a_choice_takes_its_number_or_words(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    nature = input_of(window, "annex1.unit_nature")
    assert isinstance(nature, QComboBox)
    _paste(qtbot, nature, "（5）私营企业\r\n")
    assert nature.currentData() == "5"
    _paste(qtbot, nature, "个体户")
    assert nature.currentData() == "5"
    assert "可选范围" in contents.notifications.banner.text


def test_a_paste_beyond_the_limit_is_told_stored_and_undone(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    before = _text(window, "annex1.measures")
    text = "\u200b".join("长" * (LONGEST_TEXT + 7))  # clean it is shorter
    widget = input_of(window, "annex1.measures")
    focus(qtbot, widget)
    trigger(window, "select_all")
    _paste(qtbot, widget, text)
    assert "2 万字，最后 7 字没有粘贴" in contents.notifications.banner.text
    qtbot.wait_until(lambda: only_record(ws).value("measures") == "长" * LONGEST_TEXT)
    trigger(window, "undo")
    assert _text(window, "annex1.measures") == before
    trigger(window, "redo")
    qtbot.wait_until(lambda: only_record(ws).value("measures") == "长" * LONGEST_TEXT)


def test_a_cell_beyond_the_limit_goes_in_as_far_as_it_fits(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    _new(window, contents)
    row = ("单位名称", "主要措施"), ("大连示例厂", "长" * (LONGEST_TEXT + 3))
    text = "\n".join("\t".join(cells) for cells in row)
    _paste(qtbot, input_of(window, "annex1.unit_name"), text)
    dialog = dialog_of(qtbot, window, "paste_table_dialog")
    accept = dialog.findChild(QPushButton, "paste_table_accept")
    assert accept is not None
    accept.click()
    assert "后面共 3 字没有填入" in contents.notifications.banner.text
    qtbot.wait_until(lambda: only_record(ws).value("measures") == "长" * LONGEST_TEXT)


@pytest.mark.parametrize("name", ["annex1.measures", "annex1.unit_name"])
def test_a_clipboard_of_50_mb_is_refused_in_a_sentence(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, name: str
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    before = _text(window, name)
    _paste(qtbot, input_of(window, name), "工会" * 9_000_000)
    assert _text(window, name) == before
    assert "1800 万字" in contents.notifications.banner.text


def test_a_stored_rare_character_is_mended_by_a_click(
    ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws, chairperson="李\ue863")
    contents.tabs.reload()
    button = window.findChild(QToolButton, "annex1.chairperson.offer")
    assert isinstance(button, QToolButton)
    assert button.text() == "换成标准字"
    button.click()
    assert _text(window, "annex1.chairperson") == "李䶮"
    contents.keeper.flush()
    assert only_record(ws).value("chairperson") == "李䶮"
    trigger(window, "undo")
    assert _text(window, "annex1.chairperson") == "李\ue863"


def test_a_reason_takes_a_paste_and_gives_it_back(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws, contact="找传达室")
    contents.tabs.reload()
    reason = input_of(window, "annex1.contact.reason")
    qtbot.wait_until(reason.isVisible)
    _paste(qtbot, reason, "只有\u200b传达室\t有电话\r\n")
    assert _text(window, "annex1.contact.reason") == "只有传达室 有电话"
    contents.keeper.flush()
    assert only_record(ws).explanations["contact"] == "只有传达室 有电话"
    trigger(window, "undo")
    trigger(window, "undo")
    assert _text(window, "annex1.contact.reason") == ""
