"""Databases made to harm: as a chosen backup, and laid into the data folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gonghui_desktop.errors import DataFileError, InputError, StoreError
from gonghui_desktop.store.backups.foreign import copy_out
from gonghui_desktop.store.file.beside import journal_of, log_of
from gonghui_desktop.store.file.known_schema import SCHEMAS, definitions, fingerprint
from gonghui_desktop.store.file.mark_file import mark_of
from gonghui_desktop.store.file.settings import stored_settings
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.file.stopping import no_progress
from gonghui_desktop.store.schema import upgrade
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store
from tests.files import copy_folder
from tests.hostile_databases import HARMLESS, REFUSED

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three records, and in it ``backup``, a backup of them."""
    folder = tmp_path_factory.mktemp("given")
    with Store.open(folder) as store:
        forms = (("annex1", "甲"), ("annex2", "乙"), ("annex1", "丙"))
        store.add([NewRecord(form, {"unit_name": name}) for form, name in forms])
        store.backup(folder / "backup")
    return folder


@pytest.fixture
def data(given: Path, tmp_path: Path) -> Path:
    """A copy of that data folder."""
    return copy_folder(given, tmp_path / "data")


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """The backup alone."""
    return Path(shutil.move(data / "backup", tmp_path / "u盘"))


def _names(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return [record.value("unit_name") for record in store.records()]


def _held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
def test_as_a_backup_it_is_refused_in_one_sentence(
    backup: Path, tmp_path: Path, spoil: Spoil
) -> None:
    spoil(backup)
    with pytest.raises(InputError, match=r"^[^\n]*(另选一个|安装新版本)[^\n]*。$"):
        copy_out(backup, tmp_path / "new", no_progress)


@pytest.mark.parametrize("name", REFUSED)
def test_laid_into_the_folder_it_is_never_opened(data: Path, backup: Path, name: str) -> None:
    REFUSED[name](backup)
    shutil.move(backup, data / FILE_NAME)
    if "view" not in name:  # as if nothing else had been there
        mark_of(data / FILE_NAME).unlink()
    if (data / FILE_NAME).stat().st_size > 100_000_000:
        return  # holes, which a comparison would fill; tried as a backup
    before = _held(data)
    assert stored_settings(data) == {}
    assert SnapshotReader.at(data) is None
    with pytest.raises(StoreError, match=r"^[^\n]*没有改动[^\n]*请[^\n]*。$"):
        Store.open(data)
    assert _held(data) == before


@pytest.mark.parametrize("name", ["trigger", "endless view", "endless records", "generated column"])
def test_a_mark_that_was_copied_along_does_not_vouch_for_definitions(data: Path, name: str) -> None:
    REFUSED[name](data / FILE_NAME)  # as it lies there, its epoch listed
    assert stored_settings(data) == {}
    assert SnapshotReader.at(data) is None
    with pytest.raises(DataFileError, match="不是本程序放进去的内容"):
        Store.open(data)
    data.joinpath(FILE_NAME).chmod(0o400)


def test_a_newer_program_s_tables_are_read_only_where_nothing_in_them_runs(data: Path) -> None:
    for statement in (
        "UPDATE alembic_version SET version_num = '9999'",
        "DROP TABLE settings",
        "CREATE TABLE settings (key, text AS (hex(zeroblob(100000000))))",
    ):
        with closing(sqlite3.connect(data / FILE_NAME)) as connection, connection:
            connection.execute(statement)
    with pytest.raises(StoreError, match="安装新版本"):
        Store.open(data)


@pytest.mark.parametrize("spoil", HARMLESS.values(), ids=HARMLESS)
def test_odd_contents_take_no_other_record_with_them(
    data: Path, backup: Path, spoil: Spoil
) -> None:
    spoil(backup)
    shutil.move(backup, data / FILE_NAME)
    assert _names(data)[-2:] == ["乙", "丙"]


def test_a_backup_laid_over_by_hand_is_taken_over_and_told_once(data: Path, backup: Path) -> None:
    with Store.open(data) as store:
        store.add([NewRecord("annex1", {"unit_name": "丁"})])
    shutil.copyfile(backup, data / FILE_NAME)
    with Store.open(data) as store:
        assert [each.value("unit_name") for each in store.records()] == ["甲", "乙", "丙"]
        (note,) = store.condition.notes
        assert "3 份申报表已逐条取入" in note
    (aside,) = data.glob(f"{FILE_NAME}.former-*")
    assert aside.name in note
    assert aside.read_bytes() == backup.read_bytes()
    with Store.open(data) as store:
        assert store.condition.notes == ()


@pytest.mark.parametrize("is_closed", [True, False], ids=["ended", "killed"])
def test_a_stranger_s_log_is_not_played_into_the_database(
    data: Path, given: Path, tmp_path: Path, is_closed: bool
) -> None:
    """Whether it lies there alone or in the place of the own one."""
    other = copy_folder(given, tmp_path / "other")
    with Store.open(other) as store:
        store.delete(*[each.id for each in store.records()])
        foreign = log_of(other / FILE_NAME).read_bytes()
    if not is_closed:
        with Store.open(data) as store:
            store.add([NewRecord("annex1", {"unit_name": "丁"})])
            data = copy_folder(data, tmp_path / "killed")
    log_of(data / FILE_NAME).write_bytes(foreign)
    assert SnapshotReader.at(data) is None
    with Store.open(data) as store:
        assert [each.value("unit_name") for each in store.records()] == ["甲", "乙", "丙"]
        (note,) = store.condition.notes
        assert "附属文件" in note
    (aside,) = data.glob("*-wal.unused-*")
    assert aside.read_bytes() == foreign


def test_a_stranger_s_journal_is_not_played_back(data: Path, backup: Path) -> None:
    """Before it looks at anything else, SQLite would write its pages over the database."""
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = PERSIST")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM records")
        connection.execute("INSERT INTO settings VALUES ('a', zeroblob(100000))")
        shutil.copyfile(journal_of(backup), journal_of(data / FILE_NAME))
        connection.execute("ROLLBACK")
    before = journal_of(data / FILE_NAME).read_bytes()
    assert before.startswith(bytes.fromhex("d9d505f920a163d7"))
    with Store.open(data) as store:
        (note,) = store.condition.notes
        assert "附属文件" in note
        assert len(store.records()) == 3
        assert not store.is_damaged()
    (aside,) = data.glob("*-journal.unused-*")
    assert aside.read_bytes() == before


def test_every_schema_of_ours_is_known(tmp_path: Path) -> None:
    """A new migration wants its fingerprints in ``known_schema.py``; this says which."""
    for head, known in SCHEMAS.items():
        path = tmp_path / head
        path.touch()
        upgrade(path, head=head, is_new=True)
        with closing(sqlite3.connect(path)) as connection:
            found = {each.name: fingerprint(each) for each in definitions(connection)}
        assert found == known


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("name", ["gonghui.sqlite3", "gonghui.sqlite3-journal"])
def test_a_pipe_laid_into_a_data_folder_is_not_waited_for(name: str, data: Path) -> None:
    place = data / name
    place.unlink(missing_ok=True)
    if sys.platform != "win32":
        os.mkfifo(place)
    assert SnapshotReader.at(data) is None
    with pytest.raises(DataFileError, match=r"设备或管道.*从备份恢复。$"):
        Store.open(data)
    assert place.is_fifo()
