"""The portable program and its starter; where neither can run; the console's code pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import portable
from bench import run

from proof.stage import PRODUCT, WINDOW_SECONDS, WITH_WINDOW, Stage, Step, expect, wait_until

STARTER = "starter.exe"  # a 64-bit one: Wine shows no message of a 32-bit program
STARTED, TOO_OLD, NO_FILES, TOO_LONG = 0, 2, 4, 5  # starter.nsi
REFUSED = 2  # gonghui_desktop/start_check.py
WINDOWS_KEY = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
BUILD_NUMBER = "CurrentBuildNumber"
OLD_BUILDS = {"Windows 7": 7601, "Windows 10 1803": 17134}
I386 = b"L\x01"  # IMAGE_FILE_MACHINE_I386
PICTURE_SECONDS = 10
RARE = "大连䶮𬭎样例厂"
RARE_IN_GBK = "大连\\u4dae\\U0002cb4e样例厂"
CONSOLE = """\
@echo off
chcp {code_page} > nul
gonghui-console.exe list
"""
FILES = """\
gonghui-console.exe list > file.txt
gonghui-console.exe list --json > answer.txt
gonghui-console.exe restore no-such-file 2> error.txt
"""


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    steps = _Portable(stage)
    return [
        ("the portable ZIP keeps its data beside it", steps.keeps_its_data),
        ("its starter starts it, or says why it cannot run", steps.starter),
        ("a Windows too old is told by both programs", steps.old_windows),
        ("a write-protected stick is told as such", steps.write_protected),
        ("Chinese is right in the console, in pipes and files", steps.code_pages),
    ]


class _Portable:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def _folder(self) -> Path:
        return self._stage.prefix.path(self._stage.have_portable())

    def keeps_its_data(self) -> str:
        """Unpack the ZIP into a folder with a Chinese name and use it."""
        stage = self._stage
        before = stage.data.exists()
        program = stage.have_portable()
        stage.program(program, "import", stage.have_samples())
        expect(len(stage.records(program)) == 3, "the records are there")
        data = stage.prefix.path(f"{program}\\数据")
        expect(data.is_dir(), "the data is beside the program")
        expect(stage.data.exists() == before, "nothing is in the user's data folder")
        return f"{program}\\数据"

    def starter(self) -> str:
        """Start by it, from an incomplete folder, from too long a path, on Windows 7."""
        stage, folder = self._stage, self._folder
        shipped = (folder / portable.STARTER).read_bytes()
        header = int.from_bytes(shipped[0x3C:0x40], "little")
        expect(shipped[header + 4 : header + 6] == I386, "the starter runs on each Windows")
        started = stage.prefix.start(f"{stage.have_portable()}\\{portable.STARTER}")
        stage.view.wait_for(PRODUCT, WINDOW_SECONDS)
        expect(stage.end_of(started) == STARTED, "the starter has ended")
        stage.run("taskkill", "/IM", "gonghui.exe")
        wait_until(lambda: not stage.is_running("gonghui.exe"), "the window closes")

        portable.write_starter(stage.bundle, stage.version, folder / STARTER, WITH_WINDOW)
        alone = stage.prefix.drive_c / "Temp1_gonghui.zip"
        alone.mkdir()
        self._refused(shutil.copyfile(folder / STARTER, alone / STARTER), NO_FILES, "zip")
        deep = stage.prefix.drive_c.joinpath(*["很长的文件夹名" * 10] * 3)
        deep.mkdir(parents=True)
        self._refused(shutil.copyfile(folder / STARTER, deep / STARTER), TOO_LONG, "long")
        with self._build(OLD_BUILDS["Windows 7"]):
            self._refused(folder / STARTER, TOO_OLD, "windows-7")
        return f"{len(shipped) / 1000:.0f} kB; refused: zip, long, windows-7 (see the pictures)"

    def old_windows(self) -> str:
        """Run both programs where Python loads and Qt does not."""
        stage, program = self._stage, self._stage.have_portable()
        for name, build in OLD_BUILDS.items():
            with self._build(build):
                told = stage.program(program, "list", expected=REFUSED)
                expect(f"内部版本 {build}" in told, f"{name} is told to be too old: {told}")
        with self._build(OLD_BUILDS["Windows 10 1803"]):
            self._refused(self._folder / "gonghui.exe", REFUSED, "windows-10-1803")
        return told.strip()

    def write_protected(self) -> str:
        """Use the program where nothing can be written, with data and without."""
        stage, program = self._stage, self._stage.have_portable()
        with _read_only(self._folder):
            said = stage.program(program, "list")
            expect("写保护开关" in said and "大连" in said, f"the data can be read: {said}")
        data = self._folder / "数据"
        data.rename(data.with_name("另放"))
        with _read_only(self._folder):
            told = stage.program(program, "list", expected=REFUSED)
            expect("没有地方存" in told and "复制到电脑里" in told, f"what to do is told: {told}")
        data.with_name("另放").rename(data)
        return told.strip()

    def code_pages(self) -> str:
        """Run commands in a real console of each code page, on it, into files and into a pipe."""
        stage = self._stage
        record = {"form": "annex1", "values": {"unit_name": RARE}}
        head = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
        file = stage.prefix.drive_c / "rare.json"
        file.write_text(json.dumps({**head, "records": [record]}), "utf-8")
        stage.program(stage.have_portable(), "import", "C:\\rare.json")
        for code_page, encoding, name in ((936, "gbk", RARE_IN_GBK), (65001, "utf-8", RARE)):
            batch = CONSOLE.format(code_page=code_page)
            # Wine's own console shows nothing beyond 16 bits, so not all of the name.
            shown = self._in_console(batch).decode()
            expect(RARE[:3] in shown, f"the console of {code_page} shows rare characters: {shown}")
            piped = self._in_console(batch + FILES, subprocess.PIPE).decode(encoding)
            expect(name in piped, f"a pipe under {code_page}: {piped}")
            text, answer, error = (
                (self._folder / f"{each}.txt").read_bytes().decode(encoding)
                for each in ("file", "answer", "error")
            )
            expect(name in text, f"a file under {code_page}: {text}")
            names = [each["values"].get("unit_name") for each in json.loads(answer)["records"]]
            expect(RARE in names, f"JSON under {code_page} has each character: {names}")
            expect("no-such-file" in error and "请" in error, f"errors, too: {error}")
        return f"936 and 65001; what GBK lacks is {RARE_IN_GBK} in pipes and files"

    def _in_console(self, batch: str, out: int | None = None) -> bytes:
        """Run a batch file in the program's folder, in a console.

        Args:
            batch: what is in it.
            out: ``subprocess.PIPE`` for a pipe beside the console.

        Returns:
            What it wrote there, or what the console shows.
        """
        stage = self._stage
        (self._folder / "console.bat").write_text(batch, "ascii", newline="\r\n")
        ours, theirs = import_module("pty").openpty()  # Linux alone has it
        started = subprocess.Popen(
            ["wine", "cmd", "/c", "console.bat"],
            cwd=self._folder,
            env={**stage.prefix.environment, "TERM": "xterm"},
            stdin=theirs,
            stdout=out or theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b"".join(_written(ours))
        piped, _ = started.communicate(timeout=WINDOW_SECONDS)
        return piped if out else re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]", b"", shown)

    def _refused(self, program: Path, code: int, picture: str) -> None:
        """Start a program that says in a box why it does not run; keep a picture of that."""
        stage = self._stage
        inside = program.relative_to(stage.prefix.drive_c)
        started = stage.prefix.start(str(Path("C:", inside)).replace("/", "\\"))
        stage.view.wait_for(PRODUCT, WINDOW_SECONDS)
        stage.view.settled_picture(stage.out / f"refused-{picture}.png", PICTURE_SECONDS)
        expect(len(stage.view.windows()) == 1, "there is a box and no window")
        stage.run("taskkill", "/IM", program.name)
        expect(stage.end_of(started) == code, f"{picture} exits {code}")

    @contextmanager
    def _build(self, number: int) -> Iterator[None]:
        """Have Windows be of that build."""
        stage = self._stage
        _, shown = stage.run("reg", "query", WINDOWS_KEY, "/v", BUILD_NUMBER)
        before = shown.split()[-1]
        change = ["reg", "add", WINDOWS_KEY, "/v", BUILD_NUMBER, "/t", "REG_SZ", "/f", "/d"]
        stage.run(*change, str(number))
        try:
            yield
        finally:
            stage.run(*change, before)


def _written(terminal: int) -> Iterator[bytes]:
    """What is written on a terminal until nobody has it open any more; closes it."""
    try:
        while part := os.read(terminal, 65_536):
            yield part
    except OSError:  # how Linux tells of that
        pass
    os.close(terminal)


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """Have a folder be write-protected: by a mount for root, whom permissions do not stop."""
    is_root = sys.platform == "linux" and os.geteuid() == 0
    if is_root:
        run(["mount", "--bind", folder, folder])
        run(["mount", "-o", "remount,bind,ro", folder])
    else:
        run(["chmod", "-R", "a-w", folder])
    try:
        yield
    finally:
        run(["umount", folder] if is_root else ["chmod", "-R", "u+w", folder])
