"""LibreOffice as an outside judge of Word files, and of spreadsheets where it has that part.

It draws with the program's own faces under the names of Windows', or as on a PC that has none of
Windows' faces and falls back to some other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")

_REASON = (
    "Windows' LibreOffice does not take its faces from a folder"
    if sys.platform == "win32"
    else "LibreOffice is not installed"
)
needs_libreoffice = pytest.mark.skipif(sys.platform == "win32" or SOFFICE is None, reason=_REASON)

_CALC = Path(SOFFICE or "").resolve().parent / "libsclo.so"
needs_calc = pytest.mark.skipif(
    sys.platform == "win32" or not _CALC.exists(),
    reason=_REASON if sys.platform == "win32" else "LibreOffice Calc is not installed",
)

WINDOWS, FALLBACK = "windows", "fallback"

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>{aliases}</fontconfig>
"""
_ALIAS = """<match target="pattern"><test name="family"><string>{name}</string></test>
<edit name="family" mode="assign" binding="same"><string>{face}</string></edit></match>
"""
_FACES = {
    "宋体": "Gonghui Song",
    "Times New Roman": "Gonghui Song",
    "黑体": "Gonghui Hei",
    "SimSun-ExtB": "Gonghui Rare B",
}
_ALIASES = {
    WINDOWS: "".join(_ALIAS.format(name=name, face=face) for name, face in _FACES.items()),
    FALLBACK: "",
}


def convert(files: Path, fonts: Path, faces: str) -> Path:
    """Converts the Word files of a folder to PDF, in one go.

    Args:
        files: the folder.
        fonts: the program's fonts.
        faces: ``WINDOWS`` or ``FALLBACK``.

    Returns:
        The folder of the PDF files.
    """
    folder = files / faces
    folder.mkdir()
    settings = _FONTS.format(folder=fonts, cache=folder / "cache", aliases=_ALIASES[faces])
    (folder / "fonts.conf").write_text(settings, "utf-8")
    assert SOFFICE
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(files / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, sorted(files.glob("*.docx"))),
        ],
        env={**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return folder
