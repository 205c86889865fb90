"""A screen for the proof: an X server without a monitor, its windows and pictures of them."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench import run

SIZE = "1366x768x24"  # the smallest screen that the program is made for
POLL = 0.02  # seconds
STILL = 2.0  # seconds in which nothing may change
PICTURE_TRIES = 20
TIMELESS = ("-define", "png:exclude-chunks=date,tIME")  # the same picture is the same file


class Screen:
    """An X display.

    Attributes:
        display: its name, such as ``:1``.
    """

    def __init__(self, display: str, server: subprocess.Popen[bytes], log: Path) -> None:
        self.display = display
        self._server = server
        self._log = log

    def windows(self) -> list[str]:
        """The titles of the windows that are shown, the front one first.

        There are none while the server is too busy to answer.

        Raises:
            SystemExit: the server has ended.
        """
        if self._server.poll() is not None:
            raise SystemExit(
                f"the X server ended ({self._server.returncode}): {self._log.read_text()[-2000:]}"
            )
        command = ["xwininfo", "-root", "-tree", "-display", self.display]
        # A server that starts or ends a client may refuse another one for a moment.
        tree = subprocess.run(command, capture_output=True, text=True, check=False).stdout
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

    def press(self, key: str) -> None:
        """Press a key in the window under the pointer, which rests in the middle of the screen."""
        run(["xdotool", "key", key], {**os.environ, "DISPLAY": self.display})

    def picture(self, file: Path) -> None:
        """Save what the screen shows as a PNG.

        Raises:
            SystemExit: it could not be had, again and again.
        """
        take = ["import", "-display", self.display, "-window", "root", *TIMELESS, str(file)]
        for _ in range(PICTURE_TRIES - 1):
            with suppress(SystemExit):  # a window went while it was being looked at
                run(take)
                return
            time.sleep(POLL)
        run(take)

    def settled_picture(self, file: Path, seconds: float) -> None:
        """Save what the screen shows once it has not changed for a while, or time is up.

        Raises:
            SystemExit: see :meth:`picture`.
        """
        end = time.monotonic() + seconds
        before, since = b"", time.monotonic()
        while True:
            self.picture(file)
            now = file.read_bytes()
            if now != before:
                before, since = now, time.monotonic()
            if time.monotonic() > min(since + STILL, end):
                return
            time.sleep(STILL / 4)


@contextmanager
def screen(size: str = SIZE) -> Iterator[Screen]:
    """A screen of its own, gone afterwards."""
    read, write = os.pipe()
    # Without -noreset it begins anew whenever its last window closes.
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "Xvfb.log"
        with log.open("wb") as errors:
            server = subprocess.Popen([*command, "-noreset"], pass_fds=[write], stderr=errors)
        os.close(write)
        try:
            with os.fdopen(read) as number:
                yield Screen(f":{number.readline().strip()}", server, log)
        finally:
            server.terminate()
            server.wait()
