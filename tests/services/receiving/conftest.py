"""An office above with a data folder of its own, and packages of those below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.sending_offices import Made, SendingOffices

ZHONGSHAN = Profile("district", "中山区总工会", "于样例", "0411-83640000")

OpenOffice = Callable[[str], Workspace]
Laid = Callable[..., Path]


@pytest.fixture(scope="session")
def offices(campaign: Campaign) -> SendingOffices:
    return SendingOffices(campaign)


@pytest.fixture(scope="session")
def fonts() -> FormPrinter:
    return FormPrinter(paths.resources_folder() / "fonts")


@pytest.fixture
def open_city(campaign: Campaign, fonts: FormPrinter, tmp_path: Path) -> Iterator[OpenOffice]:
    """Opens data folders of the city's office by name."""
    stores: list[Store] = []

    def opened(name: str) -> Workspace:
        store = Store.open(tmp_path / name, "lina")
        stores.append(store)
        ws = Workspace(campaign, lambda: store, lambda: fonts, folder=tmp_path / name)
        reporter.set_reporter(ws, Profile("city", "大连市总工会"))
        return ws

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def city(open_city: OpenOffice) -> Workspace:
    return open_city("city")


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """Writes packages into a folder as they come, and gives the folder."""

    def lay(*packages: Made | bytes, folder: str = "stick") -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for number, made in enumerate(packages):
            data = made if isinstance(made, bytes) else made.data
            (place / f"{number:02}.zip").write_bytes(data)
        return place

    return lay


@pytest.fixture(scope="session")
def first(offices: SendingOffices) -> Made:
    units = [offices.record("annex1", name) for name in ("大连甲厂", "大连乙厂")]
    return offices.package(ZHONGSHAN, units)


@pytest.fixture(scope="session")
def second(offices: SendingOffices, first: Made) -> Made:
    """The same office's next package: one record corrected."""
    old, kept = first.submission.records
    return offices.package(ZHONGSHAN, [offices.again(old, employees="121"), kept], first)
