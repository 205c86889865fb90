"""Two writers at one record: the later one is told, and nothing is written over unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonghui_desktop.model.conflicts import ValueConflict
from gonghui_desktop.store.store import NewRecord, Store


def _other(folder: Path, record_id: str, values: dict[str, str], **reasons: str) -> None:
    with Store.open(folder) as other:
        other.change(record_id, values, reasons)


def test_a_value_changed_since_it_was_read_is_not_written_over(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"goals": "旧", "address": "路"})])[0]
    _other(folder, record.id, {"goals": "别人写的"})
    with pytest.raises(ValueConflict, match="请") as told:
        store.change(record.id, {"goals": "我写的", "address": "街"}, expected=record.values)
    assert told.value.fields == {"goals": ("旧", "别人写的", "我写的")}
    assert told.value.record == store.record(record.id)
    assert store.record(record.id).value("address") == "路"  # nothing of that call


def test_a_reason_is_guarded_as_well(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {}, {"employees": "旧"})])[0]
    _other(folder, record.id, {}, employees="别人写的")
    with pytest.raises(ValueConflict) as told:
        store.change(record.id, {}, {"employees": "我写的"}, expected_reasons=record.explanations)
    assert told.value.reasons == {"employees": ("旧", "别人写的", "我写的")}
    assert told.value.fields == {}


def test_other_fields_and_equal_values_are_no_conflict(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"goals": "旧"})])[0]
    _other(folder, record.id, {"goals": "新", "address": "路"})
    assert store.change(record.id, {"goals": "新"}, expected=record.values).value("goals") == "新"
    changed = store.change(record.id, {"contact": "王"}, expected={"goals": "旧", "contact": ""})
    assert changed.values == {"goals": "新", "address": "路", "contact": "王"}


def test_a_removed_value_and_a_new_one_are_conflicts(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"goals": "旧"})])[0]
    _other(folder, record.id, {"goals": "", "address": "路"})
    with pytest.raises(ValueConflict) as told:
        store.change(
            record.id, {"goals": "我", "address": ""}, expected={"goals": "旧", "address": "街"}
        )
    assert told.value.fields == {"goals": ("旧", "", "我"), "address": ("街", "路", "")}


def test_who_has_not_looked_writes_over(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"goals": "旧"})])[0]
    _other(folder, record.id, {"goals": "别人写的"})
    assert store.change(record.id, {"goals": "我写的"}).value("goals") == "我写的"
