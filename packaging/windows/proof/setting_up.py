"""Installing and updating: refusals, updates that fail or are cut short, and one that goes well."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import contents
import setup_program

from proof.stage import (
    DATA,
    PRODUCT,
    PROGRAMS,
    SETTLING_SECONDS,
    WINDOW_SECONDS,
    WITH_WINDOW,
    Stage,
    Step,
    Tree,
    expect,
    tree,
    wait_until,
)

HERE = Path(__file__).resolve().parent
OLD_ONLY = "only-in-the-older-version.txt"
OLD_CONTENTS = "_internal-00000001"
HERS = "自己的说明.txt"
BESIDE = ("uninstall.exe", HERS)  # beside the bundle's files in the program's folder
EXIT_RUNNING, EXIT_FOLDER, EXIT_WINDOWS = 3, 4, 5  # setup.nsi
BUILD = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber"
SESSION = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
KIND = SESSION, "PROCESSOR_ARCHITECTURE"
UNFIT = (  # what a Windows is, in the registry, and what is said of it, where that is looked at
    (BUILD, "17134", "版本太旧（内部版本 17134）"),  # Windows 10 1803
    (BUILD, "7601", ""),  # Windows 7
    (KIND, "x86", "32 位"),
    (KIND, "ARM64", ""),  # with the build of a Windows 10
)
WINDOW_PROGRAM = "C:\\pages.exe"
TITLE = f"{PRODUCT} 安装"  # of its windows
FULL_AT = 4_000_000  # bytes of a file at which the disk is full
HOLD = """
import ctypes, sys, time
ctypes.windll.kernel32.CreateFileW(sys.argv[1], 0x80000000, 0, None, 3, 0, None)
open(sys.argv[2], "w").close()
time.sleep(600)
"""


def steps(stage: Stage) -> list[Step]:
    """See :mod:`proof`."""
    here = _SettingUp(stage)
    return [
        ("a Windows that is too old, of 32 bits or ARM is refused, untouched", here.refuse_windows),
        ("an older version installs", here.install_older),
        ("it stores the sample records", here.store_records),
        ("an update onto a full disk or with a file held leaves the older", here.fail_to_update),
        ("an update killed at any moment leaves one of the two, whole", here.kill_updates),
        ("the update keeps the data and leaves nothing behind", here.update),
        ("the window opens; set-up and removal refuse while it does", here.refuse_while_running),
        ("the pages: 重试 while it is open, then it is installed", here.pages),
        ("打开方式 of a ZIP file offers the program", here.open_with),
    ]


class _SettingUp:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._older = stage.out / "older"
        self._older_setup = stage.out / "older-setup.exe"

    def refuse_windows(self) -> str:
        """By the set-up program in silence, and by its 64-bit twin with a message."""
        stage = self._stage
        self._have_pages()
        before = self._user_side()
        shutil.copyfile(stage.setup, stage.prefix.drive_c / "setup.exe")
        for (key, name), value, words in UNFIT:
            kept = self._registry_value(key, name)
            self._set_registry_value(key, name, value)
            code = stage.run("C:\\setup.exe", "/S")[0]
            expect(code == EXIT_WINDOWS, f"{name} {value} is refused, not {code}")
            if words:
                shown = stage.prefix.start(WINDOW_PROGRAM)
                stage.view.wait_for(TITLE, WINDOW_SECONDS)
                told = self._click("确定", f"refused-{value}.png")
                expect(words in told, f"the message has {words}: {told}")
                expect(stage.end_of(shown) == EXIT_WINDOWS, "its exit code says so, too")
            self._set_registry_value(key, name, kept)
        expect(self._user_side() == before, "no file and no entry was touched")
        return ", ".join(value for _, value, _ in UNFIT)

    def install_older(self) -> str:
        """The same program as version 0.0.1, with a file that the newer one lacks."""
        stage = self._stage
        shutil.copytree(stage.bundle, self._older)
        name = contents.contents_folder(self._older)
        named = 0
        for starter in contents.PROGRAMS:
            program = (self._older / starter).read_bytes()
            named += program.count(name.name.encode())
            program = program.replace(name.name.encode(), OLD_CONTENTS.encode())
            (self._older / starter).write_bytes(program)
        expect(named > 0, "a starter names its contents folder")
        (name.rename(self._older / OLD_CONTENTS) / OLD_ONLY).write_text("older")
        setup_program.write(self._older, "0.0.1", self._older_setup, "-DQUICK")
        expect(stage.run_setup(setup=self._older_setup) == 0, "the older set-up exits 0")
        expect(self._is(self._older), "the older version is there")
        (stage.installed / HERS).write_text("hers")
        return PROGRAMS

    def store_records(self) -> str:
        """Import the sample into the user's own data folder, and hand it in."""
        stage = self._stage
        kept = stage.have_records()
        expect(stage.data.is_dir(), f"the data folder is {DATA}")
        return f"{len(kept)} records in {DATA}"

    def fail_to_update(self) -> str:
        """A write that fails in the middle of a file; a file that something else holds open."""
        stage = self._stage
        there = tree(stage.installed)
        full = stage.end_of(self._setup_process(FULL_AT))
        expect(full == EXIT_FOLDER, f"a full disk: exit code {full}")
        expect(tree(stage.installed) == there, "everything is as before")
        in_the_way = stage.installed / "gonghui.exe.new"
        in_the_way.touch()
        with self._held(f"{PROGRAMS}\\gonghui.exe.new"):
            expect(stage.run_setup() == EXIT_FOLDER, "a starter cannot be laid")
        in_the_way.unlink(missing_ok=True)
        expect(tree(stage.installed) == there, "everything is as before")
        return f"{len(there)} files as before, twice"

    def kill_updates(self) -> str:
        """Killed once something is there: its first file, a third of all, all, each starter."""
        stage = self._stage
        new = contents.contents_folder(stage.bundle).name
        files = len(list((stage.bundle / new).rglob("*")))
        inside = stage.installed / new

        def laid(share: float) -> Callable[[], bool]:
            return lambda: len(list(inside.rglob("*"))) > share * files

        moments: list[Callable[[], bool]] = [
            laid(0),
            laid(0.3),
            laid(0.8),
            (stage.installed / "gonghui-console.exe.new").exists,
            lambda: not (stage.installed / "gonghui.exe.new").exists() and self._switched(),
        ]
        left = []
        for moment in moments:
            process = self._setup_process()
            while process.poll() is None and not moment():
                time.sleep(0.002)
            process.kill()
            process.wait()
            wait_until(lambda: not self._is_installing(), "the killed set-up program is gone")
            version = [name for name in ("older", "new") if self._whole(name)]
            expect(bool(version), "one of the two is whole")
            left.append(version[0])
        expect(left[0] == "older", "the first was killed before the change")
        expect(stage.records(PROGRAMS) == stage.have_records(), "the last starts, with the records")
        return ", ".join(left)

    def update(self) -> str:
        """Install the new version over the older one; a file that is held goes the next time."""
        stage = self._stage
        before = tree(stage.data)
        expect(stage.run_setup(setup=self._older_setup) == 0, "the older version is back")
        with self._held(f"{PROGRAMS}\\{OLD_CONTENTS}\\{OLD_ONLY}"):
            expect(stage.run_setup() == 0, "the update exits 0")
            left = sorted(file.name for file in (stage.installed / OLD_CONTENTS).iterdir())
            expect(left == [setup_program.LIST, OLD_ONLY], f"only the held file stays: {left}")
        expect(stage.run_setup() == 0, "the same version once more")
        expect(tree(stage.data) == before, "the data is byte for byte as before the update")
        expect(self._is(stage.bundle), "exactly the new version's files are there")
        expect((stage.installed / HERS).read_text() == "hers", "her own file is there")
        expect(stage.registered() and all(stage.links()), "entry among the apps, both links")
        expect(stage.records(PROGRAMS) == stage.have_records(), "the new version reads the records")
        (stage.installed / HERS).unlink()
        shutil.rmtree(self._older)
        self._older_setup.unlink()
        return f"{len(tree(stage.bundle))} files"

    def refuse_while_running(self) -> str:
        """Neither update nor removal touches a program that runs."""
        stage = self._stage
        started = stage.open_window(stage.have_program())
        stage.view.settled_picture(stage.out / "window.png", SETTLING_SECONDS)
        files = tree(stage.installed)
        expect(stage.run_setup() == EXIT_RUNNING, "set-up refuses while the program runs")
        stage.run_removal(PROGRAMS)
        expect(tree(stage.installed) == files, "no file was touched")
        stage.close(started)
        return "see window.png"

    def pages(self) -> str:
        """As a clerk sees it: the folder, 重试 while the window is open, and the end."""
        stage = self._stage
        self._have_pages()
        started = stage.open_window(stage.have_program())
        pages = stage.prefix.start(WINDOW_PROGRAM)
        stage.view.wait_for(TITLE, WINDOW_SECONDS)
        self._click("安装", "setup-folder.png")
        for picture in ("setup-running.png", "setup-still-running.png"):
            told = self._click("重试", picture)
            expect(f"{PRODUCT}正在运行" in told, f"it asks to close the program: {told}")
            if started.poll() is None:
                stage.close(started)
        self._click("现在打开", "")
        self._click("完成", "setup-finished.png")
        expect(stage.end_of(pages) == 0, "set-up exits 0")
        expect(self._is(stage.bundle), "exactly the new version's files are there")
        return "see setup-*.png"

    def open_with(self) -> str:
        """What Explorer reads; that the program opens a file it is started with, see windowing."""
        key = r"HKCU\Software\Classes\Applications\gonghui.exe"
        expect(self._registry_value(key + r"\SupportedTypes", ".zip") == "", "it is offered")
        command = self._registry_value(key + r"\shell\open\command", "")
        expect(command == f'"{PROGRAMS}\\gonghui.exe" "%1"', f"the command is {command}")
        expect(not self._registry(r"HKCU\Software\Classes\.zip"), "ZIP files stay Explorer's")
        return command

    def _have_pages(self) -> None:
        there = self._stage.prefix.path(WINDOW_PROGRAM)
        if not there.exists():
            shutil.copyfile(self._stage.have_quick_setup(WITH_WINDOW), there)

    def _is_installing(self) -> bool:
        return any("setup.exe" in each for each in self._stage.prefix.programs())

    def _click(self, button: str, picture: str) -> str:
        """Click ``button`` when it is there, and take a picture before; the texts beside it."""
        stage = self._stage
        shutil.copyfile(HERE / "clicking.py", stage.prefix.drive_c / "clicking.py")
        command = [stage.have_python(), "C:\\clicking.py", button]
        if picture:
            stage.view.settled_picture(stage.out / picture, SETTLING_SECONDS)
        code, told = stage.run(*command)
        expect(code == 0, f"there is a button {button}")
        return told

    def _setup_process(self, largest_file: int | None = None) -> subprocess.Popen[bytes]:
        """The set-up program, silent, as a process of its own, which can write so large files."""
        stage = self._stage
        shutil.copyfile(stage.have_quick_setup(), stage.prefix.drive_c / "setup.exe")
        limit = ["env", "--ignore-signal=XFSZ", "prlimit", f"--fsize={largest_file}"]
        return subprocess.Popen(
            [*(limit if largest_file else []), "wine", "C:\\setup.exe", "/S"],
            cwd=stage.prefix.folder,
            env=stage.prefix.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def _held(self, path: str) -> Iterator[None]:
        """Something in the Windows holds the file open and lets nobody else in."""
        prefix = self._stage.prefix
        (prefix.drive_c / "hold.py").write_text(HOLD)
        ready = prefix.drive_c / "held"
        ready.unlink(missing_ok=True)
        python = self._stage.have_python()
        holder = prefix.start(python, "C:\\hold.py", path, "C:\\held")
        while not ready.exists():
            expect(holder.poll() is None, "the file can be held")
            time.sleep(0.05)
        try:
            yield
        finally:
            holder.kill()
            holder.wait()

    def _there(self) -> Tree:
        lists = (f"{name}/{setup_program.LIST}" for name in (OLD_CONTENTS, self._new_name()))
        return tree(self._stage.installed, *BESIDE, *lists)

    def _new_name(self) -> str:
        return contents.contents_folder(self._stage.bundle).name

    def _is(self, bundle: Path) -> bool:
        """Whether exactly that version is installed, and nothing beside it."""
        return self._there() == tree(bundle)

    def _switched(self) -> bool:
        old = (self._older / "gonghui.exe").read_bytes()
        return (self._stage.installed / "gonghui.exe").read_bytes() != old

    def _whole(self, name: str) -> bool:
        """Whether the window of that version has all that belongs to it."""
        bundle = self._older if name == "older" else self._stage.bundle
        wanted = tree(bundle, "gonghui-console.exe")
        return wanted.items() <= self._there().items()

    def _user_side(self) -> tuple[list[str], str]:
        """The user's files and registry."""
        files = sorted(str(file) for file in self._stage.prefix.path("C:\\users").rglob("*"))
        parts = (self._registry(f"HKCU\\Software\\{part}") for part in ("Classes", "Microsoft"))
        return files, "".join(parts)

    def _registry(self, key: str) -> str:
        """A part of the registry, as text; empty if it is not there."""
        file = self._stage.prefix.drive_c / "registry.reg"
        file.unlink(missing_ok=True)
        self._stage.run("reg", "export", key, "C:\\registry.reg", "/y")
        return file.read_text(encoding="utf-16") if file.exists() else ""

    def _registry_value(self, key: str, name: str) -> str:
        entry = re.escape(f'"{name}"' if name else "@")
        found = re.search(rf'^{entry}="(.*)"$', self._registry(key), re.MULTILINE)
        expect(found is not None, f"{key} has {name}")
        assert found is not None
        return re.sub(r"\\(.)", r"\1", found[1])

    def _set_registry_value(self, key: str, name: str, value: str) -> None:
        self._stage.run("reg", "add", key, "/v", name, "/d", value, "/f")
