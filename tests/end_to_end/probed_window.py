"""The program with a probe, run by ``test_input_method.py``: tells where its widgets are.

For each line on standard input, ``NAME`` or ``NAME ROW``, it writes a line: the place on the screen
of the visible widget with that object name or class, of a row in that list or of a tab; ``?`` where
there is none. For ``focus`` it writes the object name of the widget that has the focus, for
``composed`` what is being composed in it.
"""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QListView, QTabBar, QWidget

from gonghui_desktop.app import main
from gonghui_desktop.ui.widgets.composition import Composition


class Probe(QObject):
    """Answers on the GUI thread."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def _answer(self, question: str) -> None:
        focused = QApplication.focusWidget()
        if question == "focus":
            _write(focused.objectName() if focused else "?")
            return
        if question == "composed":
            following = focused.findChild(Composition) if focused else None
            _write(following.text if isinstance(following, Composition) else "?")
            return
        name, _, row = question.partition(" ")
        every = QApplication.allWidgets()
        named = [each for each in every if name in (each.objectName(), type(each).__name__)]
        found = next((each for each in named if each.isVisible()), None)
        place = _place(found, row) if found is not None else None
        _write(f"{place.x()} {place.y()}" if place else "?")


def _place(widget: QWidget, row: str) -> QPoint | None:
    if not row:
        return widget.mapToGlobal(widget.rect().center())
    if isinstance(widget, QTabBar):
        return widget.mapToGlobal(widget.tabRect(int(row)).center())
    assert isinstance(widget, QListView)
    where = widget.visualRect(widget.model().index(int(row), 0))
    return widget.viewport().mapToGlobal(where.center()) if where.isValid() else None


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _read(probe: Probe) -> None:
    for line in sys.stdin:
        probe.asked.emit(line.strip())


if __name__ == "__main__":
    answering = Probe()
    threading.Thread(target=_read, args=[answering], daemon=True).start()
    sys.exit(main())
