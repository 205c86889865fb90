"""Driver of the window for the self-test: finds widgets by name and types into them.

Text is committed as by an input method, choices and buttons get keys and clicks; no value is set
directly.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

PATIENCE = 120.0  # seconds until waiting is a failure: the machine may have other things to do
PAUSE = 0.2  # seconds for layouts to settle
_LOOK = 20  # ms between two looks for a dialog


class SelftestError(Exception):
    """The program does not do what it should; the message says what was expected."""


class WindowDriver:
    """Drives one window.

    Args:
        window: the main window, shown.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._failure: SelftestError | None = None

    def trigger(self, name: str) -> None:
        """Triggers an action by its object name."""
        action = self._window.findChild(QAction, name)
        if action is None or not action.isEnabled():
            raise SelftestError(f"找不到可用的命令 {name}")
        action.trigger()

    def fill(self, name: str, text: str) -> None:
        """Waits until a field is shown, focuses it and types into it."""
        self.wait(lambda: self._shown(name) is not None, f"栏目 {name}")
        widget = self._shown(name)
        assert widget is not None
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QComboBox):
            self._press(widget, text)
        else:
            if isinstance(widget, QLineEdit):
                widget.selectAll()  # as the tab key does, over what is filled in already
            self._commit(widget, text)

    def click(self, name: str) -> None:
        """Waits until a button is enabled and clicks it."""
        self.wait(lambda: self._button(name) is not None, f"按钮 {name}")
        button = self._button(name)
        assert button is not None
        button.click()

    def answer(self, name: str, act: Callable[[QDialog], bool]) -> None:
        """Answers a dialog that is going to be shown, in whichever event loop then runs.

        A modal dialog keeps a loop of its own, so nothing can be done in it one step after the
        other. What goes wrong is raised by the next :meth:`wait`.

        Args:
            name: the dialog's.
            act: called with the shown dialog again and again, until it returns that it has
                answered; raises :class:`SelftestError` if the dialog is not as it must be.
        """
        end = time.monotonic() + PATIENCE
        timer = QTimer(self._window)

        def look() -> None:
            timer.stop()  # what it does may process events
            dialog = self._dialog(name)
            try:
                if dialog is not None and act(dialog):
                    timer.deleteLater()
                    return
                if time.monotonic() > end:
                    raise _too_late(f"窗口 {name}")
            except SelftestError as error:
                self._failure = error
                timer.deleteLater()
                if dialog is not None:
                    dialog.reject()
                return
            timer.start(_LOOK)

        timer.timeout.connect(look)
        timer.start(_LOOK)

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Processes events until the condition holds.

        Raises:
            SelftestError: it did not within :data:`PATIENCE`, or an answer failed.
        """
        end = time.monotonic() + PATIENCE
        while not reached():
            if self._failure is not None:
                raise self._failure
            if time.monotonic() > end:
                raise _too_late(what)
            QApplication.processEvents()
            time.sleep(0.005)

    def rest(self) -> None:
        """Processes events until layouts have settled: one change of layout causes the next."""
        end = time.monotonic() + PAUSE
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.005)

    def _dialog(self, name: str) -> QDialog | None:
        dialogs = self._window.findChildren(QDialog, name)
        return next((each for each in dialogs if each.isVisible()), None)

    def _shown(self, name: str) -> QWidget | None:
        widget = self._window.findChild(QWidget, name)
        return widget if widget is not None and widget.isVisible() else None

    def _button(self, name: str) -> QPushButton | None:
        button = self._window.findChild(QPushButton, name)
        return button if button is not None and button.isEnabled() else None

    def _commit(self, widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def _press(self, widget: QWidget, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(widget, key)


def _too_late(what: str) -> SelftestError:
    return SelftestError(f"等了 {PATIENCE:.0f} 秒也没有等到：{what}")
