"""The set-up program: setup.nsi, with the list of the files that it lays and later removes."""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import contents
import signing
from bench import HERE, ROOT, run

sys.path.append(str(ROOT / "packaging"))
from release import constant

PATH_LIMIT = 259  # Windows' MAX_PATH less the closing zero
LIST = "installed.txt"  # setup.nsi


def write(bundle: Path, version: str, target: Path, *options: str) -> None:
    """Compile and sign the set-up program of ``bundle``; ``options`` go to makensis as they are."""
    inside = contents.contents_folder(bundle)
    files = _files(bundle)
    size = sum((bundle / file).stat().st_size for file in files)
    with tempfile.TemporaryDirectory() as scratch:
        listing = Path(scratch) / LIST
        listing.write_bytes(removal_list(inside).encode("utf-16-le"))
        macros = Path(scratch) / "files.nsh"
        macros.write_text("\n".join(_macros(bundle, listing)) + "\n", encoding="utf-8")
        defines = {
            "VERSION": version,
            "FILES": str(macros),
            "CONTENTS": inside.name,
            "OUT": str(target),
            "SIDE": str(HERE / "side.bmp"),
            "LONGEST_FOLDER": str(longest_folder(bundle)),
            "ICON": str(ROOT / "resources" / "icons" / "program.ico"),
            "KILOBYTES": str(size // 1024),
            "LEAST_BUILD": constant("start_check.py", "LEAST_BUILD"),
        }
        named = [f"-D{name}={value}" for name, value in defines.items()]
        fixed = ["makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8"]
        run([*fixed, *options, *signing.makensis_options(), *named, HERE / "setup.nsi"])
    set_checksum(target)
    signing.sign(target)


def set_checksum(program: Path) -> None:
    """Write the checksum of a PE file into its header: makensis leaves it 0.

    It is as ``CheckSumMappedFile`` has it (Microsoft, PE format, "CheckSum"): the sum of all 16-bit
    words with the carry added, the field itself taken as 0, and the file's length. What NSIS checks
    at the start leaves the first 512 bytes out, in which it lies.
    """
    data = bytearray(program.read_bytes())
    field = struct.unpack_from("<I", data, 0x3C)[0] + 4 + 20 + 64  # signature, header, optional
    struct.pack_into("<I", data, field, 0)
    # Adding up with the carry is the remainder by 65,535, with that instead of 0.
    total = int.from_bytes(data, "little") % 0xFFFF or 0xFFFF
    struct.pack_into("<I", data, field, total + len(data))
    program.write_bytes(data)


def longest_folder(bundle: Path) -> int:
    """How many characters the folder's path may have, for every file's to fit into MAX_PATH."""
    return PATH_LIMIT - len("\\") - max(len(str(file)) for file in _files(bundle))


def removal_list(folder: Path) -> str:
    r"""Every file in ``folder``, a line each, then every folder in it, inner ones first.

    A folder's line ends with a ``\``, which no file's does.
    """
    files = [str(PureWindowsPath(file)) for file in _files(folder)]
    folders = [f"{PureWindowsPath(inner)}\\" for inner in reversed(_folders(_files(folder)))]
    return "".join(f"{line}\r\n" for line in [*files, *folders])


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _folders(files: list[Path]) -> list[Path]:
    return sorted({parent for file in files for parent in file.parents if parent.parts})


def _macros(bundle: Path, listing: Path) -> Iterator[str]:
    """What setup.nsi does with each file of the contents folder and each starter beside it."""
    inside = contents.contents_folder(bundle).name
    files = _files(bundle)
    starters = [file.name for file in files if not file.parent.parts]
    # What the list names is removed with it, so it comes before all others.
    laid = [(Path(inside) / LIST, listing)]
    laid += [(file, bundle / file) for file in files if file.parent.parts]

    yield "!macro LAY_CONTENTS"
    for folder in _folders([file for file, _ in laid]):
        yield f'  SetOutPath "{_installed(folder)}"'
        yield from (f'  File "{_plain(source)}"' for file, source in laid if file.parent == folder)
    yield "!macroend"
    yield "!macro REPLACE_CONTENTS"
    for folder in _folders([file for file, _ in laid]):
        yield f'  CreateDirectory "{_installed(folder)}"'
    for file, source in laid:
        yield f'  StrCpy $0 "$INSTDIR\\{inside}\\${{LAID}}"'
        yield f'  StrCpy $1 "{_installed(file)}"'
        yield f'  File "/oname=$0" "{_plain(source)}"'
        yield "  Call PutInPlace"
    yield "!macroend"
    yield "!macro LAY_STARTERS"
    for name in starters:
        yield f'  File "/oname={_installed(Path(name))}.new" "{_plain(bundle / name)}"'
    yield "!macroend"
    yield "!macro SWITCH_STARTERS"
    for name in sorted(starters, key=lambda name: name != contents.PROGRAMS[0]):
        yield f'  Push "{name}"'
        yield "  Call Switch"
    yield "!macroend"
    for macro, ending in (("DELETE_STARTERS", ""), ("DELETE_NEW", ".new")):
        yield f"!macro {macro}"
        also = ["uninstall.exe"] if ending else []
        yield from (f'  Delete "$INSTDIR\\{name}{ending}"' for name in [*starters, *also])
        yield "!macroend"


def _installed(path: Path) -> str:
    return f"$INSTDIR\\{_plain(PureWindowsPath(path))}"


def _plain(path: Path | PureWindowsPath) -> str:
    """The path as NSIS source: a dollar sign or a quote in it would be code."""
    text = str(path)
    if '"' in text:
        raise ValueError(text)
    return text.replace("$", "$$")
