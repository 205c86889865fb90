"""Pack the frozen folder as a .deb: program in /opt, entry in the menu, icon, file type.

``python3 dev.py linux`` runs this. The same folder at the same time of the last commit gives the
same bytes. Standard library only, and Debian's ``dpkg-deb``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))
from release import epoch, set_times, version  # noqa: E402 -- found by the line above

NAME = "gonghui-desktop"
PROGRAM = f"/opt/{NAME}"

# Debian's package for each library that is the system's own and not in the folder, but for libc's.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdrm.so.2": "libdrm2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
OF_LIBC = re.compile(r"lib(c|dl|m|pthread|resolv|rt)\.so\.\d+|ld-linux.*")
ARCHITECTURES = {62: "amd64", 183: "arm64"}  # by the kind of processor in an ELF file's header

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: Gonghui Desktop developers <gonghui-desktop@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: cups-client, ibus | fcitx5
Section: editors
Priority: optional
Description: forms of union offices, to fill in, print and hand in
 基层工会活力建设申报：填写、打印、报送工会申报表，不需要联网。
 .
 Offices fill in official forms offline, print them with room for their seals,
 and hand in the paper with an electronic package.
"""

# What the tool that looks over packages says, and why it is as it is.
LINTIAN = """\
# not a part of Debian: third-party software belongs into /opt (FHS 3.13), and has no mail address
{name}: dir-or-file-in-opt
{name}: bogus-mail-host
{name}: bogus-mail-host-in-debian-changelog
# frozen: the libraries in the folder are those that the program was tested with, as they were built
{name}: embedded-library
{name}: custom-library-search-path
{name}: unstripped-binary-or-object
{name}: shared-library-lacks-prerequisites
{name}: hardening-no-pie
{name}: library-not-linked-against-libc
# names of commands stand in Python's own modules
{name}: missing-depends-on-sensible-utils
# licences of others, word for word
{name}: national-encoding
# --help, F1 in the window
{name}: no-manual-page
"""


def write(bundle: Path, when: int, out: Path, packing: str = "xz") -> Path:
    """Write the .deb of a frozen folder into a folder, and return its path.

    Args:
        bundle: the frozen folder.
        when: time of all files, s since 1970.
        out: where the .deb goes.
        packing: as ``dpkg-deb`` names it; ``none`` is quick.

    Raises:
        SystemExit: the folder needs a library of the system that no package is named for.
    """
    architecture = _architecture(bundle / "gonghui")
    target = out / f"{NAME}_{version()}_{architecture}.deb"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        shutil.copytree(bundle, tree / PROGRAM.lstrip("/"))
        _add_desktop_files(tree)
        _add_documents(tree, when)
        _add_control(tree, architecture)
        (tree / "usr" / "bin").mkdir()
        set_times(tree, when)
        _add_command(tree / "usr" / "bin" / NAME, when)
        for name in ("gonghui", "gonghui-console"):
            (tree / PROGRAM.lstrip("/") / name).chmod(0o755)
        tree.chmod(0o755)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when)}
        command = ["dpkg-deb", "--root-owner-group", f"-Z{packing}", "--build"]
        subprocess.run(
            [*command, str(tree), str(target)],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return target


def _architecture(program: Path) -> str:
    with program.open("rb") as file:
        head = file.read(20)
    return ARCHITECTURES[int.from_bytes(head[18:20], "little")]


def _add_desktop_files(tree: Path) -> None:
    """The entry in the menu, its icon, and the packages' file type."""
    share = tree / "usr" / "share"
    icon = tree / PROGRAM.lstrip("/") / "_internal" / "resources" / "icons" / "program.svg"
    entry = (HERE / "gonghui-desktop.desktop").read_text(encoding="utf-8")
    _put(share / "applications" / f"{NAME}.desktop", f"{entry}Exec={PROGRAM}/gonghui %F\n")
    _put(
        share / "mime" / "packages" / f"{NAME}.xml", (HERE / "package-type.xml").read_text("utf-8")
    )
    _put(share / "icons/hicolor/scalable/apps" / f"{NAME}.svg", icon.read_text(encoding="utf-8"))


def _add_command(command: Path, when: int) -> None:
    """The program under a name of its own; as the policy wants links out of /usr, absolute."""
    command.symlink_to(f"{PROGRAM}/gonghui-console")
    os.utime(command, (when, when), follow_symlinks=False)


def _add_documents(tree: Path, when: int) -> None:
    """What Debian's policy wants: licences, and what is new."""
    folder = tree / "usr" / "share" / "doc" / NAME
    _put(folder / "copyright", (HERE / "copyright").read_text(encoding="utf-8"))
    date = subprocess.run(
        ["date", "-u", "-R", "-d", f"@{when}"], check=True, capture_output=True, text=True
    )
    entry = (
        f"{NAME} ({version()}) stable; urgency=low\n\n  * See the program's help.\n\n"
        f" -- Gonghui Desktop developers <gonghui-desktop@localhost>  {date.stdout}"
    )
    (folder / "changelog.gz").write_bytes(gzip.compress(entry.encode(), 9, mtime=0))
    _put(tree / "usr" / "share" / "lintian" / "overrides" / NAME, LINTIAN.format(name=NAME))


def _add_control(tree: Path, architecture: str) -> None:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    control = CONTROL.format(
        name=NAME,
        version=version(),
        architecture=architecture,
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=", ".join(_depends(tree / PROGRAM.lstrip("/"))),
    )
    _put(tree / "DEBIAN" / "control", control)
    sums = [
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n"
        for path in files
    ]
    _put(tree / "DEBIAN" / "md5sums", "".join(sums))


def _depends(program: Path) -> Iterator[str]:
    """The system's own libraries that the folder asks for, as packages."""
    least = (program / "_internal" / "glibc.txt").read_text().strip()
    yield f"libc6 (>= {least})"
    libraries = [path for path in program.rglob("*") if path.is_file() and _is_elf(path)]
    asked = {name for library in libraries for name in _asked_by(library)}
    for name in sorted(asked - {library.name for library in libraries}):
        if OF_LIBC.fullmatch(name):
            continue
        if name not in PACKAGES:
            raise SystemExit(f"{name} is asked for, and deb.py knows no package of it")
        yield PACKAGES[name]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _asked_by(library: Path) -> list[str]:
    dump = subprocess.run(
        ["objdump", "-p", str(library)], check=True, capture_output=True, text=True
    )
    return re.findall(r"NEEDED\s+(\S+)", dump.stdout)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Pack the folder that PyInstaller has made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, help="as PyInstaller made it")
    parser.add_argument("out", type=Path, help="folder for the .deb")
    parser.add_argument("--packing", default="xz", help="as dpkg-deb names it; none is quick")
    arguments = parser.parse_args()
    print(write(arguments.bundle, epoch(), arguments.out, arguments.packing))


if __name__ == "__main__":
    main()
