"""What was changed through a store, for who keeps an index of it."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.stages import Stage
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
    store.delete(first)
    deleted, changed = store.changes_since(after)
    assert changed == [first]
    store.undelete(first)
    assert store.changes_since(deleted)[1] == [first]
