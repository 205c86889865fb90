"""A form's way after it is final: printing, seals, handing in, and paper that no longer counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import history, records, reporter, stages
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import RecordStateError, Store


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """A workspace with one complete draft and its reporter."""
    with Store.open(tmp_path / "data") as store:
        made = Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )
        importing.import_file(made, data_folder / "nonresident_industry.json")
        reporter.set_reporter(made, Profile("nonresident_industry", "大连市示例局工会"))
        yield made


def _the(ws: Workspace) -> Record:
    (record,) = records.records(ws)
    return record


def _final(ws: Workspace) -> Record:
    return records.make_final(ws, [_the(ws).id])[0]


def _on_paper(ws: Workspace) -> list[str]:
    return [each.words for each in stages.paper_gaps(ws, [_the(ws)])]


def test_printing_marks_what_is_final_and_nothing_else(ws: Workspace) -> None:
    draft = _the(ws)
    assert stages.mark_printed(ws, [draft.id, ""]) == []
    assert _the(ws).stage is Stage.DRAFT
    final = _final(ws)
    assert [each.stage for each in stages.mark_printed(ws, [final.id, final.id])] == [Stage.PRINTED]
    stages.mark(ws, [final.id], Stage.SUBMITTED)
    assert stages.mark_printed(ws, [final.id]) == []  # printed once more
    assert _the(ws).stage is Stage.SUBMITTED


def test_paper_that_comes_after_the_package_is_noted_and_takes_nothing_back(ws: Workspace) -> None:
    final = _final(ws)
    stages.mark(ws, [final.id], Stage.SUBMITTED)
    assert _on_paper(ws) == ["还没有打印"]
    handed_in = _the(ws).stage_at
    stages.mark_printed(ws, [final.id])
    assert "还差" in _on_paper(ws)[0]
    (noted,) = stages.mark(ws, [final.id], Stage.STAMPED)
    assert stages.mark(ws, [final.id], Stage.STAMPED) == []  # it is known
    assert _on_paper(ws) == []
    assert (_the(ws).stage, _the(ws).stage_at) == (Stage.SUBMITTED, handed_in)
    assert [*stages.stage_dates(ws, noted)] == [
        Stage.FINAL,
        Stage.SUBMITTED,
        Stage.PRINTED,
        Stage.STAMPED,
    ]
    stages.mark(ws, [final.id], Stage.ACCEPTED)
    assert _on_paper(ws) == []
    stages.mark(ws, [final.id], Stage.SUBMITTED)
    stages.mark(ws, [final.id], Stage.FINAL)  # what "只是已定稿" is for
    assert [*stages.stage_dates(ws, final)] == [Stage.FINAL]


def test_that_it_was_printed_late_takes_no_seal_from_what_was_handed_in(ws: Workspace) -> None:
    final = _final(ws)
    for stage in (Stage.SUBMITTED, Stage.STAMPED, Stage.PRINTED):
        stages.mark(ws, [final.id], stage)
    assert stages.stage_dates(ws, _the(ws)).keys() >= {Stage.STAMPED, Stage.PRINTED}
    assert _on_paper(ws) == []


def test_a_seal_that_was_a_mistake_is_none(ws: Workspace) -> None:
    final = _final(ws)
    for stage in (Stage.PRINTED, Stage.STAMPED, Stage.PRINTED, Stage.SUBMITTED):
        stages.mark(ws, [final.id], stage)
    assert "还差" in _on_paper(ws)[0]


def test_the_last_seal_makes_it_stamped_and_without_it_it_is_not(ws: Workspace) -> None:
    final = _final(ws)
    stages.mark_printed(ws, [final.id])
    needed = stages.seals(ws, final)
    assert len(needed) > 1
    assert all(each.name and each.at is None for each in needed)
    for number in range(len(needed) - 1):
        assert stages.set_seal(ws, final.id, number, True).stage is Stage.PRINTED
    assert stages.set_seal(ws, final.id, len(needed) - 1, True).stage is Stage.STAMPED
    assert all(each.at is not None for each in stages.seals(ws, final))
    assert stages.set_seal(ws, final.id, 0, False).stage is Stage.PRINTED
    with pytest.raises(InputError):
        stages.set_seal(ws, final.id, len(needed), True)


@pytest.mark.parametrize("before", [Stage.FINAL, Stage.PRINTED])
def test_without_its_last_seal_a_form_is_what_it_was_since_it_was(
    ws: Workspace, before: Stage
) -> None:
    final = _final(ws)
    stages.mark(ws, [final.id], before)
    was = _the(ws)
    for number in range(len(stages.seals(ws, final))):
        stages.set_seal(ws, final.id, number, True)
    assert _the(ws).stage is Stage.STAMPED
    back = stages.set_seal(ws, final.id, 0, False)
    assert (back.stage, back.stage_at) == (before, was.stage_at)
    assert stages.stage_dates(ws, back).get(Stage.PRINTED) == (
        was.stage_at if before is Stage.PRINTED else None
    )


def test_the_day_of_a_seal_is_the_one_on_the_paper(ws: Workspace) -> None:
    final = _final(ws)
    today = final.stage_at.astimezone().date()
    days = [today - timedelta(days=back) for back in (3, 1)]
    ws.store.mark([final.id], Stage.PRINTED)
    ws.store.mark([final.id], Stage.FINAL, final.stage_at - timedelta(days=3))
    for number in range(len(stages.seals(ws, final))):
        stages.set_seal(ws, final.id, number, True)
    for number, day in enumerate(days):
        stages.set_seal_day(ws, final.id, number, f"{day.year}年{day.month}月{day.day}日")
    had = [each.at for each in stages.seals(ws, final)]
    assert [at.astimezone().date() for at in had if at] == days
    last = max(at for at in had if at)
    stamped = _the(ws)
    assert (stamped.stage, stamped.stage_at) == (Stage.STAMPED, last)
    assert stages.stage_dates(ws, stamped)[Stage.STAMPED] == last
    told = history.history(ws, final.id)
    assert (told[0].action, told[0].after) == (Action.SEAL, f"2 {days[1]}")
    for wrong, why in (
        (today + timedelta(days=1), "还没有到"),
        (today - timedelta(days=4), "不能早于"),
        ("3月8日", "不是日期"),
    ):
        with pytest.raises(InputError, match=why):
            stages.set_seal_day(ws, final.id, 0, str(wrong))
    assert [each.at for each in stages.seals(ws, final)] == had


def test_paper_of_several_pages_needs_a_seal_across_them(ws: Workspace) -> None:
    one_page = [each.name for each in stages.seals(ws, _the(ws))]
    assert "骑缝章" not in one_page
    records.change(ws, _the(ws).id, {"measures": "开展集体协商，每季度一次。\n" * 80})
    final = _final(ws)
    assert [each.name for each in stages.seals(ws, final)] == [*one_page, "骑缝章"]
    for number in range(len(one_page)):
        assert stages.set_seal(ws, final.id, number, True).stage is not Stage.STAMPED
    assert stages.set_seal(ws, final.id, len(one_page), True).stage is Stage.STAMPED


def test_seals_after_handing_in_leave_it_handed_in(ws: Workspace) -> None:
    final = _final(ws)
    stages.mark(ws, [final.id], Stage.SUBMITTED)
    for number in range(len(stages.seals(ws, final))):
        stages.set_seal(ws, final.id, number, True)
    assert _the(ws).stage is Stage.SUBMITTED
    assert stages.set_seal(ws, final.id, 0, False).stage is Stage.SUBMITTED


def test_the_export_hands_in_and_reopening_voids_the_paper(ws: Workspace, tmp_path: Path) -> None:
    first = _final(ws)
    stages.mark_printed(ws, [first.id])
    submission.export_package(ws, tmp_path / "one.zip", "说明")
    assert _the(ws).stage is Stage.SUBMITTED
    made = submission.export_package(ws, tmp_path / "again.zip", "说明").submission
    assert made.revision == 1  # the same contents, however often they are handed in
    assert stages.void_revisions(ws, _the(ws)) == ()
    reopened = records.reopen(ws, first.id, "人数有误")
    assert reopened.stage is Stage.DRAFT
    assert stages.void_revisions(ws, reopened) == (1,)
    records.change(ws, first.id, {"employees": "7"})
    records.reopen(ws, _final(ws).id, "又错了")
    assert stages.void_revisions(ws, _the(ws)) == (1,)  # the second was never on paper
    dated = [(each.revision, each.stage) for each in stages.stages(ws, first.id)]
    assert dated[-4:] == [
        (1, Stage.SUBMITTED),
        (2, Stage.DRAFT),
        (2, Stage.FINAL),
        (3, Stage.DRAFT),
    ]


def test_a_past_campaign_is_looked_at_only(ws: Workspace, campaign: Campaign) -> None:
    final = _final(ws)
    later = replace(campaign, id="2018", deadline=campaign.deadline + timedelta(days=365))
    past = ws.working_on(later).viewing(campaign)
    assert stages.mark_printed(past, [final.id]) == []
    with pytest.raises(RecordStateError, match="往届"):
        stages.mark(past, [final.id], Stage.PRINTED)
    with pytest.raises(RecordStateError, match="往届"):
        stages.set_seal(past, final.id, 0, True)
    assert _the(ws).stage is Stage.FINAL
