"""Check a frozen folder: nothing of the build bench in it, all that it needs, and only that."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench import MINGW, run

# Windows has these itself; a copy beside the program would hide the real one.
OF_WINDOWS = re.compile(
    r"(icu\w*|mscms|ucrtbase|bcryptprimitives|api-ms-[\w-]+|ext-ms-[\w-]+)\.dll", re.IGNORECASE
)
# What this program never uses, and what only a developer needs.
UNUSED = re.compile(
    r"opengl32sw|d3dcompiler|Qt6?(Qml|Quick|Sql|PrintSupport|Test|Designer|Help|OpenGL|DBus)|"
    r"tkinter|_tkinter|tcl\d|tk\d|_ssl\.|libssl|libcrypto|_hashlib\.|_multiprocessing\.|qoffscreen|plugins/styles/|"
    r"/_internal[^/]*/(PySide6/)?msvcp140\.dll$|/PySide6/vcruntime140|lxml/(builder|sax)\.|"
    r"/tests?/|pytest|hypothesis|PyInstaller|__pycache__|\.pyi$|\.map$",
    re.IGNORECASE,
)
# What the program asks for of the DLLs that every Windows 10 (1809 and later, x64) has in system32.
WINDOWS_DLLS = frozenset(
    (Path(__file__).parent / "windows_dlls.txt").read_text(encoding="ascii").split()
)
PROGRAMS = ("gonghui.exe", "gonghui-console.exe")
STARTER_SIZE = 600_000  # bytes at most, a quarter of them icons; a signature takes some thousands
NEEDED = (  # in that folder
    "CHANGELOG.md",
    "build.json",
    "modules.pyz",
    "shiboken6/MSVCP140.dll",
    "forms/2017/campaign.toml",
    "resources/fonts/Song-Regular.ttf",
    "gonghui_desktop/store/migrations/env.py",
    "PySide6/plugins/platforms/qwindows.dll",
    "licences/LGPL-3.0.txt",
    "licences/python-calamine/LICENSE",
    "licences/rapidfuzz/LICENSE",
    "python_calamine/_python_calamine.cp311-win_amd64.pyd",
    "rapidfuzz/fuzz_cpp.cp311-win_amd64.pyd",
    "rapidfuzz/distance/metrics_cpp.cp311-win_amd64.pyd",
)


def contents_folder(bundle: Path) -> Path:
    """The folder beside the two programs; its name differs from build to build (build.spec)."""
    (folder,) = bundle.glob("_internal*")
    return folder


def check(bundle: Path, version: str) -> None:
    """Look through the folder of that version.

    Raises:
        SystemExit: something is wrong; every fault is named.
    """
    files = {
        file.relative_to(bundle).as_posix(): file for file in bundle.rglob("*") if file.is_file()
    }
    faults = [f"of Windows or of the bench: {n}" for n in files if OF_WINDOWS.fullmatch(_base(n))]
    faults += [f"not used: {name}" for name in files if UNUSED.search(f"/{name}")]
    inside = contents_folder(bundle).name
    needed = [*PROGRAMS, *(f"{inside}/{name}" for name in NEEDED)]
    faults += [f"missing: {name}" for name in needed if name not in files]
    faults += [f"carries modules itself: {n}" for n in PROGRAMS if n in files and _is_fat(files[n])]
    faults += _unresolved_imports(files)
    faults += [
        f"no version resource: {name}" for name in PROGRAMS if not _tells(files[name], version)
    ]
    if faults:
        raise SystemExit("\n".join(["the frozen folder is wrong:", *faults]))


def _is_fat(program: Path) -> bool:
    """Whether the exe is more than a starter: the modules lie once, in ``modules.pyz``."""
    return program.stat().st_size > STARTER_SIZE


def _tells(program: Path, version: str) -> bool:
    """Whether the exe's properties in Explorer tell its name and version, in Chinese."""
    content = program.read_bytes()
    # As the resource holds them: names and values begin at multiples of four bytes.
    texts = ("080404B0", "ProductName\0\0基层工会活力建设申报", f"ProductVersion\0{version}\0")
    return all(text.encode("utf-16-le") in content for text in texts)


def _unresolved_imports(files: dict[str, Path]) -> list[str]:
    """The DLLs that some file asks for and that neither the folder nor Windows has."""
    there = {_base(name).lower() for name in files} | WINDOWS_DLLS
    faults = []
    for name, file in sorted(files.items()):
        if file.suffix.lower() not in (".exe", ".dll", ".pyd"):
            continue
        for wanted in _imports(file):
            if wanted not in there and not OF_WINDOWS.fullmatch(wanted):
                faults.append(f"{name} needs {wanted}, which is neither here nor in Windows")
    return faults


def _imports(file: Path) -> list[str]:
    listing = run([f"{MINGW}objdump", "-p", file])
    return [dll.lower() for dll in re.findall(r"DLL Name: (\S+)", listing)]


def _base(name: str) -> str:
    return name.rpartition("/")[2]


if __name__ == "__main__":
    check(Path(sys.argv[1]), sys.argv[2])
