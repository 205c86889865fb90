"""A log that is not the database's own is found, one that is never is taken for another's."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from gonghui_desktop.store.database import Database, driver_of
from gonghui_desktop.store.file.beside import log_of
from gonghui_desktop.store.file.mark import is_as_it_was, log_belongs
from gonghui_desktop.store.file.mark_file import mark_of, read_mark
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store
from tests.files import copy_folder

_WRITE_FOR_EVER = """
import pathlib, sys
from gonghui_desktop.store.file import mark
from gonghui_desktop.store.store import NewRecord, Store
mark.LARGEST_LOG = 60_000  # a checkpoint every few changes
store = Store.open(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    store.add([NewRecord("annex1", {"unit_name": str(number), "goals": "字" * 2000})])
    print(number, flush=True)
"""
_WRITE_AND_STAY = """
import pathlib, sys
from gonghui_desktop.store.store import NewRecord, Store
store = Store.open(pathlib.Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    store.add([NewRecord("annex2", {"unit_name": str(number)})])
print("ready", flush=True)
input()
"""
_ADD_ONE = """
import pathlib, sys
from gonghui_desktop.store.store import NewRecord, Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    store.add([NewRecord("annex1")])
"""
_needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="an end without any clean-up")


def _killed(script: str, *arguments: object, seconds: float = 0.0) -> int:
    """Runs a script until it has said something and that time is over; the lines that it said."""
    words = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        rest = process.stdout.read()
    assert first == b"ready\n"
    return rest.count(b"\n")


def _session(folder: Path, name: str) -> None:
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"unit_name": name})])


def _names(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return [record.value("unit_name") for record in store.records()]


@_needs_kill
def test_a_killed_program_s_own_log_is_always_its_own(folder: Path) -> None:
    """Also when it was killed between its mark, its epoch and its checkpoint."""
    chance = random.Random(1)
    known = 0
    for _ in range(12):
        known += _killed(_WRITE_FOR_EVER, folder, seconds=chance.uniform(0, 0.3))
        assert log_belongs(folder / FILE_NAME)
        with Store.open(folder) as store:
            assert store.condition.notes == ()
            assert len(store.records()) >= known
            known = len(store.records())


@_needs_kill
@pytest.mark.parametrize("kind", ["backup", "copy", "other"])
def test_the_log_of_a_killed_program_does_not_get_into_what_is_laid_over(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    other = tmp_path / "other"
    for name in ("一", "二", "三", "四", "五"):
        _session(folder, name)
    _session(other, "别处的")
    good = tmp_path / "good"
    if kind == "backup":
        with Store.open(folder) as store:
            store.backup(good)
    else:
        shutil.copyfile((folder if kind == "copy" else other) / FILE_NAME, good)
    _session(folder, "六")
    wanted = ["别处的"] if kind == "other" else ["一", "二", "三", "四", "五"]
    _killed(_WRITE_AND_STAY, folder, 20)
    assert log_of(folder / FILE_NAME).stat().st_size > 0
    log = log_of(folder / FILE_NAME).read_bytes()

    shutil.copyfile(good, folder / FILE_NAME)

    assert SnapshotReader.at(folder) is None
    with Store.open(folder) as store:
        note, taken = store.condition.notes
        assert "附属文件" in note
        assert "已逐条取入" in taken
        assert [record.value("unit_name") for record in store.records()] == wanted
    (aside,) = folder.glob("*-wal.unused-*")
    assert aside.name in note
    assert aside.read_bytes() == log
    assert _names(folder) == wanted
    with Store.open(folder) as store:
        assert store.condition.notes == ()


@_needs_kill
def test_a_copy_that_was_taken_while_the_program_ran_is_known_by_its_checkpoint(
    folder: Path, tmp_path: Path
) -> None:
    """Within one session, too: the copy and the log are apart as soon as the file has changed."""
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"unit_name": "一"})])
        with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(folder / FILE_NAME, tmp_path / "copy")
        epoch_then = mark_of(folder / FILE_NAME).read_bytes()
    _killed(_WRITE_AND_STAY, folder, 3)
    assert mark_of(folder / FILE_NAME).read_bytes() != epoch_then
    shutil.copyfile(tmp_path / "copy", folder / FILE_NAME)
    assert not log_belongs(folder / FILE_NAME)


def test_data_without_a_mark_opens_with_its_log(folder: Path, tmp_path: Path) -> None:
    """As a version that kept no mark left it when it was killed."""
    with Store.open(folder) as store:
        store.add([NewRecord("annex1", {"unit_name": "一"})])
        store.add([NewRecord("annex1", {"unit_name": "二"})])
        moved = tmp_path / "moved"
        copy_folder(folder, moved)
    mark_of(moved / FILE_NAME).unlink()
    assert _names(moved) == ["一", "二"]
    mark_of(folder / FILE_NAME).write_bytes(b"[1")
    assert _names(folder) == ["一", "二"]


def test_two_programs_at_once_keep_one_mark(folder: Path) -> None:
    path = folder / FILE_NAME
    with Store.open(folder) as one, Store.open(folder) as other:
        for number in range(10):
            (one, other)[number % 2].add([NewRecord("annex1", {"unit_name": str(number)})])
            assert log_belongs(path)
        one.close()
        assert log_belongs(path)
        other.add([NewRecord("annex1", {"unit_name": "10"})])
    assert is_as_it_was(path)
    assert len(_names(folder)) == 11


def test_who_goes_on_after_another_has_ended_is_known_by_the_log(
    folder: Path, tmp_path: Path
) -> None:
    """The mark that says that there is no log is taken back before anything is written."""
    with Store.open(folder) as one, Store.open(folder) as other:
        for number in range(4):
            (one, other)[number % 2].add([NewRecord("annex1", {"unit_name": str(number)})])
        one.close()
        mark = read_mark(folder / FILE_NAME)
        assert mark is not None
        assert mark.is_closed
        other.add([NewRecord("annex1", {"unit_name": "4"})])
        killed = copy_folder(folder, tmp_path / "killed")
        assert log_of(killed / FILE_NAME).stat().st_size
    with Store.open(killed) as store:
        assert store.condition.notes == ()
        assert len(store.records()) == 5


def test_another_process_that_closes_leaves_this_one_its_log(folder: Path) -> None:
    """A handle on the file that is closed besides SQLite would drop this process' locks."""
    with Store.open(folder) as store:
        for _ in range(3):
            store.add([NewRecord("annex1")])
            subprocess.run([sys.executable, "-c", _ADD_ONE, str(folder)], check=True)
            assert log_of(folder / FILE_NAME).exists()
            store.add([NewRecord("annex1")])
    with Store.open(folder) as store:
        assert len(store.records()) == 9


def test_a_second_pool_on_the_file_leaves_this_process_its_locks(folder: Path) -> None:
    """As a migration opens one while the file is open already."""
    _session(folder, "一")
    with closing(Database(folder / FILE_NAME)) as one:
        with one.reading() as connection:
            driver_of(connection).execute("SELECT count(*) FROM records").fetchone()
        with closing(Database(folder / FILE_NAME, foreign_keys=False)):
            script = [sys.executable, "-c", _ADD_ONE, str(folder)]
            subprocess.run(script, check=True)
            assert log_of(folder / FILE_NAME).exists()


@contextmanager
def _reader(folder: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of reading."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM records").fetchone()
        yield connection


def test_a_reader_makes_no_write_renew_the_epoch_again(folder: Path) -> None:
    """Each renewal is a change on the disk besides the clerk's own."""
    _session(folder, "一")
    with Store.open(folder) as store, _reader(folder):
        store.add([NewRecord("annex1")])
        mark = mark_of(folder / FILE_NAME).read_bytes()
        store.add([NewRecord("annex1")])
        store.add([NewRecord("annex1")])
        assert mark_of(folder / FILE_NAME).read_bytes() == mark


def test_start_and_end_do_not_read_the_whole_of_a_large_file(folder: Path) -> None:
    """It is not called whole unseen: the background looks through it."""
    with Store.open(folder) as store:
        store.add(NewRecord("annex1", {"goals": "字" * 10_000}) for _ in range(800))
    assert (folder / FILE_NAME).stat().st_size > 20_000_000
    mark = read_mark(folder / FILE_NAME)
    assert mark is not None
    assert mark.digest == ""
    with Store.open(folder) as store:
        assert store.condition.is_intact is None


def test_any_other_byte_is_told_from_what_the_last_session_left(folder: Path) -> None:
    path = folder / FILE_NAME
    _session(folder, "一")
    with Store.open(folder) as store:
        assert store.condition.is_intact
        store.records()
    whole = path.read_bytes()
    chance = random.Random(2)
    for _ in range(40):
        place = chance.randrange(len(whole))
        if 60 <= place < 64:
            continue  # the epoch: then it is another file, laid over
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        assert is_as_it_was(path) is False
    path.write_bytes(whole)
    assert is_as_it_was(path) is True
