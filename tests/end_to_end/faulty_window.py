"""The program with faults, run by ``test_privacy_of_faults.py``: each is about a value.

Its arguments: the value, a file for what dialogs told (JSON), and those of the program. The value
is typed into a form; then one fault after the other is raised, as a bug of ours, of Python's
libraries or of Qt would be, and each dialog is read and closed; at last the window is closed.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QRegularExpression, QTimer, qWarning
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gonghui_desktop.app import main
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.ui.window.main_window import MainWindow

_EVERY = 50  # ms


class Faults:
    """What goes wrong, each time with the value in the message.

    Args:
        value: what was typed.
    """

    def __init__(self, value: str) -> None:
        self._value = value

    def raise_chain(self) -> None:
        """A bug in a slot."""
        try:
            int(self._value)
        except ValueError as error:
            error.add_note(self._value)
            raise LookupError(self._value) from error

    def raise_on_thread(self) -> None:
        """A bug on a thread of Python's own."""
        threading.Thread(target=self._fail, name="other").start()

    def _fail(self) -> NoReturn:
        raise BufferError(self._value)

    def print_faultily(self, *_arguments: object, **_more: object) -> NoReturn:
        """Stands for the printer's rendering: a bug on a value, in the background."""
        raise ArithmeticError(self._value)

    def say(self) -> None:
        """What shows no dialog."""
        warnings.warn(self._value, RuntimeWarning, stacklevel=1)
        logging.getLogger("library").error("cannot read %s", self._value)
        logging.getLogger("gonghui_desktop.x").error("%d", self._value)
        qWarning(self._value)
        QLabel().setStyleSheet(f"QLabel {{{{ {self._value}")
        QRegularExpression(f"(({self._value}").match("x")
        threading.Thread(target=qWarning, args=[f"on a thread: {self._value}"]).start()
        Dying(self._value)


class Dying:
    """Raises where nobody can catch it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return self._value

    def __del__(self) -> None:
        raise RecursionError(self._value)


def _window() -> MainWindow | None:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
    return found[0] if found and found[0].isVisible() and found[0].tool_bar.isEnabled() else None


def _text_in(dialog: QWidget) -> str:
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    texts += [each.toPlainText() for each in dialog.findChildren(QTextEdit)]
    texts += [each.toPlainText() for each in dialog.findChildren(QPlainTextEdit)]
    return "\n".join([dialog.windowTitle(), *texts])


def _type(window: MainWindow, text: str) -> None:
    line = window.findChild(QLineEdit, "annex1.unit_name")
    assert line is not None
    line.setFocus()
    line.insert(text)
    line.textEdited.emit(line.text())


def _steps(value: str, told: list[str], patch: pytest.MonkeyPatch) -> Iterator[None]:
    """One step after the other; a step is waited for by yielding."""

    def is_told() -> bool:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return False
        told.append(_text_in(dialog))
        buttons = dialog.findChildren(QAbstractButton)
        next(each for each in buttons if each.text() == "知道了").click()
        return True

    def until(is_done: Callable[[], object]) -> Iterator[None]:
        while not is_done():
            yield

    faults = Faults(value)
    yield from until(
        lambda: (found := _window()) and found.findChild(QLineEdit, "annex1.unit_name")
    )
    window = _window()
    assert window is not None
    _type(window, value)
    for fault in (faults.raise_chain, faults.raise_on_thread):
        QTimer.singleShot(0, fault)
        yield from until(is_told)
        yield from until(lambda: QApplication.activeModalWidget() is None)
    patch.setattr(FormPrinter, "render", faults.print_faultily)
    _type(window, "乙")
    yield from until(is_told)
    faults.say()
    window.close()


def _run(value: str, told: Path, arguments: list[str]) -> int:
    found: list[str] = []
    app = QApplication(sys.argv[:1])
    with pytest.MonkeyPatch.context() as patch:
        steps = _steps(value, found, patch)
        timer = QTimer(app)
        timer.timeout.connect(lambda: next(steps, None))
        timer.start(_EVERY)
        code = main(arguments)
        timer.stop()
    told.write_text(json.dumps(found), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
