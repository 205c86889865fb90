"""Who signed the programs of Windows' Python: checked before any of them runs.

Each must bear the Authenticode signature of the Python Software Foundation, made with the one
certificate named here and leading to the one root beside this file, while that was valid by its
signed time stamp. No list of revoked certificates is asked for: that would need a network. What the
Foundation did not sign, Microsoft's runtime, is named with its SHA-256 in ``python_unsigned.txt``.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT_CERTIFICATE = HERE / "digicert-trusted-root-g4.pem"
UNSIGNED = HERE / "python_unsigned.txt"
FOUNDATION = "6045e624888e299179d5ae0ceda57c9874ff6ccf889fa14b2d50f751bfb9e2f8"
"""SHA-256 of the certificate of /O=Python Software Foundation, valid from January 2022 to 2025."""

PROGRAMS = (".exe", ".dll", ".pyd")
NEEDED = ("python.exe", "python311.dll")


def check(
    folder: Path,
    *,
    unsigned: Path = UNSIGNED,
    signer: str = FOUNDATION,
    root: Path = ROOT_CERTIFICATE,
) -> int:
    """Check every program in ``folder``, and that the check itself can fail.

    Returns:
        How many signatures held.

    Raises:
        SystemExit: some file is not what it should be; each is named.
    """
    pinned = read_digests(unsigned)
    programs = {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and is_program(file)
    }
    faults = [f"missing: {name}" for name in (*NEEDED, *pinned) if name not in programs]
    signed = []
    for name, file in programs.items():
        if name in pinned:
            if hashlib.sha256(file.read_bytes()).hexdigest() != pinned[name]:
                faults.append(f"not the pinned file: {name}")
        elif is_signed(file, signer, root):
            signed.append(file)
        else:
            faults.append(f"not signed by {signer[:16]}…, or changed since: {name}")
    if not faults and changed_is_signed(signed[0], signer, root):
        faults.append("osslsigncode takes a changed file for a signed one")
    if faults:
        raise SystemExit("\n".join(["the Windows Python is not the one it should be:", *faults]))
    return len(signed)


def is_program(file: Path) -> bool:
    """Whether Windows could run it: by its name, or by how it begins."""
    with file.open("rb") as opened:
        return file.suffix.lower() in PROGRAMS or opened.read(2) == b"MZ"


def is_signed(file: Path, signer: str, root: Path) -> bool:
    """Whether ``file`` is as it was when the holder of the certificate ``signer`` signed it.

    Args:
        file: a program for Windows.
        signer: SHA-256 of the certificate, in hexadecimal.
        root: the certificate, as PEM, that the signature and its time stamp must lead to.
    """
    trusted = ["-CAfile", str(root), "-TSA-CAfile", str(root)]
    leaf = ["-require-leaf-hash", f"sha256:{signer}"]
    command = ["osslsigncode", "verify", *trusted, *leaf, *_no_network(), "-in", str(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def changed_is_signed(file: Path, signer: str, root: Path) -> bool:
    """Whether a copy with one byte changed would pass."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    copy = file.with_name(f"changed-{file.name}")
    try:
        copy.write_bytes(data)
        return is_signed(copy, signer, root)
    finally:
        copy.unlink()


def read_digests(file: Path) -> dict[str, str]:
    """Name to SHA-256, from lines as ``sha256sum`` writes them."""
    lines = (line.split("  ", 1) for line in file.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in lines}


def _no_network() -> list[str]:
    """The switch of newer versions that would else fetch lists of revoked certificates."""
    help_text = subprocess.run(
        ["osslsigncode", "verify", "--help"], check=False, capture_output=True
    ).stdout
    return ["-ignore-crl"] if b"-ignore-crl" in help_text else []
