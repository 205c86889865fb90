"""Data that can only be read: reading works, writing is refused in one sentence."""

from __future__ import annotations

import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gonghui_desktop.app import main
from gonghui_desktop.store.file.names import HEAD
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

_NEWER = f"{int(HEAD) + 1:04}"


def _make_newer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (_NEWER,))
        connection.execute("ALTER TABLE records ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
        connection.commit()


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Data as a newer version left it."""
    folder = tmp_path / "data"
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"unit_name": "甲单位"}, campaign="2017")])
    _make_newer(folder)
    return folder


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """Data on a disk without a free byte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if platform.system() != "Linux" or subprocess.run(mount, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        with Store.open(folder) as store:
            store.add([NewRecord("annex1", {"unit_name": "甲单位"}, campaign="2017")])
        subprocess.run(["dd", "if=/dev/zero", f"of={folder / 'ballast'}"], check=False)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stick with the portable program, not write-protected yet, without its data folder."""
    folder = tmp_path / "stick"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if platform.system() != "Linux" or subprocess.run(mount, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        (folder / "portable.txt").touch()
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(folder / "gonghui"))
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _protect(stick: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)


def test_a_write_protected_stick_is_told_as_such(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(stick / "数据") as store:
        store.add([NewRecord("annex1", {"unit_name": "甲单位"}, campaign="2017")])
    _protect(stick)

    assert main(["list"]) == 0
    said = capsys.readouterr()
    assert "甲单位" in said.out
    (sentence,) = said.err.splitlines()
    assert "只能查看、检查、打印" in sentence
    assert "写保护开关" in sentence
    assert "复制到电脑里" in sentence


@pytest.mark.parametrize("has_folder", [False, True])
def test_a_write_protected_stick_without_data_says_what_to_do(
    stick: Path, capsys: pytest.CaptureFixture[str], has_folder: bool
) -> None:
    if has_folder:
        (stick / "数据").mkdir()
    _protect(stick)

    assert main(["list"]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "没有地方存" in sentence
    assert "写保护开关" in sentence


@pytest.mark.parametrize("kind", ["newer", "full"])
def test_what_only_reads_works(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data: Path = request.getfixturevalue(kind)
    before = (data / FILE_NAME).read_bytes()

    assert main(["--data", str(data), "list"]) == 0
    said = capsys.readouterr()
    assert "甲单位" in said.out
    assert said.err.count("\n") == 1
    assert "只能查看、检查、打印" in said.err
    assert main(["--data", str(data), "check"]) == 1
    assert "往届" not in capsys.readouterr().out
    assert main(["--data", str(data), "print", "-o", str(tmp_path / "表.pdf")]) == 0
    assert main(["--data", str(data), "backup", "-o", str(tmp_path / "备份")]) == 0
    assert main(["--data", str(data), "backups"]) == 0
    capsys.readouterr()
    records = tmp_path / "表.json"
    records.write_text(
        '{"format": "gonghui-records", "version": 1, "campaign": "2017", "records":'
        ' [{"form": "annex1", "values": {}}]}'
    )
    assert main(["--data", str(data), "import", str(records)]) == 2
    told = capsys.readouterr().err
    assert "不能修改" in told
    assert told.count("\n") == 1
    assert main(["--data", str(data), "receive", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "不能修改" in told
    assert told.count("\n") == 1
    assert (data / FILE_NAME).read_bytes() == before


def test_verify_needs_no_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = Path(__file__).parent.parent / "data" / "packages" / "version-1.zip"
    data = tmp_path / "data"
    data.mkdir()
    (data / FILE_NAME).write_bytes(b"")
    assert main(["--data", str(data), "verify", str(package)]) == 0
    assert "完整" in capsys.readouterr().out
    assert main(["--data", str(data), "list"]) == 2
    assert "备份" in capsys.readouterr().err


def test_a_newer_database_whose_tables_are_others_is_refused(
    newer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(newer / FILE_NAME)) as connection:
        connection.execute("ALTER TABLE records RENAME COLUMN field_values TO texts")
        connection.commit()
    assert main(["--data", str(newer), "list"]) == 2
    assert "新版本" in capsys.readouterr().err
