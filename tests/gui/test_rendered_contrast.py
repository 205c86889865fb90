"""Contrast as it is painted, in both appearances: what a colour table promises may be overruled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.theme.theme import Appearance, Theme
from tests.contrast import contrast

APPEARANCES = pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])


def _pixels(image: QImage) -> Counter[str]:
    """The colours of a picture with their numbers of pixels."""
    ratio = image.devicePixelRatio()
    wide, high = image.width(), image.height()
    assert ratio == 1
    return Counter(image.pixelColor(x, y).name() for x in range(wide) for y in range(high))


def _best(image: QImage) -> float:
    """The contrast of what stands out most from the ground, which is most of the picture."""
    colours = _pixels(image)
    ground = colours.most_common(1)[0][0]
    return max(contrast(each, ground) for each in colours)


def _shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    qtbot.add_widget(window)
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    window.show()
    qtbot.wait_exposed(window)
    return window


@APPEARANCES
def test_text_and_placeholders_are_painted_to_be_read(
    qtbot: QtBot, dressed: Theme, appearance: Appearance
) -> None:
    dressed.apply(appearance)
    hint, text = QLineEdit(placeholderText="写明原因"), QLineEdit("大连示例重工")
    long_hint, long_text = QPlainTextEdit(placeholderText="写明原因"), QPlainTextEdit("健全组织")
    choice = QComboBox()
    choice.addItem("请选择")
    widgets = (QPushButton("保存"), hint, text, long_hint, long_text, choice)
    window = _shown(qtbot, *widgets)
    for widget in widgets:
        window.setFocus()
        inside = widget.grab(widget.rect().adjusted(3, 3, -3, -3)).toImage()
        assert _best(inside) >= 4.5, type(widget).__name__


@APPEARANCES
def test_borders_are_painted_to_be_seen(
    qtbot: QtBot, dressed: Theme, appearance: Appearance
) -> None:
    dressed.apply(appearance)
    widgets = (QLineEdit(), QPlainTextEdit(), QComboBox(), QPushButton("保存"))
    window = _shown(qtbot, *widgets)
    around = window.palette().window().color().name()
    for widget in widgets:
        window.setFocus()
        image = widget.grab().toImage()
        middle = image.height() // 2
        inside = image.pixelColor(6, middle)
        edge = max((image.pixelColor(x, middle).name() for x in range(2)), key=_against(inside))
        assert contrast(edge, inside.name()) >= 3, type(widget).__name__
        assert contrast(edge, around) >= 2.5, type(widget).__name__


def _against(ground: QColor) -> Callable[[str], float]:
    return lambda name: contrast(name, ground.name())


@APPEARANCES
def test_the_current_item_of_a_menu_and_of_a_list_is_seen(
    qtbot: QtBot, dressed: Theme, appearance: Appearance
) -> None:
    dressed.apply(appearance)
    menu = QMenu()
    qtbot.add_widget(menu)
    first, second = menu.addAction("打印"), menu.addAction("删除")
    menu.popup(QPoint(0, 0))
    qtbot.wait_exposed(menu)
    pictures = []
    for action in (second, first):
        menu.setActiveAction(action)
        QApplication.processEvents()
        pictures.append(menu.grab(menu.actionGeometry(first)).toImage())
    assert _difference(*pictures) >= 3
    menu.close()

    view = QListWidget()
    view.addItems(["甲", "乙"])
    window = _shown(qtbot, view)
    assert window.isVisible()
    pictures = []
    for row in (1, 0):
        view.setCurrentRow(row)
        QApplication.processEvents()
        pictures.append(view.viewport().grab(view.visualItemRect(view.item(0))).toImage())
    assert _difference(*pictures) >= 3


def _difference(first: QImage, second: QImage) -> float:
    """The largest contrast of a pixel in one picture to the same in the other."""
    places = ((x, y) for x in range(first.width()) for y in range(first.height()))
    return max(
        contrast(first.pixelColor(x, y).name(), second.pixelColor(x, y).name()) for x, y in places
    )
