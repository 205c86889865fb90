"""Compare two builds byte for byte: ``compare.py [--unsigned] DIST/WINDOWS-A DIST/WINDOWS-B``.

Prints every file that differs and exits 1 if there is any. The folders are what build.py leaves:
the frozen folder, set-up program and ZIP.

With ``--unsigned`` the signatures are taken off before: two signed builds, or a signed one and one
that is not. In the ZIP then each entry is compared for itself. The set-up program packs signed
programs tightly, so it is left out: that it lays the folder's files is seen by the proof.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from signing import unsigned

LOGS = ("pyinstaller.log",)  # tells times, is not handed out
SKIPPED_FOLDERS = ("proof",)
OF_SIGNED_FILES = ("SHA256SUMS",)
SETUP = "-setup.exe"


def contents(folder: Path, *, signed: bool) -> Iterator[tuple[str, bytes]]:
    """Everything that is handed out, with its name in ``folder``.

    Args:
        folder: see above.
        signed: as it is; else without signatures.
    """
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if not file.is_file() or name.parts[0] in (*LOGS, *SKIPPED_FOLDERS):
            continue
        if signed:
            yield name.as_posix(), file.read_bytes()
        elif name.name not in OF_SIGNED_FILES and not name.name.endswith(SETUP):
            yield from _without_signatures(name.as_posix(), file.read_bytes())


def _without_signatures(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, or each entry of a ZIP."""
    if not name.endswith(".zip"):
        yield name, unsigned(content)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield f"{name}/{entry.filename}", unsigned(archive.read(entry))


def first_difference(one: bytes, other: bytes) -> str:
    """Where two files begin to differ, and how much of them does."""
    if len(one) != len(other):
        return f"{len(one)} and {len(other)} bytes"
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return f"{len(places)} of {len(one)} bytes, from offset {places[0]:#x}"


def digests(folder: Path, *, signed: bool = True) -> dict[str, str]:
    """SHA-256 of each of :func:`contents`, by its name."""
    found = contents(folder, signed=signed)
    return {name: hashlib.sha256(content).hexdigest() for name, content in found}


def main(arguments: list[str]) -> int:
    """Compare; the exit code."""
    parser = argparse.ArgumentParser(prog="compare.py", description=__doc__)
    parser.add_argument("--unsigned", action="store_true", help="without signatures")
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    options = parser.parse_args(arguments)
    signed, folders = not options.unsigned, (options.one, options.other)
    ours, theirs = (digests(folder, signed=signed) for folder in folders)
    differing = [name for name in sorted(ours | theirs) if ours.get(name) != theirs.get(name)]
    both = [dict(contents(folder, signed=signed)) for folder in folders] if differing else []
    for name in differing:
        if name in ours and name in theirs:
            what = first_difference(*(found[name] for found in both))
        else:
            what = f"only in {options.one if name in ours else options.other}"
        print(f"{name}: {what}")
    print(f"{len(ours)} files, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
