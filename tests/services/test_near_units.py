"""Nearly the same names: told at both records, explained once, remembered, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import history, records, reporter
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.services.checking import (
    quota_standing,
    record_findings,
    submission_findings,
)
from gonghui_desktop.services.imports.importing import import_file
from gonghui_desktop.services.records import BlockedError
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.submissions.export_state import export_state
from gonghui_desktop.services.units import pairs
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord
from tests.gui.clerk import add_filled

ONE, OTHER = "大连示例机械有限公司", "大连示例机诫有限公司"
REASON = "不是一家，一家在中山一家在西岗"
SAME = "是同一单位，只算 1 个名额"


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


@pytest.fixture
def pair(ws: Workspace) -> tuple[Record, Record]:
    reporter.set_reporter(ws, Profile("district", "示例区总工会"))
    return add_filled(ws, unit_name=ONE), add_filled(ws, unit_name=OTHER)


def _of_name(ws: Workspace, record: Record) -> list[Finding]:
    found = record_findings(ws, ws.store.record(record.id))
    return [finding for finding in found if finding.field == "unit_name"]


def _said(ws: Workspace, *of: Record) -> list[str]:
    """The reasons of what is found at the names, empty where it still asks."""
    return [finding.explanation for record in of for finding in _of_name(ws, record)]


def _units(ws: Workspace) -> str:
    return quota_standing(ws)[0]


def test_what_comes_in_of_another_campaign_says_nothing_in_this_one(
    ws: Workspace, pair: tuple[Record, Record], campaign: Campaign
) -> None:
    later = replace(campaign, id="2018", deadline=date(2018, 3, 20))
    ws.catalogue = Catalogue((later, campaign))
    values = [{**each.values} for each in pair]
    new = [NewRecord("annex1", each, campaign="2018") for each in values]
    new[1] = replace(new[1], explanations={"unit_name": REASON})
    pairs.remember_all(ws, ws.store.add(new))
    assert ws.store.decisions("2017") == []
    (decision,) = ws.store.decisions("2018")
    assert decision.reason == REASON


def test_both_names_stand_side_by_side_with_what_differs(
    ws: Workspace, pair: tuple[Record, Record]
) -> None:
    (found,), (there,) = (_of_name(ws, each) for each in pair)
    assert found.severity is Severity.VERIFY
    assert found.blocks
    assert found.message == (
        f"单位名称：“{ONE}”与附件1“{OTHER}”只差一个字（“械”与“诫”），"
        "看来是同一单位，请核对；确实不是请写明原因。"
    )
    assert f"“{OTHER}”与附件1“{ONE}”只差一个字（“诫”与“械”）" in there.message
    assert _units(ws) == "2 个典型单位：已定稿 0，草稿 2"
    assert sum("看来是同一单位" in each.message for each in submission_findings(ws)) == 1


def test_a_pair_is_explained_once_in_the_campaign(
    ws: Workspace, pair: tuple[Record, Record], tmp_path: Path
) -> None:
    one, other = pair
    records.explain(ws, one.id, "unit_name", REASON)
    assert _said(ws, one, other) == [REASON, REASON]
    assert not any("同一单位" in each.message for each in submission_findings(ws))

    records.delete_all(ws, [one.id, other.id])
    values = [dict(each.values) for each in pair]
    file = tmp_path / "records.json"
    written = [{"form": r.form, "values": v} for r, v in zip(pair, values, strict=True)]
    data = {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": written}
    file.write_text(json.dumps(data), "utf-8")
    import_file(ws, file)
    again = records.records(ws)
    assert _said(ws, *again) == [REASON, REASON]
    records.make_final(ws, [each.id for each in again])
    third = add_filled(ws, unit_name="大连示例机借有限公司")
    assert _said(ws, third) == ["", ""]


def test_what_is_written_anew_counts_and_what_is_taken_away_asks_again(
    ws: Workspace, pair: tuple[Record, Record]
) -> None:
    one, other = pair
    before = ws.store.record(one.id)
    for typed in ("两", "两家", REASON):
        records.explain(ws, one.id, "unit_name", typed)
    assert [each.reason for each in pairs.decided(ws)] == [REASON]
    records.explain(ws, other.id, "unit_name", "地址不同")
    assert _said(ws, one, other) == [REASON, "地址不同"]
    records.explain(ws, other.id, "unit_name", "")
    assert _said(ws, one, other) == [REASON, REASON]
    history.go_between(ws, ws.store.record(one.id), before)
    assert _said(ws, one, other) == ["", ""]
    assert pairs.decided(ws) == []


def test_a_decision_can_be_taken_back(ws: Workspace, pair: tuple[Record, Record]) -> None:
    one, other = pair
    records.explain(ws, one.id, "unit_name", REASON)
    records.explain(ws, other.id, "unit_name", "地址不同")
    records.delete(ws, one.id)
    twin = add_filled(ws, unit_name=ONE)
    assert _said(ws, twin) == ["地址不同"]
    (decision,) = pairs.decided(ws)
    pairs.take_back(ws, decision)
    assert pairs.decided(ws) == []
    assert _said(ws, twin) == [""]


def test_one_unit_by_decision_counts_once(ws: Workspace, pair: tuple[Record, Record]) -> None:
    one, other = pair
    records.explain(ws, other.id, "unit_name", SAME)
    assert _units(ws) == "1 个典型单位：已定稿 0，草稿 1"
    assert _said(ws, one, other) == [SAME, SAME]
    records.explain(ws, other.id, "unit_name", REASON)
    assert _units(ws) == "2 个典型单位：已定稿 0，草稿 2"


@pytest.mark.parametrize("reason", [REASON, SAME])
def test_a_package_tells_what_was_remembered_and_verifies_without_a_doubt(
    ws: Workspace, pair: tuple[Record, Record], tmp_path: Path, reason: str
) -> None:
    one, _ = pair
    with pytest.raises(BlockedError, match="只差一个字"):
        submission.export_package(ws, tmp_path / "p.zip", "名额不足")
    records.explain(ws, one.id, "unit_name", reason)
    records.delete(ws, one.id)
    add_filled(ws, unit_name=ONE)  # the decision alone knows of the reason now
    submission.export_package(ws, tmp_path / "p.zip", "名额不足")

    verified = verifying.verify_package(ws, tmp_path / "p.zip")
    assert verified.doubts == ()
    near = [each for each in verified.findings if "只差一个字" in each.message]
    assert [each.explanation for each in near] == [reason, reason]


def test_a_package_with_a_pair_that_nobody_explained_is_doubtful(
    ws: Workspace, campaign: Campaign, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, Profile("district", "示例区总工会"))
    made = [add_filled(ws, unit_name=name) for name in (ONE, "大连样板药业有限公司")]
    records.make_final(ws, [each.id for each in made])
    ws.store.delete(made[1].id)
    twin = add_filled(ws, unit_name=OTHER)
    ws.store.finalise([twin.id])
    (asked,) = [e for e in export_state(ws).doubtful if "只差一个字" in e.message]
    assert asked.message.startswith(f"附件1“{ONE}”与附件1“{OTHER}”只差一个字")
    submission.export_package(ws, tmp_path / "p.zip", "名额不足")

    told = verifying.verify_package(ws, tmp_path / "p.zip").doubts
    assert len([each for each in told if "只差一个字" in each]) == 2
