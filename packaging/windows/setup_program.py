"""The set-up program: setup.nsi, with the list of the files that it lays and later removes."""

from __future__ import annotations

import tempfile
from pathlib import Path, PureWindowsPath

import signing
from bench import HERE, ROOT, run

PATH_LIMIT = 259  # Windows' MAX_PATH less the closing zero


def write(bundle: Path, version: str, target: Path, *options: str) -> None:
    """Compile and sign the set-up program of ``bundle``; ``options`` go to makensis as they are."""
    files = sorted(path.relative_to(bundle) for path in bundle.rglob("*") if path.is_file())
    size = sum((bundle / file).stat().st_size for file in files)
    with tempfile.TemporaryDirectory() as scratch:
        listing = Path(scratch) / "files.nsh"
        listing.write_text(file_list(bundle, files), encoding="utf-8")
        defines = {
            "VERSION": version,
            "FILES": str(listing),
            "OUT": str(target),
            "SIDE": str(HERE / "side.bmp"),
            "LONGEST_FOLDER": str(longest_folder(bundle)),
            "ICON": str(ROOT / "resources" / "icons" / "program.ico"),
            "KILOBYTES": str(size // 1024),
        }
        named = [f"-D{name}={value}" for name, value in defines.items()]
        fixed = ["makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8"]
        run([*fixed, *options, *signing.makensis_options(), *named, HERE / "setup.nsi"])
    signing.sign(target)


def longest_folder(bundle: Path) -> int:
    """How many characters the folder's path may have, for every file's to fit into MAX_PATH."""
    files = (path.relative_to(bundle) for path in bundle.rglob("*") if path.is_file())
    return PATH_LIMIT - len("\\") - max(len(str(file)) for file in files)


def file_list(bundle: Path, files: list[Path]) -> str:
    """The two NSIS macros that lay and remove exactly ``files`` and the folders they need."""
    folders = sorted({parent for file in files for parent in file.parents if parent.parts})
    lay, remove = ["!macro LAY_FILES"], ["!macro REMOVE_FILES"]
    for folder in [Path(), *folders]:
        lay.append(f'  SetOutPath "{_installed(folder)}"')
        lay += [f'  File "{_plain(bundle / file)}"' for file in files if file.parent == folder]
    remove += [f'  Delete "{_installed(file)}"' for file in files]
    remove += [f'  RMDir "{_installed(folder)}"' for folder in reversed(folders)]
    return "\n".join([*lay, "!macroend", *remove, "!macroend", ""])


def _installed(path: Path) -> str:
    return "$INSTDIR" + (f"\\{_plain(PureWindowsPath(path))}" if path.parts else "")


def _plain(path: Path | PureWindowsPath) -> str:
    """The path as NSIS source: a dollar sign or a quote in it would be code."""
    text = str(path)
    if '"' in text:
        raise ValueError(text)
    return text.replace("$", "$$")
