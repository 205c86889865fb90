"""Lists whose items wrap: findings in a dialog, records with check boxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.widgets.wrapping_list import WrappingList


def test_a_click_toggles_a_check_box_and_leaves_other_items_alone(qtbot: QtBot) -> None:
    view = WrappingList()
    qtbot.add_widget(view)
    plain, checked = QListWidgetItem("没有核对框"), QListWidgetItem("有核对框")
    checked.setCheckState(Qt.CheckState.Unchecked)
    for item in (plain, checked):
        view.addItem(item)
    view.show()

    for item in (plain, checked):
        place = view.visualItemRect(item).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert checked.checkState() is Qt.CheckState.Checked
    assert plain.data(Qt.ItemDataRole.CheckStateRole) is None
