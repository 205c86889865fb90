r"""Prove the Windows program: install, use, update, remove it, as a clerk in China would.

``python3 dev.py windows --prove`` runs this after the build, in a fresh Wine prefix whose user is
called 林 小美 and whose system is Chinese (ANSI code page 936), on a screen of 1366 by 768. Every
step says what it saw; the first that goes wrong ends the proof. What Wine cannot show is listed in
docs/windows.md.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import setup_program
from bench import ROOT, Bench, Prefix, run, say
from screen import Screen, screen

USER = "林 小美"
PRODUCT = "基层工会活力建设申报"
FILLED = "基层工会活力建设项目 2017"  # in the window's title once its lists are there
PROGRAMS = f"C:\\users\\{USER}\\AppData\\Local\\Programs\\gonghui-desktop"
DATA = f"C:\\users\\{USER}\\AppData\\Local\\gonghui-desktop"
START_MENU = f"C:\\users\\{USER}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs"
DESKTOP = f"C:\\users\\{USER}\\Desktop"
ENTRY = "CurrentVersion\\\\Uninstall\\\\gonghui-desktop]"
SAMPLES = ROOT / "resources" / "samples" / "selftest.json"
EXPLANATION = "本区只有三家单位申报。"
UNIT = "大连样例机械有限公司"
UNIT_ROW = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{UNIT}</t></is></c></row>'
OLD_SPREADSHEET = ROOT / "tests" / "data" / "spreadsheets" / "libreoffice.xls"
OLD_ONLY = "_internal/only-in-the-older-version.txt"
EXIT_RUNNING, EXIT_FOLDER = 3, 4  # setup.nsi
WINDOW_SECONDS = 60

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


class Proof:
    """The steps, in their order; each method is one.

    Attributes:
        out: where pictures and the self-test's files are left to be looked at.
    """

    def __init__(self, built: Path, version: str, bench: Bench, prefix: Prefix, view: Screen):
        self.bundle = built / "gonghui"
        self.setup = built / f"gonghui-{version}-setup.exe"
        self.archive = built / f"gonghui-{version}-portable.zip"
        self.out = built / "proof"
        self.bench = bench
        self.prefix = prefix
        self.view = view
        self.installed = prefix.path(PROGRAMS)
        self.data = prefix.path(DATA)
        prefix.environment["DISPLAY"] = view.display

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """Each step with what it shows."""
        return [
            ("an older version installs", self.install_older),
            ("it stores the sample records", self.store_records),
            ("the update keeps the data and leaves nothing behind", self.update),
            (
                "the window opens; set-up and removal refuse while it does",
                self.refuse_while_running,
            ),
            ("the self-test runs in the installed program", self.selftest),
            ("spreadsheets go out and come in, a hostile one is refused", self.spreadsheets),
            ("its PDFs and package equal those of Linux", self.compare_with_linux),
            ("removal is clean and leaves the data", self.remove),
            ("a long Chinese path with spaces works, one too long is refused", self.long_path),
            ("removal with /PURGE takes the data too", self.purge),
            ("the portable ZIP keeps its data beside it", self.portable),
            ("start to a filled window, against a bare PySide6 window", self.start_time),
        ]

    def program(self, folder: str, *arguments: str, expected: int = 0) -> str:
        """Run the console twin in ``folder``; what it printed."""
        code, text = self.prefix.run(f"{folder}\\gonghui-console.exe", *arguments, check=False)
        expect(code == expected, f"{arguments} exits {expected}, not {code}:\n{text}")
        return text

    def records(self, folder: str) -> list[object]:
        """The records that the program in ``folder`` has."""
        records = json.loads(self.program(folder, "list", "--json"))["records"]
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

    def install_older(self) -> str:
        """The same program as version 0.0.1, with a file that the newer one lacks."""
        with tempfile.TemporaryDirectory() as scratch:
            older = Path(scratch) / "gonghui"
            shutil.copytree(self.bundle, older)
            (older / OLD_ONLY).write_text("older")
            setup = Path(scratch) / "older-setup.exe"
            setup_program.write(older, "0.0.1", setup, "-DQUICK")
            expect(self.run_setup(setup=setup) == 0, "the older set-up exits 0")
        expect((self.installed / OLD_ONLY).exists(), "the older version is there")
        return PROGRAMS

    def store_records(self) -> str:
        """Import the sample into the user's own data folder, and hand it in."""
        shutil.copyfile(SAMPLES, self.prefix.drive_c / "样例 记录.json")
        self.program(PROGRAMS, "import", "C:\\样例 记录.json")
        self.program(PROGRAMS, "profile", "--kind", "district", "--name", "中山区总工会")
        self.program(PROGRAMS, "export", "-o", "C:\\旧版.zip", "--explain", EXPLANATION)
        self.kept = self.records(PROGRAMS)
        expect(self.data.is_dir(), f"the data folder is {DATA}")
        return f"{len(self.kept)} records in {DATA}"

    def update(self) -> str:
        """Install the new version over the older one."""
        before = tree(self.data)
        expect(self.run_setup() == 0, "the update exits 0")
        expect(tree(self.data) == before, "the data is byte for byte as before the update")
        there = tree(self.installed, "uninstall.exe")
        expect(there == tree(self.bundle), "exactly the new version's files are there")
        expect(self.registered() and all(self.links()), "entry among the apps, both links")
        expect(self.records(PROGRAMS) == self.kept, "the new version reads the records")
        return f"{len(there)} files"

    def refuse_while_running(self) -> str:
        """Neither update nor removal touches a program that runs."""
        started = self.prefix.start(f"{PROGRAMS}\\gonghui.exe")
        self.view.wait_for(PRODUCT, WINDOW_SECONDS)
        time.sleep(3)  # let the window paint for its picture
        self.view.picture(self.out / "window.png")
        files = tree(self.installed)
        expect(self.run_setup() == EXIT_RUNNING, "set-up refuses while the program runs")
        self.run_removal(PROGRAMS)
        expect(tree(self.installed) == files, "no file was touched")
        self.close(started)
        return "see window.png"

    def close(self, started: subprocess.Popen[bytes]) -> None:
        """Close the program's window as its cross does."""
        self.prefix.run("taskkill", "/IM", "gonghui.exe")
        expect(started.wait(WINDOW_SECONDS) == 0, "the closed window exits 0")

    def selftest(self) -> str:
        """The whole main job in the real window."""
        self.program(PROGRAMS, "selftest", "--output", "C:\\自检", "--screenshots", "C:\\截图")
        for name in ("自检", "截图"):
            shutil.copytree(self.prefix.drive_c / name, self.out / name, dirs_exist_ok=True)
        pictures = list((self.out / "截图").glob("*.png"))
        expect(bool(pictures), "there are pictures")
        return f"{len(pictures)} pictures in {self.out / '截图'}"

    def spreadsheets(self) -> str:
        """The template, filled in, is read by a child; one that makes the child abort is not."""
        data, blank = ["--data", "C:\\表格数据"], self.prefix.drive_c / "空白导入表.xlsx"
        self.program(PROGRAMS, *data, "template", "-o", "C:\\空白导入表.xlsx")
        filled = self.prefix.drive_c / "填好 的表.xlsx"
        with zipfile.ZipFile(blank) as source, zipfile.ZipFile(filled, "w") as target:
            for entry in source.infolist():
                content = source.read(entry)
                if entry.filename == "xl/worksheets/sheet1.xml":
                    content = content.replace(b"</sheetData>", UNIT_ROW.encode() + b"</sheetData>")
                target.writestr(entry, content)
        self.program(PROGRAMS, *data, "import", "C:\\填好 的表.xlsx")
        (record,) = json.loads(self.program(PROGRAMS, *data, "list", "--json"))["records"]
        expect(record["values"]["unit_name"] == UNIT, "the unit's name came in")
        hostile = bytearray(OLD_SPREADSHEET.read_bytes())
        book = hostile.index(struct.pack("<HHH", 0x809, 16, 0x600))  # BOF of Excel 97
        struct.pack_into("<H", hostile, book + 4, 0x500)  # of a version in which we do not look
        cell = hostile.index(struct.pack("<HHHH", 0x27E, 10, 3, 2))  # RK, row 3, column 2
        struct.pack_into("<HH", hostile, cell + 4, 65_535, 65_535)
        (self.prefix.drive_c / "坏的.xls").write_bytes(hostile)
        told = self.program(PROGRAMS, *data, "import", "C:\\坏的.xls", expected=2)
        expect("坏的.xls：里面的内容大得读不了" in told, "the child has aborted")
        return f"refused: {told.strip().splitlines()[-1]}"

    def compare_with_linux(self) -> str:
        """The same data printed and handed in there and here: the same bytes."""
        commands = {"表.pdf": ["print"], "包.zip": ["export", "--explain", EXPLANATION]}
        here = Path(shutil.copytree(self.data, self.out / "linux" / "data"))
        linux = [sys.executable, "-P", "-m", "gonghui_desktop", "--data", str(here)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        for name, command in commands.items():
            self.program(PROGRAMS, *command, "-o", f"C:\\{name}")
            run([*linux, *command, "-o", str(self.out / "linux" / name)], environment)
            there = self.prefix.drive_c / name
            shutil.copyfile(there, self.out / name)
            same = there.read_bytes() == (self.out / "linux" / name).read_bytes()
            expect(same, f"{name} has the same bytes on Linux")
        return f"{len(commands)} files"

    def remove(self) -> str:
        """Remove the program; nothing of it stays, all of the data does."""
        before = tree(self.data)
        expect(self.run_removal(PROGRAMS) == 0, "the removal exits 0")
        expect(not self.installed.exists(), "the program's folder is gone")
        expect(not self.registered() and not any(self.links()), "entry and links are gone")
        expect(tree(self.data) == before, "the data is byte for byte as before")
        return f"{len(before)} files of data stay"

    def long_path(self) -> str:
        """Install where the longest file name just fits."""
        room = setup_program.longest_folder(self.bundle)
        folder = "C:\\工会 资料\\活力 建设（2017）"
        while len(folder) < room - 80:  # one name has at most 255 bytes on Linux
            folder += "\\文件夹的名称很长很长很长很长"
        folder += "\\" + "长" * (room - len(folder) - 1)
        expect(self.run_setup(f"/D={folder}长") == EXIT_FOLDER, "a path too long is refused")
        expect(self.run_setup(f"/D={folder}") == 0, "the longest path that fits is taken")
        expect(self.records(folder) == self.kept, "the data of before the removal is read")
        self.program(folder, "selftest")
        self.long_folder = folder
        return f"{len(folder)} characters"

    def purge(self) -> str:
        """Remove the program and, told so, the data."""
        expect(self.run_removal(self.long_folder, "/PURGE") == 0, "the removal exits 0")
        expect(not self.prefix.path(self.long_folder).exists(), "the program's folder is gone")
        expect(not self.data.exists(), "the data is gone")
        return DATA

    def portable(self) -> str:
        """Unpack the ZIP into a folder with a Chinese name and use it."""
        folder = self.prefix.drive_c / "U 盘"
        with zipfile.ZipFile(self.archive) as archive:
            archive.extractall(folder)
        (top,) = folder.iterdir()
        program = f"C:\\U 盘\\{top.name}"
        self.program(program, "import", "C:\\样例 记录.json")
        expect(len(self.records(program)) == len(self.kept), "the records are there")
        expect((top / "数据").is_dir(), "the data is beside the program")
        expect(not self.data.exists(), "nothing is in the user's data folder")
        self.portable_program = program
        return f"{program}\\数据"

    def start_time(self) -> str:
        """The best of some starts of each, in turn, in this prefix, Wine already up."""
        python = self.prefix.path("C:\\python")
        if not python.exists():
            python.symlink_to(self.bench.prefix.path("C:\\python"))
        (self.prefix.drive_c / "bare.py").write_text(BARE_WINDOW, encoding="utf-8")
        starts = {  # each with its command and the titles that its window gets
            "bare": (["C:\\python\\pythonw.exe", "-B", "C:\\bare.py"], ["bare"]),
            "ours": ([f"{self.portable_program}\\gonghui.exe"], [PRODUCT, FILLED]),
        }
        up = ["C:\\python\\python.exe", "-c", "import time; time.sleep(600)"]
        keep_wine_up = self.prefix.start(*up)
        best: dict[str, float] = {}
        for _ in range(5):
            for command, titles in starts.values():
                begun = time.monotonic()
                started = self.prefix.start(*command)
                for title in titles:
                    self.view.wait_for(title, WINDOW_SECONDS)
                    taken = time.monotonic() - begun
                    best[title] = min(taken, best.get(title, taken))
                time.sleep(2)
                self.prefix.run("taskkill", "/IM", command[0].rpartition("\\")[2])
                started.wait(WINDOW_SECONDS)
        self.prefix.run("taskkill", "/F", "/IM", "python.exe")
        keep_wine_up.wait(WINDOW_SECONDS)
        bare, shown, filled = best["bare"], best[PRODUCT], best[FILLED]
        return (
            f"bare {bare:.2f} s; shown after {shown:.2f} s: {shown / bare:.1f} times; "
            f"filled after {filled:.2f} s: {filled / bare:.1f} times"
        )


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


def prove(built: Path, version: str, bench: Bench) -> None:
    """Run every step on what lies in ``built``.

    Raises:
        SystemExit: a step failed.
    """
    begun = time.monotonic()
    shutil.rmtree(built / "proof", ignore_errors=True)
    (built / "proof").mkdir()
    prefix = chinese_prefix(bench.folder / "proof-prefix", bench)
    try:
        with screen() as view:
            for title, step in Proof(built, version, bench, prefix, view).steps():
                at = time.monotonic()
                seen = step()
                say(f"[{time.monotonic() - at:5.1f} s] {title}: {seen}")
    finally:
        prefix.stop()
    shutil.rmtree(prefix.folder)  # 700 MB; left to be looked at when a step fails
    say(f"proved in {time.monotonic() - begun:.0f} s")
