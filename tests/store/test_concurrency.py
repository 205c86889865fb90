"""Two threads, two stores, two processes on one folder."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from gonghui_desktop.store.database import Database
from gonghui_desktop.store.schema import prepare
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store


def test_threads_do_not_undo_each_others_changes(store: Store) -> None:
    record = store.add([NewRecord("annex1")])[0]

    def type_into(field: str) -> None:
        for number in range(20):
            store.change(record.id, {field: f"{field} {number}"})
            assert store.record(record.id).value(field) == f"{field} {number}"

    fields = ["unit_name", "goals", "measures", "address"]
    with ThreadPoolExecutor(len(fields)) as pool:
        list(pool.map(type_into, fields))
    assert store.record(record.id).values == {field: f"{field} 19" for field in fields}


def test_two_stores_see_each_others_changes(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"unit_name": "甲"})])[0]
    with Store.open(folder) as other:
        other.change(record.id, {"goals": "乙"})
        store.change(record.id, {"measures": "丙"})
        assert other.record(record.id).values == {
            "unit_name": "甲",
            "goals": "乙",
            "measures": "丙",
        }
        other.delete(record.id)
        assert store.records() == []


def test_reading_does_not_wait_for_a_long_import(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"unit_name": "甲"})])[0]
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store.record(record.id) == record
    other.close()


def test_many_may_open_a_new_folder_at_once(folder: Path) -> None:
    code = """
import pathlib, sys
from gonghui_desktop.store.store import NewRecord, Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    store.add([NewRecord("annex1")])
"""
    command = [sys.executable, "-c", code, str(folder)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    told = [process.communicate()[1].decode() for process in processes]
    assert told == [""] * len(processes)
    with Store.open(folder) as store:
        assert len(store.records()) == len(processes)


def test_many_threads_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    def use(number: int) -> None:
        with Store.open(tmp_path / str(number // 4)) as store:
            store.add([NewRecord("annex1")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(16)))
    for number in range(4):
        with Store.open(tmp_path / str(number)) as store:
            assert len(store.records()) == 4


def test_a_new_file_may_be_filled_by_another_program_while_it_is_looked_at(folder: Path) -> None:
    """Its own tables, half seen, were once taken for another program's."""
    with Store.open(folder / "other"):
        pass

    class Watched(Database):
        @contextmanager
        def driver(self) -> Iterator[sqlite3.Connection]:
            with super().driver() as connection:
                connection.set_trace_callback(fill)
                yield connection

    def fill(statement: str) -> None:
        if "sqlite_master" not in statement:
            return
        with (
            closing(sqlite3.connect(folder / "other" / FILE_NAME)) as source,
            closing(sqlite3.connect(folder / FILE_NAME, timeout=0)) as target,
            suppress(sqlite3.OperationalError),  # refused as long as the file is being read
        ):
            number = source.execute("PRAGMA application_id").fetchone()[0]
            target.executescript(f"PRAGMA application_id = {number};" + "".join(source.iterdump()))

    database = Watched(folder / FILE_NAME)
    prepare(database)
    database.close()
    with Store.open(folder) as store:
        assert store.records() == []
