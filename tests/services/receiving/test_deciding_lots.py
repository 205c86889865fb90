"""Many packages at once: which have no open point, and what is accepted until that is cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.arguments import parser
from gonghui_desktop.cli.deciding_commands import accept
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.submissions import SubmissionEvent, SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import (
    decide_another,
    decide_same,
    questions,
)
from gonghui_desktop.services.receiving.city.said_of_units import said_of_units
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.decisions.desk import Desk
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.own_records import OwnRecords
from gonghui_desktop.store.values import RecordStateError
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import ZHONGSHAN, Laid, OpenOffice

XIGANG = Profile("district", "西岗区总工会")


def test_many_are_accepted_into_a_folder_until_that_is_cancelled(
    city: Workspace, laid: Laid, first: Made, offices: SendingOffices, tmp_path: Path
) -> None:
    names = ("西岗区总工会", "甘井子区总工会")
    others = [
        offices.package(Profile("district", name), [offices.record("annex1", f"{name[:2]}某厂")])
        for name in names
    ]
    receive(city, [laid(first, *others)])
    told: list[tuple[int, int]] = []
    folder = tmp_path / "回执"
    done = deciding.accept_submissions(
        city,
        [3, 1, 3, 2],
        folder,
        lambda now, all_: told.append((now, all_)),
        lambda: len(told) == 3,
    )
    assert [each.submission.number for each in done] == [3, 1]
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert {each.name for each in folder.iterdir()} == {
        "受理回执 第1次 甘井子区总工会.zip",
        "受理回执 第1次 中山区总工会.zip",
    }
    with pytest.raises(InputError, match="“甘井子区总工会”第 1 次报送：已经受理过了"):
        deciding.accept_submissions(city, [2, 3], folder)
    assert (
        received_submissions(city)[1].state is SubmissionState.RECEIVED
    )  # all or none is looked at first


@pytest.mark.parametrize("fault", [RecordStateError("刚刚又收到了报送。"), RuntimeError("a bug")])
def test_however_a_lot_ends_what_was_accepted_before_is_told(
    city: Workspace,
    laid: Laid,
    first: Made,
    offices: SendingOffices,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Exception,
) -> None:
    receive(city, [laid(first, offices.package(XIGANG, [offices.record("annex1", "西岗某厂")]))])
    usual = Desk.decide

    def second_fails(desk: Desk, events: Sequence[SubmissionEvent], own: OwnRecords) -> object:
        if events[0].submission == 2:
            raise fault
        return usual(desk, events, own)

    monkeypatch.setattr(Desk, "decide", second_fails)
    receipts = city.store.folder.parent / "回执"
    arguments = parser().parse_args(["accept", "--all", "-o", str(receipts)])
    with pytest.raises(type(fault)) as raised:
        accept(city, arguments)
    assert "前 1 个已经受理，后面的没有" in str(raised.value) + capsys.readouterr().err
    states = [each.state for each in received_submissions(city)]
    assert states == [SubmissionState.ACCEPTED, SubmissionState.RECEIVED]
    assert len(list(receipts.iterdir())) == 1


def test_only_what_has_no_open_point_is_in_the_lot(
    open_city: OpenOffice, laid: Laid, first: Made, second: Made, offices: SendingOffices
) -> None:
    city = open_city("city")
    record = offices.record("annex1", "西岗某厂")
    bent = replace(first.submission.records[0], values={**record.values, "employees": "7"})
    others = [
        offices.package(XIGANG, [record]),
        offices.package(Profile("district", "甘井子区总工会"), [bent]),
    ]
    receive(city, [laid(first, *others)])
    numbers = {
        each.submission.sender.name: each.submission.number for each in received_submissions(city)
    }
    found = deciding.lot(city)
    points = {look.submission.sender.name: told for look, told in found.left}
    assert points.keys() == {"中山区总工会", "甘井子区总工会", "西岗区总工会"}
    assert any("同一版内容不同" in each for each in points["中山区总工会"])
    assert any("可能是同一单位" in each for each in points["西岗区总工会"])
    deciding.accept_submissions(city, [numbers["中山区总工会"]])
    receive(city, [laid(second, folder="next")])
    waiting = {look.submission.revision: told for look, told in deciding.lot(city).left}
    assert waiting[2] == (
        "“中山区总工会”第 2 次报送：上一次已经受理，这一次还不算；"
        "要办理这一次，请先撤销上一次的受理。",
    )


def test_what_only_a_sender_has_explained_is_open_until_it_is_decided_here(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    """Doubles and the roster alike: in the lot as in the table, and in the opened submission."""
    said = {"unit_name": "同名，但不是同一单位，已向工商核对"}
    own = offices.record("annex1", "大连甲机械有限公司")
    other = offices.record("annex1", "大连甲机械有限责任公司")
    listed = offices.record("annex1", "大连示例重工")
    own, other, listed = (replace(each, explanations=said) for each in (own, other, listed))
    made = [offices.package(XIGANG, [own, listed])]
    made += [offices.package(Profile("district", "甘井子区总工会"), [other])]
    city.store.add_to_roster("2017", ([Listed("大连示例重工", "2015年典型")], ""))
    receive(city, [laid(*made)])

    assert [(row.doubles, row.barred) for row in office_table(city).rows] == [(1, 1), (1, 0)]
    open_doubles = "有 1 处可能是同一单位，请先在“重复与历年典型”里核对。"
    open_barred = "有 1 份申报表的单位可能在历年典型名单里，请先在“重复与历年典型”里核对。"
    assert [points for _look, points in deciding.lot(city).left] == [
        (open_doubles, open_barred),
        (open_doubles,),
    ]
    ((elsewhere,),) = said_of_units(city, 2).others.values()
    assert (elsewhere.said, elsewhere.decided) == (said["unit_name"], "")

    for asked in questions(city, office_table(city)):
        decide_another(city, asked, "打电话问过两家，都不是")

    assert not deciding.lot(city).left
    ((elsewhere,),) = said_of_units(city, 2).others.values()
    assert elsewhere.decided == "打电话问过两家，都不是"


def test_what_has_to_go_after_a_decision_is_not_in_the_lot(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    units = [offices.record("annex1", name) for name in ("大连甲机械厂", "大连甲机械总厂")]
    senders = (XIGANG, Profile("district", "甘井子区总工会"))
    made = [offices.package(who, [unit]) for who, unit in zip(senders, units, strict=True)]
    city.store.add_to_roster("2017", ([Listed("大连示例重工", "2015年典型")], ""))
    unsaid = offices.record("annex1", "大连示例重工（集团）")
    receive(city, [laid(*made, offices.package(ZHONGSHAN, [unsaid]))])
    double, barred = questions(city, office_table(city))
    decide_another(city, barred, "是它的子公司，单独建会")
    decide_same(city, double, None)
    unkept = "有 1 份申报表已核对为是同一单位，没有定保留哪份，请先在“重复与历年典型”里核对。"
    assert [points for _look, points in deciding.lot(city).left] == [(unkept,)] * 2
    decide_same(city, double, double.sides[0])

    lot = deciding.lot(city)

    assert {each.submission.number for each in lot.ready} == {double.sides[0].submission, 3}
    assert [points for _look, points in lot.left] == [
        ("有 1 份申报表已核对为是同一单位、不能再报，请先退回。",)
    ]


def test_a_sound_package_is_in_the_lot(city: Workspace, laid: Laid, first: Made) -> None:
    receive(city, [laid(first)])
    found = deciding.lot(city)
    assert [each.submission.number for each in found.ready] == [1]
    assert not found.left
