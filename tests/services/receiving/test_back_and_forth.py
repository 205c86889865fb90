"""A return goes down, a correction comes up: both offices with data folders of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.replies import returned_marks, standing_marks
from gonghui_desktop.services.reply_words import reopening_reason
from gonghui_desktop.services.submissions.submission import export_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


@pytest.fixture
def district(
    campaign: Campaign, fonts: FormPrinter, tmp_path: Path, data_folder: Path
) -> Iterator[Workspace]:
    """A district's office with five complete records."""
    with Store.open(tmp_path / "district") as store:
        ws = Workspace(campaign, lambda: store, lambda: fonts, folder=tmp_path / "district")
        importing.import_file(ws, data_folder / "district.json")
        reporter.set_reporter(ws, Profile("district", "中山区总工会"))
        yield ws


def test_what_was_sent_back_comes_again_as_the_newer_one(
    district: Workspace, city: Workspace, tmp_path: Path
) -> None:
    first, *others = records.records(district)
    sent = export_package(district, tmp_path / "1.zip", "名额已经同意调整").submission
    receive(city, [tmp_path / "1.zip"])
    (look,) = received_submissions(city)
    reason = ReplyReason("与公章不一致", first.id, field="unit_name")
    answer_by = city.today + timedelta(days=5)
    number = look.submission.number
    deciding.return_submission(city, number, [reason], answer_by, tmp_path / "back.zip")

    importing.import_file(district, tmp_path / "back.zip")
    mark = returned_marks(district)[first.id]
    assert mark.answer_by == answer_by
    why = reopening_reason(district.campaign.form("annex1"), mark)
    records.reopen(district, first.id, why)
    records.change(district, first.id, {"unit_name": "大连示例造船有限公司"})
    records.make_final(district, [first.id])
    again = export_package(district, tmp_path / "2.zip", "名额已经同意调整").submission
    receive(city, [tmp_path / "2.zip"])

    assert (again.revision, again.supersedes) == (2, sent.package)
    (corrected,) = (each for each in again.records if each.id == first.id)
    assert corrected.revision == 2
    assert "“单位名称”：与公章不一致" in corrected.reopen_reason
    states = {each.submission.revision: each.state for each in received_submissions(city)}
    assert states == {1: SubmissionState.OLDER, 2: SubmissionState.RECEIVED}

    newer = next(each for each in received_submissions(city) if each.submission.revision == 2)
    deciding.accept_submissions(city, [newer.submission.number], tmp_path / "receipt.zip")
    importing.import_file(district, tmp_path / "receipt.zip")
    importing.import_file(district, tmp_path / "back.zip")  # once more, and late

    assert returned_marks(district) == {}
    assert standing_marks(district).keys() == {each.id for each in (first, *others)}
    assert {each.stage for each in records.records(district)} == {Stage.ACCEPTED}
