"""How long a start takes."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

from screen import DOT, Area

from proof.stage import (
    FILLED,
    PRODUCT,
    SAMPLES,
    SAMPLES_THERE,
    SETTLING_SECONDS,
    WINDOW_SECONDS,
    Stage,
    Step,
    expect,
    wait_until,
)

ROUNDS = 5
NAMES = ("沈阳示范轴承所", "大连样例机械厂")  # as long as one another, without a common character
GAP = 20  # dots at least between a name in the list and whatever else has it
NAME_SIZE = (range(60, 200), range(8, 24))  # dots that a name in the list can be wide and high
LOOK_SECONDS = 0.005  # between two looks at it
BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("bare")
window.resize(900, 600)
window.show()
sys.exit(application.exec())
"""


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _Starting(stage)
    return [("start to a filled window, against a bare window", here.start_time)]


class _Starting:
    """Starts in this Windows, which is up already; each begins when the one before has ended."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def start_time(self) -> str:
        """The best of some starts of each, in turn.

        Shown is a window with its title; filled is ours when the first record's name is on the
        screen.
        """
        stage = self._stage
        python = stage.have_python().replace("python.exe", "pythonw.exe")
        (stage.prefix.drive_c / "bare.py").write_text(BARE_WINDOW, encoding="utf-8")
        name, dots = self._name_on_screen()
        times: list[tuple[float, float, float]] = []
        for _ in range(ROUNDS):
            with self._started("bare", python, "-B", "C:\\bare.py") as (bare, _):
                pass
            begun = time.monotonic()
            with self._started(PRODUCT, self._program) as (shown, window):
                shows = partial(self._shows, name.within(window), dots)
                wait_until(shows, "the first record's name is on the screen", LOOK_SECONDS)
                times.append((bare, shown, time.monotonic() - begun))
        bare, shown, filled = (min(each) for each in zip(*times, strict=True))
        return (
            f"bare {bare:.2f} s; shown after {shown:.2f} s: {shown / bare:.1f} times; "
            f"filled after {filled:.2f} s: {filled / bare:.1f} times"
        )

    @property
    def _program(self) -> str:
        return f"{self._stage.have_portable()}\\gonghui.exe"

    def _name_on_screen(self) -> tuple[Area, bytes]:
        """Where in its window the first record's name is in the list, and its dots.

        It is the first place at which the window looks different with another name.
        """
        views = [self._window_with(name) for name in NAMES]
        area = first_difference(*views)
        width, height = area.right - area.left, area.bottom - area.top
        expect(width in NAME_SIZE[0] and height in NAME_SIZE[1], f"a name is there: {area}")
        rows = views[-1][area.top : area.bottom]
        return area, b"".join(row[area.left * DOT : area.right * DOT] for row in rows)

    def _shows(self, area: Area, dots: bytes) -> bool:
        return self._stage.view.dots(area) == dots

    def _window_with(self, name: str) -> list[bytes]:
        """The rows of the window at rest, with fresh data whose first record has that name."""
        stage, program = self._stage, self._stage.have_portable()
        shutil.rmtree(stage.prefix.path(f"{program}\\数据"), ignore_errors=True)
        samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
        samples["records"][0]["values"]["unit_name"] = name
        there = stage.prefix.path(SAMPLES_THERE)
        there.write_text(json.dumps(samples, ensure_ascii=False), encoding="utf-8")
        stage.program(program, "import", SAMPLES_THERE)
        with self._started(FILLED, self._program) as (_, window):
            stage.view.settle(SETTLING_SECONDS)
            lines = range(window.top, window.bottom)
            return [stage.view.dots(Area(window.left, y, window.right, y + 1)) for y in lines]

    @contextmanager
    def _started(self, title: str, *command: str) -> Iterator[tuple[float, Area]]:
        """A program while it runs: seconds until its window was shown, and where that is."""
        stage, begun = self._stage, time.monotonic()
        started = stage.prefix.start(*command)
        window = stage.view.wait_for(title, WINDOW_SECONDS)
        yield time.monotonic() - begun, window
        stage.run("taskkill", "/IM", command[0].rpartition("\\")[2])
        stage.end_of(started)


def first_difference(one: list[bytes], other: list[bytes]) -> Area:
    """The area in which two pictures differ: the uppermost, and of that the leftmost part."""
    unlike = [
        (x // DOT, y)
        for y, rows in enumerate(zip(one, other, strict=True))
        for x in range(0, len(rows[0]), DOT)
        if rows[0][x : x + DOT - 1] != rows[1][x : x + DOT - 1]
    ]
    expect(bool(unlike), "the two differ")
    rows = _up_to_gap(y for _, y in unlike)
    columns = _up_to_gap(x for x, y in unlike if y in rows)
    return Area(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def _up_to_gap(numbers: Iterable[int]) -> Sequence[int]:
    """The first of the numbers, up to a gap of more than ``GAP``."""
    found = sorted(set(numbers))
    ends = (at for at, (x, after) in enumerate(pairwise(found)) if after - x > GAP)
    return found[: next(ends, len(found)) + 1]
