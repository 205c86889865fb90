from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.start.crash import NOT_SAVED, SAVED, CrashPath

VALUE = "密语"

Events = list[tuple[str, ...]]


class Clerk:
    """Writes down what happens to her, in order."""

    def __init__(self) -> None:
        self.events: Events = []
        self.while_told: Callable[[], None] = lambda: None
        self.can_save = True

    def rescue(self) -> None:
        self.events.append(("rescued", threading.current_thread().name))
        if not self.can_save:
            raise OSError(VALUE)

    def tell(self, title: str, text: str, report: str) -> None:
        self.events.append(("told", threading.current_thread().name, title, text, report))
        self.while_told()

    @property
    def told(self) -> Events:
        return [event for event in self.events if event[0] == "told"]


@pytest.fixture
def clerk(qtbot: QtBot, logged_errors: list[logging.LogRecord]) -> Iterator[Clerk]:
    clerk = Clerk()
    path = CrashPath(clerk.rescue, clerk.tell)
    path.install()
    yield clerk
    path.uninstall()
    logged_errors.clear()


def fail() -> None:
    try:
        int(VALUE)
    except ValueError as error:
        raise ZeroDivisionError(VALUE) from error


def test_text_is_saved_before_anything_is_told(qtbot: QtBot, clerk: Clerk) -> None:
    QTimer.singleShot(0, fail)
    qtbot.wait_until(lambda: bool(clerk.told))
    assert [event[0] for event in clerk.events] == ["rescued", "told"]
    _, thread, title, text, report = clerk.told[0]
    assert thread == "MainThread"
    assert title
    assert text == SAVED
    assert "ZeroDivisionError" in report
    assert "ValueError" in report
    assert "in fail" in report


def test_no_value_is_told_or_logged(
    qtbot: QtBot, clerk: Clerk, logged_errors: list[logging.LogRecord]
) -> None:
    clerk.can_save = False
    QTimer.singleShot(0, fail)
    qtbot.wait_until(lambda: bool(clerk.told))
    said = [*clerk.told[0], *map(logging.Formatter().format, logged_errors)]
    assert len(logged_errors) == 2  # the fault, and that nothing could be saved
    assert not [text for text in said if VALUE in text]


def test_fault_is_logged_even_if_nobody_can_be_told(
    clerk: Clerk, logged_errors: list[logging.LogRecord]
) -> None:
    try:
        fail()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert clerk.events == []  # the event loop has not turned yet
    assert "ZeroDivisionError" in logged_errors[0].getMessage()


def test_same_fault_is_told_once(
    qtbot: QtBot, clerk: Clerk, logged_errors: list[logging.LogRecord]
) -> None:
    for _ in range(30):
        QTimer.singleShot(0, fail)
    qtbot.wait_until(lambda: len(logged_errors) == 30)
    qtbot.wait(20)
    assert len(clerk.told) == 1


def test_fault_on_another_thread_is_told_on_this_one(qtbot: QtBot, clerk: Clerk) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.wait_until(lambda: bool(clerk.told))
    assert {event[1] for event in clerk.events} == {"MainThread"}


def test_clerk_is_told_when_her_text_could_not_be_saved(qtbot: QtBot, clerk: Clerk) -> None:
    clerk.can_save = False
    QTimer.singleShot(0, fail)
    qtbot.wait_until(lambda: bool(clerk.told))
    assert clerk.told[0][3] == NOT_SAVED


def test_fault_while_telling_opens_no_second_message(qtbot: QtBot, clerk: Clerk) -> None:
    def fail_otherwise() -> None:
        raise LookupError

    def meanwhile() -> None:
        QTimer.singleShot(0, fail_otherwise)
        qtbot.wait(50)

    clerk.while_told = meanwhile
    QTimer.singleShot(0, fail)
    qtbot.wait_until(lambda: len(clerk.events) >= 3)
    assert [event[0] for event in clerk.events] == ["rescued", "told", "rescued"]


def test_what_nobody_can_catch_is_logged_without_its_value(
    clerk: Clerk, logged_errors: list[logging.LogRecord], capfd: pytest.CaptureFixture[str]
) -> None:
    class Dying:
        def __repr__(self) -> str:
            return VALUE

        def __del__(self) -> None:
            fail()

    del_me = [Dying()]
    del_me.clear()
    (record,) = logged_errors
    assert "ZeroDivisionError" in record.getMessage()
    assert "in fail" in record.getMessage()
    assert VALUE not in record.getMessage() + "".join(capfd.readouterr())


def test_hooks_are_given_back(qtbot: QtBot) -> None:
    before = (sys.excepthook, threading.excepthook)
    path = CrashPath(lambda: None, lambda *_: None)
    path.install()
    assert sys.excepthook != before[0]
    path.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
