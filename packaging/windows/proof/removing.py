"""Removing the program, with its data and without, and the paths into which it installs."""

from __future__ import annotations

import subprocess

import setup_program

from proof.stage import (
    DATA,
    PROGRAMS,
    SETTLING_SECONDS,
    WITH_WINDOW,
    Stage,
    Step,
    expect,
    tree,
    wait_until,
)

EXIT_FOLDER = 4  # setup.nsi
OPEN_WITH = r"HKCU\Software\Classes\Applications\gonghui.exe"


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _Removing(stage)
    return [
        ("removal asks, is clean and by default leaves the data", here.remove),
        ("a long Chinese path with spaces works, one too long is refused", here.long_path),
        ("removal with /PURGE takes the data too", here.purge),
    ]


class _Removing:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept: list[object] = []
        self._long_folder = ""

    def remove(self) -> str:
        """Remove the program as a clerk does who only presses Enter; all of the data stays."""
        stage = self._stage
        self._kept = stage.have_records()
        setup = stage.have_quick_setup(WITH_WINDOW)
        expect(stage.run_setup(setup=setup) == 0, "the set-up exits 0")
        before = tree(stage.data)
        self._answer_by_enter(stage.prefix.start(f"{PROGRAMS}\\uninstall.exe"))
        expect(not stage.installed.exists(), "the program's folder is gone")
        expect(not stage.registered() and not any(stage.links()), "entry and links are gone")
        expect(stage.run("reg", "query", OPEN_WITH)[0] != 0, "it is no longer under 打开方式")
        expect(tree(stage.data) == before, "the data is byte for byte as before")
        return f"{len(before)} files of data stay, see removal-asked.png"

    def _answer_by_enter(self, removal: subprocess.Popen[bytes]) -> None:
        """Press Enter on each page, and on the question about the data."""
        stage = self._stage
        self._press_enter(1, "removal")
        self._press_enter(2, "removal-asked")
        self._press_enter(1, "removal-done")
        stage.end_of(removal)
        wait_until(lambda: not stage.is_removing(), "the removal ends")

    def _press_enter(self, shown: int, picture: str) -> None:
        """Press it once so many windows of the removal are shown and painted."""
        view = self._stage.view
        wait_until(
            lambda: sum("卸载" in title for title in view.windows()) == shown, f"{picture} is shown"
        )
        view.settled_picture(self._stage.out / f"{picture}.png", SETTLING_SECONDS)
        view.press("Return")

    def long_path(self) -> str:
        """Install where the longest file name just fits."""
        stage = self._stage
        room = setup_program.longest_folder(stage.bundle)
        folder = "C:\\工会 资料\\活力 建设（2017）"
        while len(folder) < room - 80:  # one name has at most 255 bytes on Linux
            folder += "\\文件夹的名称很长很长很长很长"
        folder += "\\" + "长" * (room - len(folder) - 1)
        expect(stage.run_setup(f"/D={folder}长") == EXIT_FOLDER, "a path too long is refused")
        expect(stage.run_setup(f"/D={folder}") == 0, "the longest path that fits is taken")
        expect(stage.records(folder) == self._kept, "the data of before the removal is read")
        stage.program(folder, "selftest")
        self._long_folder = folder
        return f"{len(folder)} characters"

    def purge(self) -> str:
        """Remove the program and, told so, the data."""
        stage = self._stage
        wait_until(lambda: not stage.is_running("gonghui-console.exe"), "the self-test has ended")
        code = stage.run_removal(self._long_folder, "/PURGE")
        expect(code == 0, f"the removal exits 0, not {code}")
        gone = not stage.prefix.path(self._long_folder).exists()
        expect(gone, "the program's folder is gone")
        expect(not stage.data.exists(), "the data is gone")
        return DATA
