"""What every step of the proof uses: a Chinese Windows, a screen, and what was built."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench import ROOT, Bench, Prefix, run
from screen import Screen

USER = "林 小美"
PRODUCT = "基层工会活力建设申报"
FILLED = "基层工会活力建设项目 2017"  # in the window's title once its lists are there
PROGRAMS = f"C:\\users\\{USER}\\AppData\\Local\\Programs\\gonghui-desktop"
DATA = f"C:\\users\\{USER}\\AppData\\Local\\gonghui-desktop"
START_MENU = f"C:\\users\\{USER}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs"
DESKTOP = f"C:\\users\\{USER}\\Desktop"
ENTRY = "CurrentVersion\\\\Uninstall\\\\gonghui-desktop]"
SAMPLES = ROOT / "resources" / "samples" / "selftest.json"
SAMPLES_THERE = "C:\\样例 记录.json"
EXPLANATION = "本区只有三家单位申报。"
WINDOW_SECONDS = 60

Step = tuple[str, Callable[[], str]]
Tree = dict[str, str]


class Failure(SystemExit):
    """A step did not end as it must."""


def expect(holds: bool, what: str) -> None:
    """Go on if ``holds``; else end the proof, saying what was expected."""
    if not holds:
        raise Failure(f"not so: {what}")


def tree(folder: Path, *but: str) -> Tree:
    """SHA-256 of every file in ``folder``, by its name there; without the names ``but``."""
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (name := file.relative_to(folder).as_posix()) not in but
    }


def chinese_prefix(folder: Path, bench: Bench) -> Prefix:
    """A fresh Windows in Chinese, whose user has a Chinese name with a space in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    locales = bench.folder / "locale"
    if not (locales / "zh_CN.UTF-8").exists():
        locales.mkdir()
        run(["localedef", "-i", "zh_CN", "-f", "UTF-8", locales / "zh_CN.UTF-8"])
    passwd, group = bench.folder / "passwd", bench.folder / "group"
    owner = folder.stat()  # whoever runs this
    passwd.write_text(f"{USER}:x:{owner.st_uid}:{owner.st_gid}::{folder / 'home'}:/bin/sh\n")
    group.write_text(f"users:x:{owner.st_gid}:\n")
    prefix = Prefix(
        folder,
        {
            "LC_ALL": "zh_CN.UTF-8",
            "LOCPATH": str(locales),
            "LD_PRELOAD": "libnss_wrapper.so",  # answers who the user is from the files below
            "NSS_WRAPPER_PASSWD": str(passwd),
            "NSS_WRAPPER_GROUP": str(group),
        },
    )
    prefix.create(bench.stubs)
    return prefix


class Stage:
    """One Windows with its screen, and the built program, installed or not.

    Attributes:
        version: of what was built.
        bundle: the frozen folder.
        setup: the set-up program.
        archive: the portable ZIP.
        out: where pictures and files are left to be looked at.
        bench: where Wine and Windows' Python come from.
        prefix: the Windows.
        view: its screen.
        installed: where the program is, or would be, installed.
        data: where its data is, or would be.
    """

    def __init__(self, built: Path, version: str, bench: Bench, prefix: Prefix, view: Screen):
        self.version = version
        self.bundle = built / "gonghui"
        self.setup = built / f"gonghui-{version}-setup.exe"
        self.archive = built / f"gonghui-{version}-portable.zip"
        self.out = built / "proof"
        self.bench = bench
        self.prefix = prefix
        self.view = view
        self.installed = prefix.path(PROGRAMS)
        self.data = prefix.path(DATA)
        self._kept: list[object] | None = None
        self._portable = ""
        prefix.environment["DISPLAY"] = view.display

    def have_program(self) -> str:
        """Install the program if it is not; its folder."""
        if not (self.installed / "gonghui.exe").exists():
            expect(self.run_setup() == 0, "the set-up exits 0")
        return PROGRAMS

    def have_records(self) -> list[object]:
        """Have the installed program hold the sample records, handed in; these."""
        folder = self.have_program()
        if self._kept is None or not self.data.exists():
            self.program(folder, "import", self.have_samples())
            self.program(folder, "profile", "--kind", "district", "--name", "中山区总工会")
            self.program(folder, "export", "-o", "C:\\旧版.zip", "--explain", EXPLANATION)
            self._kept = self.records(folder)
        return self._kept

    def have_samples(self) -> str:
        """The sample records as a file there; its path there."""
        shutil.copyfile(SAMPLES, self.prefix.path(SAMPLES_THERE))
        return SAMPLES_THERE

    def have_portable(self) -> str:
        """Unpack the portable ZIP into a folder with a Chinese name; the program's folder there."""
        if not self._portable:
            folder = self.prefix.drive_c / "U 盘"
            with zipfile.ZipFile(self.archive) as archive:
                archive.extractall(folder)
            (top,) = folder.iterdir()
            self._portable = f"C:\\U 盘\\{top.name}"
        return self._portable

    def program(self, folder: str, *arguments: str, expected: int = 0) -> str:
        """Run the console twin in ``folder``; what it printed."""
        code, text = self.prefix.run(f"{folder}\\gonghui-console.exe", *arguments, check=False)
        expect(code == expected, f"{arguments} exits {expected}, not {code}:\n{text}")
        return text

    def records(self, folder: str, *options: str) -> list[object]:
        """The records that the program in ``folder`` has."""
        records = json.loads(self.program(folder, *options, "list", "--json"))["records"]
        assert isinstance(records, list)
        return records

    def run_setup(self, *arguments: str, setup: Path | None = None) -> int:
        """Run the set-up program silently; its exit code."""
        shutil.copyfile(setup or self.setup, self.prefix.drive_c / "setup.exe")
        line = " ".join(["C:\\setup.exe", "/S", *arguments])  # /D= takes no quotes: hence cmd
        return self.prefix.run("cmd", "/c", line, check=False)[0]

    def run_removal(self, folder: str, *arguments: str) -> int:
        """Run the removal silently and wait for it: it works from a copy of itself."""
        code, _ = self.prefix.run(f"{folder}\\uninstall.exe", "/S", *arguments, check=False)
        end = time.monotonic() + 30
        while "Uninstall" in "".join(self.running()) and time.monotonic() < end:
            time.sleep(0.2)
        return code

    def running(self) -> list[str]:
        """The names of the programs that run."""
        return self.prefix.run("tasklist", check=False)[1].splitlines()

    def registered(self) -> bool:
        """Whether Windows lists the program under its apps."""
        self.prefix.wait()
        registry = self.prefix.folder / "wine" / "user.reg"
        return ENTRY in registry.read_text(encoding="utf-8", errors="replace")

    def links(self) -> list[bool]:
        """Whether the links in the start menu and on the desktop are there."""
        return [
            self.prefix.path(f"{place}\\{PRODUCT}.lnk").exists() for place in (START_MENU, DESKTOP)
        ]

    def open_window(self, folder: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program in ``folder`` and wait for its window."""
        started = self.prefix.start(f"{folder}\\gonghui.exe", *arguments)
        self.view.wait_for(PRODUCT, WINDOW_SECONDS)
        return started

    def close(self, started: subprocess.Popen[bytes]) -> None:
        """Close the program's window as its cross does."""
        self.prefix.run("taskkill", "/IM", "gonghui.exe")
        expect(started.wait(WINDOW_SECONDS) == 0, "the closed window exits 0")
