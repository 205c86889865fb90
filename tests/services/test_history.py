"""Nothing is done to a record that its history does not tell, and every text can be had back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.conflicts import ValueConflict
from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import history, records, reporter, stages
from gonghui_desktop.services.campaigns import carry_over
from gonghui_desktop.services.editions import move_to_current
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import RecordStateError, Store

_WHO = "李娜"


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """A workspace with one complete draft and its reporter."""
    with Store.open(tmp_path / "data", who=_WHO) as store:
        made = Workspace(
            campaign, lambda: store, lambda: FormPrinter(paths.resources_folder() / "fonts")
        )
        importing.import_file(made, data_folder / "nonresident_industry.json")
        reporter.set_reporter(made, Profile("nonresident_industry", "大连市示例局工会"))
        yield made


def _the(ws: Workspace) -> Record:
    (record,) = records.records(ws)
    return record


def _with_newer_form(ws: Workspace) -> Workspace:
    """The same data, with the forms in a newer edition."""
    forms = tuple(replace(form, title=(*form.title, "（新）")) for form in ws.campaign.forms)
    return ws.working_on(replace(ws.campaign, forms=forms))


def _delete_and_bring_back(ws: Workspace, record_id: str) -> None:
    records.delete(ws, record_id)
    records.undelete(ws, record_id)


Deed = Callable[[Workspace, Record], object]

# Name, whether the form has to be final, what is done, and what the history calls it.
_DEEDS: dict[str, tuple[bool, Deed, Action]] = {
    "typed": (False, lambda ws, r: records.change(ws, r.id, {"goals": "新"}), Action.EDIT),
    "explained": (False, lambda ws, r: records.explain(ws, r.id, "goals", "属实"), Action.EDIT),
    "a value back": (
        False,
        lambda ws, r: history.restore_value(ws, r.id, "goals", False, "旧"),
        Action.REVERT,
    ),
    "moved": (False, lambda ws, r: move_to_current(_with_newer_form(ws), r), Action.MOVE),
    "typed and moved": (
        False,
        lambda ws, r: records.change(_with_newer_form(ws), r.id, {"goals": "新"}),
        Action.MOVE,
    ),
    "made final": (False, lambda ws, r: records.make_final(ws, [r.id]), Action.FINALISE),
    "printed": (True, lambda ws, r: stages.mark_printed(ws, [r.id]), Action.STAGE),
    "sealed": (True, lambda ws, r: stages.set_seal(ws, r.id, 0, True), Action.SEAL),
    "reopened": (True, lambda ws, r: records.reopen(ws, r.id, "人数有误"), Action.REOPEN),
    "deleted": (True, lambda ws, r: records.delete(ws, r.id), Action.DELETE),
    "brought back": (False, lambda ws, r: _delete_and_bring_back(ws, r.id), Action.RESTORE),
}


@pytest.mark.parametrize("deed", _DEEDS)
def test_every_deed_is_told(ws: Workspace, deed: str) -> None:
    is_final, do, action = _DEEDS[deed]
    record = _the(ws)
    if is_final:
        (record,) = records.make_final(ws, [record.id])
    before = history.history(ws, record.id)
    do(ws, record)
    after = history.history(ws, record.id)
    assert after[-len(before) :] == before
    new = after[: -len(before)]
    assert new, "the history has stopped"
    assert new[0].action is action
    assert {entry.who for entry in new} == {_WHO}


def test_what_came_in_is_told_with_all_its_texts(ws: Workspace) -> None:
    record = _the(ws)
    copied = records.duplicate(ws, record.id)
    for one in (record, copied):
        entries = history.history(ws, one.id)
        assert {entry.action for entry in entries} == {Action.ADD}
        told = {entry.field: entry.after for entry in entries if not entry.is_reason}
        assert {key: text for key, text in told.items() if key} == one.values


def test_it_goes_on_over_export_import_and_a_new_campaign(
    ws: Workspace, tmp_path: Path, campaign: Campaign
) -> None:
    record = _the(ws)
    records.change(ws, record.id, {"goals": "新的目标"})
    submission.export_package(ws, tmp_path / "out.zip", "说明")
    whole = history.history(ws, record.id)
    assert [entry.action for entry in whole[:3]] == [Action.STAGE, Action.FINALISE, Action.EDIT]
    importing.import_one_of_many(ws, tmp_path / "out.zip")  # all known already
    assert history.history(ws, record.id) == whole

    newer = ws.working_on(replace(campaign, id="2018", forms=campaign.forms))
    (carried,) = carry_over(newer, [_the(ws)]).made
    assert history.history(ws, record.id) == whole
    told = {entry.field: entry.after for entry in history.history(newer, carried.id)}
    assert told["goals"] == "新的目标"


def test_one_field_s_history_has_its_reasons_too(ws: Workspace) -> None:
    record = _the(ws)
    records.change(ws, record.id, {"goals": "一", "measures": "二"})
    records.explain(ws, record.id, "goals", "属实")
    reason, value, first = history.history(ws, record.id, "goals")
    assert (reason.is_reason, reason.after) == (True, "属实")
    assert (value.before, value.after) == (record.value("goals"), "一")
    assert first.action is Action.ADD


def test_a_form_goes_back_to_any_entry_and_forth_again(ws: Workspace) -> None:
    record = _the(ws)
    start = history.history(ws, record.id)[0].number
    records.change(ws, record.id, {"goals": "一", "address": ""})
    records.explain(ws, record.id, "goals", "属实")
    changed = _the(ws)
    before_restore = history.history(ws, record.id)[0].number
    assert history.values_at(ws, record.id, start) == record.values

    back = history.restore_form(ws, record.id, start)
    assert (back.values, back.explanations) == (record.values, record.explanations)
    assert history.history(ws, record.id)[0].action is Action.REVERT
    again = history.restore_form(ws, record.id, before_restore)
    assert (again.values, again.explanations) == (changed.values, changed.explanations)


def test_one_value_or_reason_goes_back(ws: Workspace) -> None:
    record = _the(ws)
    records.change(ws, record.id, {"goals": "一"})
    records.explain(ws, record.id, "goals", "属实")
    records.explain(ws, record.id, "goals", "已核对")
    history.restore_value(ws, record.id, "goals", False, record.value("goals"))
    back = history.restore_value(ws, record.id, "goals", True, "属实")
    assert back.value("goals") == record.value("goals")
    assert back.explanations["goals"] == "属实"


def test_a_final_form_is_not_taken_back(ws: Workspace) -> None:
    record = _the(ws)
    number = history.history(ws, record.id)[0].number
    records.make_final(ws, [record.id])
    with pytest.raises(RecordStateError, match="重新打开"):
        history.restore_form(ws, record.id, number)
    with pytest.raises(RecordStateError):
        history.restore_value(ws, record.id, "goals", False, "")


def test_an_entry_that_is_gone_is_told(ws: Workspace) -> None:
    with pytest.raises(InputError, match="请"):
        history.values_at(ws, _the(ws).id, 10_000)


def test_a_day_s_thinning_is_done_once(ws: Workspace) -> None:
    record = _the(ws)
    before = history.history(ws, record.id)
    history.thin(ws)
    history.thin(ws)
    assert history.history(ws, record.id) == before


def test_two_at_one_value_are_told_by_the_service(ws: Workspace) -> None:
    record = _the(ws)
    records.change(ws, record.id, {"goals": "别人写的"})
    with pytest.raises(ValueConflict) as told:
        records.change(ws, record.id, {"goals": "我写的"}, seen={"goals": record.value("goals")})
    assert told.value.fields["goals"] == (record.value("goals"), "别人写的", "我写的")
    records.explain(ws, record.id, "goals", "别人写的")
    with pytest.raises(ValueConflict):
        records.change(ws, record.id, {}, {"goals": "我写的"}, seen_reasons={"goals": ""})


def test_a_draft_that_moves_to_a_new_edition_is_no_conflict(ws: Workspace) -> None:
    record = _the(ws)
    newer = _with_newer_form(ws)
    stored = records.change(
        newer, record.id, {"goals": "新"}, seen={"goals": record.value("goals")}
    )
    assert stored.value("goals") == "新"
    assert stored.edition != record.edition
    assert stored.state is RecordState.DRAFT
    assert stored.stage is Stage.DRAFT
