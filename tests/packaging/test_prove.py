"""The proof of the Windows program, as far as it needs no Wine: how it waits, and how it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows: the program is built on Debian"
)

# In the place of Wine: a service that it starts keeps the pipe, as rpcss.exe does.
_WINE = """#!/bin/sh
case $1 in
  service) sleep 60 & echo $! > "$WINEPREFIX-service"; echo 好; exit 5 ;;
  hang) echo 一半; exec sleep 60 ;;
esac
"""
_RUN = """
import sys
from pathlib import Path
from bench import Prefix
prefix = Prefix(Path(sys.argv[1]))
prefix.folder.mkdir()
print(prefix.run("service", check=False))
try:
    prefix.run("hang", seconds=1)
except SystemExit as error:
    print(error)
started = prefix.start("hang")
print(any("sleep" in each or "hang" in each for each in prefix.programs()))
started.kill()
"""
_STEPS = """
import prove
def fails():
    raise SystemExit("not so: 有打印机")
left = []
steps = [("first", lambda: "seen"), ("second", fails), ("third", fails)]
print(prove.run_steps(steps, left.append))
print(left)
"""


def _python(
    project_folder: Path, code: str, *arguments: str, **extra: str
) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(project_folder / "packaging" / "windows")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | own | extra,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_program_has_ended_though_a_service_keeps_its_pipe_and_one_that_hangs_is_ended(
    project_folder: Path, tmp_path: Path
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "wine").write_text(_WINE, encoding="utf-8")
    (tools / "wine").chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"

    done = _python(project_folder, _RUN, str(tmp_path / "prefix"), PATH=path)

    subprocess.run(["kill", (tmp_path / "prefix" / "wine-service").read_text()], check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "(5, '好\\n')"
    assert lines[1:] == ["一半", "", "still running after 1 s, ended: hang", "True"]


def test_the_first_step_that_fails_is_named_and_ends_its_part(project_folder: Path) -> None:
    done = _python(project_folder, _STEPS)

    assert "first: seen" in done.stdout
    assert "FAILED: second" in done.stdout
    assert "third" not in done.stdout
    assert done.stdout.splitlines()[-2:] == [
        """["second: SystemExit('not so: 有打印机')"]""",
        "[SystemExit('not so: 有打印机')]",
    ]


def test_a_part_of_the_proof_that_is_not_there_is_told(project_folder: Path) -> None:
    build = project_folder / "packaging" / "windows" / "build.py"
    done = subprocess.run(
        [sys.executable, str(build), "--only-prove", "--steps", "using,nonsense"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("import") and shutil.which("xwininfo")),
    reason="Xvfb, ImageMagick or xwininfo is not here",
)
def test_what_a_screen_shows_is_read_from_its_memory_and_pictured_the_same_twice(
    project_folder: Path, tmp_path: Path
) -> None:
    code = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from screen import Area, screen
first, second = map(Path, sys.argv[1:])
with screen("320x200x24") as view:
    assert view.windows() == []
    os.environ.update(DISPLAY=view.display, QT_QPA_PLATFORM="xcb")
    app, window = QApplication([]), QWidget(styleSheet="background: #010203")
    window.setWindowTitle("Fenster")
    window.setGeometry(100, 50, 40, 30)
    window.show()
    corner, black = Area(98, 49, 102, 51), view.dots(Area(98, 49, 102, 51))
    while view.dots(corner) == black:
        app.processEvents()
    assert view.wait_for("Fenster", 60) == Area(100, 50, 140, 80)
    print(view.dots(corner).hex(" ", 4), len(view.dots()))
    view.settled_picture(first, 30)
    view.picture(second)
"""
    files = [tmp_path / name for name in ("a.png", "b.png")]
    done = _python(project_folder, code, *map(str, files))
    assert done.returncode == 0, done.stderr
    line = done.stdout.splitlines()[-1].split()
    assert [dot[:6] for dot in line[:-1]] == ["000000"] * 6 + ["030201"] * 2  # blue first
    assert line[-1] == f"{320 * 200 * 4}"
    shown = QImage(str(files[0]))
    assert [shown.pixelColor(x, 50).name() for x in (99, 100)] == ["#000000", "#010203"]
    assert files[0].read_bytes() == files[1].read_bytes()
