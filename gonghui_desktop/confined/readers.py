"""Children that read strangers' files for their parent, kept while they are of use."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from types import MappingProxyType

from gonghui_desktop.confined.answer import Answer
from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.jobs import Limits, Remedy, never
from gonghui_desktop.confined.process import (
    Child,
    NoAnswerError,
    NotBegunError,
    Request,
    program_as_child,
)

_MOST_IDLE = 2  # children; the window works with two threads
_MOST_SERVED = 200  # requests of one child
_IDLE_SECONDS = 120.0
_BETWEEN_LOOKS = 0.02  # s
_NOTHING: Mapping[str, object] = MappingProxyType({})

_log = logging.getLogger(__name__)


class Readers:
    """Reads strangers' files in child processes; thread-safe.

    A child answers one request after another. It is thrown away, and another takes its place, when
    it was cancelled, took more than its limits, crashed, grew large or has answered many.

    Args:
        command: what starts a child; by default the program itself.
        most_served: requests after which a child is ended.
        idle_seconds: a child that nobody has asked anything for so long is ended.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        most_served: int = _MOST_SERVED,
        idle_seconds: float = _IDLE_SECONDS,
    ) -> None:
        self._command = program_as_child() if command is None else list(command)
        self._most_served = most_served
        self._idle_seconds = idle_seconds
        self._lock = Lock()
        self._idle: list[Child] = []
        self._children: list[Child] = []
        self._is_closed = False

    def ask(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object] = _NOTHING,
        *,
        cancelled: Callable[[], bool] = never,
        limits: Limits | None = None,
        remedy: Remedy | None = None,
    ) -> Generator[bytes]:
        """The answer of a job, in pieces as they come; nothing is asked before the first is taken.

        Whoever does not take all pieces closes the iterator (``contextlib.closing``), which ends
        the child. An answer is untrusted: what it says is checked by who takes it.

        Args:
            job: its name.
            data: the file.
            parameters: of the job, JSON values.
            cancelled: asked 50 times a second, from the calling thread; ``True`` ends the child.
            limits: what the job may take.
            remedy: what the sentences tell people to do.

        Raises:
            ConfinedError: cancelled, too much, or there is no child: one Chinese sentence.
            GonghuiError: the fault that the job has found, of its class.
        """
        limits = limits or Limits()
        head = {
            "job": job,
            "parameters": dict(parameters),
            "size": len(data),
            "memory": limits.memory,
            "milliseconds": round(limits.seconds * 1000),
        }
        encoded = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
        request = Request(encoded, data, limits.output)
        try:
            yield from self._answered(request, cancelled, limits.wall)
        except NotBegunError as error:  # twice
            raise _confined(Reason.NO_CHILD, remedy) from error
        except NoAnswerError as error:
            if error.places:
                _log.error("bug in the job %s: %s", job, error.places)
            raise _confined(error.reason, remedy) from None

    def whole(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object] = _NOTHING,
        *,
        cancelled: Callable[[], bool] = never,
        limits: Limits | None = None,
        remedy: Remedy | None = None,
    ) -> bytes:
        """As :meth:`ask`, all of the answer."""
        asked = self.ask(job, data, parameters, cancelled=cancelled, limits=limits, remedy=remedy)
        return b"".join(asked)

    def prepare(self) -> None:
        """Starts a child in the background, unless one is waiting."""
        with self._lock:
            self._idle = [child for child in self._idle if not child.is_ending]
            if not self._idle and not self._is_closed:
                self._idle.append(self._new_child())

    def close(self) -> None:
        """Ends all children, whatever they do; nothing can be asked any more."""
        with self._lock:
            self._is_closed = True
            self._idle.clear()
            children, self._children = self._children, []
        for child in children:
            child.end()
        for child in children:
            child.join()

    def _answered(
        self, request: Request, cancelled: Callable[[], bool], wall: float
    ) -> Iterator[bytes]:
        """The pieces; another child is asked where one had ended unseen while it was idle."""
        child, answer = self._asked(request)
        try:
            try:
                piece, wall = _next_piece(answer, cancelled, wall)
            except NotBegunError:
                child.end()
                child, answer = self._asked(request, fresh=True)
                piece, wall = _next_piece(answer, cancelled, wall)
            while piece is not None:
                yield piece
                piece, wall = _next_piece(answer, cancelled, wall)
        finally:
            self._give_back(child)

    def _asked(self, request: Request, *, fresh: bool = False) -> tuple[Child, Answer]:
        """A child that has been asked, one that waits already unless it is to be fresh.

        Raises:
            NoAnswerError: all is closed, or none can be started.
        """
        while True:
            with self._lock:
                if self._is_closed:
                    raise NoAnswerError(Reason.CANCELLED)
                is_new = fresh or not self._idle
                child = self._new_child() if is_new else self._idle.pop()
            answer = child.ask(request)
            if answer is not None:
                return child, answer
            if is_new and not self._is_closed:  # else the next one might fail so for ever
                raise NoAnswerError(Reason.NO_CHILD)

    def _new_child(self) -> Child:
        """One more; those that have ended meanwhile are forgotten. Called under the lock."""
        self._children = [child for child in self._children if child.is_there]
        child = Child(self._command, self._idle_seconds)
        self._children.append(child)
        return child

    def _give_back(self, child: Child) -> None:
        """Keeps a child for the next request, or ends it."""
        with self._lock:
            is_wanted = len(self._idle) < _MOST_IDLE and not self._is_closed
            if is_wanted and child.is_free and child.served < self._most_served:
                self._idle.append(child)
                return
        child.end()


@contextmanager
def checked(remedy: Remedy | None = None, begin: str = "") -> Iterator[None]:
    """Around the code that takes an answer apart: what no job says is a file that is not read.

    Args:
        remedy: as it was asked with.
        begin: goes before the sentence of a fault that is not the job's, such as the file's name.

    Raises:
        ConfinedError: there is no answer, or none of that job.
    """
    try:
        yield
    except ConfinedError as error:
        raise ConfinedError(error.reason, f"{begin}{error}") from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        _log.error("not an answer: %s", type(error).__name__)
        crash = _sentence(Reason.CRASH, remedy or Remedy())
        raise ConfinedError(Reason.CRASH, f"{begin}{crash}") from error


def _next_piece(
    answer: Answer, cancelled: Callable[[], bool], wall: float
) -> tuple[bytes | None, float]:
    """The next piece, ``None`` at the end, and the seconds that are left.

    Raises:
        NoAnswerError: cancelled, or there is none.
        NotBegunError: the child had ended before.
    """
    begun = time.monotonic()
    while not cancelled():
        left = wall - (time.monotonic() - begun)
        if left <= 0:
            raise NoAnswerError(Reason.TIME)
        try:
            piece = answer.take(min(left, _BETWEEN_LOOKS))
        except EOFError:
            return None, left
        if piece is not None:
            return piece, left
    raise NoAnswerError(Reason.CANCELLED)


def _confined(reason: Reason, remedy: Remedy | None) -> ConfinedError:
    return ConfinedError(reason, _sentence(reason, remedy or Remedy()))


def _sentence(reason: Reason, remedy: Remedy) -> str:
    match reason:
        case Reason.CANCELLED:
            return "已取消，没有读入任何内容。"
        case Reason.TIME:
            return f"读了很久还没有读完，{remedy.smaller}。"
        case Reason.MEMORY | Reason.OUTPUT | Reason.CRASH:
            return f"里面的内容大得读不了，或者已损坏，{remedy.smaller}。"
        case Reason.MISSING:
            instead = f"，或{remedy.instead}" if remedy.instead else ""
            return f"程序里读这种文件的部件不见了，请重新安装程序{instead}。"
        case Reason.UNCONFINED:
            return f"这台电脑上读这种文件不够安全，{remedy.instead or '请换一台电脑再试'}。"
        case Reason.NO_CHILD:
            instead = f"或{remedy.instead}" if remedy.instead else "还不行的请重新安装程序"
            return f"读文件要用的程序启动不了，请关掉一些程序再试，{instead}。"
