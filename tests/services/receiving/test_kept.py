"""What is kept of received packages: backups, restores, erasing."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.receiving.submissions import ReceivedSubmission, SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.model.units.decisions import OF_UNITS, pair_of
from gonghui_desktop.services import bin as recycle_bin
from gonghui_desktop.services import records
from gonghui_desktop.services.erasing.elsewhere import Kind
from gonghui_desktop.services.erasing.everything import erase_everything
from gonghui_desktop.services.erasing.records import erase
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.safekeeping.backups import restore
from gonghui_desktop.services.upkeep import tidy
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import Reason
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.receiving.package_files import OLD, digest_of, keep, place_of
from gonghui_desktop.store.receiving.submissions import ReceivedSubmissions
from tests.sending_offices import Made, SendingOffices
from tests.services.markers import MARK, files_with
from tests.services.receiving.conftest import Laid, OpenOffice


@pytest.fixture(scope="module")
def made(offices: SendingOffices) -> Made:
    sender = Profile("nonresident_industry", "大连港工会")
    return offices.package(sender, [offices.record("annex3", "大连甲机械有限公司")])


def test_a_backup_has_all_that_counts_but_not_the_bytes(
    city: Workspace, open_city: OpenOffice, laid: Laid, made: Made, tmp_path: Path
) -> None:
    expected.add(city, expected.read_offices_text(city, "中山区总工会"), "附表")
    expected.freeze(city, "按 5 号文件附表")
    receive(city, [laid(made)])
    city.store.backup(tmp_path / "one.gonghui-backup")
    other = open_city("other")
    restore(other, tmp_path / "one.gonghui-backup", tmp_path, datetime.now(UTC))
    for ws in (city, other):
        (kept,) = ws.store.received.submissions("2017")
        assert kept.package == made.package
        ((record,),) = ws.store.received.records("2017").values()
        assert record.record == made.submission.records[0]
        assert ws.store.definition(record.record.edition) is not None
        assert [each.name for each in expected.expected_offices(ws)] == ["中山区总工会"]
        assert expected.frozen(ws) is not None
        assert place_of(ws.store.folder, kept.digest).exists() == (ws is city)
    receive(other, [laid(made)])  # the package again brings its bytes back
    assert place_of(other.store.folder, kept.digest).read_bytes() == made.data


def test_erasing_a_record_of_one_s_own_leaves_and_tells_what_was_received(
    city: Workspace, laid: Laid, made: Made
) -> None:
    folder = laid(made)
    receive(city, [folder])
    importing.import_file(city, folder / "00.zip")
    (own,) = records.records(city)
    city.store.keep_backup(datetime.now(UTC), Reason.DAILY)
    city.store.delete(own.id)
    done = erase(city, recycle_bin.binned(city))
    assert (done.backups, done.faults) == (1, ())
    (told,) = (each for each in done.remaining if each.kind is Kind.RECEIVED)
    assert told.path is not None
    assert told.path.read_bytes() == made.data
    ((kept,),) = city.store.received.records("2017").values()
    assert kept.record.id == own.id


def test_what_was_decided_about_a_received_unit_stays_when_a_record_of_one_s_own_goes(
    city: Workspace, laid: Laid, made: Made
) -> None:
    folder = laid(made)
    receive(city, [folder])
    importing.import_file(city, folder / "00.zip")
    pair = pair_of("大连甲机械有限公司", "大连甲机械厂")
    city.store.decide("2017", OF_UNITS, *pair, is_same=False, reason="两家单位")
    (own,) = records.records(city)
    city.store.delete(own.id)
    erase(city, recycle_bin.binned(city))
    assert [each.reason for each in city.store.decisions("2017")] == ["两家单位"]


def test_everything_that_was_received_decided_and_written_down_goes(
    open_city: OpenOffice, laid: Laid, offices: SendingOffices, tmp_path: Path
) -> None:
    city, data = open_city("city"), tmp_path / "city"
    sender = Profile("district", f"{MARK}区总工会", f"{MARK}甲", "0411-83640000")
    unit = offices.record("annex1", f"{MARK}机械有限公司", contact=f"{MARK}乙")
    expected.add(city, expected.read_offices_text(city, sender.name), f"{MARK}附表")
    expected.freeze(city, f"按{MARK}号文件")
    (file,) = receive(city, [laid(offices.package(sender, [unit]))])
    assert file.submission is not None
    number = file.submission.number
    deciding.add_note(city, number, f"{MARK}备注", unit.id)
    city.store.received.note(number, SubmissionAction.PAPER, record=unit.id)
    day = deciding.proposed_answer_by(city)
    path = tmp_path / "退回单.zip"
    why = [ReplyReason(f"{MARK}缺附件", unit.id, unit.revision)]
    deciding.return_submission(city, number, why, day, path)
    city.store.decide("2017", OF_UNITS, *pair_of(MARK, "乙厂"), is_same=False, reason=MARK)
    city.store.keep_backup(datetime.now(UTC), Reason.DAILY)
    assert {each.parent.name for each in files_with(data, MARK)} == {"city", "backups", "received"}
    city.store.close()

    erase_everything(data, paths.spare_folder())

    assert files_with(data, MARK) == []
    assert not (data / "received").exists()


def _age(ws: Workspace, seconds: float = OLD + 3600) -> set[str]:
    """Lets every file of the received packages be that old; their names."""
    then = time.time() - seconds
    places = list((ws.store.folder / "received").iterdir())
    for place in places:
        os.utime(place, (then, then))
    return {place.name for place in places}


def test_upkeep_removes_old_files_that_no_package_knows_and_no_other(
    city: Workspace, laid: Laid, made: Made
) -> None:
    receive(city, [laid(made)])
    (known,) = city.store.received.digests()
    folder = city.store.folder / "received"
    unknown = place_of(city.store.folder, "a" * 64)
    part = folder / f".{'b' * 40}.x1y2.tmp"  # a kill while one was being written
    hers = folder / "说明.txt"
    for place in (unknown, part, hers):
        place.write_bytes(b"PK")
    everything = _age(city, OLD - 3600)
    tidy(city)
    assert _age(city) == everything
    tidy(city)
    assert _age(city) == {f"{known}.zip", hers.name}

    with closing(sqlite3.connect(city.store.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE submissions SET digest = 'x'")
    tidy(city)  # which file that was, nobody can say
    assert _age(city) == {f"{known}.zip", hers.name}


def test_upkeep_leaves_what_another_process_is_receiving(city: Workspace, made: Made) -> None:
    digest = digest_of(made.data)
    assert keep(city.store.folder, made.data, digest)
    _age(city)
    assert not keep(city.store.folder, made.data, digest)  # an old one; its row comes next
    tidy(city)
    assert place_of(city.store.folder, digest).read_bytes() == made.data


@pytest.mark.parametrize("fails", [False, True])
def test_of_two_programs_that_receive_the_same_package_at_once_none_takes_the_other_s_file(
    open_city: OpenOffice, laid: Laid, made: Made, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """One writes the file, the other one finds it there; then the other one's row comes first."""
    one, other = open_city("city"), open_city("city")
    place = place_of(one.store.folder, digest_of(made.data))
    add = ReceivedSubmissions.add

    def add_late(*given: Any) -> tuple[ReceivedSubmission, bool]:
        monkeypatch.setattr(ReceivedSubmissions, "add", add)
        if fails:  # the other one had written it, could not go on and removed it again
            place.unlink()
        else:
            assert [each.outcome for each in receive(other, [laid(made)])] == [Outcome.RECEIVED]
        return add(*given)

    monkeypatch.setattr(ReceivedSubmissions, "add", add_late)
    (file,) = receive(one, [laid(made)])
    assert file.outcome is (Outcome.RECEIVED if fails else Outcome.KNOWN)
    assert place.read_bytes() == made.data


def test_what_another_program_receives_meanwhile_is_known(
    open_city: OpenOffice,
    laid: Laid,
    made: Made,
    first: Made,
    second: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = open_city("city"), open_city("city")
    folder, add = laid(made, second, first), ReceivedSubmissions.add

    def add_late(*given: Any) -> tuple[ReceivedSubmission, bool]:
        monkeypatch.setattr(ReceivedSubmissions, "add", add)
        receive(other, [folder / "02.zip"])
        return add(*given)

    monkeypatch.setattr(ReceivedSubmissions, "add", add_late)
    outcomes = [each.outcome for each in receive(one, [folder])]
    assert outcomes == [Outcome.RECEIVED, Outcome.RECEIVED, Outcome.KNOWN]


def test_a_restore_that_is_taken_back_finds_the_files_again(
    city: Workspace, laid: Laid, made: Made, tmp_path: Path
) -> None:
    city.store.backup(tmp_path / "before.gonghui-backup")
    receive(city, [laid(made)])
    (kept,) = city.store.received.submissions("2017")
    _age(city)
    done, _ = restore(city, tmp_path / "before.gonghui-backup", tmp_path, datetime.now(UTC))
    tidy(city)
    assert city.store.received.digests() == frozenset()
    assert done.before is not None
    restore(city, done.before.path, tmp_path, datetime.now(UTC))
    assert place_of(city.store.folder, kept.digest).read_bytes() == made.data
