"""A screen for the proof: an X server without a monitor, its windows and pictures of them."""

from __future__ import annotations

import mmap
import os
import re
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import run

SIZE = "1366x768x24"  # the smallest screen that the program is made for
POLL = 0.02  # seconds
STILL = 2.0  # seconds in which nothing may change
PICTURE_TRIES = 20
LOG = "Xvfb.log"
FRAME = "Xvfb_screen0"  # what the server shows, in its -fbdir
XWD_HEADER = struct.Struct(">25I")  # X11/XWDFile.h
XWD_COLOUR = 12  # bytes of each colour between the header and the dots
DOT = 4  # bytes: blue, green, red, and one that says nothing
WINDOW = re.compile(  # a line of xwininfo: title, size, place in its parent, place on the screen
    r'^ {5}0x[0-9a-f]+ "(.+?)": \(.*?\)  (\d+)x(\d+)\+-?\d+\+-?\d+  \+(-?\d+)\+(-?\d+)',
    re.MULTILINE,
)
TIMELESS = ("-define", "png:exclude-chunks=date,tIME")  # the same picture is the same file


@dataclass(frozen=True)
class Area:
    """A part of the screen, in dots from its upper left corner; past ``right`` and ``bottom``."""

    left: int
    top: int
    right: int
    bottom: int

    def within(self, outer: Area) -> Area:
        """This area on the screen, if it is counted from the corner of ``outer``."""
        x, y = outer.left, outer.top
        return Area(self.left + x, self.top + y, self.right + x, self.bottom + y)


class _Frame:
    """What a server shows, in memory that it shares: to look costs nothing that is measured."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._all = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = XWD_HEADER.unpack_from(self._all)
        self.whole = Area(0, 0, header[4], header[5])
        self._begin, self._line = header[0] + header[19] * XWD_COLOUR, header[12]

    def dots(self, area: Area) -> bytes:
        rows = range(area.top, area.bottom)
        begins = (self._begin + row * self._line for row in rows)
        return b"".join(self._all[at + area.left * DOT : at + area.right * DOT] for at in begins)


class Screen:
    """An X display.

    Attributes:
        display: its name, such as ``:1``.
        whole: all of it.
    """

    def __init__(self, display: str, server: subprocess.Popen[bytes], folder: Path) -> None:
        self.display = display
        self._server = server
        self._log = folder / LOG
        self._frame = _Frame(folder / FRAME)
        self.whole = self._frame.whole

    def dots(self, area: Area | None = None) -> bytes:
        """What is shown in ``area``, by default everywhere: rows from above, four bytes a dot."""
        return self._frame.dots(area or self.whole)

    def windows(self) -> list[str]:
        """The titles of the windows that are shown, the front one first; see :meth:`_windows`."""
        return [title for title, _ in self._windows()]

    def wait_for(self, title: str, seconds: float) -> Area:
        """Wait until a window whose title holds ``title`` is shown; where it is.

        Raises:
            SystemExit: none was in time.
        """
        end = time.monotonic() + seconds
        while not (found := [area for shown, area in self._windows() if title in shown]):
            if time.monotonic() > end:
                raise SystemExit(f"no window {title!r} in {seconds} s, only {self.windows()}")
            time.sleep(POLL)
        return found[0]

    def _windows(self) -> list[tuple[str, Area]]:
        """The windows that are shown; none while the server is too busy to answer.

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
        found = []
        for title, *numbers in WINDOW.findall(tree):
            width, height, left, top = map(int, numbers)
            if width > 1:
                found.append((title, Area(left, top, left + width, top + height)))
        return found

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

    def settle(self, seconds: float) -> None:
        """Wait until what is shown has not changed for a while, or time is up."""
        end = time.monotonic() + seconds
        before, since = b"", time.monotonic()
        while time.monotonic() <= min(since + STILL, end):
            if (now := self.dots()) != before:
                before, since = now, time.monotonic()
            time.sleep(STILL / 20)

    def settled_picture(self, file: Path, seconds: float) -> None:
        """Save what the screen shows once it has not changed for a while, or time is up.

        Raises:
            SystemExit: see :meth:`picture`.
        """
        self.settle(seconds)
        self.picture(file)


@contextmanager
def screen(size: str = SIZE) -> Iterator[Screen]:
    """A screen of its own, gone afterwards."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    with tempfile.TemporaryDirectory() as folder:
        # Without -noreset it begins anew whenever its last window closes.
        command += ["-noreset", "-fbdir", folder]
        with (Path(folder) / LOG).open("wb") as errors:
            server = subprocess.Popen(command, pass_fds=[write], stderr=errors)
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                if not (number := answer.readline().strip()):
                    raise SystemExit(f"no X server: {(Path(folder) / LOG).read_text()[-2000:]}")
                yield Screen(f":{number}", server, Path(folder))
        finally:
            server.terminate()
            server.wait()
