"""Signing what is handed out: with a throwaway certificate, and not at all without one."""

from __future__ import annotations

import importlib
import importlib.metadata
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.packaging.signers import Signer, signer

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows: the program is built on Debian"),
    pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is not here"),
]

PASSWORD = "秘密 pass-word"
_STAMPS = ("TIMESTAMP_CERTIFICATES", "TIMESTAMP_KEY")
SPY = """#!/bin/sh
echo "$@" >> {folder}/commands
{tool} "$@" || exit
for last; do :; done
cp "$last" "{folder}/$(basename "$last")" 2>/dev/null
exit 0
"""


@dataclass(frozen=True)
class _Office:
    """Who signs, and what of it the environment names."""

    root: Signer
    signer: Signer
    signing: ModuleType
    program: Path
    environment: dict[str, str]

    def holds(self, file: Path) -> bool:
        authenticode = importlib.import_module("authenticode")
        by, root = self.signer.digest, self.root.pem
        assert not authenticode.changed_is_signed(file, by, root)
        return bool(authenticode.is_signed(file, by, root))


def _stamps_itself() -> bool:
    """Whether osslsigncode can make time stamps of its own: 2.9 can, Debian 12's 2.5 cannot."""
    told = subprocess.run(["osslsigncode", "--help"], check=False, capture_output=True, text=True)
    return "-TSA-certs" in told.stdout + told.stderr


@pytest.fixture
def office(project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Office:
    monkeypatch.syspath_prepend(project_folder / "packaging" / "windows")
    folder = tmp_path / "证书"
    folder.mkdir()
    root = signer(folder, "root")
    by = signer(folder, "office", root)
    authority = signer(folder, "stamp", root, ExtendedKeyUsageOID.TIME_STAMPING)
    container, password = folder / "office.p12", folder / "password"
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    container.write_bytes(
        pkcs12.serialize_key_and_certificates(b"", by.key, by.certificate, None, encryption)
    )
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    source = importlib.metadata.distribution("setuptools").locate_file("setuptools/cli-64.exe")
    names = {
        "PKCS12": container,
        "PASSWORD_FILE": password,
        "TIMESTAMP_CERTIFICATES": authority.pem,
        "TIMESTAMP_KEY": authority.key_file,
    }
    if not _stamps_itself():
        names = {name: file for name, file in names.items() if name not in _STAMPS}
    environment = {f"GONGHUI_SIGN_{name}": str(file) for name, file in names.items()}
    program = Path(shutil.copyfile(str(source), tmp_path / "gonghui.exe"))
    return _Office(root, by, importlib.import_module("signing"), program, environment)


def test_a_signed_program_is_verified_with_its_time_and_a_changed_one_is_not(
    office: _Office,
) -> None:
    office.signing.sign(office.program, office.environment)

    assert office.holds(office.program)
    trusted = ["-CAfile", str(office.root.pem), "-TSA-CAfile", str(office.root.pem)]
    command = ["osslsigncode", "verify", *trusted, "-in", str(office.program)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert ("Timestamp time: " in told) == _stamps_itself()


def test_a_key_in_files_signs_too_without_a_time_stamp(office: _Office) -> None:
    files = {"CERTIFICATES": office.signer.pem, "KEY": office.signer.key_file}
    environment = {f"GONGHUI_SIGN_{name}": str(file) for name, file in files.items()}

    office.signing.sign(office.program, environment)

    assert office.holds(office.program)


def test_without_a_certificate_no_byte_is_changed(office: _Office) -> None:
    before = office.program.read_bytes()

    office.signing.sign(office.program, {})

    assert office.program.read_bytes() == before
    assert office.signing.makensis_options({}) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"PKCS12": "", "CERTIFICATES": __file__}, "set both .*CERTIFICATES and .*KEY"),
        ({"CERTIFICATES": __file__, "KEY": __file__}, "not both"),
        ({"PKCS12": "/none.p12"}, "GONGHUI_SIGN_PKCS12 names no file"),
        ({"TIMESTAMP_CERTIFICATES": __file__, "TIMESTAMP_KEY": ""}, "set both .*TIMESTAMP_CERT"),
        ({"PASSWORD_FILE": __file__}, "not signed$"),
    ],
)
def test_a_half_named_certificate_or_a_wrong_password_ends_it(
    changed: dict[str, str], told: str, office: _Office
) -> None:
    before = office.program.read_bytes()
    named = {f"GONGHUI_SIGN_{name}": value for name, value in changed.items()}

    with pytest.raises(SystemExit, match=told):
        office.signing.sign(office.program, office.environment | named)

    assert office.program.read_bytes() == before


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not here")
def test_set_up_and_removal_are_signed_and_the_password_is_in_no_command(
    office: _Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, seen = tmp_path / "gonghui", tmp_path / "seen"
    (bundle / "_internal").mkdir(parents=True)
    seen.mkdir()
    for name in ("gonghui.exe", "gonghui-console.exe", "_internal/file"):
        shutil.copyfile(office.program, bundle / name)
    tool = tmp_path / "bin" / "osslsigncode"
    tool.parent.mkdir()
    tool.write_text(SPY.format(folder=seen, tool=shutil.which("osslsigncode")))
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
    for name, value in office.environment.items():
        monkeypatch.setenv(name, value)
    setup = tmp_path / "gonghui-setup.exe"

    importlib.import_module("setup_program").write(bundle, "0.0.1", setup, "-DQUICK")

    assert office.holds(setup)
    (removal,) = (file for file in seen.iterdir() if file.name not in ("commands", setup.name))
    assert office.holds(removal)
    assert PASSWORD not in (seen / "commands").read_text(encoding="utf-8")


def test_signed_builds_are_compared_without_their_signatures(
    office: _Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / name for name in ("signed", "plain", "other")]
    for folder in folders:
        folder.mkdir()
        program = Path(shutil.copyfile(office.program, folder / "gonghui.exe"))
        if folder.name == "other":
            content = bytearray(program.read_bytes())
            content[-1] ^= 1
            program.write_bytes(content)
        if folder.name != "plain":
            office.signing.sign(program, office.environment)
        with zipfile.ZipFile(folder / "portable.zip", "w") as archive:
            archive.write(program, "gonghui.exe")
    compare = importlib.import_module("compare").main
    signed, plain, other = map(str, folders)

    assert compare([signed, plain]) == 1
    assert compare(["--unsigned", signed, plain]) == 0
    assert compare(["--unsigned", signed, other]) == 1
    assert "portable.zip/gonghui.exe" in capsys.readouterr().out.splitlines()[-2]
