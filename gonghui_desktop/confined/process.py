"""One child process, with the thread that talks to it: it may crash, hang or be ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import IO

from gonghui_desktop.confined.answer import Answer
from gonghui_desktop.confined.argument import CHILD_ARGUMENT
from gonghui_desktop.confined.faults import ForeignError, Reason, fault_in, json_in, printable
from gonghui_desktop.confined.messages import Kind, receive, send

_PASSED_ON = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""Of the environment: what a system needs to start a process at all."""
if sys.platform == "win32":
    _TIME_EXIT_CODES = frozenset({1816})  # ERROR_NOT_ENOUGH_QUOTA, of the job object
else:
    _TIME_EXIT_CODES = frozenset({-signal.SIGPROF, -signal.SIGXCPU})
_LEAST_PIECE = 500  # bytes that each piece counts for: a child sends small ones together
_LONGEST_PLACES = 2_000
_PIPE_SECONDS = 5.0  # that its thread may take to see that it has ended


class NoAnswerError(Exception):
    """There is no answer, and that is not a fault that the job has found.

    Attributes:
        reason: why.
        places: where the child's own program went wrong; empty for all else.
    """

    def __init__(self, reason: Reason, places: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.places = places


class NotBegunError(Exception):
    """The child had ended before it knew of the request, which another may answer."""


@dataclass(frozen=True)
class Request:
    """What a child is asked.

    Attributes:
        head: job, parameters, limits and size, as JSON.
        data: the file.
        output: bytes that the answer may have.
    """

    head: bytes
    data: bytes
    output: int


class Child:
    """A child process that answers one request after another.

    It is started, fed and read by a thread of its own, which ends with it.

    Args:
        command: what starts it.
        idle_seconds: it is ended when nobody has asked it anything for so long.
    """

    def __init__(self, command: Sequence[str], idle_seconds: float) -> None:
        self._command = command
        self._idle_seconds = idle_seconds
        self._changed = Condition()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: tuple[Request, Answer] | None = None
        self._is_ending = False
        self.served = 0
        self._thread = Thread(target=self._run, name="confined child", daemon=True)
        self._thread.start()

    @property
    def is_free(self) -> bool:
        """Whether it can be asked: it answers nothing, and has not ended."""
        with self._changed:
            return self._asked is None and not self._is_ending

    @property
    def is_there(self) -> bool:
        """Whether anything is left of it."""
        return self._thread.is_alive()

    @property
    def is_ending(self) -> bool:
        """Whether it answers nothing any more."""
        with self._changed:
            return self._is_ending

    def ask(self, request: Request) -> Answer | None:
        """Begins to answer; ``None`` where it has ended for want of work."""
        with self._changed:
            if self._is_ending:
                return None
            answer = Answer()
            self.served += 1
            self._asked = request, answer
            self._changed.notify_all()
            return answer

    def end(self) -> None:
        """Ends it at once, whatever it does; does nothing to one that has ended."""
        with self._changed:
            self._is_ending = True
            if self._process is not None:
                self._process.kill()
            if self._asked is not None:
                self._asked[1].end(NoAnswerError(Reason.CANCELLED))
            self._changed.notify_all()

    def join(self) -> None:
        """Waits until nothing of it is left, but not for others that hold its pipes.

        Under Wine its console's host does, for ever, if it was ended while it was starting.
        """
        while self._thread.is_alive():
            self._thread.join(_PIPE_SECONDS)
            with self._changed:
                process = self._process
            if process is not None and process.poll() is not None:
                break

    def _run(self) -> None:
        fault: Exception = NoAnswerError(Reason.NO_CHILD)
        try:
            with self._started() as process:
                fault = self._conversation(process)
        except OSError:
            pass  # it cannot be started
        finally:
            with self._changed:
                self._is_ending = True
                if self._asked is not None:
                    self._asked[1].end(fault)

    def _started(self) -> subprocess.Popen[bytes]:
        """The process; it shares nothing with this one but two pipes.

        Raises:
            OSError: it cannot be started.
        """
        process = subprocess.Popen(  # noqa: S603 -- the program itself, and nothing from outside
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).parent,
            env=_environment(),
            creationflags=_creation_flags(),
        )
        with self._changed:
            self._process = process
            if self._is_ending:
                process.kill()
        return process

    def _conversation(self, process: subprocess.Popen[bytes]) -> Exception:
        """Talks until the child ends, or is ended; the fault of a request that is not answered."""
        given, out = process.stdout, process.stdin
        assert given is not None
        assert out is not None
        fault: Exception = NotBegunError()
        try:
            self._greet(given)
            while (asked := self._next()) is not None:
                request, answer = asked
                fault = NotBegunError()
                with suppress(OSError):  # it has ended, or answers without the file
                    send(out, Kind.REQUEST, request.head)
                    out.write(request.data)
                    out.flush()
                message = receive(given)
                if message is None:
                    break
                fault = NoAnswerError(Reason.CRASH)
                end, goes_on = _taken(message, given, answer, request.output)
                with self._changed:
                    self._asked = None  # before who asked knows, who may ask again
                    self._is_ending |= not goes_on
                answer.end(end)
                del asked, request, answer, end  # a file may be large, the next one long in coming
                if not goes_on:
                    break
        except NoAnswerError as error:
            fault = error
        except (OSError, ForeignError):
            pass
        finally:
            process.kill()  # does nothing to one that has ended
            for pipe in (out, given):
                with suppress(OSError):  # what was not sent yet
                    pipe.close()
        return NoAnswerError(Reason.TIME) if process.wait() in _TIME_EXIT_CODES else fault

    def _greet(self, given: IO[bytes]) -> None:
        """Waits until the child has set its limits.

        Raises:
            NoAnswerError: it cannot, or it is no child of ours.
            ForeignError: it is no child of ours.
            OSError: it cannot be read.
        """
        message = receive(given)
        if message == (Kind.UNCONFINED, b""):
            raise NoAnswerError(Reason.UNCONFINED)
        if message != (Kind.READY, b""):
            raise NoAnswerError(Reason.NO_CHILD)

    def _next(self) -> tuple[Request, Answer] | None:
        """What is asked next; ``None`` where the child is to end."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._asked is not None or self._is_ending, self._idle_seconds
            )
            self._is_ending |= self._asked is None
            return None if self._is_ending else self._asked


def _taken(
    message: tuple[Kind, bytes] | None, given: IO[bytes], answer: Answer, most: int
) -> tuple[Exception | None, bool]:
    """Hands an answer over; how it ends, and whether the child answers another request.

    Args:
        message: the first.
        given: the messages behind it.
        answer: takes the pieces.
        most: bytes that they may be.

    Raises:
        ForeignError: the child says what no child says, or ends.
        OSError: it cannot be read.
    """
    size = 0
    while message is not None:
        kind, body = message
        if kind is Kind.PIECE:
            size += max(len(body), _LEAST_PIECE)
            if size > most:
                return NoAnswerError(Reason.OUTPUT), False
            answer.put(body)
        elif kind in (Kind.DONE, Kind.LAST):
            return None, kind is Kind.DONE
        elif kind is Kind.FAULT:
            return fault_in(body), True
        elif kind is Kind.BUG:
            places = printable(str(json_in(body).get("places")), _LONGEST_PLACES)
            return NoAnswerError(Reason.CRASH, places), False
        elif kind in _REASONS:
            return NoAnswerError(_REASONS[kind]), False
        elif kind is not Kind.BEGUN:
            break
        message = receive(given)
    raise ForeignError("no end")


_REASONS = {Kind.MEMORY: Reason.MEMORY, Kind.MISSING: Reason.MISSING}


def program_as_child() -> list[str]:
    """What starts the program itself as a child."""
    return [sys.executable, *_source_arguments(), CHILD_ARGUMENT]


def _creation_flags() -> int:
    """No console window that opens and closes, where the program has a console twin."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return flags


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _source_arguments() -> list[str]:
    """What Python needs to run the program; the frozen program is one itself."""
    return [] if _is_frozen() else ["-s", "-P", "-m", "gonghui_desktop"]


def _environment() -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if not _is_frozen():
        kept["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    return kept
