"""The window among others: started a second time, and on a screen with small pixels."""

from __future__ import annotations

import json
import shutil

from proof.stage import (
    FILLED,
    SAMPLES,
    SETTLING_SECONDS,
    WINDOW_SECONDS,
    Stage,
    Step,
    expect,
    wait_until,
)

FINE_SCREEN = "1920x1080x24"
FINE_DPI = 144  # 150 %, what a notebook with such a screen comes with
NOTEPAD = "记事本"


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _Windowing(stage)
    return [
        ("a second start hands its file over and raises the window", here.start_again),
        ("the window and its dialogs at 144 dpi", here.fine_pixels),
    ]


class _Windowing:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def start_again(self) -> str:
        """With another program's window in front."""
        stage = self._stage
        program, data = stage.have_program(), ("--data", "C:\\再次打开")
        stage.program(program, *data, "profile", "--kind", "district", "--name", "中山区总工会")
        first = stage.open_window(program, *data)
        stage.view.wait_for(FILLED, WINDOW_SECONDS)
        stage.prefix.start("notepad.exe")
        wait_until(lambda: self._is_in_front(NOTEPAD), "another window is in front")
        again = stage.prefix.start(f"{program}\\gonghui.exe", *data, stage.have_samples())
        code = stage.end_of(again)
        expect(code == 0, f"the second start exits 0, not {code}")
        wait_until(lambda: self._is_in_front(FILLED), "the window comes to the front")
        there = len(json.loads(SAMPLES.read_bytes())["records"])
        wait_until(lambda: len(stage.records(program, *data)) == there, "its file comes in")
        stage.view.settled_picture(stage.out / "second-start.png", SETTLING_SECONDS)
        stage.run("taskkill", "/IM", "notepad.exe")
        stage.close(first)
        return f"{there} records, see second-start.png"

    def fine_pixels(self) -> str:
        """The self-test's pictures, and one of the screen."""
        stage = self._stage
        program = stage.have_program()
        stage.have_records()
        with stage.moved_to(FINE_SCREEN, FINE_DPI) as view:
            started = stage.open_window(program)
            view.wait_for(FILLED, WINDOW_SECONDS)
            view.settled_picture(stage.out / "window-144.png", SETTLING_SECONDS)
            stage.close(started)
            stage.program(program, "selftest", "--screenshots", "C:\\截图 144")
        pictures = stage.out / "截图-144"
        shutil.copytree(stage.prefix.drive_c / "截图 144", pictures)
        return f"see window-144.png and {pictures.name}"

    def _is_in_front(self, title: str) -> bool:
        shown = [each for each in self._stage.view.windows() if not each.startswith("_q_")]
        return bool(shown) and title in shown[0]
