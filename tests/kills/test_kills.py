"""The program is killed again and again while it is used: at most a second of typing is missing."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.store.store import FILE_NAME, Store
from gonghui_desktop.store.values import NewRecord
from tests.kills.process import Program, Shown, Starter, starter

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not fork, and ends a process in another way"
)

needs_compiler = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not here")
MANY = int(os.environ.get("GONGHUI_KILLS", "200"))
FILLED = {
    "city": "大连市",
    "county": "中山区",
    "unit_name": "大连示例重工有限公司",
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83641234",
    "unit_nature": "1",
    "employees": "120",
    "goals": "健全组织。",
    "measures": "开展协商。",
}


_LOCK = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
file.execute("BEGIN IMMEDIATE")
print(flush=True)
sys.stdin.read()
"""


class Office:
    """One data folder through many kills, and what its clerk saw."""

    def __init__(self, folder: Path, campaign: Campaign, data_folder: Path, seed: int) -> None:
        self.data = folder / "data"
        self.work = folder / "work"
        self.work.mkdir()
        self.imported = data_folder / "district.json"
        self._campaign = campaign
        self._random = random.Random(seed)
        self._last: Program | None = None
        self._kind = self._now = ""
        self.checked: Callable[[], None] = lambda: None
        self.kinds = dict.fromkeys(("", "full", "locked", "away"), 10) | {"": 70}
        with Store.open(self.data) as store:
            store.set_profile(Profile("district", "中山区总工会"))
            store.add(NewRecord("annex1", FILLED, campaign="2017") for _ in range(3))

    def use_and_kill(self, starter: Starter, number: int) -> None:
        """One start, a look at what the last one left, and some seconds of work until a kill."""
        rand = self._random
        kind = self._now = rand.choices(list(self.kinds), list(self.kinds.values()))[0]
        program = starter.start(
            rand.randrange(10**9),
            is_cold=number % 10 == 0,
            eager=rand.random() < 0.3,
            full=kind == "full",
        )
        try:
            self._check(program.wait_until_ready(), program)
        except BaseException:
            program.kill()
            raise
        self.checked()
        starter.go.touch()
        time.sleep(rand.uniform(0.1, 1.8))
        if kind == "locked":
            self._kill_while_locked(program)
        elif kind == "away":
            self._kill_while_away(program)
        else:
            program.kill()
        self._note(program)

    def check_last(self, starter: Starter) -> None:
        """A last start, which is closed in peace."""
        program = starter.start(0)
        self._check(program.wait_until_ready(), program)
        program.kill()

    def _kill_while_locked(self, program: Program) -> None:
        arguments = [sys.executable, "-c", _LOCK, str(self.data / FILE_NAME)]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            other.stdout.readline()
            time.sleep(self._random.uniform(0.1, 4.0))
            program.kill()
            other.kill()  # or it would fold the log, as the last one

    def _kill_while_away(self, program: Program) -> None:
        away = self.data.with_name("away")
        self.data.rename(away)
        time.sleep(self._random.uniform(0.1, 2.5))
        program.kill()
        shutil.rmtree(self.data, ignore_errors=True)  # nothing but what would lie under the drive
        away.rename(self.data)

    def _note(self, program: Program) -> None:
        assert [each for each in program.said.refused if each["fields"]] == []  # nobody else writes
        self._kind = self._now
        self._last = program

    def _check(self, ready: object, program: Program) -> None:
        """What must hold at the next start."""
        assert ready == {"asked": []}  # no hand is needed
        with closing(sqlite3.connect(self.data / FILE_NAME)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with Store.open(self.data) as store:
            stored = {record.id: record for record in store.records()}
            binned = {each.record.id for each in store.binned()}
            for record_id in stored:
                check_history(store, record_id)
        for refused in program.said.refused:  # typed while its form was being deleted or finished
            record = stored.get(refused["record"])
            is_closed = record is not None and record.state is RecordState.FINAL
            assert refused["fields"] == {}
            assert is_closed or refused["record"] in binned
        if self._last is not None:
            for record_id in {each.record_id for each in self._last.said.shown}:
                self._check_typed(self._last, record_id, stored, binned, program.said.shown)
        for path in self.work.glob("*.zip"):
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None

    def _check_typed(
        self,
        last: Program,
        record_id: str,
        stored: dict[str, Record],
        binned: set[str],
        early: Sequence[Shown],
    ) -> None:
        """The record is as it was shown at most a second before the kill, or later."""
        shown = [each for each in last.said.shown if each.record_id == record_id]
        old = [number for number, each in enumerate(shown) if last.must_have_stored(each)]
        if not old:
            return
        record = stored.get(record_id)
        if record is None:
            assert record_id in binned
            return
        possible = [*shown[old[-1] :], *(each for each in early if each.record_id == record_id)]
        for field in self._campaign.form(record.form).fields:
            texts = {field.type.normalise(each.texts.get(field.id, "")) for each in possible}
            assert record.value(field.id) in texts, self._told(last, field.id, record, shown)

    def _told(self, last: Program, field_id: str, record: Record, shown: Sequence[Shown]) -> str:
        """What was shown when, for whoever looks into a failure."""
        lines = [
            f"{each.at - last.killed_at:.2f} s {each.tick - last.said.tick} ticks "
            f"{each.texts.get(field_id, '')}"
            for each in shown
        ]
        return "\n".join([f"{self._kind} {field_id}: {record.value(field_id)}", *lines])


def check_history(store: Store, record_id: str) -> None:
    """The newest entry of each field says what stands in it."""
    record, entries = store.find(record_id), store.history(record_id)
    while (now := store.find(record_id)) != record:  # she types already
        record, entries = now, store.history(record_id)
    if record is None:
        return
    seen = set()
    for entry in entries:
        key = (entry.field, entry.is_reason)
        if entry.field and key not in seen:
            seen.add(key)
            texts = record.explanations if entry.is_reason else record.values
            assert entry.after == texts.get(entry.field, "")


class PowerCut:
    """What is left of a folder's files without power: each as it was at its last fsync.

    Args:
        folder: the data folder.
        synced: a folder for copies, made by ``synced.c``.
    """

    def __init__(self, folder: Path, synced: Path) -> None:
        self._folder = folder
        self._synced = synced
        library = synced.with_name("synced.so")
        source = Path(__file__).with_name("synced.c")
        subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        synced.mkdir()
        self.environment = {"LD_PRELOAD": str(library), "SYNCED": str(synced)}
        self.keep_all()

    def keep_all(self) -> None:
        """Everything that is there now is on the disk."""
        for path in self._synced.iterdir():
            path.unlink(missing_ok=True)
        for path in self._files():
            with suppress(FileNotFoundError):  # the program has removed it by now
                shutil.copyfile(path, self._synced / str(path.stat().st_ino))

    def cut(self) -> None:
        """Drops everything that no process has waited for."""
        for path in self._files():
            kept = self._synced / str(path.stat().st_ino)
            if kept.exists() and not path.name.endswith("-shm"):
                shutil.copyfile(kept, path)
            else:
                path.unlink()

    def _files(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file()]


def _kill(times: int, folder: Path, campaign: Campaign, data_folder: Path, seed: int) -> None:
    office = Office(folder, campaign, data_folder, seed)
    with starter(office.data, office.work, office.imported) as processes:
        for number in range(1, times + 1):
            office.use_and_kill(processes, number)
        office.check_last(processes)


def _cut_power(times: int, folder: Path, campaign: Campaign, data_folder: Path, seed: int) -> None:
    office = Office(folder, campaign, data_folder, seed)
    power = PowerCut(office.data, folder / "synced")
    office.kinds = {"": 3, "locked": 1}
    # The check has the files open, too, and folds their log; that is on the disk.
    office.checked = power.keep_all
    with starter(office.data, office.work, office.imported, power.environment) as processes:
        for number in range(1, times + 1):
            office.use_and_kill(processes, number)
            power.cut()
        office.check_last(processes)


def _kill_commands(times: int, folder: Path, data_folder: Path, seed: int) -> None:
    """A migration or a restore is there as a whole, or not at all."""
    rand = random.Random(seed)
    data, work = folder / "data", folder / "work"
    work.mkdir()
    backup = work / "backup"
    with starter(data, work, data_folder / "district.json") as processes:
        for schema in ("0001", "0002", "0003") * times:
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            shutil.copyfile(data_folder / "schemas" / f"schema-{schema}.sqlite3", data / FILE_NAME)
            before = _rows(data)
            _kill_soon(processes.start(0, "list"), rand)
            with Store.open(data) as store:
                assert len(store.records()) + len(store.binned()) == before
            backup.unlink(missing_ok=True)
            processes.start(0, "backup", "-o", backup).wait()
            with Store.open(data) as store:
                old = _records(store)
                store.add([NewRecord("annex1", FILLED, campaign="2017")])
                new = _records(store)
            _kill_soon(processes.start(0, "restore", backup), rand)
            with Store.open(data) as store:
                assert _records(store) in (old, new)


def _kill_soon(program: Program, rand: random.Random) -> None:
    time.sleep(rand.uniform(0.02, 0.5))
    program.kill()


def _rows(data: Path) -> int:
    with closing(sqlite3.connect(data / FILE_NAME)) as file:
        (number,) = file.execute("SELECT count(*) FROM records").fetchone()
    return int(number)


def _records(store: Store) -> dict[str, Mapping[str, str]]:
    return {record.id: record.values for record in store.records()}


def test_a_few_kills_lose_at_most_a_second_of_typing(
    tmp_path: Path, campaign: Campaign, data_folder: Path
) -> None:
    _kill(6, tmp_path, campaign, data_folder, seed=20171108)


@needs_compiler
def test_a_few_power_cuts_lose_at_most_a_second_of_typing(
    tmp_path: Path, campaign: Campaign, data_folder: Path
) -> None:
    _cut_power(3, tmp_path, campaign, data_folder, seed=20171108)


def test_a_killed_migration_or_restore_is_whole_or_nothing(
    tmp_path: Path, data_folder: Path
) -> None:
    _kill_commands(1, tmp_path, data_folder, seed=20171108)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 5))
def test_many_kills_lose_at_most_a_second_of_typing(
    tmp_path: Path, campaign: Campaign, data_folder: Path, seed: int
) -> None:
    """With those below 200 in all, or as many as ``GONGHUI_KILLS`` says."""
    _kill(MANY * 3 // 20, tmp_path, campaign, data_folder, seed)


@needs_compiler
@pytest.mark.slow
def test_many_power_cuts_lose_at_most_a_second_of_typing(
    tmp_path: Path, campaign: Campaign, data_folder: Path
) -> None:
    _cut_power(MANY // 5, tmp_path, campaign, data_folder, seed=1)


@pytest.mark.slow
def test_many_killed_migrations_and_restores_are_whole_or_nothing(
    tmp_path: Path, data_folder: Path
) -> None:
    _kill_commands(MANY // 30, tmp_path, data_folder, seed=1)
