"""packaging/linux/install.sh with a stand-in for the frozen folder; the real one is in
test_build_spec.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own set-up")

ENTRY = Path("share/applications/gonghui-desktop.desktop")
PROGRAM = Path(".local/opt/gonghui-desktop")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder as PyInstaller makes it, as far as the installer looks; its program is ``true``."""
    folder = tmp_path / "frozen"
    icon = folder / "_internal" / "resources" / "icons" / "program.svg"
    icon.parent.mkdir(parents=True)
    icon.write_text("<svg/>", encoding="utf-8")
    (folder / "_internal" / "glibc.txt").write_text("2.31\n", encoding="utf-8")
    program = shutil.which("sleep")
    assert program
    shutil.copyfile(program, folder / "gonghui")
    (folder / "gonghui").chmod(0o755)
    return folder


class Machine:
    """A user's home, and the installer run in it."""

    def __init__(self, home: Path, script: Path) -> None:
        self.home = home
        self.program = home / PROGRAM
        self.entry = home / ENTRY
        self._script = script
        self.path = os.environ["PATH"]
        home.mkdir()

    def install(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "share")}
        return subprocess.run(
            ["sh", self._script, *arguments],
            env={**environment, "PATH": self.path},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def with_command(self, name: str, answer: str) -> None:
        """Puts a command of that name, which prints the answer, in front of the system's."""
        folder = self.home / "commands"
        folder.mkdir(exist_ok=True)
        command = folder / name
        command.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
        command.chmod(0o755)
        self.path = f"{folder}:{self.path}"

    def files(self) -> dict[str, bytes]:
        """What stands in the home, but the stand-ins for commands."""
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file() and "commands" not in path.parts
        }


@pytest.fixture
def machine(tmp_path: Path, project_folder: Path) -> Machine:
    return Machine(
        tmp_path / 'a "home" & $it`s 100%', project_folder / "packaging" / "linux" / "install.sh"
    )


@pytest.fixture
def installed(machine: Machine, bundle: Path) -> Machine:
    done = machine.install(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    return machine


def test_a_home_with_any_signs_in_its_name(installed: Machine) -> None:
    entry = installed.entry.read_text(encoding="utf-8")
    (line,) = [line for line in entry.splitlines() if line.startswith("Exec=")]

    # Desktop Entry Specification: backslashes of the value first, then the quoted argument.
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    argument = value[1:-1].replace("%%", "%")
    for sign in '"$`':
        argument = argument.replace(f"\\{sign}", sign)

    assert argument == str(installed.program / "gonghui")


@pytest.mark.parametrize("arguments", [("--help",), ("-h",)])
def test_help_changes_nothing(installed: Machine, arguments: tuple[str, ...]) -> None:
    before = installed.files()

    done = installed.install(*arguments)

    assert done.returncode == 0
    assert done.stdout.startswith("用法")
    assert installed.files() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--remvoe",), 2),
        (("--purge",), 2),
        (("a", "b"), 2),
        (("--remove", "a"), 2),
        (("nowhere",), 1),
        ((".",), 1),
    ],
)
def test_a_wrong_argument_changes_nothing(
    installed: Machine, arguments: tuple[str, ...], code: int
) -> None:
    before = installed.files()

    done = installed.install(*arguments)

    assert done.returncode == code
    assert done.stderr
    assert installed.files() == before


def test_an_update_takes_the_old_ones_place(installed: Machine, bundle: Path) -> None:
    (bundle / "new").write_text("2", encoding="utf-8")
    (bundle / "_internal" / "resources" / "icons" / "program.svg").write_text("<svg>2</svg>")

    assert installed.install(bundle).returncode == 0

    assert (installed.program / "new").exists()
    assert sorted(path.name for path in installed.program.parent.iterdir()) == [PROGRAM.name]


def test_a_full_disk_leaves_the_old_one(installed: Machine, bundle: Path) -> None:
    before = installed.files()
    installed.with_command("cp", 'echo "No space left" >&2; exit 1')

    done = installed.install(bundle)

    assert done.returncode == 1
    assert "原来的没有动" in done.stderr
    assert installed.files() == before


def test_what_was_cut_short_between_two_renames_is_put_right(
    installed: Machine, bundle: Path
) -> None:
    old = installed.program.with_name(f"{PROGRAM.name}.old")
    installed.program.rename(old)
    installed.with_command("cp", "exit 1")

    installed.install(bundle)

    assert (installed.program / "gonghui").exists()
    assert not old.exists()


@pytest.mark.parametrize(
    ("command", "answer", "said"),
    [
        ("getconf", "echo glibc 2.28", "glibc 2.28"),
        ("getconf", "exit 1", "glibc 没有"),
        ("uname", "echo aarch64", "处理器"),
        ("uname", "echo riscv64", "处理器"),
    ],
)
def test_a_system_it_cannot_run_on_is_refused(
    machine: Machine, bundle: Path, command: str, answer: str, said: str
) -> None:
    machine.with_command(command, answer)

    done = machine.install(bundle)

    assert done.returncode == 1
    assert said in done.stderr
    assert machine.files() == {}


def test_while_the_program_runs_nothing_changes(installed: Machine, bundle: Path) -> None:
    before = installed.files()
    with subprocess.Popen([installed.program / "gonghui", "60"]) as running:
        try:
            tries = [installed.install(bundle), installed.install("--remove")]
        finally:
            running.kill()

    assert [done.returncode for done in tries] == [1, 1]
    assert all("请先关闭" in done.stderr for done in tries)
    assert installed.files() == before


def test_removal_leaves_the_data(installed: Machine) -> None:
    data = installed.home / "share" / "gonghui-desktop" / "gonghui.sqlite3"
    data.parent.mkdir()
    data.write_bytes(b"data")

    assert installed.install("--remove").returncode == 0

    assert installed.files() == {str(data.relative_to(installed.home)): b"data"}


def test_data_in_the_programs_folder_is_never_removed(installed: Machine, bundle: Path) -> None:
    (installed.program / "gonghui.sqlite3").write_bytes(b"data")
    before = installed.files()

    tries = [installed.install(bundle), installed.install("--remove")]

    assert [done.returncode for done in tries] == [1, 1]
    assert installed.files() == before
