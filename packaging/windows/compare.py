"""Compare two builds byte for byte: ``compare.py DIST/WINDOWS-A DIST/WINDOWS-B``.

Prints every file that differs, for an exe the entries of its archive that differ, and exits 1 if
there is any. The folders are what build.py leaves: the frozen folder, set-up program and ZIP.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

LOGS = ("pyinstaller.log",)  # tells times, is not handed out
SKIPPED_FOLDERS = ("proof",)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of everything that is handed out, by its name in ``folder``."""
    found = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.is_file() and name.parts[0] not in (*LOGS, *SKIPPED_FOLDERS):
            found[name.as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def first_difference(one: bytes, other: bytes) -> str:
    """Where two files begin to differ, and how much of them does."""
    if len(one) != len(other):
        return f"{len(one)} and {len(other)} bytes"
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return f"{len(places)} of {len(one)} bytes, from offset {places[0]:#x}"


def main(one: Path, other: Path) -> int:
    """Compare; the exit code."""
    ours, theirs = digests(one), digests(other)
    differing = [name for name in sorted(ours | theirs) if ours.get(name) != theirs.get(name)]
    for name in differing:
        if name in ours and name in theirs:
            what = first_difference((one / name).read_bytes(), (other / name).read_bytes())
        else:
            what = f"only in {one if name in ours else other}"
        print(f"{name}: {what}")
    print(f"{len(ours)} files, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
