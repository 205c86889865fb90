"""A campaign that is over, and forms that a campaign has no longer: looked at, never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.decisions import OF_UNITS
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import checking, editions, records, reporter
from gonghui_desktop.services.campaigns import known_campaigns
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.units import pairs
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord, RecordStateError


@pytest.fixture
def ws(campaign: Campaign, fonts_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The campaign of 2017 is shown, that of 2018 is current."""
    current = replace(campaign, id="2018", deadline=date(2018, 3, 20))
    catalogue = Catalogue((current, campaign))
    printer = FormPrinter(fonts_folder)
    with Store.open(tmp_path) as store:
        yield Workspace(current, lambda: store, lambda: printer, None, catalogue).viewing(campaign)


CHANGES: dict[str, Callable[[Workspace, str], object]] = {
    "create": lambda ws, _id: records.create(ws, "annex1"),
    "change": lambda ws, record_id: records.change(ws, record_id, {"goals": "改"}),
    "explain": lambda ws, record_id: records.explain(ws, record_id, "goals", "如此"),
    "duplicate": records.duplicate,
    "delete": records.delete,
    "make final": lambda ws, record_id: records.make_final(ws, [record_id]),
    "reopen": lambda ws, record_id: records.reopen(ws, record_id, "改"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_of_a_past_campaign_can_be_changed(ws: Workspace, change: str) -> None:
    (record,) = ws.store.add([NewRecord("annex1", {"unit_name": "甲厂"}, campaign="2017")])

    with pytest.raises(RecordStateError, match="往届"):
        CHANGES[change](ws, record.id)

    assert ws.store.records() == [record]


def test_no_columns_of_a_table_are_matched_for_a_past_campaign(
    ws: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("单位名称,工会主席\n大连示例厂,李强\n", "utf-8")
    told = importing.import_or_ask(ws, file)
    assert isinstance(told, tuple)
    (outcome,) = told
    assert "已是往届活动" in outcome.message


def test_what_was_said_of_two_names_stays_in_a_past_campaign(ws: Workspace) -> None:
    said = ws.store.decide("2017", OF_UNITS, "甲", "乙", is_same=False, reason="两家")
    with pytest.raises(InputError, match="往届"):
        pairs.take_back(ws, said)
    assert ws.store.decisions("2017") == [said]


@pytest.mark.parametrize("change", ["change", "explain", "duplicate", "make final"])
def test_a_record_whose_form_is_gone_cannot_be_changed(ws: Workspace, change: str) -> None:
    now = ws.working_on(ws.campaign)
    (record,) = ws.store.add([NewRecord("annex9", {"unit_name": "甲厂"}, campaign="2017")])

    with pytest.raises(RecordStateError, match="没有可用的这张表"):
        CHANGES[change](now, record.id)

    assert ws.store.records() == [record]
    (form,) = editions.retired_among(now, records.records(now))
    assert (form.tab, [field.id for field in form.fields]) == ("annex9", ["unit_name"])


def test_quota_and_deadline_of_a_past_campaign(ws: Workspace) -> None:
    today = date(2018, 1, 1)
    assert checking.deadline_summary(ws, today) == "往届，已于 2017年3月20日 截止"
    assert checking.quota_summary(ws) == ""  # nobody is asked to say who reported then
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例产业工会"))
    values = {"unit_name": "甲厂"}
    ws.store.add([NewRecord("annex3", values, campaign="2017")])
    assert checking.quota_summary(ws).startswith("名额已满足")
    assert checking.quota_summary(ws.viewing(ws.current)) == "还差 1 个典型单位"

    ws.store.add([NewRecord("annex3", values, campaign="2015")])
    left = known_campaigns(ws)[-1].campaign
    assert checking.deadline_summary(ws.viewing(left), today) == "往届"
    assert checking.quota_summary(ws.viewing(left)) == ""
