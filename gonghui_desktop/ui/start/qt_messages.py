"""What Qt says of itself goes into the log without its words, which may quote a text.

A style sheet that does not parse, a pattern, a name of a file: Qt would write it to stderr, or on
Windows to whoever listens to the debugger's output.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
"""What is logged; the rest is for those who work on Qt."""

_SPEAKER = re.compile(r"Q[A-Za-z]{1,40}::~?[A-Za-z]{1,40}(?=[ (:])")
"""With what most messages of Qt begin: the class and the function that says it."""

_FRAMES = 8
_MOST = 200  # different messages; each is logged once, it may come at every paint


class _Messages:
    """Logs each message once, by kind and place."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def log(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        """Takes a message, from any thread."""
        level = _LEVELS.get(kind)
        if level is None or len(self._known) >= _MOST:
            return
        said = f"Qt, {context.category}: {_speaker(context, message or '')}\n{_where()}"
        if said not in self._known:
            self._known.add(said)
            _log.log(level, "%s", said)


def _speaker(context: QMessageLogContext, message: str) -> str:
    """Who says it: its place in Qt's source where Qt was built with it, else the function."""
    if context.file:
        return f"{context.file}:{context.line} {context.function}"
    found = _SPEAKER.match(message)
    return found[0] if found else "?"


def _where() -> str:
    """Where the program was; Qt says nothing of itself unless it is asked for something."""
    frames = traceback.extract_stack()[:-2]  # without this module's own
    return "".join(traceback.format_list(frames[-_FRAMES:])).rstrip()


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """Logs meanwhile what Qt says; afterwards whoever heard it before hears it again."""
    before = qInstallMessageHandler(_Messages().log)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
