"""What is known is not typed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.known import Known
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.filling import create_filled
from gonghui_desktop.services.prefill import (
    FROM_FORM,
    FROM_LAST,
    FROM_LAST_DOUBTFUL,
    FROM_REPORTER,
    FROM_REPORTER_DOUBTFUL,
    create_prefilled,
)
from gonghui_desktop.services.reporter import duties, unneeded_forms
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, fonts_folder: Path) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: FormPrinter(fonts_folder))


_DISTRICT = Profile("district", "大连市中山区总工会", "于样例", "0411-83640000")
_INDUSTRY = Profile("nonresident_industry", "机械冶金产业工会")


def test_the_first_form_knows_the_office(ws: Workspace) -> None:
    reporter.set_reporter(ws, _DISTRICT)

    record, sources = create_prefilled(ws, "annex1")

    assert record.values == {"city": "大连", "county": "中山", "contact": "0411-83640000"}
    assert sources == {
        "city": FROM_FORM,
        "county": FROM_REPORTER,
        "contact": FROM_REPORTER_DOUBTFUL,
    }
    assert records.records(ws) == [record]


def test_the_next_form_follows_the_last_one_of_its_kind(ws: Workspace) -> None:
    first, _ = create_prefilled(ws, "annex1")
    changes = {"county": "沙河口", "contact": "0411-83641234", "unit_name": "示例"}
    records.change(ws, first.id, changes)
    create_prefilled(ws, "annex1")

    record, sources = create_prefilled(ws, "annex1")

    assert record.values["county"] == "沙河口"
    assert sources["county"] == FROM_LAST
    assert record.value("unit_name") == ""
    assert create_prefilled(ws, "annex2")[0].value("county") == ""


def test_a_telephone_that_is_carried_on_asks_to_be_looked_at(ws: Workspace) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    first, sources = create_prefilled(ws, "annex1")
    assert sources["contact"] == FROM_REPORTER_DOUBTFUL
    records.change(ws, first.id, {"contact": "0411-83641234"})

    record, sources = create_prefilled(ws, "annex1")

    assert (record.value("contact"), sources["contact"]) == ("0411-83641234", FROM_LAST_DOUBTFUL)


def test_the_offices_own_county_goes_before_that_of_the_last_form(ws: Workspace) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    first, _ = create_prefilled(ws, "annex1")
    records.change(ws, first.id, {"county": "沙河口"})

    record, sources = create_prefilled(ws, "annex1")

    assert (record.value("county"), sources["county"]) == ("中山", FROM_REPORTER)


def test_what_has_a_finding_is_not_carried_on(ws: Workspace) -> None:
    first = records.create(ws, "annex1", {"contact": "0411-83641234", "county": "中山区"})
    second = records.create(ws, "annex1", {"contact": "找传达室"})
    records.change(ws, second.id, {}, {"contact": "没有电话"})

    record, _ = create_prefilled(ws, "annex1")

    assert record.value("contact") == first.value("contact")
    assert record.value("county") == "中山"  # 区 is printed


def test_rows_of_a_sheet_do_not_ask_for_what_is_known(ws: Workspace) -> None:
    reporter.set_reporter(ws, _DISTRICT)

    rows = [{"unit_name": "示例甲"}, {"unit_name": "示例乙", "county": "西岗"}]
    (first, first_sources), (second, second_sources) = create_filled(ws, "annex1", rows)

    assert first.values == {"city": "大连", "county": "中山", "unit_name": "示例甲"}
    assert second.values == {"city": "大连", "county": "西岗", "unit_name": "示例乙"}
    assert first_sources == {"city": FROM_FORM, "county": FROM_REPORTER}
    assert second_sources == {"city": FROM_FORM}  # the office's telephone is not each unit's


def test_an_industry_is_that_of_the_office(ws: Workspace) -> None:
    reporter.set_reporter(ws, _INDUSTRY)
    assert create_prefilled(ws, "annex3")[0].values == {"industry": "机械冶金"}
    assert create_prefilled(ws, "annex1")[0].values == {"city": "大连"}


def test_without_an_office_only_the_form_knows(ws: Workspace) -> None:
    assert create_prefilled(ws, "annex3")[0].values == {}


def test_an_office_without_the_ending_gives_nothing() -> None:
    known = Known(reporter="name", starts=("大连市", "大连"), ends=("总工会", "工会"))
    assert known.take_from("大连市中山区总工会") == "中山区"
    assert known.take_from("大连高新园区工会") == "高新园区"
    assert known.take_from("总工会") == ""
    assert known.take_from("示例办公室") == ""
    assert Known(reporter="phone").take_from("0411-83640000") == "0411-83640000"


def test_each_kind_says_what_it_hands_in(ws: Workspace) -> None:
    said = {kind.id: duties(ws, kind) for kind in ws.campaign.reporters}
    assert said["district"] == (
        "填附件1、附件2：典型单位 5 个，县以下区域或行业工会典型至多 1 个，非公企业典型至少 3 个"
    )
    assert said["nonresident_industry"] == "填附件3：典型单位 1 个"


def test_forms_that_are_never_filled_are_known_with_the_office(ws: Workspace) -> None:
    assert unneeded_forms(ws) == frozenset()
    reporter.set_reporter(ws, _INDUSTRY)
    assert unneeded_forms(ws) == {"annex1", "annex2"}
