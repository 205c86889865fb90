"""A clerk who clears everything in the real program; prints what she read, as JSON.

A program of its own: a thread of Qt's that logs keeps what catches crashes to the process' end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gonghui_desktop.app import main
from gonghui_desktop.ui.backups.erase_dialog import EraseDialog
from gonghui_desktop.ui.dialogs.dialog import MessageDialog
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.starting import soon, the_window
from tests.services.markers import MARK, files_with


class Clerk:
    """Asks for it, answers, and reads what comes.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self.seen: list[str] = []

    def ask(self) -> bool:
        """Opens the question once the start is over."""
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        ready = [w for w in windows if w.isVisible() and w.menuBar().isEnabled()]
        if not ready or not files_with(self._data / "logs", "complete after"):
            return False
        ready[0].actions_table["erase_all"].trigger()
        soon(self.answer)
        return True

    def answer(self) -> bool:
        """Types the word."""
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, EraseDialog)]
        if not found or not found[0].isVisible():
            return False
        found[0].line.setText("清除")
        found[0].yes.click()
        soon(self.read)
        return True

    def read(self) -> bool:
        """Reads what the second window says, and closes it."""
        found = QApplication.activeModalWidget()
        if not isinstance(found, MessageDialog):
            return False
        self.seen.extend(label.text() for label in found.findChildren(QLabel) if label.text())
        window = the_window()
        page = window.findChild(QWidget, "first_start")
        self.seen.append("first" if page is not None and page.isVisible() else "not first")
        self.seen.extend(str(path) for path in files_with(self._data, MARK))
        found.button(0).click()
        window.close()
        return True


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    application = QApplication([])
    clerk = Clerk(folder)
    QTimer.singleShot(0, lambda: soon(clerk.ask))
    code = main(["--data", str(folder)])
    print(json.dumps(clerk.seen))  # noqa: T201 -- for the test
    sys.exit(code)
