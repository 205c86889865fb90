"""A screen for the proof: an X server without a monitor, its windows and pictures of them."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import run

SIZE = "1366x768x24"  # the smallest screen that the program is made for
POLL = 0.02  # seconds


class Screen:
    """An X display.

    Attributes:
        display: its name, such as ``:1``.
    """

    def __init__(self, display: str) -> None:
        self.display = display

    def windows(self) -> list[str]:
        """The titles of the windows that are shown."""
        tree = run(["xwininfo", "-root", "-tree", "-display", self.display])
        lines = re.findall(r'^ {5}(0x[0-9a-f]+) "(.+?)": \(.*?\)  (\d+)x(\d+)', tree, re.MULTILINE)
        return [title for _, title, width, _ in lines if int(width) > 1]

    def wait_for(self, title: str, seconds: float) -> None:
        """Wait until a window whose title holds ``title`` is shown.

        Raises:
            SystemExit: none was in time.
        """
        end = time.monotonic() + seconds
        while not any(title in shown for shown in self.windows()):
            if time.monotonic() > end:
                raise SystemExit(f"no window {title!r} in {seconds} s, only {self.windows()}")
            time.sleep(POLL)

    def picture(self, file: Path) -> None:
        """Save what the screen shows as a PNG."""
        run(["import", "-display", self.display, "-window", "root", file])


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own, gone afterwards."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield Screen(f":{number.readline().strip()}")
    finally:
        server.terminate()
        server.wait()
