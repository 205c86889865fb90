"""Another office's package: its records come in as they were, and never over ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from gonghui_desktop import paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import history, records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    with Store.open(tmp_path / "data") as store:
        yield _workspace(campaign, store)


@pytest.fixture
def elsewhere(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    """Another computer."""
    with Store.open(tmp_path / "other") as store:
        yield _workspace(campaign, store)


def _workspace(campaign: Campaign, store: Store) -> Workspace:
    fonts = paths.resources_folder() / "fonts"
    return Workspace(campaign, lambda: store, lambda: FormPrinter(fonts))


@pytest.fixture
def second_revision(ws: Workspace, data_folder: Path) -> Record:
    """A final record with a doubt explained and a reason why it was opened again."""
    importing.import_file(ws, data_folder / "nonresident_industry.json")
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例局工会"))
    (record,) = records.records(ws)
    records.change(ws, record.id, {"contact": "找传达室"})
    records.explain(ws, record.id, "contact", "没有电话")
    records.make_final(ws, [record.id])
    records.reopen(ws, record.id, "人数有误")
    return records.change(ws, record.id, {"employees": "219"})


def test_reasons_come_along(
    ws: Workspace, elsewhere: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    submission.export_package(ws, tmp_path / "p.zip")
    (outcome,) = importing.import_file(elsewhere, tmp_path / "p.zip")
    assert outcome.accepted
    (got,) = records.records(elsewhere)
    assert got.id == second_revision.id
    assert (got.state, got.revision) == (RecordState.FINAL, 2)
    assert got.reopen_reason == "人数有误"
    assert got.explanations == {"contact": "没有电话"}
    assert got.values == second_revision.values


def test_it_says_who_sent_it_and_when_that_office_made_it_final(
    ws: Workspace, elsewhere: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    submission.export_package(ws, tmp_path / "p.zip")
    sent = ws.store.record(second_revision.id)
    (outcome,) = importing.import_file(elsewhere, tmp_path / "p.zip")
    (got,) = records.records(elsewhere)
    assert got.changed_at == sent.changed_at == got.stage_at
    assert got.created_at == sent.created_at
    day = written_date(sent.changed_at.astimezone().date())
    assert f"示例局工会 {day}定稿" in outcome.message
    assert outcome.sender == "示例局工会"
    (entry,) = [each for each in history.history(elsewhere, got.id) if not each.field]
    assert entry.at > sent.changed_at  # the history tells when it came
    (again,) = importing.import_file(elsewhere, tmp_path / "p.zip")
    assert "示例局工会的" in again.message
    assert "本来就有" in again.message


def test_a_date_that_cannot_be_right_is_not_told(
    ws: Workspace, elsewhere: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    ws.store.finalise([second_revision.id], datetime.now(UTC) + timedelta(days=400))
    submission.export_package(ws, tmp_path / "p.zip")
    before = datetime.now(UTC)
    outcome, told = importing.import_file(elsewhere, tmp_path / "p.zip")
    assert outcome.message.endswith("示例局工会报送。")
    assert told.is_notice
    assert "核对本机和上报单位电脑的日期" in told.message
    (got,) = records.records(elsewhere)
    assert before <= got.changed_at <= datetime.now(UTC)


def test_the_same_values_in_another_revision_are_another_paper(
    ws: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    submission.export_package(ws, tmp_path / "p.zip")
    records.reopen(ws, second_revision.id, "章盖错了")
    (outcome,) = importing.import_file(ws, tmp_path / "p.zip")
    assert not outcome.accepted
    assert "本机第 3 版，报送包第 2 版" in outcome.message


@pytest.mark.parametrize("what", ["values", "explanations"])
def test_what_was_finished_in_two_places_is_told(
    ws: Workspace, elsewhere: Workspace, second_revision: Record, tmp_path: Path, what: str
) -> None:
    """The same revision of the same record says two things."""
    submission.export_package(ws, tmp_path / "p.zip")
    importing.import_file(elsewhere, tmp_path / "p.zip")
    for place, text in ((ws, "220"), (elsewhere, "221")):
        records.reopen(place, second_revision.id, "又有误")
        if what == "values":
            records.change(place, second_revision.id, {"employees": text})
        else:
            records.explain(place, second_revision.id, "contact", f"传达室 {text}")
    submission.export_package(ws, tmp_path / "p.zip")
    (ours,) = records.records(elsewhere)
    (outcome,) = importing.import_file(elsewhere, tmp_path / "p.zip")
    assert not outcome.accepted
    assert "内容不同" in outcome.message
    assert records.records(elsewhere) == [ours]


def test_the_pages_of_a_package_can_be_sealed_electronically(
    ws: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    submission.export_package(ws, tmp_path / "p.zip")
    received = verifying.verify_package(ws, tmp_path / "p.zip").package
    pdf = received.documents[second_revision.id].pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Author") == "示例局工会"
        page = document[len(document) - 1]
        seals = len(ws.campaign.form(second_revision.form).seals) + 1
        assert pdfium_c.FPDFPage_GetAnnotCount(page) == seals
        page.close()


def _import(ws: Workspace, path: Path, values: dict[str, str]) -> Record:
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    path.write_text(json.dumps({**document, "records": [{"form": "annex1", "values": values}]}))
    (outcome,) = importing.import_file(ws, path)
    return ws.store.record(outcome.record_id)


def test_what_a_choice_settles_is_settled_by_import_too(ws: Workspace, tmp_path: Path) -> None:
    settled = _import(ws, tmp_path / "1.json", {"unit_nature": "私营企业"})
    assert settled.values == {"unit_nature": "5", "non_public": "yes"}
    decided = _import(ws, tmp_path / "2.json", {"unit_nature": "5", "non_public": "no"})
    assert decided.value("non_public") == "no"


def test_only_the_definitions_of_the_forms_that_came_are_kept(
    ws: Workspace, second_revision: Record, tmp_path: Path
) -> None:
    _import(ws, tmp_path / "1.json", {"unit_name": "甲"})
    assert [form.id for form in ws.campaign.forms if ws.store.definitions(form.id)] == [
        "annex1",
        second_revision.form,
    ]
