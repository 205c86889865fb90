"""Lists whose items wrap: findings in a dialog, records with check boxes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.theme.theme import Theme
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


def _painted_lines(view: WrappingList, row: int) -> int:
    """Lines in which the style draws an item's sentence."""
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    delegate = view.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, index)
    option.rect = view.visualItemRect(view.item(row))
    room = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
    layout = QTextLayout(view.item(row).text(), option.font)
    layout.beginLayout()
    lines = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room.width() - 6)  # Qt's own margin, 3 pixels on each side
        lines += 1
    layout.endLayout()
    return lines


@pytest.mark.parametrize("has_box", [False, True])
def test_an_item_is_as_high_as_its_lines(qtbot: QtBot, theme: Theme, has_box: bool) -> None:
    view = WrappingList()
    qtbot.add_widget(view)
    sentence = "截止日期（2017年3月20日）已过 12 天，请先与上级工会联系，说明情况。"
    for length in range(8, len(sentence)):
        item = view.add(theme.icon("info", "info"), sentence[:length])
        if has_box:
            item.setCheckState(Qt.CheckState.Checked)
    view.resize(260, 400)
    view.show()
    qtbot.wait_exposed(view)
    qtbot.wait(1)
    heights = [view.sizeHintForRow(row) for row in range(view.count())]
    lines = [_painted_lines(view, row) for row in range(view.count())]
    assert set(lines) >= {1, 2, 3}
    step = view.fontMetrics().lineSpacing()
    assert [round((high - heights[0]) / step) + 1 for high in heights] == lines
