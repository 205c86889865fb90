"""A desktop without a screen on which a real Chinese input method types: IBus with libpinyin."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

_TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "ibus", "ibus-daemon")
_ENGINE = Path("/usr/libexec/ibus-engine-libpinyin")
_PATIENCE = 60  # seconds, on a machine that is busy
_SIZE = "1366x768x24"


def missing_tools() -> list[str]:
    """What is not installed; the Debian packages are those of ``dev.py``."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    return missing if _ENGINE.exists() else [*missing, _ENGINE.name]


def wait_for(is_so: Callable[[], bool], fault: Callable[[], str]) -> None:
    """Waits until something holds; fails after a minute, with a sentence made then."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, fault()
        time.sleep(0.1)


class ChineseDesktop:
    """The desktop, and what somebody does at its keyboard and mouse.

    Args:
        env: environment of everything that runs on it.
        run: starts a program that ends with the desktop.
    """

    def __init__(self, env: dict[str, str], run: Callable[..., subprocess.Popen[str]]) -> None:
        self.env = env
        self._run = run

    def start(self, command: list[str]) -> subprocess.Popen[str]:
        """Starts a program, with its standard input and output connected."""
        return self._run(command, is_read=True)

    def end(self, program: subprocess.Popen[str]) -> None:
        """Ends a program."""
        _end(program)

    def keys(self, *keys: str) -> None:
        """Presses keys, such as ``ctrl+z``."""
        self._xdotool("key", "--delay", "60", *keys)

    def type(self, letters: str) -> None:
        """Types letters."""
        self._xdotool("type", "--delay", "120", letters)

    def click(self, x: int, y: int) -> None:
        """Clicks with the mouse."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.env, check=True, timeout=_PATIENCE)


@contextmanager
def chinese_desktop(folder: Path) -> Iterator[ChineseDesktop]:
    """X, a window manager, a session bus and IBus, whose engine is libpinyin."""
    with ExitStack() as stack:
        env = _environment(folder)

        def run(command: list[str], *, is_read: bool = False) -> subprocess.Popen[str]:
            return stack.enter_context(_running(command, env, folder, is_read=is_read))

        env["DISPLAY"] = f":{_start_screen(run)}"
        bus = run(["dbus-daemon", "--session", "--nofork", "--print-address=1"], is_read=True)
        env["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus.stdout)
        run(["openbox"])
        run(["ibus-daemon", "--xim", "--panel=disable"])
        wait_for(lambda: _choose_engine(env), lambda: "IBus has no engine libpinyin")
        yield ChineseDesktop(env, run)


def _environment(folder: Path) -> dict[str, str]:
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    (folder / "home").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "QT_IM_MODULE": "ibus",
        "XMODIFIERS": "@im=ibus",
    }


def _start_screen(run: Callable[..., subprocess.Popen[str]]) -> str:
    """Starts X on a free display and returns its number."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", _SIZE, "-nolisten", "tcp"]
    return _first_line(run(command, is_read=True).stdout)


def _first_line(stream: IO[str] | None) -> str:
    assert stream is not None
    line = stream.readline().strip()
    assert line, "it has ended"
    return line


def _choose_engine(env: dict[str, str]) -> bool:
    with suppress(subprocess.TimeoutExpired):
        for command in (["ibus", "engine", "libpinyin"], ["ibus", "engine"]):
            done = subprocess.run(command, env=env, capture_output=True, timeout=20, check=False)
        return done.stdout.strip() == b"libpinyin"
    return False


@contextmanager
def _running(
    command: list[str], env: dict[str, str], folder: Path, *, is_read: bool
) -> Iterator[subprocess.Popen[str]]:
    """A program until the end; its standard input and output are connected, if they are read."""
    log_name = folder / f"{Path(command[0]).name}.log"
    with log_name.open("a") as log:
        process = subprocess.Popen(
            command,
            env=env,
            text=True,
            stdin=subprocess.PIPE if is_read else subprocess.DEVNULL,
            stdout=subprocess.PIPE if is_read else log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _end(process)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def _end(process: subprocess.Popen[str]) -> None:
    """Ends a program and all that it has started."""
    if sys.platform != "win32":  # for mypy: the tests are left out there
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
