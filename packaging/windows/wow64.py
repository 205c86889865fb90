"""Wine's 32-bit half, for the set-up program, which is 32-bit: the libraries it uses, as files.

Debian's ``wine32:i386`` would bring 32-bit Linux with it, and asks for both architectures' packages
in the very same versions, which mirrors do not always have. Wine 8 can also run 32-bit programs in
a 64-bit process, with the Windows halves of its own libraries alone; those are taken out of
Debian's package. What draws on the screen does not work that way: see docs/windows.md.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

INSIDE = "./usr/lib/i386-linux-gnu/wine/i386-windows"
OTHER_HALF = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-unix")
LIBRARIES = (
    "advapi32 apphelp atl atl100 cfgmgr32 combase comctl32 comdlg32 crypt32 dwmapi gdi32 "
    "imm32 kernel32 kernelbase msvcrt ntdll ole32 oleacc oleaut32 propsys rpcrt4 sechost "
    "setupapi shcore shell32 shfolder shlwapi ucrtbase user32 userenv usp10 uxtheme "
    "version win32u ws2_32"
)
PROGRAMS = ("rundll32.exe", "regsvr32.exe")  # with which Wine sets up this half of a Windows


def prepare(folder: Path, downloads: Path, run: Callable[[list[str | Path]], str]) -> None:
    """Lay the libraries into ``folder``, which Wine takes as ``WINEDLLPATH``.

    Args:
        folder: made anew.
        downloads: where Debian's package is kept.
        run: runs a command and returns what it printed.

    Raises:
        SystemExit: apt does not have the package in the version of the Wine that is there.
    """
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / "i386-windows"
    target.mkdir(parents=True)
    (folder / OTHER_HALF.name).symlink_to(OTHER_HALF)
    names = [*(f"{name}.dll" for name in LIBRARIES.split()), *PROGRAMS]
    command: list[str | Path] = ["dpkg-deb", "--fsys-tarfile", _package(downloads, run)]
    take = ["tar", "-x", "-C", str(target), f"--strip-components={INSIDE.count('/') + 1}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as unpacked:
        wanted = [f"{INSIDE}/{name}" for name in names]
        subprocess.run([*take, *wanted], stdin=unpacked.stdout, check=True)


def _package(downloads: Path, run: Callable[[list[str | Path]], str]) -> Path:
    """Debian's package for i386, of the version that is installed for amd64; apt's signatures."""
    version = run(["dpkg-query", "-W", "-f", "${Version}", "libwine"]).strip()
    file = downloads / f"libwine_{version.replace(':', '%3a')}_i386.deb"
    if not file.exists():
        state = downloads / "apt"  # the machine's own apt learns nothing of another architecture
        (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (state / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        places = [f"Dir::State={state}", f"Dir::Cache={state}"]
        kinds = ["APT::Architectures::=amd64", "APT::Architectures::=i386"]
        options = [*places, *kinds, "Dir::State::status=/var/lib/dpkg/status"]
        apt = ["apt-get", "-q", *(part for option in options for part in ("-o", option))]
        # Not all lists have to come: the one that is needed has to.
        subprocess.run([*apt, "update"], capture_output=True, check=False)
        wanted = f"libwine:i386={version}"
        subprocess.run([*apt, "download", wanted], cwd=downloads, capture_output=True, check=False)
        shutil.rmtree(state)
    if not file.exists():
        raise SystemExit(f"apt does not have libwine {version} for i386; apt-get update says why")
    return file
