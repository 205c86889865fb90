"""Whatever is done to a record, its history leads back to every earlier state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.history import Action, Texts, texts_after, texts_of_all
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.store import NewRecord, Store

_FIELDS = st.sampled_from(["unit_name", "goals", "字段"])
_SENTENCES = st.integers(0, 40).map(
    lambda end: "围绕企业生产经营开展劳动竞赛和技能培训落实集体协商"[:end]
)
_TEXTS = st.one_of(_SENTENCES, st.text(max_size=12), st.sampled_from(["", "﨑", "𠮷\0", "\r\n"]))
_MAPPINGS = st.dictionaries(_FIELDS, _TEXTS, max_size=2)
_EDITS = st.tuples(_MAPPINGS, _MAPPINGS, st.sampled_from([Action.EDIT] * 4 + [Action.REVERT]))
_STEPS = st.lists(st.one_of(_EDITS, _EDITS, st.sampled_from(["reopen", "bin", "other"])))


def _do(stores: tuple[Store, Store], record_id: str, step: object) -> Record:
    store, other = stores
    if isinstance(step, tuple):
        values, reasons, action = step
        return store.change(record_id, values, reasons, action=action)
    if step == "reopen":
        store.finalise([record_id])
        store.mark([record_id], Stage.PRINTED)
        return store.reopen(record_id, "更正")
    if step == "bin":
        store.delete(record_id)
        return store.undelete(record_id)
    return other.change(record_id, {"goals": "别人写的"})


def _texts(record: Record) -> Texts:
    return dict(record.values), dict(record.explanations)


@settings(max_examples=25)  # each step waits for the disk
@given(first=st.tuples(_MAPPINGS, _MAPPINGS), steps=_STEPS)
def test_the_history_leads_back_to_every_state_and_thinned_keeps_both_ends(
    first: tuple[dict[str, str], dict[str, str]], steps: list[object]
) -> None:
    with (
        TemporaryDirectory() as name,
        Store.open(Path(name), who="甲") as store,
        Store.open(Path(name), who="乙") as other,
    ):
        record = store.add([NewRecord("annex1", *first)])[0]
        original = _texts(record)
        states = {store.history(record.id)[0].number: original}
        for step in steps:
            record = _do((store, other), record.id, step)
            states[store.history(record.id)[0].number] = _texts(record)

        assert record.state is RecordState.DRAFT
        history = store.history(record.id)
        for number, state in states.items():
            assert texts_after(record, history, number) == state
        assert texts_of_all(history) == _texts(record)

        store.thin_history(datetime.now(UTC) + timedelta(days=100))
        thinned = store.history(record.id)
        assert texts_of_all(thinned) == _texts(record)
        added = max(entry.number for entry in thinned if entry.action is Action.ADD)
        assert texts_after(record, thinned, added) == original
        known = {entry.number: entry for entry in history}
        for entry in thinned:
            assert (entry.after, entry.at) == (known[entry.number].after, known[entry.number].at)
