"""At a district what its units have handed in becomes its own once it is accepted."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.model.history import Action
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import questions
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.units.pairs import decided
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import listed
from gonghui_desktop.store.values import NewRecord
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid, OpenOffice

UNIT = Profile("unit", "大连甲厂", "于样例", "0411-83640000", receiver="中山区总工会")


@pytest.fixture
def district(open_city: OpenOffice) -> Workspace:
    ws = open_city("district")
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    return ws


@pytest.fixture(scope="module")
def first(offices: SendingOffices) -> Made:
    return offices.package(UNIT, [offices.record("annex1", "大连甲厂")])


@pytest.fixture(scope="module")
def second(offices: SendingOffices, first: Made) -> Made:
    (record,) = first.submission.records
    return offices.package(UNIT, [offices.again(record, employees="121")], first)


def _accept(ws: Workspace, number: int) -> str:
    return deciding.accept_submissions(ws, [number])[0].sentence


def _as_new(record: Record) -> NewRecord:
    return NewRecord(
        record.form,
        record.values,
        id=record.id,
        state=record.state,
        revision=record.revision,
        campaign=record.campaign,
        edition=record.edition,
    )


def test_an_accepted_record_is_one_s_own_as_it_is(
    district: Workspace, laid: Laid, first: Made
) -> None:
    receive(district, [laid(first)])
    assert district.store.records() == []
    assert "1 份申报表已列入本单位的。" in _accept(district, 1)
    (own,) = district.store.records()
    assert own == first.submission.records[0]
    assert [each.number for each in district.store.revisions(own.id)] == [1]
    assert not district.store.doubtful()
    assert listed(district.store.folder)  # a backup was made before


def test_a_copy_that_nobody_has_touched_becomes_the_newer_one(
    district: Workspace, laid: Laid, first: Made, second: Made
) -> None:
    """It came in by import before, or the office reopened an earlier acceptance."""
    receive(district, [laid(first, second)])
    (old,), (new,) = first.submission.records, second.submission.records
    district.store.add([_as_new(old)])
    assert "本单位的 1 份已换成新的一版。" in _accept(district, 2)
    (own,) = district.store.records()
    assert (own.revision, own.state) == (2, RecordState.FINAL)
    assert replace(own, created_at=new.created_at) == new
    kept = district.store.revisions(own.id)
    assert [(each.number, each.values["employees"]) for each in kept] == [(1, "120"), (2, "121")]
    history = district.store.history(own.id)
    actions = [each.action for each in history if each.field in ("", "employees")]
    assert actions[:3] == [Action.FINALISE, Action.EDIT, Action.REOPEN]
    assert not district.store.doubtful()


def test_what_was_changed_here_is_left_alone_and_told(
    district: Workspace, laid: Laid, first: Made, second: Made
) -> None:
    receive(district, [laid(first, second)])
    (old,) = first.submission.records
    district.store.add([_as_new(old)])
    ours = records.reopen(district, old.id, "电话写错")
    assert "附件1“大连甲厂”在本单位改动过，没有动，请核对。" in _accept(district, 2)
    assert district.store.record(old.id) == ours
    told = deciding.take_back(district, 2, "单位要求改").sentence
    assert "没有动" in told
    assert district.store.record(old.id) == ours


def test_a_final_record_that_says_something_else_is_left_alone(
    district: Workspace, laid: Laid, first: Made, second: Made
) -> None:
    receive(district, [laid(first, second)])
    (old,) = first.submission.records
    other = replace(old, values={**old.values, "employees": "999"})
    district.store.add([_as_new(other)])
    assert "没有动" in _accept(district, 2)
    assert district.store.record(old.id).values["employees"] == "999"


def test_an_acceptance_taken_back_puts_untouched_copies_into_the_bin(
    district: Workspace, laid: Laid, first: Made, second: Made
) -> None:
    receive(district, [laid(first)])
    _accept(district, 1)
    receive(district, [laid(second, folder="next")])
    assert "1 份申报表已放进回收站" in deciding.take_back(district, 1, "单位要求改").sentence
    assert district.store.records() == []
    assert len(district.store.binned()) == 1
    _accept(district, 2)
    assert [each.revision for each in district.store.records()] == [2]


def test_what_is_there_already_changes_nothing(
    district: Workspace, laid: Laid, first: Made
) -> None:
    receive(district, [laid(first)])
    district.store.add([_as_new(first.submission.records[0])])
    before = district.store.records()
    assert "列入" not in _accept(district, 1)
    assert district.store.records() == before


def test_what_a_sender_says_of_a_unit_is_no_decision_of_one_s_own(
    district: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    names = ("大连甲机械厂", "大连甲机械总厂")
    units = [
        replace(offices.record("annex1", name), explanations={"unit_name": "总厂是上级单位"})
        for name in names
    ]
    made = [
        offices.package(Profile("unit", name), [unit])
        for name, unit in zip(names, units, strict=True)
    ]
    receive(district, [laid(*made)])
    deciding.accept_submissions(district, [1, 2])
    assert not decided(district)
    (asked,) = questions(district, office_table(district))
    assert (asked.is_open, asked.said) == (True, "总厂是上级单位")


def test_dates_that_cannot_be_right_are_those_of_the_decision(
    district: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    now = datetime.now(UTC)
    record = offices.record("annex1", "大连甲厂")
    record = replace(record, created_at=now, changed_at=now + timedelta(hours=20))
    receive(district, [laid(offices.package(UNIT, [record]))])
    _accept(district, 1)
    (own,) = district.store.records()
    assert now <= own.changed_at <= datetime.now(UTC)
    assert own.values == record.values


def test_at_the_city_nothing_becomes_its_own(
    open_city: OpenOffice, laid: Laid, offices: SendingOffices
) -> None:
    city = open_city("city")
    sender = Profile("district", "中山区总工会")
    receive(city, [laid(offices.package(sender, [offices.record("annex1", "大连甲厂")]))])
    assert "列入" not in _accept(city, 1)
    assert city.store.records() == []


def test_a_record_that_was_here_before_stays_when_an_acceptance_is_taken_back(
    district: Workspace, laid: Laid, first: Made
) -> None:
    receive(district, [laid(first)])
    district.store.add([_as_new(first.submission.records[0])])
    _accept(district, 1)
    assert "留着" in deciding.take_back(district, 1, "单位要求改").sentence
    assert len(district.store.records()) == 1


def test_what_another_accepted_package_holds_stays_until_that_is_taken_back(
    district: Workspace, laid: Laid, first: Made, offices: SendingOffices
) -> None:
    other = offices.package(replace(UNIT, name="大连丙厂"), list(first.submission.records))
    receive(district, [laid(first, other)])
    _accept(district, 1)
    _accept(district, 2)
    deciding.take_back(district, 1, "单位要求改")
    assert len(district.store.records()) == 1
    assert "回收站" in deciding.take_back(district, 2, "单位要求改").sentence
    assert district.store.records() == []


def test_a_decision_whose_file_cannot_take_its_name_is_told_as_made(
    district: Workspace,
    laid: Laid,
    first: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive(district, [laid(first)])
    path, replace_ = tmp_path / "r.zip", Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise OSError(errno.ENOSPC, "no space")
        return replace_(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        (done,) = deciding.accept_submissions(district, [1], path)
    assert done.path is None
    assert done.sentence.startswith("已受理")
    assert "受理回执没有写成" in done.sentence
    assert not path.exists()
    assert deciding.reply_again(district, 1, path).is_file()


def test_a_paper_that_is_ticked_off_meanwhile_stops_no_decision(
    district: Workspace, laid: Laid, first: Made
) -> None:
    receive(district, [laid(first)])
    seen = district.store.received.seen()
    record = first.submission.records[0].id
    district.store.received.note(1, SubmissionAction.PAPER, record=record)
    assert district.store.received.seen() == seen
    assert _accept(district, 1)
