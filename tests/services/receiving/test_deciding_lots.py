"""Many packages at once: which have no open point, and what is accepted until that is cancelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.receiving.submissions import SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid, OpenOffice

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


def test_a_sound_package_is_in_the_lot(city: Workspace, laid: Laid, first: Made) -> None:
    receive(city, [laid(first)])
    found = deciding.lot(city)
    assert [each.submission.number for each in found.ready] == [1]
    assert not found.left
