"""彻底删除: a record of the bin goes from every file of the data folder, and nothing else does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.prints import Paper, PrintEntry
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.units.decisions import OF_UNITS, pair_of
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import records
from gonghui_desktop.services.erasing.elsewhere import Kind
from gonghui_desktop.services.erasing.records import erase, finish, prospect
from gonghui_desktop.services.safekeeping import backups
from gonghui_desktop.services.safekeeping.rescue import Rescued, RescueFile
from gonghui_desktop.services.safekeeping.unsaved import Unsaved
from gonghui_desktop.services.submissions.sent_packages import last_sent
from gonghui_desktop.services.upkeep import tidy
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import Reason
from gonghui_desktop.store.store import FILE_NAME, RecordNotFound, Store
from gonghui_desktop.store.values import PACKAGE_NOTES, NewRecord
from tests.services.markers import MARK, files_with

_NOW = datetime(2017, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    folder = tmp_path / "数据"
    with Store.open(folder, who="小美") as store:
        yield Workspace(
            campaign,
            lambda: store,
            lambda: FormPrinter(paths.resources_folder() / "fonts"),
            folder=folder,
        )


def _texts(mark: str) -> dict[str, str]:
    return {
        **{
            key: f"{mark}{key}甲"
            for key in ("unit_name", "chairperson", "address", "city", "county")
        },
        "contact": f"{mark} 0411-1234567",
        "goals": f"{mark}目标" * 900,  # over several pages of the file
        "measures": f"{mark}做法\n第二段",
    }


def _lived(ws: Workspace, mark: str) -> Record:
    """A record with everything that can be kept of one, in the bin; backups lie beside it."""
    store = ws.store
    record = records.create(ws, "annex1", _texts(mark))
    reasons = {"unit_name": f"{mark}不是同一单位", "contact": f"{mark}已核实"}
    store.change(record.id, {"goals": f"{mark}改过的目标"}, reasons)
    store.keep_backup(_NOW, Reason.DAILY)
    store.finalise([record.id])
    store.set_seal(record.id, 0, _NOW)
    store.keep_prints({record.id: PrintEntry(Paper(1, False, mark), 4, mark, _NOW)})
    store.reopen(record.id, f"{mark}盖错章")
    store.finalise([record.id])
    store.decide("2017", OF_UNITS, *pair_of(f"{mark}unit_name甲", "乙厂"), is_same=False, reason="")
    store.decide("2017", OF_UNITS, "丙厂", "丁厂", is_same=False, reason=reasons["unit_name"])
    store.keep_backup(_NOW + timedelta(days=1), Reason.IMPORT)
    store.delete(record.id)
    store.keep_backup(_NOW + timedelta(days=2), Reason.DAILY)
    return record


def _rescue(ws: Workspace, *kept: tuple[str, str]) -> None:
    assert ws.folder is not None
    RescueFile(ws.folder, paths.spare_folder()).keep(
        Rescued(
            record_id, "annex1", "2017", {"unit_name": text}, Unsaved({"goals": text}), {}, _NOW
        )
        for record_id, text in kept
    )


def test_a_purged_record_is_in_no_file_of_the_data_folder(ws: Workspace) -> None:
    other = records.create(ws, "annex1", _texts("别的"))
    ws.store.decide("2017", OF_UNITS, "丙厂", "戊厂", is_same=False, reason="各是各的")
    gone = _lived(ws, MARK)
    _rescue(ws, (gone.id, MARK), (other.id, "没存上的"))
    _rescue(ws, (gone.id, MARK))
    before = _everything_of(ws, other)
    assert ws.folder is not None
    assert len(files_with(ws.folder, MARK)) >= 4  # the test would find it

    chosen = recycle_bin.binned(ws)
    foreseen = prospect(ws, chosen)
    done = erase(ws, chosen)
    assert files_with(ws.folder, MARK) == []
    assert files_with(paths.spare_folder(), MARK) == []
    assert len(foreseen.backups) == done.backups == 3
    assert not done.faults
    assert _everything_of(ws, other) == before
    assert recycle_bin.binned(ws) == []
    for attempt in (lambda: ws.store.undelete(gone.id), lambda: ws.store.history(gone.id)):
        with pytest.raises(RecordNotFound):
            attempt()
    assert [each.other for each in ws.store.decisions("2017")] == ["戊厂"]
    assert files_with(ws.folder / "rescue", "没存上的")
    assert not ws.store.is_erasing


def _everything_of(ws: Workspace, record: Record) -> object:
    return ws.store.record(record.id), ws.store.history(record.id), ws.store.stages(record.id)


def test_backups_have_the_others_as_they_were_and_can_be_restored(ws: Workspace) -> None:
    other = records.create(ws, "annex1", _texts("别的"))
    _lived(ws, MARK)
    erase(ws, recycle_bin.binned(ws))
    assert ws.folder is not None
    kept = backups.backups(ws.folder)
    assert [(each.at, each.reason, each.records) for each in kept] == [
        (_NOW + timedelta(days=2), Reason.DAILY, 1),
        (_NOW + timedelta(days=1), Reason.IMPORT, 1),
        (_NOW, Reason.DAILY, 1),
    ]
    assert {each.path.stat().st_mode & 0o777 for each in kept} == {0o600}
    assert ws.store.is_backed_up()  # the newest is the same as what is stored
    expected = ws.store.record(other.id), ws.store.history(other.id)
    records.delete(ws, other.id)
    backups.restore(ws, kept[-1].path, paths.forms_folder(), _NOW)
    assert ws.store.records() == [expected[0]]
    assert ws.store.history(other.id) == expected[1]
    assert recycle_bin.binned(ws) == []


def test_what_an_older_version_deleted_goes_from_the_file_with_the_next_one(ws: Workspace) -> None:
    records.create(ws, "annex1", _texts(MARK))
    records.delete(ws, records.create(ws, "annex1", _texts("后来")).id)
    assert ws.folder is not None
    with closing(sqlite3.connect(ws.folder / FILE_NAME)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")  # as Windows' SQLite has it
        for table in ("history", "stages", "records"):
            key = "number" if table == "records" else "record"
            connection.execute(f"DELETE FROM {table} WHERE {key} = 1")
    assert files_with(ws.folder, MARK)
    erase(ws, recycle_bin.binned(ws))
    for mark in (MARK, "后来"):
        assert files_with(ws.folder, mark) == []


def test_a_damaged_backup_and_a_file_that_was_set_aside_are_told_by_name(ws: Workspace) -> None:
    _lived(ws, MARK)
    assert ws.folder is not None
    damaged, *_, oldest = backups.backups(ws.folder)
    aside = ws.folder / f"{FILE_NAME}.damaged-20170301-080000"
    aside.write_bytes(oldest.path.read_bytes())
    content = bytearray(damaged.path.read_bytes())
    content[100:400] = b"\xff" * 300
    damaged.path.write_bytes(content)
    done = erase(ws, recycle_bin.binned(ws))
    assert done.backups == 2
    assert {each.path for each in done.faults} == {damaged.path, aside}
    assert all(each.words.count(str(each.path)) == 1 for each in done.faults)
    assert not any("另选" in each.words for each in done.faults)  # nothing is being restored
    assert set(files_with(ws.folder, MARK)) == {damaged.path, aside}
    assert not ws.store.is_erasing  # a second try would say the same


def test_what_is_put_off_is_finished_at_the_next_start(ws: Workspace) -> None:
    class Cancelled(Exception):  # noqa: N818 -- as a task's
        pass

    def cancel(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    _lived(ws, MARK)
    assert ws.folder is not None
    with pytest.raises(Cancelled):
        erase(ws, recycle_bin.binned(ws), cancel)
    assert recycle_bin.binned(ws) == []
    assert 0 < len(files_with(ws.folder, MARK)) < 3  # only backups
    tidy(ws)
    assert files_with(ws.folder, MARK) == []
    assert finish(ws) == (0, ())


def test_a_program_that_reads_meanwhile_is_told_of_and_the_log_goes_at_the_next_start(
    ws: Workspace,
) -> None:
    _lived(ws, MARK)
    database = ws.store.folder / FILE_NAME
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM records").fetchone()
        (fault,) = erase(ws, recycle_bin.binned(ws)).faults
        assert fault.path == database
        assert {path.parent for path in files_with(ws.store.folder, MARK)} == {ws.store.folder}
    tidy(ws)
    assert files_with(ws.store.folder, MARK) == []
    assert not ws.store.is_erasing


def test_what_another_program_erases_meanwhile_is_not_forgotten(ws: Workspace) -> None:
    records.create(ws, "annex1", _texts("另一份"))
    _lived(ws, MARK)
    (chosen,) = recycle_bin.binned(ws)
    records.delete(ws, ws.store.records()[0].id)

    def erase_the_other(done: int, _total: int) -> None:
        if done == 1:
            ws.store.erase_binned(each.number for each in recycle_bin.binned(ws))

    erase(ws, [chosen], erase_the_other)
    assert files_with(ws.store.folder, "另一份")
    tidy(ws)
    assert files_with(ws.store.folder, "另一份") == []
    assert not ws.store.is_erasing


def test_what_came_back_under_its_id_stays_in_the_backups(ws: Workspace) -> None:
    gone = _lived(ws, MARK)
    ws.store.add([NewRecord("annex1", {"unit_name": "新的"}, id=gone.id, campaign="2017")])
    ws.store.keep_backup(_NOW + timedelta(days=3), Reason.DAILY)
    assert erase(ws, recycle_bin.binned(ws)).backups == 0
    assert ws.store.record(gone.id).value("unit_name") == "新的"
    assert not ws.store.is_erasing


def test_what_was_decided_about_a_name_that_another_record_has_stays(ws: Workspace) -> None:
    records.create(ws, "annex2", {"unit_name": f"{MARK}unit_name甲"})
    _lived(ws, MARK)
    erase(ws, recycle_bin.binned(ws))
    assert len(ws.store.decisions("2017")) == 1


def test_an_overdue_record_goes_from_the_file_and_the_rescue_files_backups_wait_for_their_turn(
    ws: Workspace,
) -> None:
    gone = _lived(ws, MARK)
    _rescue(ws, (gone.id, MARK))
    recycle_bin.purge(ws, datetime.now(UTC) - timedelta(days=1))
    assert ws.folder is not None
    overdue = (datetime.now(UTC) - timedelta(days=33)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(ws.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET deleted_at = ?", (overdue,))
        connection.execute("UPDATE history SET at = ?", (overdue,))
    tidy(ws)
    assert recycle_bin.binned(ws) == []
    left = files_with(ws.folder, MARK)
    assert {path.parent.name for path in left} == {"backups"}
    assert ws.store.decisions("2017") == []


def test_a_database_that_cannot_be_written_is_left_as_it_was(ws: Workspace) -> None:
    _lived(ws, MARK)
    chosen = recycle_bin.binned(ws)
    with closing(sqlite3.connect(ws.store.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            erase(ws, chosen)
    assert recycle_bin.binned(ws) == chosen
    assert erase(ws, chosen).backups == 3


@pytest.mark.parametrize("place", ["backups/mine.gonghui-backup", f"{FILE_NAME}.bak", FILE_NAME])
def test_no_backup_is_saved_where_it_would_be_erased_with_the_data(
    ws: Workspace, place: str
) -> None:
    _lived(ws, MARK)
    data = ws.store.folder
    before = sorted(data.rglob("*"))
    with pytest.raises(InputError, match="存到别处"):
        backups.back_up(ws, data / place)
    with pytest.raises(InputError, match="存到别处"):
        backups.back_up(ws, data / ".." / data.name / place, replace=True)
    assert sorted(data.rglob("*")) == before


def test_what_lies_elsewhere_is_listed(ws: Workspace, tmp_path: Path) -> None:
    _lived(ws, MARK)
    place = tmp_path / "U 盘" / "三月.gonghui-backup"
    place.parent.mkdir()
    backups.back_up(ws, place)
    (saved,) = [
        each for each in prospect(ws, recycle_bin.binned(ws)).remaining if each.kind is Kind.SAVED
    ]
    assert saved.path == place
    assert str(place) in saved.words


@pytest.mark.parametrize(
    "note", ["[", "7", "{}", '{"campaign": "2017", "office": "甲", "revision": 1, "records": [7]}']
)
def test_a_note_of_a_package_that_came_with_strange_data_stops_nothing(
    ws: Workspace, note: str
) -> None:
    _lived(ws, MARK)
    ws.store.set_setting(f"{PACKAGE_NOTES}0a1b", note)
    assert last_sent(ws, "甲") is None
    assert erase(ws, recycle_bin.binned(ws)).backups == 3
