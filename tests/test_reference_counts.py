"""The watch on PySide6: some of its wheels give None back once too often per void call.

On Python 3.11, where None can die, the 6.12.0 wheels end the process after some thousands of
calls. An upgrade of PySide6 has to pass here first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

_CALLS = 2000


def _references_lost(call: Callable[[], object]) -> int:
    """How many references to None fewer there are after calling ``_CALLS`` times."""
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        call()
    return before - sys.getrefcount(None)


def test_calls_that_return_nothing_keep_none_alive(qtbot: QtBot) -> None:
    edit, label, table, widget = QLineEdit(), QLabel(), QTableWidget(2, 2), QWidget()
    for each in (edit, label, table, widget):
        qtbot.add_widget(each)
    plain = QObject()
    calls: dict[str, Callable[[], object]] = {
        "QLineEdit.setText": lambda: edit.setText("单位名称"),
        "QLabel.setText": lambda: label.setText("单位名称"),
        "QTableWidget.clearContents": table.clearContents,
        "QWidget.update": widget.update,
        "QWidget.setToolTip": lambda: widget.setToolTip("提示"),
        "QObject.setObjectName": lambda: plain.setObjectName("annex1.unit_name"),
        "QObject.blockSignals": lambda: plain.blockSignals(False),
    }

    # Anything else that lets go of None meanwhile does so a few times, not once per call.
    lost = {name: _references_lost(call) for name, call in calls.items()}

    assert {name: count for name, count in lost.items() if count > _CALLS // 10} == {}
