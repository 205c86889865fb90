"""The crash path: handles uncaught exceptions of all threads.

An exception is logged first. Then, on the GUI thread, the clerk's text is saved, and only then is
a dialog shown. Each fault is shown once: one in the painting of a list is raised thirty times.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gonghui_desktop.logs import log_unraisable, places_of

_log = logging.getLogger(__name__)

SAVED = "您填写的内容已经保存，可以继续使用。如果再次出现，请把下面的信息发给维护人员。"
NOT_SAVED = (
    "刚才填写的内容没能保存，请先把它们复制到别处，再重新启动本程序，并把下面的信息发给维护人员。"
)


@dataclass(frozen=True)
class Crash:
    """An uncaught exception.

    Attributes:
        kind: name of the exception's class.
        place: file and function in which it was raised.
        report: the types and places of it and of all that led to it; no message, which may hold
            a value.
    """

    kind: str
    place: str
    report: str

    @classmethod
    def of(cls, error: BaseException, trace: TracebackType | None) -> Crash:
        """Describes an exception."""
        frames = traceback.extract_tb(trace)
        place = f"{frames[-1].filename}:{frames[-1].name}" if frames else "?"
        return cls(type(error).__name__, place, places_of(error))


class CrashPath(QObject):
    """Takes over the hooks for what nobody catches, of all threads, until :meth:`uninstall`.

    Args:
        rescue: saves the clerk's text at once.
        show: shows title, sentence and report; called once per fault, never within itself.
    """

    _caught = Signal(object)

    def __init__(self, rescue: Callable[[], None], show: Callable[[str, str, str], None]) -> None:
        super().__init__()
        self._rescue = rescue
        self._show = show
        self._known: set[tuple[str, str]] = set()
        self._is_showing = False
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        # Queued: from any thread to this one, and never in the middle of a paint event.
        self._caught.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Installs the hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = log_unraisable

    def uninstall(self) -> None:
        """Restores the former hooks."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Runs on the thread that raised."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        crash = Crash.of(error, trace)
        is_new = (crash.kind, crash.place) not in self._known
        self._known.add((crash.kind, crash.place))
        if is_new:
            _log.critical("unexpected error\n%s", crash.report)
            self._caught.emit(crash)
        else:
            _log.error("again: %s in %s", crash.kind, crash.place)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    @Slot(object)
    def _handle(self, crash: Crash) -> None:
        """Rescues and reports, on the GUI thread."""
        was_saved = self._try_rescue()
        if self._is_showing:
            return  # it is in the log; one dialog at a time is enough
        self._is_showing = True
        try:
            sentence = SAVED if was_saved else NOT_SAVED
            self._show("程序出了一点问题", sentence, crash.report)
        finally:
            self._is_showing = False

    def _try_rescue(self) -> bool:
        try:
            self._rescue()
        except Exception as error:  # noqa: BLE001  (whatever is broken, the fault must still be shown)
            _log.error("the text could not be saved\n%s", places_of(error))
            return False
        return True
