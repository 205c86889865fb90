"""What an office above does is killed before any step that reaches the disk: all of it, or nothing.

The same command again then ends as if nothing had happened, or says how the file that the kill has
cost is had.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import pytest

from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import states_of
from gonghui_desktop.model.record import Profile
from gonghui_desktop.store.receiving.package_files import place_of
from gonghui_desktop.store.store import FILE_NAME, Store
from tests.files import copy_folder
from tests.kills.process import Said, Starter, starter
from tests.kills.test_kills import MANY
from tests.made_replies import reason, returned
from tests.sending_offices import Made, SendingOffices

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not fork, and ends a process in another way"
)

_PORT = Profile("nonresident_industry", "大连港工会")
_LIST = (
    "单位名称,单位类型\n大连港工会,不驻会产业工会\n中山区总工会,\n西岗区总工会,\n沙河口区总工会,\n"
)

Held = Mapping[str, object]
Command = Sequence[object]


@pytest.fixture(scope="module")
def made(campaign: Campaign) -> list[Made]:
    """Packages of three districts and an industry union."""
    offices = SendingOffices(campaign)
    districts = ("中山区总工会", "西岗区总工会", "沙河口区总工会")
    return [
        *(
            offices.package(
                Profile("district", name), [offices.record("annex1", f"大连{name[:2]}甲厂")]
            )
            for name in districts
        ),
        offices.package(_PORT, [offices.record("annex3", "大连乙机械有限公司")]),
    ]


@pytest.fixture(scope="module")
def unit(campaign: Campaign) -> Made:
    """A package of a unit of the first district."""
    offices = SendingOffices(campaign)
    sender = Profile("unit", "大连丙厂", receiver="中山区总工会")
    return offices.package(sender, [offices.record("annex1", "大连丙厂")])


class _Office:
    """An office's data folder, and where it writes files."""

    def __init__(self, folder: Path, profile: Profile, seed: int) -> None:
        self.data, self.out = folder / "data", folder / "out"
        self._former, self._work = folder / "former", folder / "work"
        for each in (folder, self.out, self._work):
            each.mkdir(parents=True, exist_ok=True)
        self._random = random.Random(seed)
        self._processes: Starter | None = None
        with Store.open(self.data) as store:
            store.set_profile(profile)

    def kill(
        self, times: int, *command: object, makes: int = 0, again: Sequence[Command] = ()
    ) -> None:
        """Kills a command again and again, and gives it once more each time.

        Args:
            times: how often.
            command: its words.
            makes: how many files it writes.
            again: what writes the file where it is missing, one after the other: what was decided
                by then is not decided again.
        """
        shutil.rmtree(self._former, ignore_errors=True)
        for path in self.out.iterdir():
            path.unlink()
        copy_folder(self.data, self._former)
        before = self._held()
        done = self._run(command)
        after, files = self._held(), self._files()
        assert (done.code, len(files), before != after) == (0, makes, True), command
        for step in sorted(self._random.sample(range(1, done.steps + 1), min(times, done.steps))):
            self._put_back()
            assert self._run(command, step).code == -1
            held = self._held()
            for key in before.keys() | after.keys() | held.keys():
                assert held.get(key) in (before.get(key), after.get(key)), (step, key)
            assert set(self._files()) <= set(files)
            assert self._run(command).code == 0 or again
            assert self._held() == after
            for each in again if self._files() != files else ():
                assert self._run(each).code == 0
            assert (step, self._files()) == (step, files)

    @contextmanager
    def at_work(self) -> Iterator[Self]:
        """Its program is there to be started."""
        with starter(self.data, self._work, self._work) as self._processes:
            yield self

    def _run(self, command: Command, step: int = 0) -> Said:
        assert self._processes is not None
        program = self._processes.start(0, *command, step=step)
        program.wait()
        return program.said

    def _put_back(self) -> None:
        for folder in (self.data, self.out):
            shutil.rmtree(folder)
        copy_folder(self._former, self.data)
        self.out.mkdir()

    def _held(self) -> Held:
        """What is kept, by what is all there or not at all."""
        with closing(sqlite3.connect(self.data / FILE_NAME)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with Store.open(self.data) as store:
            kept = store.received.submissions("2017")
            states = states_of(kept, store.received.events("2017"), lambda name: name)
            records = store.received.records("2017")
            held: dict[str, object] = {
                each.package: (
                    states[each.number],
                    sorted(record.fingerprint for record in records[each.number]),
                )
                for each in kept
            }
            held |= {each.id: (each.revision, each.values) for each in store.records()}
            held["expected"] = {each.name for each in store.offices.offices("2017")}
            held["replies"] = [each.reply for each in store.replies("2017")]
            held["exported"] = [each.revision for each in store.packages()]
            for each in kept:
                data = place_of(self.data, each.digest).read_bytes()
                assert hashlib.sha256(data).hexdigest() == each.digest
        return held

    def _files(self) -> list[str]:
        """Names of the files that were written; each is whole."""
        found = [path for path in self.out.iterdir() if not path.name.startswith(".")]
        for path in found:
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None
        return sorted(path.name for path in found)


def _kill_city(folder: Path, made: list[Made], times: int) -> None:
    """Whom the city expects, what it receives, returns, accepts and reports."""
    listed, stick = folder / "list.csv", folder / "stick"
    stick.mkdir(parents=True)
    listed.write_text(_LIST, "utf-8")
    for number, each in enumerate(made):
        (stick / f"{number}.zip").write_bytes(each.data)
    first, last = made[0].package, made[-1].package
    why = ("--reason", "名额说明没有写清楚")
    office = _Office(folder, Profile("city", "大连市总工会"), seed=20171108)
    with office.at_work() as city:
        city.kill(times, "offices", "--import", listed)
        city.kill(times, "receive", stick)
        told = ("-o", city.out / "退回单.zip")
        again = ("return", first, "--again", *told)
        city.kill(times, "return", first, *why, *told, makes=1, again=[again])
        told = ("-o", city.out / "受理回执.zip")
        city.kill(times, "accept", last, *told, makes=1, again=[("accept", last, "--again", *told)])
        city.kill(
            times,
            *("accept", "--all", "-o", city.out),
            makes=len(made) - 2,
            again=[_receipt_again(city.out, each) for each in made[1:-1]],
        )
        city.kill(times, "export", "-o", city.out / "上报.zip", "--explain", "已经核实", makes=1)


def _receipt_again(folder: Path, made: Made) -> Command:
    name = f"受理回执 第1次 {made.submission.reporter.name}.zip"
    return ("accept", made.package, "--again", "-o", folder / name)


def _kill_district(folder: Path, made: list[Made], unit: Made, times: int) -> None:
    """What a district is answered by the city, and accepts of its unit as its own."""
    own = made[0]
    folder.mkdir(exist_ok=True)
    sent, answer, come = (folder / f"{name}.zip" for name in ("报送包", "退回单", "单位"))
    sent.write_bytes(own.data)
    why = reason(own.submission.records[0], "电话少一位", "contact")
    answer.write_bytes(write_reply(returned(own.submission, why)))
    come.write_bytes(unit.data)
    office = _Office(folder, own.submission.reporter, seed=20171108)
    with office.at_work() as district:
        district.kill(times, "import", sent)
        district.kill(times, "import", answer)
        district.kill(times, "receive", come)
        told = ("-o", district.out / "受理回执.zip")
        again = ("accept", unit.package, "--again", *told)
        district.kill(times, "accept", unit.package, *told, makes=1, again=[again])


def test_a_few_kills_at_a_district_leave_all_or_nothing(
    tmp_path: Path, made: list[Made], unit: Made
) -> None:
    _kill_district(tmp_path, made, unit, 1)


@pytest.mark.slow
def test_many_kills_of_an_office_above_leave_all_or_nothing(
    tmp_path: Path, made: list[Made], unit: Made
) -> None:
    """Before four steps of each command; with ``GONGHUI_KILLS=5000`` before all of them."""
    _kill_city(tmp_path / "city", made, MANY // 50)
    _kill_district(tmp_path / "district", made, unit, MANY // 50)
