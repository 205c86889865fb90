"""The program's log: files in the data folder, since a windowed program has no console.

Nothing that a clerk has typed is ever logged: of an exception, of a warning and of what a library
logs only types and places, as the message may hold a value.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import make_private_folder, reason_of

LOG_NAME = "gonghui.log"
FAULT_NAME = "fault.log"
_log = logging.getLogger(__name__)
_OURS = __name__.partition(".")[0]
_FORMAT = "%(asctime)s %(process)d %(threadName)s %(levelname)s %(name)s: %(message)s"


class _Formatter(logging.Formatter):
    """Leaves out the messages of exceptions, whoever logs them, and those of libraries."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] != _OURS:
            record = _without_message(record)
        record.exc_text = None  # another handler's, with the messages
        return super().format(record)

    def formatException(  # noqa: N802 -- overrides the standard library's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return places_of(ei[1]) if ei[1] is not None else ""


def _without_message(record: logging.LogRecord) -> logging.LogRecord:
    """A library's record: it says what it was given, which may be a value."""
    place = f"{record.pathname}:{record.lineno} {record.funcName}"
    kept = {**vars(record), "msg": place, "args": None, "stack_info": None}
    return logging.makeLogRecord(kept)


def places_of(error: BaseException) -> str:
    """An exception and all that led to it, the first one first: frames and names of types.

    Messages are left out. What is wrong with a value is seldom said without the value.
    """
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and not any(each is known for known in chain):
        chain.append(each)
        each = each.__cause__ if each.__cause__ is not None else each.__context__
    return "\n".join(_places(each) for each in reversed(chain))


def _places(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    frames = "".join(traceback.extract_tb(error.__traceback__).format())
    text = f"{frames}{module}{kind.__qualname__}"
    if isinstance(error, BaseExceptionGroup):
        text += "".join(f"\nin it:\n{places_of(each)}" for each in error.exceptions)
    return text


@contextmanager
def unseen_faults_logged() -> Iterator[None]:
    """Logs, by types and places, what Python would write to stderr with its message.

    That is what is raised on a thread, or where nobody can catch it, and warnings; where no log is
    open, what is logged goes to stderr as it would be in the log.
    """
    before = (threading.excepthook, sys.unraisablehook, warnings.showwarning)
    raises, last = logging.raiseExceptions, logging.lastResort
    threading.excepthook, sys.unraisablehook = _log_of_thread, log_unraisable
    warnings.showwarning = _log_warning
    logging.raiseExceptions = False  # a faulty call of the log would be printed with its values
    if last is not None:
        last.setFormatter(_Formatter())
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook, warnings.showwarning = before
        logging.raiseExceptions = raises
        if last is not None:
            last.setFormatter(None)


def log_unraisable(found: sys.UnraisableHookArgs) -> None:
    """Logs what was raised where nobody can catch it, as :data:`sys.unraisablehook`."""
    if found.exc_value is not None:
        _log.error("unraisable\n%s", places_of(found.exc_value))


def _log_of_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        _log.error("on a thread\n%s", places_of(found.exc_value))


def _log_warning(  # its parameters are those of what it stands for
    message: Warning | str,  # noqa: ARG001 -- see above
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 -- see above
    line: str | None = None,  # noqa: ARG001 -- see above
) -> None:
    """Takes the place of :func:`warnings.showwarning`."""
    _log.warning("%s in %s:%d", category.__name__, filename, lineno)


class Logs:
    """Logging into ``DATA/logs`` from :meth:`start` to :meth:`close`; a context manager.

    Attributes:
        folder: where the files are.
    """

    def __init__(self, folder: Path, handler: logging.Handler, fault_file: BinaryIO) -> None:
        self.folder = folder
        self._handler = handler
        self._fault_file = fault_file
        self._level_before = logging.getLogger().level

    @classmethod
    def start(cls, data: Path, level: int = logging.INFO) -> Self:
        """Sends every log message, and the stacks at a crash of the interpreter, to the files.

        Args:
            data: the data folder, made if it is not there.
            level: least level that is kept.

        Raises:
            StoreError: the folder cannot be written.
        """
        from gonghui_desktop.log_file import LogFile, opened_log  # noqa: PLC0415 - see there

        folder = data / "logs"
        try:
            make_private_folder(data, may_be_link=True)
            make_private_folder(folder)
            handler = LogFile(folder / LOG_NAME)
            handler.setFormatter(_Formatter(_FORMAT))
            # Unbuffered and kept open: a crash inside Qt or PDFium has no time to open a file.
            try:
                fault_file = os.fdopen(opened_log(folder / FAULT_NAME), "ab", buffering=0)
            except OSError:
                handler.close()
                raise
            logs = cls(folder, handler, fault_file)
        except OSError as error:
            raise StoreError(f"无法在“{folder}”写入运行记录：{reason_of(error)}。") from error
        root = logging.getLogger()
        root.addHandler(handler)
        root.setLevel(level)
        faulthandler.enable(logs._fault_file)
        return logs

    def close(self) -> None:
        """Ends it; what was logged is on the disk."""
        faulthandler.disable()
        self._fault_file.close()
        root = logging.getLogger()
        root.removeHandler(self._handler)
        root.setLevel(self._level_before)
        self._handler.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
