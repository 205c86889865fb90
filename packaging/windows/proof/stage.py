"""What every step of the proof uses: a Chinese Windows, a screen, and what was built."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import setup_program
from bench import ROOT, Bench, Prefix, run
from screen import Screen, screen

USER = "林 小美"
PRODUCT = "基层工会活力建设申报"
FILLED = "基层工会活力建设项目 2017"  # in the window's title once its lists are there
PROGRAMS = f"C:\\users\\{USER}\\AppData\\Local\\Programs\\gonghui-desktop"
DATA = f"C:\\users\\{USER}\\AppData\\Local\\gonghui-desktop"
START_MENU = f"C:\\users\\{USER}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs"
DESKTOP = f"C:\\users\\{USER}\\Desktop"
ENTRY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\gonghui-desktop"
SAMPLES = ROOT / "resources" / "samples" / "selftest.json"
SAMPLES_THERE = "C:\\样例 记录.json"
EXPLANATION = "本区只有三家单位申报。"
WINDOW_SECONDS = 240  # until a window that does not come or go is a fault
COMMAND_SECONDS = 300  # until a command is taken to hang
SETTLING_SECONDS = 20  # until a picture is taken of a window that still changes
POLL = 0.1  # seconds
USUAL_DPI = 96
FACE, FACE_NAME = ROOT / "resources" / "fonts" / "Hei-Regular.ttf", "Gonghui Hei"
REPLACED_FACES = r"HKCU\Software\Wine\Fonts\Replacements"
WITHOUT_WINDOW = "x86-unicode"  # as it is handed out; Wine shows no window of it, nor its removal
WITH_WINDOW = "amd64-unicode"

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


def wait_until(holds: Callable[[], bool], what: str, pause: float = POLL) -> None:
    """Go on as soon as ``holds``, looking every ``pause`` s; end the proof if it never does."""
    end = time.monotonic() + WINDOW_SECONDS
    while not holds():
        expect(time.monotonic() < end, f"{what}, in {WINDOW_SECONDS} s")
        time.sleep(pause)


def chinese_locale(bench: Bench) -> None:
    """Have the locale that makes a Wine a Chinese Windows."""
    locales = bench.folder / "locale"
    if not (locales / "zh_CN.UTF-8").exists():
        locales.mkdir(exist_ok=True)
        run(["localedef", "-i", "zh_CN", "-f", "UTF-8", locales / "zh_CN.UTF-8"])


def chinese_prefix(folder: Path, bench: Bench) -> Prefix:
    """A fresh Windows in Chinese, whose user has a Chinese name with a space in it."""
    folder.mkdir(parents=True, exist_ok=True)
    passwd, group = (folder.with_name(f"{folder.name}-{name}") for name in ("passwd", "group"))
    owner = folder.stat()  # whoever runs this
    passwd.write_text(f"{USER}:x:{owner.st_uid}:{owner.st_gid}::{folder / 'home'}:/bin/sh\n")
    group.write_text(f"users:x:{owner.st_gid}:\n")
    prefix = Prefix(
        folder,
        {
            "WINEDLLPATH": str(bench.wow64),
            "LC_ALL": "zh_CN.UTF-8",
            "LOCPATH": str(bench.folder / "locale"),
            "CUPS_SERVER": "localhost:9",  # nobody there: no printer, whatever this machine has
            "LD_PRELOAD": "libnss_wrapper.so",  # answers who the user is from the files below
            "NSS_WRAPPER_PASSWD": str(passwd),
            "NSS_WRAPPER_GROUP": str(group),
        },
    )
    prefix.create(bench.stubs)
    # Wine has no Chinese face: Windows' own windows would show boxes.
    shutil.copyfile(FACE, prefix.path("C:\\windows\\Fonts\\simsun.ttc"))
    for name in ("SimSun", "宋体"):
        prefix.run("reg", "add", REPLACED_FACES, "/v", name, "/d", FACE_NAME, "/f")
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

    def __init__(
        self, built: Path, version: str, bench: Bench, prefix: Prefix, view: Screen
    ) -> None:
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
        self._held = ExitStack()
        self._up = self._start(view)

    def _start(self, view: Screen) -> subprocess.Popen[bytes]:
        self.prefix.environment["DISPLAY"] = view.display
        return self.prefix.keep_up()

    def stop(self) -> None:
        """End everything that runs in this Windows, and its further screens."""
        self._shut_down()
        self._held.close()

    def _shut_down(self) -> None:
        # Without input cmd ends, once it is up; a Windows told to end before that would yet start.
        self._up.communicate()
        self.prefix.stop()

    @contextmanager
    def moved_to(self, size: str, dots_per_inch: int) -> Iterator[Screen]:
        """Shut this Windows down and start it on another screen; after a failure it stays there."""
        here = self.view
        view = self._held.enter_context(screen(size))
        self._restart(view, dots_per_inch)
        yield view
        self._restart(here, USUAL_DPI)

    def _restart(self, view: Screen, dots_per_inch: int) -> None:
        desktop = "HKCU\\Control Panel\\Desktop"
        dpi = ("/v", "LogPixels", "/t", "REG_DWORD", "/d", str(dots_per_inch), "/f")
        expect(self.run("reg", "add", desktop, *dpi)[0] == 0, "the scale is set")
        self._shut_down()
        self.view, self._up = view, self._start(view)

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

    def have_quick_setup(self, kind: str = WITHOUT_WINDOW) -> Path:
        """The set-up program without the compression that takes its time, of NSIS' ``kind``."""
        file = self.out / f"setup-{kind}.exe"
        if not file.exists():
            setup_program.write(self.bundle, self.version, file, "-DQUICK", f"-DTARGET={kind}")
        return file

    def have_python(self) -> str:
        """The bench's Windows Python there; its path."""
        python = self.prefix.path("C:\\python")
        if not python.exists():
            python.symlink_to(self.bench.prefix.path("C:\\python"))
        return "C:\\python\\python.exe"

    def run(self, *command: str) -> tuple[int, str]:
        """Run a Windows program to its end; its exit code and what it printed."""
        return self.prefix.run(*command, check=False, seconds=COMMAND_SECONDS)

    def program(self, folder: str, *arguments: str, expected: int = 0) -> str:
        """Run the console twin in ``folder``; what it printed."""
        code, text = self.run(f"{folder}\\gonghui-console.exe", *arguments)
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
        return self.run("cmd", "/c", line)[0]

    def run_removal(self, folder: str, *arguments: str) -> int:
        """Run the removal silently and wait for it: it works from a copy of itself."""
        code, _ = self.run(f"{folder}\\uninstall.exe", "/S", *arguments)
        wait_until(lambda: not self.is_removing(), "the removal ends")
        return code

    def is_removing(self) -> bool:
        """Whether a removal runs: mostly a copy of itself, under another name."""
        return self.is_running("uninstall.exe", "~nsu", "_?=")

    def is_running(self, *signs: str) -> bool:
        """Whether a program runs of whose command line one of these is a part."""
        return any(sign in each for each in self.prefix.programs() for sign in signs)

    def registered(self) -> bool:
        """Whether Windows lists the program under its apps."""
        return self.run("reg", "query", ENTRY)[0] == 0

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
        self.run("taskkill", "/IM", "gonghui.exe")
        code = self.end_of(started)
        expect(code == 0, f"the closed window exits 0, not {code}")

    def end_of(self, started: subprocess.Popen[bytes]) -> int:
        """Wait until a program has ended; its exit code."""
        wait_until(lambda: started.poll() is not None, f"{started.args!r} ends")
        return started.returncode
