"""The city's office in the real window, with packages of those below."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionAction, SubmissionEvent
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import Made, SendingOffices

ZHONGSHAN = Profile("district", "大连市中山区总工会")
XIGANG = Profile("district", "西岗区总工会")
PORT = Profile("nonresident_industry", "大连港工会")
STRANGER = Profile("district", "=1+1区总工会")
LIST = "中山区总工会\n西岗区总工会\n大连港工会\t不驻会\n庄河市总工会\n大连市教育局工会\t驻会产业"


@pytest.fixture(scope="module")
def offices(campaign: Campaign) -> SendingOffices:
    return SendingOffices(campaign)


@pytest.fixture(scope="module")
def packages(offices: SendingOffices) -> list[Made]:
    """In time and complete; late; of a non-resident union; of an office that nobody expects."""
    five = [offices.record("annex1", f"大连{name}机械有限公司") for name in "甲乙丙丁"]
    five.append(offices.record("annex2", "桃源街道餐饮行业工会联合会"))
    return [
        offices.package(ZHONGSHAN, five),
        offices.package(XIGANG, [offices.record("annex1", "大连甲机械有限责任公司", day=20)]),
        offices.package(PORT, [offices.record("annex3", "大连港集装箱码头")]),
        offices.package(STRANGER, [offices.record("annex1", "大连戊厂")]),
    ]


@pytest.fixture
def city(ws: Workspace) -> Workspace:
    """The city's office, which has nothing yet."""
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    return ws


@pytest.fixture
def filled(city: Workspace, packages: list[Made], tmp_path: Path) -> Workspace:
    """The same with a list and four packages; the first was sent back, its answer is overdue."""
    expected.add(city, expected.read_offices_text(city, LIST), "附表")
    numbers = received(city, tmp_path, *packages)
    back = SubmissionEvent(
        0, numbers[0], SubmissionAction.RETURN, "", "", "缺附件", datetime.now(UTC)
    )
    city.store.received.decide([replace(back, answer_by=date(2017, 3, 5))])
    city.store.received.note(numbers[2], SubmissionAction.ACCEPT)
    return city


def received(ws: Workspace, folder: Path, *packages: Made) -> list[int]:
    """Numbers of packages that have come in."""
    paths = [folder / f"{made.package}.zip" for made in packages]
    for path, made in zip(paths, packages, strict=True):
        path.write_bytes(made.data)
    return [file.submission.number for file in receive(ws, paths) if file.submission]
