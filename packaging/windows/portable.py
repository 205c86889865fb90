"""The portable ZIP: the same folder, a starter that says why it cannot be used, and a marker.

The marker has the program keep its data beside it. The starter is the program to click on: where
Windows is too old, has 32 bits, or shows the inside of the ZIP, gonghui.exe ends with words in
English before any line of ours runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
import zipfile
from pathlib import Path

import signing
from bench import HERE, ROOT, run
from contents import contents_folder
from setup_program import longest_folder

sys.path.append(str(ROOT / "packaging"))
from release import constant

MARKER = "portable.txt"  # gonghui_desktop.paths looks for it beside the exe
MARKER_TEXT = (
    "有这个文件，程序就把数据放在本文件夹里的“数据”文件夹中。\r\n"
    "整个文件夹可以放在 U 盘上，或整个复制到另一台电脑。请不要删除这个文件。\r\n"
)
STARTER = "打开申报程序.exe"
FIRST = "请先看这里.txt"
EVERY_WINDOWS = "x86-unicode"  # NSIS' name of a 32-bit program
BOM = "utf-8-sig"  # Notepad of older Windows needs the mark


def write(bundle: Path, version: str, when: int, target: Path) -> None:
    """Write ``target``: one folder, entries sorted, every entry with the time ``when``."""
    top = f"gonghui-{version}"
    stamp = time.gmtime(when)[:6]
    files = {file.relative_to(bundle).as_posix(): file.read_bytes() for file in _files(bundle)}
    with tempfile.TemporaryDirectory() as scratch:
        starter = Path(scratch) / "starter.exe"
        write_starter(bundle, version, starter)
        signing.sign(starter)
        files[STARTER] = starter.read_bytes()
    files[MARKER] = MARKER_TEXT.encode(BOM)
    first = (HERE / "portable_first.txt").read_text(encoding="utf-8")
    files[FIRST] = first.replace("\n", "\r\n").encode(BOM)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", stamp)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)


def write_starter(bundle: Path, version: str, target: Path, kind: str = EVERY_WINDOWS) -> None:
    """Compile the starter of ``bundle``; ``kind`` is the processor as NSIS names it."""
    defines = {
        "OUT": str(target),
        "ICON": str(ROOT / "resources" / "icons" / "program.ico"),
        "VERSION": version,
        "CONTENTS": contents_folder(bundle).name,
        "LEAST_BUILD": constant("start_check.py", "LEAST_BUILD"),
        "LONGEST_FOLDER": str(longest_folder(bundle)),
        "TARGET": kind,
    }
    named = [f"-D{name}={value}" for name, value in defines.items()]
    run(["makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8", *named, HERE / "starter.nsi"])


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
