"""What was changed through a store, for who keeps an index of it."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.journal import Journal
from gonghui_desktop.store.store import NewRecord, RecordNotFound, Store


def test_what_is_committed_is_told_once_and_nothing_else(store: Store) -> None:
    first, second = (each.id for each in store.add([NewRecord("annex1")] * 2))
    mark, changed = store.changes_since(None)
    assert changed is None  # everything is new
    assert store.changes_since(mark) == (mark, [])
    store.change(first, {"unit_name": "甲"})
    store.finalise([second, first])
    after, changed = store.changes_since(mark)
    assert sorted(changed or ()) == sorted([first, second])
    assert store.changes_since(after) == (after, [])
    with pytest.raises(RecordNotFound):
        store.mark([first, "f" * 32], Stage.PRINTED)
    assert store.changes_since(after) == (after, [])
    store.delete(second)  # and not the first one, whose change has failed
    deleted, changed = store.changes_since(after)
    assert changed == [second]
    store.undelete(second)
    assert store.changes_since(deleted)[1] == [second]


def test_who_looked_before_everything_changed_is_told_to_begin_anew() -> None:
    journal = Journal()
    journal.add(["a"])
    before, _ = journal.since(None)
    journal.add_all()  # such as by a backup that is restored
    after, changed = journal.since(before)
    assert changed is None
    journal.add(["b"])
    assert journal.since(after)[1] == ["b"]
