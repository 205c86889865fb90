"""The bin: everything that was deleted, for thirty days, back as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.store.store import (
    FILE_NAME,
    NewRecord,
    RecordExists,
    RecordNotFound,
    Store,
)

_DAY = timedelta(days=1)


def _deleted(store: Store, *names: str, campaign: str = "") -> list[str]:
    added = store.add([NewRecord("annex1", {"unit_name": n}, campaign=campaign) for n in names])
    for record in added:
        store.delete(record.id)
    return [record.id for record in added]


def test_several_come_back_as_they_were(store: Store) -> None:
    draft, final = store.add([NewRecord("annex1", {"unit_name": name}) for name in "甲乙"])
    store.finalise([final.id])
    before = store.records()
    for record in before:
        store.delete(record.id)
    assert store.records() == []
    binned = store.binned()
    assert [each.record.id for each in binned] == [final.id, draft.id]  # deleted last first
    assert store.restore_binned([each.number for each in binned]) == [before[1], before[0]]
    assert store.records() == before
    assert store.binned() == []
    assert [kept.number for kept in store.revisions(final.id)] == [1]


def test_days_are_counted_to_the_last(store: Store) -> None:
    _deleted(store, "甲")
    now = datetime.now(UTC)
    for passed, left in ((0, 30), (1, 29), (29, 1), (45, 0)):
        assert store.binned(now=now + passed * _DAY)[0].days_left == left


def test_a_campaign_has_its_own(store: Store) -> None:
    _deleted(store, "甲", campaign="2017")
    _deleted(store, "乙", campaign="2018")
    assert [each.record.value("unit_name") for each in store.binned("2017")] == ["甲"]
    assert len(store.binned()) == 2


def test_one_that_cannot_come_back_keeps_all_in_the_bin(store: Store) -> None:
    first, second = _deleted(store, "甲", "乙")
    numbers = [each.number for each in store.binned()]
    store.add([NewRecord("annex1", id=first)])
    with pytest.raises(RecordExists):
        store.restore_binned(numbers)
    with pytest.raises(RecordNotFound):
        store.restore_binned([numbers[0], 99])
    assert [each.record.id for each in store.binned()] == [second, first]
    assert [record.id for record in store.records()] == [first]


def test_what_was_deleted_twice_under_one_id_comes_back_one_by_one(store: Store) -> None:
    (record_id,) = _deleted(store, "旧")
    store.add([NewRecord("annex1", {"unit_name": "新"}, id=record_id)])
    store.delete(record_id)
    newer, older = store.binned()
    assert store.restore_binned([older.number])[0].value("unit_name") == "旧"
    store.delete(record_id)
    assert store.restore_binned([newer.number])[0].value("unit_name") == "新"


def test_only_what_is_overdue_goes_with_all_its_parts(store: Store, folder: Path) -> None:
    gone, kept = _deleted(store, "甲", "乙")
    store.undelete(gone)
    store.finalise([gone])
    store.set_seal(gone, 0, datetime.now(UTC))
    store.delete(gone)
    assert store.purge_bin(datetime.now(UTC) - 30 * _DAY) == []
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        long_ago = "2017-01-01T00:00:00.000000+00:00"
        connection.execute("UPDATE records SET deleted_at = ? WHERE id = ?", (long_ago, gone))
    assert store.purge_bin(datetime.now(UTC) - 30 * _DAY) == []  # by a clock that had gone back
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE history SET at = ?", (long_ago,))
    assert [each.id for each in store.purge_bin(datetime.now(UTC) - 30 * _DAY)] == [gone]
    assert [each.record.id for each in store.binned()] == [kept]
    assert store.history(kept)
    with pytest.raises(RecordNotFound):
        store.history(gone)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        for table in ("history", "stages", "seals", "revisions"):
            left = f"SELECT count(*) FROM {table} WHERE record NOT IN (SELECT number FROM records)"
            assert connection.execute(left).fetchone() == (0,)


def test_several_are_deleted_and_brought_back_together_or_not_at_all(store: Store) -> None:
    ids = [store.add([NewRecord("annex1")])[0].id for _ in range(3)]
    with pytest.raises(RecordNotFound):
        store.delete(*ids, "f" * 32)
    assert [record.id for record in store.records()] == ids
    store.delete(*ids)
    assert store.records() == []
    with pytest.raises(RecordNotFound):
        store.undelete_all([*ids, "f" * 32])
    assert store.records() == []
    assert [record.id for record in store.undelete_all(ids)] == ids
