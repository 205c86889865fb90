"""Faults of the disk and the file: told in one sentence, nothing lost, and the next write works."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from gonghui_desktop.errors import DataFileError, StoreError
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.record import Profile
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store
from tests.files import copy_folder

_BIG = "长" * LONGEST_TEXT
_NOBODY = 65534

LimitFileSize = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may read."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Permission bits mean nothing to root, so root becomes nobody for a moment."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
    else:
        os.seteuid(_NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)


def _assert_one_chinese_sentence(error: StoreError) -> None:
    text = str(error)
    assert text.endswith("。")
    assert "\n" not in text
    assert "sqlite3." not in text
    assert "系统报告" not in text
    assert "请" in text


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x")
    with pytest.raises(StoreError, match="不是文件夹") as told:
        Store.open(tmp_path / "文件" / "资料")
    _assert_one_chinese_sentence(told.value)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x")
    with pytest.raises(StoreError, match="文件夹") as told:
        Store.open(tmp_path / "文件")
    _assert_one_chinese_sentence(told.value)
    assert (tmp_path / "文件").read_text() == "x"


def test_a_folder_without_write_permission_is_told(open_folder: Path) -> None:
    data = open_folder / "资料"
    data.mkdir(mode=0o555)
    open_folder.chmod(0o555)
    with _unprivileged():
        with pytest.raises(StoreError, match="权限") as told:
            Store.open(data)
        with pytest.raises(StoreError, match="权限"):
            Store.open(open_folder / "新")
    _assert_one_chinese_sentence(told.value)
    assert list(data.iterdir()) == []


def test_a_folder_that_may_not_be_entered_is_told(open_folder: Path) -> None:
    data = open_folder / "资料"
    data.mkdir(mode=0o600)
    with _unprivileged(), pytest.raises(StoreError, match="权限") as told:
        Store.open(data)
    _assert_one_chinese_sentence(told.value)


@pytest.mark.parametrize("mode", [0o555, 0o755], ids=["folder, too", "file"])
def test_a_database_without_write_permission_can_be_read(open_folder: Path, mode: int) -> None:
    away = open_folder / "killed"
    with Store.open(open_folder / "data") as store:
        record = store.add([NewRecord("annex1", {"unit_name": "甲"})])[0]
        # A log lies beside it, as after a crash, and SQLite wants to write to read it.
        copy_folder(open_folder / "data", away)
    for path in away.iterdir():
        path.chmod(0o444)
    away.chmod(mode)
    open_folder.chmod(0o755)
    with _unprivileged(), Store.open(away) as store:
        assert "只能查看" in store.condition.read_only
        assert store.records() == [record]
        with pytest.raises(StoreError, match="只能查看") as told:
            store.change(record.id, {"unit_name": "乙"})
        assert store.record(record.id) == record
        store.backup(Path(tempfile.gettempdir()) / f"{record.id}.backup")
        Path(tempfile.gettempdir(), f"{record.id}.backup").unlink()
    _assert_one_chinese_sentence(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"not a database at all, but somebody's notes" * 100,
        b"xy",
        b"SQLite format 3\0" + b"\xff" * 5000,
    ],
    ids=["text", "two bytes", "header only"],
)
def test_a_file_that_is_no_database_is_left_alone(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreError, match=FILE_NAME) as told:
        Store.open(folder)
    _assert_one_chinese_sentence(told.value)
    assert (folder / FILE_NAME).read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]


def test_a_folder_in_place_of_the_database_is_told(folder: Path) -> None:
    (folder / FILE_NAME).mkdir(parents=True)
    with pytest.raises(StoreError, match=FILE_NAME) as told:
        Store.open(folder)
    _assert_one_chinese_sentence(told.value)


def test_another_programs_database_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    other = sqlite3.connect(folder / FILE_NAME)
    other.execute("CREATE TABLE records (mine)")
    other.commit()
    other.close()
    content = (folder / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match="另一个程序") as told:
        Store.open(folder)
    _assert_one_chinese_sentence(told.value)
    assert (folder / FILE_NAME).read_bytes() == content


def test_an_emptied_database_is_told_and_left_alone(folder: Path) -> None:
    with Store.open(folder) as store:
        store.add([NewRecord("annex1")])
    (folder / FILE_NAME).write_bytes(b"")
    with pytest.raises(DataFileError, match=r"空的.*备份") as told:
        Store.open(folder)
    _assert_one_chinese_sentence(told.value)
    assert (folder / FILE_NAME).read_bytes() == b""


def test_a_log_without_its_database_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    log = folder / f"{FILE_NAME}-wal"
    log.write_bytes(b"the only copy of the last changes")
    with pytest.raises(StoreError, match="附属文件") as told:
        Store.open(folder)
    _assert_one_chinese_sentence(told.value)
    assert log.read_bytes() == b"the only copy of the last changes"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("field_values", "{"),
        ("field_values", '["unit_name"]'),
        ("field_values", '{"unit_name": 1}'),
        ("created_at", "yesterday"),
    ],
)
def test_a_damaged_record_is_told(store: Store, folder: Path, column: str, text: str) -> None:
    (record,) = store.add([NewRecord("annex1")])
    other = sqlite3.connect(folder / FILE_NAME)
    other.execute(f"UPDATE records SET {column} = ?", (text,))
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="损坏") as told:
        store.record(record.id)
    _assert_one_chinese_sentence(told.value)


def test_a_database_damaged_in_the_middle_is_told(folder: Path) -> None:
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"goals": "字" * 3000}) for _ in range(50)])
    content = bytearray((folder / FILE_NAME).read_bytes())
    content[2 * 4096 :] = os.urandom(len(content) - 2 * 4096)
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreError, match="损坏") as told, Store.open(folder) as store:
        store.records()
    _assert_one_chinese_sentence(told.value)
    assert (folder / FILE_NAME).read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not remove an open file")
def test_a_deleted_file_is_told_and_works_again_once_it_is_back(folder: Path) -> None:
    away = folder.with_name("away")
    with Store.open(folder) as store:
        folder.rename(away)
        uses: tuple[Callable[[], object], ...] = (
            store.records,
            lambda: store.add([NewRecord("annex1")]),
        )
        for use in uses:
            with pytest.raises(StoreError, match="删除") as told:
                use()
            _assert_one_chinese_sentence(told.value)
        assert not folder.exists()
        away.rename(folder)
        record = store.add([NewRecord("annex1")])[0]
        for file in folder.iterdir():
            file.unlink()
        with pytest.raises(StoreError, match="删除"):
            store.change(record.id, {"unit_name": "甲"})
        assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not replace an open file")
def test_a_replaced_file_is_told_and_left_alone(folder: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "other").close()
    content = (tmp_path / "other" / FILE_NAME).read_bytes()
    with Store.open(folder) as store:
        (tmp_path / "other" / FILE_NAME).replace(folder / FILE_NAME)
        with pytest.raises(StoreError, match="替换"):
            store.add([NewRecord("annex1")])
    assert (folder / FILE_NAME).read_bytes() == content


def test_a_locked_database_is_told_and_the_next_write_works(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1")])[0]
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="占用") as told:
        store.change(record.id, {"unit_name": "甲"})
    _assert_one_chinese_sentence(told.value)
    assert store.records() == [record]
    other.close()
    assert store.change(record.id, {"unit_name": "甲"}).value("unit_name") == "甲"


def _assert_failing_writes_change_nothing(store: Store, full: str) -> None:
    before = store.records()
    draft, final = before
    for write in (
        lambda: store.add([NewRecord("annex1"), NewRecord("annex1", {"goals": _BIG})]),
        lambda: store.change(draft.id, {"unit_name": "乙", "goals": _BIG}),
        lambda: store.reopen(final.id, _BIG),
        lambda: store.set_profile(Profile("district", _BIG)),
        lambda: store.set_setting("window", _BIG),
    ):
        with pytest.raises(StoreError, match=full) as told:
            write()
        _assert_one_chinese_sentence(told.value)
        assert store.records() == before
    assert store.profile() is None
    assert store.setting("window") == ""


def _draft_and_final(store: Store) -> None:
    records = store.add([NewRecord("annex1", {"unit_name": "甲"}), NewRecord("annex2")])
    store.finalise([records[1].id])


def _assert_writing_works(store: Store, folder: Path) -> None:
    record = store.records()[0]
    store.change(record.id, {"goals": _BIG})
    with Store.open(folder) as again:
        assert again.record(record.id).values == {"unit_name": "甲", "goals": _BIG}


def test_a_full_disk_changes_nothing_and_then_the_next_write_works(folder: Path) -> None:
    """SQLite's own limit of pages makes it report a full disk on any machine."""
    with Store.open(folder) as store:
        _draft_and_final(store)
    connections: list[sqlite3.Connection] = []

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connections.append(connection)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(Engine, "connect", limit)
    try:
        with Store.open(folder) as store:
            _assert_failing_writes_change_nothing(store, "磁盘已满")
            for connection in connections:
                connection.execute("PRAGMA max_page_count = 1000000")
            event.remove(Engine, "connect", limit)
            _assert_writing_works(store, folder)
    finally:
        if event.contains(Engine, "connect", limit):
            event.remove(Engine, "connect", limit)


def test_a_failing_disk_changes_nothing_and_then_the_next_write_works(
    store: Store, folder: Path, limit_file_size: LimitFileSize
) -> None:
    """The kernel refuses to let the log grow: the failure comes at the end of the transaction."""
    _draft_and_final(store)
    log = folder / f"{FILE_NAME}-wal"
    with limit_file_size(log.stat().st_size + 10_000):
        _assert_failing_writes_change_nothing(store, "磁盘")
    _assert_writing_works(store, folder)


_FILL_THE_DISK = """
import pathlib, sys
from gonghui_desktop.errors import DataFileError, StoreError
from gonghui_desktop.store.store import NewRecord, Store
folder = pathlib.Path(sys.argv[1])
ballast = folder / "ballast"
ballast.write_bytes(bytes(100_000))
kept = []
with Store.open(folder) as store:
    try:
        while True:
            kept += store.add([NewRecord("annex1", {"goals": "长" * 5000})])
    except StoreError as error:
        print(error)
    assert store.records() == kept and kept
    ballast.unlink()
    kept += store.add([NewRecord("annex1")])
with Store.open(folder) as store:
    assert store.records() == kept
"""


@contextmanager
def _small_disk(folder: Path) -> Iterator[list[str]]:
    """A disk of 1 MB at a folder, for the command that what comes out is put in front of."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    own_mounts = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*own_mounts, *mount], check=False, capture_output=True).returncode == 0:
        yield [*own_mounts, "sh", "-c", f'{shlex.join(mount)} && exec "$0" "$@"']
    elif subprocess.run(mount, check=False, capture_output=True).returncode == 0:
        # Root in a chroot, where the kernel gives no mounts of one's own.
        try:
            yield []
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    else:
        pytest.skip("this machine lets nobody mount a small disk")


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS have no disk in memory")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    with _small_disk(tmp_path) as there:
        done = subprocess.run(
            [*there, sys.executable, "-c", _FILL_THE_DISK, str(tmp_path)],
            check=False,
            capture_output=True,
            text=True,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "磁盘已满" in done.stdout


def test_no_record_s_text_stands_in_the_text_of_a_fault(store: Store) -> None:
    """Logs and crash texts hold it; they are sent to others."""
    with pytest.raises(sqlite3.IntegrityError) as fault:
        store.add([NewRecord("annex1", {"unit_name": "张样例的单位"}, revision=0)])
    assert "张样例" not in str(fault.value)
    assert "CHECK" in str(fault.value)
