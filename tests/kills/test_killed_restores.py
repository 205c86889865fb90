"""The program is killed while the clerk restores a backup from its window."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.safekeeping.backups import backups
from gonghui_desktop.store.backups.foreign import copy_out
from gonghui_desktop.store.file.stopping import no_progress
from gonghui_desktop.store.store import FILE_NAME, Store
from gonghui_desktop.store.values import NewRecord
from tests.kills.process import Program, Shown, starter
from tests.kills.test_kills import FILLED, MANY, check_history

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not fork, and ends a process in another way"
)


class Desk:
    """A data folder with a backup that is restored again and again, and what must be in it.

    Args:
        folder: for everything.
        campaign: the one whose forms are filled.
    """

    def __init__(self, folder: Path, campaign: Campaign) -> None:
        self.data = folder / "data"
        self.work = folder / "work"
        self.work.mkdir()
        self.backup = folder / "kept.gonghui-backup"
        self._campaign = campaign
        self._scratch = folder / "scratch"
        with Store.open(self.data) as store:
            store.add(NewRecord("annex1", FILLED, campaign="2017") for _ in range(2))
            store.backup(self.backup)
            self._kept = _records(store)
            store.add([NewRecord("annex1", FILLED, campaign="2017")])

    def check(self, killed: Program) -> None:
        """What must hold after a kill and the next start."""
        with Store.open(self.data) as store:
            stored, binned = _records(store), {each.record.id for each in store.binned()}
            for record_id in stored:
                check_history(store, record_id)
        said = killed.said
        is_whole = stored.keys() == self._kept.keys() and all(
            dict(stored[each].values) == dict(self._kept[each].values) for each in stored
        )
        since = said.restored[-1] if said.restored else 0
        is_open = len(said.restoring) > len(said.restored)
        if is_open and is_whole:
            self._check_kept(said.shown[since : said.restoring[-1]])
            return
        self._check_typed(killed, said.shown[since:], stored, binned)
        if said.restored:
            last = len(said.restored) - 1
            start = said.restored[last - 1] if last else 0
            self._check_kept(said.shown[start : said.restoring[last]])

    def _check_typed(
        self,
        killed: Program,
        shown: Sequence[Shown],
        stored: Mapping[str, Record],
        binned: set[str],
    ) -> None:
        """At most the last second is missing."""
        for record_id in {each.record_id for each in shown}:
            own = [each for each in shown if each.record_id == record_id]
            old = [place for place, each in enumerate(own) if killed.must_have_stored(each)]
            if old and record_id not in binned:
                assert any(self._says(stored[record_id], each) for each in own[old[-1] :])

    def _check_kept(self, shown: Sequence[Shown]) -> None:
        """All that was typed before a restore can be had back."""
        if not shown:
            return
        last = shown[-1]
        assert any(self._holds(each.path, last) for each in backups(self.data))

    def _holds(self, backup: Path, shown: Shown) -> bool:
        self._scratch.mkdir(exist_ok=True)
        copy = self._scratch / FILE_NAME
        copy.unlink(missing_ok=True)
        copy_out(backup, copy, no_progress)
        with Store.open(self._scratch) as store:
            found = _records(store).get(shown.record_id)
            return found is not None and self._says(found, shown)

    def _says(self, record: Record, shown: Shown) -> bool:
        return all(
            record.value(field.id) == field.type.normalise(shown.texts.get(field.id, ""))
            for field in self._campaign.form(record.form).fields
        )


def _records(store: Store) -> dict[str, Record]:
    return {record.id: record for record in store.records()}


def _kill(times: int, folder: Path, campaign: Campaign, data_folder: Path, seed: int) -> None:
    rand = random.Random(seed)
    desk = Desk(folder, campaign)
    with starter(desk.data, desk.work, data_folder / "district.json") as processes:
        killed: Program | None = None
        for number in range(times + 1):
            program = processes.start(rand.randrange(10**9), backup=desk.backup)
            try:
                assert program.wait_until_ready() == {"asked": []}  # no hand is needed
                if killed is not None:
                    desk.check(killed)
                processes.go.touch()
                _wait_for_a_restore(program, done=number % 2)
                time.sleep(rand.uniform(0.0, 0.8))
            finally:
                program.kill()
            killed = program


def _wait_for_a_restore(program: Program, done: int) -> None:
    """Until one is under way, after as many that were done."""
    end, said = time.monotonic() + 60.0, program.said
    while len(said.restored) < done or len(said.restoring) == len(said.restored):
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.slow
def test_a_killed_restore_is_whole_or_nothing_and_what_was_typed_before_can_be_had_back(
    tmp_path: Path, campaign: Campaign, data_folder: Path
) -> None:
    _kill(MANY // 16, tmp_path, campaign, data_folder, seed=20171108)
