"""Lines of the dialogs, such as an office's name: what is over is left out, and told."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.widgets.bounded_text import bound_line


def test_a_line_tells_that_not_all_of_a_paste_went_in(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.add_widget(line)
    bound_line(line, 5)
    line.show()
    QGuiApplication.clipboard().setText("大连市总工")
    line.paste()
    assert (line.text(), QToolTip.text()) == ("大连市总工", "")
    QGuiApplication.clipboard().setText("会")
    line.paste()
    assert line.text() == "大连市总工"
    assert QToolTip.text() == "最多 5 字，多出的没有放进去。"
    QToolTip.hideText()
    QGuiApplication.clipboard().clear()
