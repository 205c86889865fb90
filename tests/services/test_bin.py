"""The bin as a clerk uses it: her campaign's, by number or by id, and what goes by itself."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import records
from gonghui_desktop.services.upkeep import tidy
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, RecordStateError, Store
from gonghui_desktop.store.values import Erased


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    with Store.open(tmp_path) as store:
        yield Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )


def _later(campaign: Campaign) -> Campaign:
    return replace(campaign, id="2018", deadline=campaign.deadline + timedelta(days=365))


def test_several_come_back_and_each_campaign_has_its_own(ws: Workspace, campaign: Campaign) -> None:
    made = [records.create(ws, form) for form in ("annex1", "annex2")]
    records.delete_all(ws, [record.id for record in made])
    newer = ws.working_on(_later(campaign))
    assert recycle_bin.binned(newer) == []
    lying = recycle_bin.binned(ws)
    back = recycle_bin.restore(ws, [each.number for each in lying])
    assert {record.id for record in back} == {record.id for record in made}
    assert records.records(ws) == made


def test_an_id_means_what_was_deleted_last_under_it(ws: Workspace) -> None:
    record = records.create(ws, "annex1")
    records.change(ws, record.id, {"unit_name": "甲"})
    records.delete(ws, record.id)
    (each,) = recycle_bin.chosen(ws, [record.id[:10].upper()])
    assert each.record.value("unit_name") == "甲"
    with pytest.raises(InputError, match="回收站里没有编号为“nothing”的申报表"):
        recycle_bin.chosen(ws, ["nothing"])
    with pytest.raises(InputError, match="回收站里没有编号为“”的申报表"):
        recycle_bin.chosen(ws, [""])  # a script's empty variable: the only one there would go


def test_a_past_campaign_s_forms_stay_in_the_bin(ws: Workspace, campaign: Campaign) -> None:
    record = records.create(ws, "annex1")
    records.delete(ws, record.id)
    past = ws.working_on(_later(campaign)).viewing(campaign)
    with pytest.raises(RecordStateError, match="往届"):
        recycle_bin.restore(past, [recycle_bin.binned(past)[0].number])


def test_upkeep_removes_what_is_overdue_and_nobody_waits_for_a_full_disk(
    ws: Workspace, tmp_path: Path, campaign: Campaign
) -> None:
    old, young = (records.create(ws, "annex1") for _ in range(2))
    records.delete_all(ws, [old.id, young.id])
    overdue = (datetime.now(UTC) - timedelta(days=33)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET deleted_at = ? WHERE id = ?", (overdue, old.id))
        connection.execute("UPDATE history SET at = ?", (overdue,))
    recycle_bin.purge(ws, datetime.now(UTC) - timedelta(days=1))

    class Broken(Store):
        def purge_bin(self, before: datetime) -> list[Erased]:
            raise StoreError(f"磁盘已满，{before:%Y} 年的留在回收站里。")

    with Broken.open(tmp_path) as broken:
        tidy(Workspace(campaign, lambda: broken, lambda: ws.printer))
    assert len(recycle_bin.binned(ws)) == 2

    tidy(ws)
    assert [each.record.id for each in recycle_bin.binned(ws)] == [young.id]


def test_a_clock_that_is_wrong_for_a_while_takes_nothing_from_the_bin(
    ws: Workspace, tmp_path: Path
) -> None:
    now, day = datetime.now(UTC), timedelta(days=1)
    record = records.create(ws, "annex1")
    records.delete(ws, record.id)
    for moment in (now, now + 400 * day, now, now + 20 * day, now + 31 * day):
        assert recycle_bin.purge(ws, moment) == []

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        back = (now - 400 * day).isoformat(timespec="microseconds")  # the clock of that hour
        connection.execute("UPDATE records SET deleted_at = ?", (back,))
        connection.execute("UPDATE history SET at = ? WHERE action = 'delete'", (back,))
    for moment in (now - 400 * day, now, now + day, now + 29 * day):
        assert recycle_bin.purge(ws, moment) == []

    for moment, gone in ((now + 32 * day, 0), (now + 33 * day, 1)):
        assert len(recycle_bin.purge(ws, moment)) == gone


def test_upkeep_removes_what_a_killed_program_left_and_nothing_that_is_under_way(
    ws: Workspace, tmp_path: Path
) -> None:
    names = (f".{FILE_NAME}.0a1b2c3d.restoring", f"{FILE_NAME}-mark.0a1b2c3d.tmp", "rescue/.a.tmp")
    (tmp_path / "rescue").mkdir(exist_ok=True)
    for name in (*names, "rescue/a.json"):
        (tmp_path / name).write_text("写下的内容", encoding="utf-8")
    tidy(ws)
    assert all((tmp_path / name).exists() for name in names)

    long_ago = time.time() - 25 * 3600
    for path in (
        *map(tmp_path.joinpath, names),
        *tmp_path.glob(f"{FILE_NAME}*"),
        tmp_path / "rescue/a.json",
    ):
        os.utime(path, (long_ago, long_ago))
    tidy(ws)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {
        FILE_NAME,
        f"{FILE_NAME}-wal",
        f"{FILE_NAME}-shm",
        f"{FILE_NAME}-mark",
        "a.json",
    }


@pytest.mark.parametrize("last", ["0", "0001-01-01"])
def test_a_day_that_came_with_strange_data_stops_no_start(ws: Workspace, last: str) -> None:
    ws.store.set_setting("bin.purged", last)
    now = datetime.now(UTC)
    assert recycle_bin.purge(ws, now) == []
    assert ws.store.setting("bin.purged") == now.date().isoformat()
