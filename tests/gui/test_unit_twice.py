"""The same unit in two records: seen at both while she works, explained once."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.records.record_model import OPEN_POINTS_ROLE
from gonghui_desktop.ui.widgets.severity import OpenPoints
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import add_filled, contents_of, dialog_of, input_of, row_of, trigger
from tests.gui.conftest import OpenWindow


def _points(window: MainWindow, form: str) -> list[OpenPoints | None]:
    model = contents_of(window).tabs.pages[form].model
    return [model.index(row).data(OPEN_POINTS_ROLE) for row in range(model.rowCount())]


def test_both_are_told_as_soon_as_the_names_agree_and_one_reason_will_do(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    add_filled(ws, "annex2", unit_name="大连甲厂")
    add_filled(ws, unit_name="大连乙厂", contact="0411-83640002")
    window = open_window()
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 0)])
    qtbot.wait_until(lambda: _points(window, "annex2") != [None])
    before = _points(window, "annex2")[0]
    assert before is not None
    name = input_of(window, "annex1.unit_name")
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    name.insert("大连甲厂")
    name.textEdited.emit(name.text())
    trigger(window, "save")
    doubted = OpenPoints(before.to_mend, before.to_explain + 1)
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 1)])
    qtbot.wait_until(lambda: _points(window, "annex2") == [doubted])
    row = row_of(window, "annex1.unit_name")
    qtbot.wait_until(lambda: any("同一单位" in each.message for each in row.findings))
    assert not row.reason.isHidden()

    row.reason.setFocus()
    row.reason.insert("同名，地址不同")
    row.reason.textEdited.emit(row.reason.text())
    trigger(window, "save")
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 0)])
    qtbot.wait_until(lambda: _points(window, "annex2") == [before])


def test_what_another_program_writes_is_compared_too(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, other: Workspace
) -> None:
    add_filled(ws, unit_name="大连甲厂")
    window = open_window()
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 0)])
    add_filled(other, unit_name="大连甲厂")
    doubted = [OpenPoints(0, 1)] * 2
    qtbot.wait_until(lambda: _points(window, "annex1") == doubted, timeout=10_000)


def test_a_near_name_is_explained_once_and_what_was_written_is_taken_back(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    one = add_filled(ws, unit_name="大连示例机械有限公司")
    other = add_filled(ws, unit_name="大连示例机诫有限公司", contact="0411-83640002")
    window = open_window()
    page = contents_of(window).tabs.current_page
    doubted = [OpenPoints(0, 1)] * 2
    qtbot.wait_until(lambda: _points(window, "annex1") == doubted)
    page.open_by_id(one.id)
    row = row_of(window, "annex1.unit_name")
    qtbot.wait_until(lambda: any("只差一个字" in each.message for each in row.findings))
    row.reason.setFocus()
    row.reason.insert("两家，地址不同")
    row.reason.textEdited.emit(row.reason.text())
    trigger(window, "save")
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 0)] * 2)

    records.delete(ws, one.id)
    contents_of(window).tabs.reload()
    add_filled(ws, unit_name="大连示例机械有限公司", contact="0411-83640003")
    contents_of(window).tabs.reload()
    page.open_by_id(other.id)
    qtbot.wait_until(lambda: row.reason.placeholderText() == "两家，地址不同（已写明）")
    assert row.reason.text() == ""
    trigger(window, "pairs")
    dialog = dialog_of(qtbot, window, "pairs_dialog")
    (shown,) = dialog.findChildren(QTreeWidget)
    item = shown.topLevelItem(0)
    assert item is not None
    assert [item.text(at) for at in range(3)] == [
        *sorted(("大连示例机械有限公司", "大连示例机诫有限公司")),
        "两家，地址不同",
    ]
    padding = shown.visualItemRect(item).height() - shown.fontMetrics().lineSpacing()
    assert padding >= 10  # as in every list of the program
    button = dialog.findChild(QPushButton, "pairs_take_back")
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.wait_until(lambda: _points(window, "annex1") == doubted)
    qtbot.wait_until(lambda: row.reason.placeholderText() == "写明原因")
    trigger(window, "undo")
    qtbot.wait_until(lambda: _points(window, "annex1") == [OpenPoints(0, 0)] * 2)
