"""Makes the faces of ``resources/fonts`` from published packages; see README.md beside it.

    python build_fonts.py [--packages DIR] [--check]

The same packages give the same bytes. fontTools is needed here only, never by the program.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "resources" / "fonts"
LIMIT = 60_000_000
"""Bytes that all faces together may have: every office downloads them."""

KEPT_TABLES = {"head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post"}

UNIHAN = "./usr/share/unicode/Unihan_OtherMappings.txt.bz2"


def span(*pairs: tuple[int, int]) -> frozenset[int]:
    """The code points of ranges, both ends included."""
    return frozenset(code for first, last in pairs for code in range(first, last + 1))


ALL = span((0x20, 0x7E), (0xA0, 0xD7FF), (0xF900, 0xFFFC), (0x10000, 0xEFFFF))
"""Without controls, private use, and U+FFFD, which must be told as missing."""

IDEOGRAPHS = span((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def character_sets(unihan: tarfile.TarFile) -> dict[str, frozenset[int]]:
    """What ``characters`` in ``fonts.toml`` may say."""
    return {
        "all": ALL,
        "common": (ALL - IDEOGRAPHS) | common_ideographs(unihan),
        "extension B": span((0x20000, 0x2A6DF)),
        "extensions C to F": span((0x2A700, 0x2EBEF)),
        # letters of Europe, symbols, radicals, compatibility ideographs; no script by halves
        "other": span(
            (0xA0, 0x4FF),
            (0x1E00, 0x1EFF),
            (0x2000, 0x23FF),
            (0x2500, 0x27BF),
            (0x2E80, 0x33FF),
            (0xF900, 0xFFEF),
            (0x2F800, 0x2FA1F),
        )
        & ALL,
        # ideographs that Unicode 8 to 15 put at the ends of older blocks
        "added later": span(
            (0x4DB6, 0x4DBF), (0x9FD6, 0x9FFF), (0x2A6D7, 0x2A6DF), (0x2B735, 0x2B739)
        ),
    }


def common_ideographs(unihan: tarfile.TarFile) -> frozenset[int]:
    """The 8,105 ideographs of the 通用规范汉字表 (2013) and the 6,763 of GB 2312."""
    table = bz2.decompress(content(unihan, UNIHAN)).decode("utf-8").splitlines()
    standard = (line.split("\t")[0] for line in table if "\tkTGH\t2013:" in line)
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return frozenset({int(code[2:], 16) for code in standard} | set(map(ord, gb2312)))


def fetch(source: Mapping[str, str], folder: Path) -> Path:
    """The package's archive: the one in the folder, or fetched into it.

    Raises:
        SystemExit: it is not the archive that ``fonts.toml`` names.
    """
    if "npm" in source:
        name = source["npm"].removeprefix("@").replace("/", "-")
        command = [
            "npm",
            "pack",
            "--silent",
            "--ignore-scripts",
            f"{source['npm']}@{source['version']}",
        ]
    else:
        name = source["debian"]
        command = ["apt-get", "download", f"{source['debian']}={source['version']}"]
    pattern = f"{name}[-_]{source['version']}*"
    if not list(folder.glob(pattern)):
        subprocess.run(command, cwd=folder, check=True)
    (archive,) = folder.glob(pattern)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != source["sha256"]:
        sys.exit(f"{archive.name} is not the archive that fonts.toml names")
    return archive


def members(archive: Path) -> tarfile.TarFile:
    """The files of an npm or Debian package."""
    if archive.suffix != ".deb":
        return tarfile.open(archive)
    unpacked = subprocess.run(
        ["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True
    )
    return tarfile.open(fileobj=io.BytesIO(unpacked.stdout))


def content(package: tarfile.TarFile, member: str) -> bytes:
    """One file of a package."""
    file = package.extractfile(member)
    if file is None:
        sys.exit(f"{member} is not a file")
    return file.read()


def make(source: bytes, face: Mapping[str, Any], codes: frozenset[int]) -> bytes:
    """The face: those characters, without hints and layout tables, under our name."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
    options.drop_tables = sorted(set(font.reader.keys()) - KEPT_TABLES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes & font.getBestCmap().keys())
    subsetter.subset(font)
    set_cmap(font)
    set_names(font, face)
    font["glyf"].padding = 4
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def set_cmap(font: TTFont) -> None:
    """Format 4 for the BMP, which Windows looks for, and format 12, which this program reads."""
    best = font.getBestCmap()
    cmap = newTable("cmap")
    cmap.tableVersion, cmap.tables = 0, []
    basic = {code: name for code, name in best.items() if code < 0x10000}
    for form, encoding, codes in ((4, 1, basic), (12, 10, best)):
        table = CmapSubtable.newSubtable(form)
        table.platformID, table.platEncID, table.language = 3, encoding, 0
        table.cmap = codes
        cmap.tables.append(table)
    font["cmap"] = cmap


def set_names(font: TTFont, face: Mapping[str, Any]) -> None:
    """A family name of our own, as the licences ask of changed fonts; their notices stay."""
    family, bold = face["family"], face.get("bold", False)
    style = "Bold" if bold else "Regular"
    full = f"{family} Bold" if bold else family
    old = font["name"]
    names = {number: old.getDebugName(number) for number in (0, 13, 14)} | {
        1: family,
        2: style,
        3: full,
        4: full,
        5: "Version 1.000",
        6: f"{family.replace(' ', '')}-{style}",
        10: f"Made from {old.getDebugName(4)} for gonghui-desktop: fewer characters, no hints and "
        "layout tables, renamed; packaging/fonts/build_fonts.py did it.",
    }
    old.names = []
    for number, text in sorted(names.items()):
        if text:
            old.setName(text, number, 3, 1, 0x409)
    font["head"].macStyle = int(bold)
    if not bold:
        font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)


def build(packages: Path) -> dict[str, bytes]:
    """File name to content: all faces and their licences."""
    plan = tomllib.loads((HERE / "fonts.toml").read_text(encoding="utf-8"))
    opened = {name: members(fetch(source, packages)) for name, source in plan["package"].items()}
    sets = character_sets(opened["unihan"])
    files: dict[str, bytes] = {}
    codes: dict[str, frozenset[int]] = {}
    for face in plan["face"]:
        file = face["file"]
        had = frozenset().union(*(codes[other] for other in face.get("after", ())))
        source = content(opened[face["package"]], face["member"])
        files[file] = make(source, face, sets[face["characters"]] - had)
        codes[file] = frozenset(TTFont(io.BytesIO(files[file])).getBestCmap())
        print(f"{file}: {len(codes[file]):,} characters, {len(files[file]):,} bytes")
    if sum(map(len, files.values())) > LIMIT:
        sys.exit(f"the faces have more than {LIMIT:,} bytes")
    for name, package in plan["package"].items():
        if "licence" in package:
            files[package["licence_file"]] = content(opened[name], package["licence"])
    return files


def main() -> int:
    """Builds and writes, or builds and compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder of archives fetched before")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = build(arguments.packages or Path(folder))
    if arguments.check:
        wrong = [n for n, data in files.items() if (TARGET / n).read_bytes() != data]
        print("differ: " + ", ".join(wrong) if wrong else "all the same")
        return int(bool(wrong))
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (TARGET / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
