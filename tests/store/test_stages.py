"""Stages and seals: dated, per revision, and only what the table allows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.record import RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.store import (
    FILE_NAME,
    NewRecord,
    RecordNotFound,
    RecordStateError,
    Store,
)

_DAY = datetime(2017, 5, 2, 9, 30, tzinfo=UTC)


def _final(store: Store, count: int = 1) -> list[str]:
    added = store.add([NewRecord("annex1", {"unit_name": "甲"})] * count)
    return [record.id for record in store.finalise([record.id for record in added])]


def test_a_form_goes_its_way_and_each_stage_has_its_date(store: Store) -> None:
    (record_id,) = _final(store)
    way = (Stage.PRINTED, Stage.STAMPED, Stage.SUBMITTED, Stage.RETURNED)
    for day, stage in enumerate(way, 2):
        (marked,) = store.mark([record_id], stage, datetime(2017, 5, day, tzinfo=UTC))
        assert (marked.stage, marked.stage_at.day) == (stage, day)
        assert store.record(record_id).stage is stage
        assert store.records()[0].stage_at == marked.stage_at
    reopened = store.reopen(record_id, "人数写错")
    assert (reopened.stage, reopened.revision) == (Stage.DRAFT, 2)
    assert [(entry.revision, entry.stage) for entry in store.stages(record_id)] == [
        (1, Stage.DRAFT),
        (1, Stage.FINAL),
        *((1, stage) for stage in way),
        (2, Stage.DRAFT),
    ]
    dates = [entry.at for entry in store.stages(record_id)]
    assert dates[2:6] == [datetime(2017, 5, day, tzinfo=UTC) for day in range(2, 6)]
    final = store.finalise([record_id])[0]
    assert (final.stage, final.stage_at) == (Stage.FINAL, final.changed_at)


def test_a_mark_that_is_out_of_turn_is_refused_and_marks_nothing(store: Store) -> None:
    first, second = _final(store, 2)
    store.reopen(second, "更正")
    with pytest.raises(RecordStateError, match=r"草稿.*已打印.*请"):
        store.mark([first, second], Stage.PRINTED)
    assert store.record(first).stage is Stage.FINAL
    with pytest.raises(RecordStateError, match="已受理"):
        store.mark([first], Stage.ACCEPTED)
    with pytest.raises(RecordStateError):
        store.mark([second], Stage.FINAL)
    with pytest.raises(RecordStateError):
        store.mark([first], Stage.DRAFT)
    with pytest.raises(RecordNotFound):
        store.mark([first, "f" * 32], Stage.PRINTED)
    assert store.record(first).stage is Stage.FINAL


def test_marking_again_leaves_the_date(store: Store) -> None:
    (record_id,) = _final(store)
    store.mark([record_id], Stage.PRINTED, _DAY)
    (again,) = store.mark([record_id], Stage.PRINTED)
    assert again.stage_at == _DAY
    assert [entry.stage for entry in store.stages(record_id)].count(Stage.PRINTED) == 1


def test_a_mark_changes_nothing_that_the_form_says(store: Store) -> None:
    (record_id,) = _final(store)
    before = store.record(record_id)
    (marked,) = store.mark([record_id], Stage.PRINTED)
    assert marked == before  # the check code, the package and the paper stay the same
    assert marked.changed_at == before.changed_at


def test_an_export_hands_in_drafts_and_finals_in_one_act(store: Store) -> None:
    final, accepted = _final(store, 2)
    store.mark([accepted], Stage.SUBMITTED)
    store.mark([accepted], Stage.ACCEPTED)
    draft = store.add([NewRecord("annex1")])[0].id
    store.finalise([final, accepted, draft], _DAY, submitted=True)
    stages = [store.record(each).stage for each in (final, accepted, draft)]
    assert stages == [Stage.SUBMITTED, Stage.ACCEPTED, Stage.SUBMITTED]
    assert [entry.stage for entry in store.stages(draft)] == [
        Stage.DRAFT,
        Stage.FINAL,
        Stage.SUBMITTED,
    ]


def test_what_was_imported_as_final_stands_there(store: Store) -> None:
    (record,) = store.add([NewRecord("annex1", state=RecordState.FINAL)])
    assert store.record(record.id).stage is Stage.FINAL
    assert store.record(record.id).stage_at == record.created_at


def test_seals_belong_to_the_paper_of_one_revision(store: Store) -> None:
    (record_id,) = _final(store)
    store.set_seal(record_id, 1, _DAY)
    store.set_seal(record_id, 0, _DAY)
    assert store.seals(record_id) == {0: _DAY, 1: _DAY}
    store.set_seal(record_id, 1, None)
    assert store.seals(record_id) == {0: _DAY}
    store.reopen(record_id, "更正")
    assert store.seals(record_id) == {}
    with pytest.raises(RecordStateError, match="请先定稿"):
        store.set_seal(record_id, 0, _DAY)
    store.finalise([record_id])
    assert store.seals(record_id) == {}


def test_dates_of_stages_rise(store: Store) -> None:
    (record_id,) = _final(store)
    store.mark([record_id], Stage.PRINTED)
    store.mark([record_id], Stage.SUBMITTED)
    assert all(a.at <= b.at for a, b in pairwise(store.stages(record_id)))


@pytest.mark.parametrize(
    "damage", ["stage = '某工会'", "stage = x'00'", "revision = 'x'", "at = 7"]
)
def test_a_damaged_stage_is_told_and_never_quoted(store: Store, damage: str) -> None:
    (record_id,) = _final(store)
    store.set_seal(record_id, 0, _DAY)
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as connection, connection:
        connection.execute(f"UPDATE stages SET {damage}")
        connection.execute("UPDATE seals SET seal = '某工会'")
    for read in (store.stages, store.seals):
        with pytest.raises(DamagedError, match="损坏") as told:
            read(record_id)
        assert "工会" not in str(told.value)
