"""Making final and opening again, taken back as if it had not been done."""

from __future__ import annotations

import pytest

from gonghui_desktop.model.history import Action, texts_after, texts_of_all
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.store import NewRecord, RecordStateError, Store


def _draft(store: Store, name: str = "甲") -> Record:
    return store.add([NewRecord("annex1", {"unit_name": name})])[0]


def test_what_was_made_final_is_the_draft_that_it_was(store: Store) -> None:
    draft = _draft(store)
    final = store.finalise([draft.id])[0]
    assert store.take_back([(draft, final)]) == [draft]
    assert store.record(draft.id) == draft
    assert store.revisions(draft.id) == []
    assert [entry.stage for entry in store.stages(draft.id)] == [Stage.DRAFT]
    again = store.finalise([draft.id])[0]
    assert (again.state, again.revision) == (RecordState.FINAL, 1)
    assert len(store.revisions(draft.id)) == 1


def test_what_was_opened_again_is_final_with_all_that_it_had(store: Store) -> None:
    final = store.finalise([_draft(store).id])[0]
    printed = store.mark([final.id], Stage.PRINTED)[0]
    opened = store.reopen(final.id, "写错")
    store.take_back([(printed, opened)])
    assert store.record(final.id) == printed
    assert len(store.revisions(final.id)) == 1
    assert [entry.stage for entry in store.stages(final.id)] == [
        *(Stage.DRAFT, Stage.FINAL, Stage.PRINTED)
    ]
    assert store.reopen(final.id, "还是写错").revision == 2


def test_words_typed_since_and_taken_back_are_no_hindrance_but_others_are(store: Store) -> None:
    final = store.finalise([_draft(store).id])[0]
    opened = store.reopen(final.id, "写错")
    store.change(final.id, {"unit_name": "乙"})
    with pytest.raises(RecordStateError, match="不能撤销这一步"):
        store.take_back([(final, opened)])
    store.change(final.id, {"unit_name": "甲"})
    store.take_back([(final, opened)])
    assert store.record(final.id) == final


def test_what_has_gone_out_on_paper_stays_final(store: Store) -> None:
    drafts = [_draft(store), _draft(store, "乙")]
    finals = store.finalise([draft.id for draft in drafts])
    printed = store.mark([finals[1].id], Stage.PRINTED)[0]
    with pytest.raises(RecordStateError, match="请重新打开"):
        store.take_back(list(zip(drafts, finals, strict=True)))
    assert [store.record(final.id) for final in finals] == [finals[0], printed]  # all or none


def test_the_history_tells_it_and_still_adds_up(store: Store) -> None:
    draft = _draft(store)
    final = store.finalise([draft.id])[0]
    store.take_back([(draft, final)])
    changed = store.change(draft.id, {"unit_name": "甲厂"})
    history = store.history(draft.id)
    actions = [entry.action for entry in history]
    assert Action.TAKE_BACK in actions
    assert texts_of_all(history)[0] == changed.values
    taken = next(entry for entry in history if entry.action is Action.TAKE_BACK)
    assert texts_after(changed, history, taken.number)[0] == draft.values
