"""Processes of the program that can be killed, and what they said until then."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any

_PROJECT = Path(__file__).resolve().parents[2]
_DRIVER = [sys.executable, "-m", "tests.kills.driver"]
_PATIENCE = 60.0  # seconds until a start has failed
_SECOND = 1.0
_TICKS = 20  # of 50 ms: time in which the process got none does not count


class NotReadyError(Exception):
    """The program did not come up; the message holds what it said last."""


@dataclass(frozen=True)
class Shown:
    """The texts of one record as the clerk saw them at one moment.

    Attributes:
        record_id: the record.
        texts: field id to text.
        at: seconds, as ``time.monotonic``.
        tick: how often the window's timer had run: a process that gets no time has no ticks.
    """

    record_id: str
    texts: Mapping[str, str]
    at: float
    tick: int


@dataclass
class Said:
    """What a process has said.

    Attributes:
        shown: the texts of the open record, after every act.
        refused: what could not be stored.
        restoring: how much of ``shown`` was before a restore was begun, for each restore.
        restored: the same for its end, when what came of it was in the window.
        ready: what it said when it could be used.
        tick: how often its timer has run.
        code: its exit code, -1 where it was killed.
        steps: how many steps that reach the disk it took; 0 where it was killed.
        has_ended: whether nothing follows.
    """

    shown: list[Shown] = field(default_factory=list)
    refused: list[Mapping[str, Any]] = field(default_factory=list)
    restoring: list[int] = field(default_factory=list)
    restored: list[int] = field(default_factory=list)
    ready: Mapping[str, Any] | None = None
    tick: int = 0
    code: int = -1
    steps: int = 0
    has_ended: bool = False


class Program:
    """One process of the program.

    Args:
        pid: its id.
        pipe: where it says something, line by line.
    """

    def __init__(self, pid: int, pipe: Path) -> None:
        self.pid = pid
        self.said = Said()
        self.killed_at = 0.0
        self._pipe = pipe
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_until_ready(self) -> Mapping[str, Any]:
        """Waits until it can be used; returns what it says then."""
        end = time.monotonic() + _PATIENCE
        while self.said.ready is None:
            if time.monotonic() > end or self.said.has_ended:
                raise NotReadyError(str(self.said.shown[-1:]))
            time.sleep(0.005)
        return self.said.ready

    def wait(self) -> None:
        """Waits for its end."""
        self._listener.join(_PATIENCE)
        assert self.said.has_ended

    def kill(self) -> None:
        """Ends it as a power cut would; returns when it is gone."""
        self.killed_at = time.monotonic()
        if sys.platform != "win32":
            with suppress(ProcessLookupError):  # a command may have ended
                os.kill(self.pid, signal.SIGKILL)
            with suppress(OSError):  # it may have been killed before it had opened its end
                os.close(os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK))
        self.wait()

    def must_have_stored(self, shown: Shown) -> bool:
        """Whether it had shown something for so long, when it was killed, that it is stored."""
        ticks = self.said.tick - shown.tick
        return self.killed_at - shown.at >= _SECOND and ticks >= _TICKS

    def _listen(self) -> None:
        with self._pipe.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    self._take(json.loads(line))
        self.said.has_ended = True

    def _take(self, line: Mapping[str, Any]) -> None:
        if "shown" in line:
            shown = Shown(line["shown"], line["texts"], line["at"], self.said.tick)
            self.said.shown.append(shown)
        elif "refused" in line:
            self.said.refused.append(line)
        elif "restore" in line:
            places = self.said.restored if line["restore"] else self.said.restoring
            places.append(len(self.said.shown))
        elif "code" in line:
            self.said.code, self.said.steps = line["code"], line["steps"]
        elif "ready" in line:
            self.said.ready = line["ready"]
        else:
            self.said.tick = line["tick"]


class Starter:
    """Starts processes of the program on one data folder.

    Args:
        server: forks them.
        data: the data folder.
        work: a folder for pipes and what the clerk saves.
        imported: the file that she imports.
        environment: of the processes.
    """

    def __init__(
        self,
        server: subprocess.Popen[str],
        data: Path,
        work: Path,
        imported: Path,
        environment: Mapping[str, str],
    ) -> None:
        self._environment = environment
        self._server = server
        self._data = data
        self._work = work
        self._imported = imported
        self._number = 0

    @property
    def go(self) -> Path:
        """As soon as it exists, the process started last uses the program."""
        return self._work / f"go-{self._number}"

    def start(
        self,
        seed: int,
        *arguments: object,
        is_cold: bool = False,
        eager: bool = False,
        full: bool = False,
        backup: Path | None = None,
        step: int = 0,
    ) -> Program:
        """A new process.

        Args:
            seed: of what the clerk does.
            arguments: the program's, besides the data folder; none for the window.
            is_cold: whether it imports everything itself, as a real start does.
            eager: whether she types before everything is there.
            full: whether the disk is full at times.
            backup: what she restores every now and then; she does nothing else but type.
            step: of those that reach the disk, before which it is killed; 0 for none.
        """
        self._number += 1
        pipe = self._work / f"pipe-{self._number}"
        if sys.platform != "win32":
            os.mkfifo(pipe)
        request = json.dumps(
            {
                "pipe": str(pipe),
                "go": str(self.go),
                "arguments": ["--data", str(self._data), *map(str, arguments)],
                "seed": seed,
                "work": str(self._work),
                "imported": str(self._imported),
                "eager": eager,
                "full": full,
                "backup": str(backup) if backup is not None else "",
                "step": step,
            }
        )
        if is_cold:
            process = subprocess.Popen(
                [*_DRIVER, request],
                cwd=_PROJECT,
                env=self._environment,
                stderr=subprocess.DEVNULL,
            )
            Thread(target=process.wait, daemon=True).start()
            pid = process.pid
        else:
            assert self._server.stdin is not None
            assert self._server.stdout is not None
            print(request, file=self._server.stdin, flush=True)
            pid = int(self._server.stdout.readline())
        return Program(pid, pipe)


@contextmanager
def starter(
    data: Path, work: Path, imported: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Starter]:
    """Starts processes, with these variables besides their own."""
    environment = {**os.environ, **environment}
    server = subprocess.Popen(
        _DRIVER,
        cwd=_PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Starter(server, data, work, imported, environment)
    finally:
        server.communicate()  # its end of the pipe is closed, so it ends
