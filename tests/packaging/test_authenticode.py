"""The signatures of Windows' Python: only the expected signer's, and of unchanged files."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.signers import Signer, sign, signer

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows: the program is built on Debian"),
    pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is not here"),
]


@dataclass(frozen=True)
class _Python:
    """A folder as the bench unpacks it, in small, and what it is checked against."""

    folder: Path
    unsigned: Path
    root: Signer
    foundation: Signer
    program: Path
    authenticode: ModuleType

    def check(self) -> int:
        held = self.authenticode.check(
            self.folder,
            unsigned=self.unsigned,
            signer=self.foundation.digest,
            root=self.root.pem,
        )
        assert isinstance(held, int)
        return held


@pytest.fixture
def python(project_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Python:
    monkeypatch.syspath_prepend(project_folder / "packaging" / "windows")
    setuptools = importlib.metadata.distribution("setuptools")
    program = Path(str(setuptools.locate_file("setuptools/cli-64.exe")))  # Windows', not signed
    root = signer(tmp_path, "root")
    foundation = signer(tmp_path, "foundation", root)
    folder = tmp_path / "python"
    (folder / "DLLs").mkdir(parents=True)
    for name in ("python.exe", "python311.dll", "DLLs/_ctypes.pyd"):
        sign(program, foundation, folder / name)
    (folder / "os.py").write_text("no program\n")
    (folder / "runtime.dll").write_bytes(b"MZ Microsoft's")
    unsigned = tmp_path / "unsigned.txt"
    digest = hashlib.sha256(b"MZ Microsoft's").hexdigest()
    unsigned.write_text(f"{digest}  runtime.dll\n")
    authenticode = importlib.import_module("authenticode")
    return _Python(folder, unsigned, root, foundation, program, authenticode)


def test_signed_and_pinned_programs_pass(python: _Python) -> None:
    before = sorted(python.folder.rglob("*"))

    assert python.check() == 3
    assert sorted(python.folder.rglob("*")) == before


def test_a_changed_byte_is_refused(python: _Python) -> None:
    file = python.folder / "DLLs" / "_ctypes.pyd"
    data = bytearray(file.read_bytes())
    data[5000] ^= 1
    file.write_bytes(data)

    with pytest.raises(SystemExit, match=r"changed since: DLLs/_ctypes\.pyd$"):
        python.check()


def test_a_changed_runtime_is_refused(python: _Python) -> None:
    (python.folder / "runtime.dll").write_bytes(b"MZ somebody's")

    with pytest.raises(SystemExit, match=r"not the pinned file: runtime\.dll$"):
        python.check()


@pytest.mark.parametrize("name", ["extra.exe", "DLLs/extra.pyd", "extra.txt"])
def test_a_program_that_nobody_signed_is_refused_by_whatever_name(
    name: str, python: _Python
) -> None:
    shutil.copyfile(python.program, python.folder / name)

    with pytest.raises(SystemExit, match=f"changed since: {name}$"):
        python.check()


def test_another_signer_is_refused(python: _Python, tmp_path: Path) -> None:
    other = signer(tmp_path, "other", python.root)
    (python.folder / "python.exe").unlink()
    sign(python.program, other, python.folder / "python.exe")

    with pytest.raises(SystemExit, match=r"changed since: python\.exe$"):
        python.check()


def test_the_expected_name_under_another_root_is_refused(python: _Python, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    theirs = signer(tmp_path / "theirs", "root")

    with pytest.raises(SystemExit, match=r"changed since: python\.exe"):
        python.authenticode.check(
            python.folder,
            unsigned=python.unsigned,
            signer=python.foundation.digest,
            root=theirs.pem,
        )


def test_a_missing_program_is_told(python: _Python) -> None:
    (python.folder / "python311.dll").unlink()
    (python.folder / "runtime.dll").unlink()

    with pytest.raises(SystemExit, match=r"missing: python311\.dll\nmissing: runtime\.dll$"):
        python.check()


def test_a_tool_that_takes_everything_is_refused(
    python: _Python, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "osslsigncode"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin")

    with pytest.raises(SystemExit, match="takes a changed file for a signed one"):
        python.check()
