"""Sign what is handed out, if the environment names a certificate; else nothing is changed.

``python3 packaging/windows/signing.py FILE…`` signs; ``build.py`` calls it for both programs and
the portable starter before they are packed, makensis for ``uninstall.exe``, and at last the set-up
program is signed. The environment names files alone, so that no secret comes into a command line
or a log:

``GONGHUI_SIGN_PKCS12``
    PKCS#12 file with certificate, chain and key; or else both of
``GONGHUI_SIGN_CERTIFICATES``, ``GONGHUI_SIGN_KEY``
    PEM files: the certificate with its chain, and the key.
``GONGHUI_SIGN_PASSWORD_FILE``
    File whose one line is the password of the PKCS#12 file or of the key; not set: there is none.
``GONGHUI_SIGN_TIMESTAMP``
    URL of a time-stamp authority (RFC 3161); or else both of
``GONGHUI_SIGN_TIMESTAMP_CERTIFICATES``, ``GONGHUI_SIGN_TIMESTAMP_KEY``
    PEM files of an authority of one's own. Without a time stamp no signature is valid for longer
    than its certificate.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

PREFIX = "GONGHUI_SIGN_"
TITLE = "基层工会活力建设申报"  # in Windows' question before it runs the set-up program
_TRIES = 3  # of a time-stamp authority, which may be busy


def is_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a certificate.

    Raises:
        SystemExit: it names half of what is needed, or a file that is not there.
    """
    return bool(_certificate(environment))


def sign(file: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Sign a program in its place; it stays as it is if the environment names no certificate.

    Raises:
        SystemExit: it cannot be signed.
    """
    certificate = _certificate(environment)
    if not certificate:
        return
    stamp = _time_stamp(environment)
    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        signed = Path(scratch, file.name)
        command = ["osslsigncode", "sign", *certificate, *stamp, "-h", "sha256", "-n", TITLE]
        _run([*command, "-in", str(file), "-out", str(signed)], signed, _TRIES if stamp else 1)
        signed.chmod(file.stat().st_mode)
        signed.replace(file)


def makensis_options(environment: Mapping[str, str] = os.environ) -> list[str]:
    """What has ``setup.nsi`` sign the removal program; nothing without a certificate."""
    if not is_wanted(environment):
        return []
    return [f'-DSIGN="{sys.executable}" "{Path(__file__).resolve()}"']


def unsigned(program: bytes) -> bytes:
    """The program as it was before it was signed, for comparison alone.

    Its check sum, which signing writes, and the zeros at its end, to which a signature is aligned,
    are left out.
    """
    if program[:2] != b"MZ":
        return program
    content = bytearray(program)
    head = int.from_bytes(content[0x3C:0x40], "little")
    optional = head + 24
    check_sum = optional + 64
    directories = optional + (112 if content[optional : optional + 2] == b"\x0b\x02" else 96)
    place = directories + 4 * 8  # the fifth tells where signatures are
    start = int.from_bytes(content[place : place + 4], "little")
    content[check_sum : check_sum + 4] = bytes(4)
    content[place : place + 8] = bytes(8)
    return bytes(content[:start] if start else content).rstrip(b"\0")


def _certificate(environment: Mapping[str, str]) -> list[str]:
    """What tells osslsigncode the certificate; nothing if there is none."""
    container = _file(environment, "PKCS12")
    pair = _pair(environment, "", ("-certs", "-key"))
    if container and pair:
        raise SystemExit(f"set either {PREFIX}PKCS12 or {PREFIX}CERTIFICATES, not both")
    chosen = ["-pkcs12", container] if container else pair
    password = _file(environment, "PASSWORD_FILE")
    return [*chosen, *(["-readpass", password] if chosen and password else [])]


def _time_stamp(environment: Mapping[str, str]) -> list[str]:
    url = environment.get(f"{PREFIX}TIMESTAMP", "")
    return ["-ts", url] if url else _pair(environment, "TIMESTAMP_", ("-TSA-certs", "-TSA-key"))


def _pair(environment: Mapping[str, str], kind: str, options: tuple[str, str]) -> list[str]:
    names = (f"{kind}CERTIFICATES", f"{kind}KEY")
    files = [_file(environment, name) for name in names]
    if any(files) and not all(files):
        raise SystemExit(f"set both {PREFIX}{names[0]} and {PREFIX}{names[1]}, or neither")
    return [part for pair in zip(options, files, strict=True) for part in pair if all(files)]


def _file(environment: Mapping[str, str], name: str) -> str:
    file = environment.get(PREFIX + name, "")
    if file and not Path(file).is_file():
        raise SystemExit(f"{PREFIX}{name} names no file")
    return file


def _run(command: Sequence[str], result: Path, tries: int) -> None:
    """Run osslsigncode until there is a result; without a terminal, it asks no password."""
    for _ in range(tries):
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,
        )
        if done.returncode == 0 and result.exists():
            return
        result.unlink(missing_ok=True)
    raise SystemExit(f"{done.stdout}\nnot signed")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        sign(Path(argument))
