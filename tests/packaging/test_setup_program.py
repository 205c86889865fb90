"""The set-up program, as far as it needs no Wine: what it removes, its header; and file types.

That it installs, updates and refuses is proved under Wine: ``proof/setting_up.py``.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest

_LIST = """
import json, sys
from pathlib import Path
import setup_program
bundle = Path(sys.argv[1])
(folder,) = (path for path in bundle.iterdir() if path.is_dir())
print(json.dumps([setup_program.removal_list(folder), setup_program.longest_folder(bundle)]))
"""
_SET = "import sys, pathlib, setup_program; setup_program.set_checksum(pathlib.Path(sys.argv[1]))"
_FIELD = 0x80 + 4 + 20 + 64


def _run(project: Path, script: str, *arguments: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=project / "packaging" / "windows",
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_removal_names_every_file_then_the_folders_from_within(
    tmp_path: Path, project_folder: Path
) -> None:
    for name in (
        "_internal-1/b/c/四.txt",
        "_internal-1/a.dll",
        "_internal-1/b/d.txt",
        "gonghui.exe",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    listed, longest = json.loads(_run(project_folder, _LIST, tmp_path))

    lines = listed.split("\r\n")
    assert lines == ["a.dll", "b\\c\\四.txt", "b\\d.txt", "b\\c\\", "b\\", ""]
    assert longest + len("\\_internal-1\\b\\c\\四.txt") == 259  # MAX_PATH less the closing zero


@pytest.mark.parametrize("length", [512, 513])
def test_the_checksum_is_that_of_windows(length: int, tmp_path: Path, project_folder: Path) -> None:
    program = bytearray((number * 37) % 256 for number in range(length))
    struct.pack_into("<I", program, 0x3C, 0x80)
    struct.pack_into("<I", program, _FIELD, 0)
    file = tmp_path / "setup.exe"
    file.write_bytes(program)
    total = 0  # as imagehlp.dll adds it up: word by word, the carry at once
    for (word,) in struct.iter_unpack("<H", bytes(program) + bytes(length % 2)):
        total += word
        total = (total & 0xFFFF) + (total >> 16)

    for _ in range(2):  # what stands there already changes nothing
        _run(project_folder, _SET, file)

        written = file.read_bytes()
        assert struct.unpack_from("<I", written, _FIELD)[0] == total + length
        assert written[:_FIELD] == program[:_FIELD]
        assert written[_FIELD + 4 :] == program[_FIELD + 4 :]


def test_the_entry_in_the_menu_of_linux_opens_the_type_of_a_package(project_folder: Path) -> None:
    folder = project_folder / "packaging" / "linux"
    entry = ConfigParser(interpolation=None)
    entry.read(folder / "gonghui-desktop.desktop", encoding="utf-8")
    (kind,) = ET.parse(folder / "package-type.xml").getroot()

    assert entry["Desktop Entry"]["MimeType"] == f"{kind.get('type')};"
