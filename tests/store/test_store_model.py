"""Any sequence of a clerk's steps leaves the store as a plain dictionary would be."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.store.store import NewRecord, RecordNotFound, RecordStateError, Store

_FIELDS = st.sampled_from(["unit_name", "goals", "字段"])
_TEXTS = st.one_of(st.just(""), st.text(max_size=20), st.sampled_from(["﨑", "𠮷\0", "\r\n"]))
_MAPPINGS = st.dictionaries(_FIELDS, _TEXTS, max_size=3)

Texts = dict[str, str]


class _Expected:
    """A record as it should be."""

    def __init__(self, values: Texts, explanations: Texts) -> None:
        self.values: Texts = {}
        self.explanations: Texts = {}
        self.frozen: list[tuple[Texts, Texts]] = []
        self.final = False
        self.change(values, explanations)

    def change(self, values: Texts, explanations: Texts) -> None:
        for kept, given in ((self.values, values), (self.explanations, explanations)):
            for key, text in given.items():
                kept[key] = text
                if not text:
                    del kept[key]

    def freeze(self) -> None:
        if not self.final:
            self.frozen.append((dict(self.values), dict(self.explanations)))
            self.final = True


class StoreMachine(RuleBasedStateMachine):
    """Adds, changes, deletes, finalises, reopens; closes and opens the file in between."""

    live = Bundle("live")
    binned = Bundle("binned")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder)
        self.expected: dict[str, _Expected] = {}
        self.bin: set[str] = set()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(
        target=live,
        added=st.lists(st.tuples(_MAPPINGS, _MAPPINGS, st.booleans()), min_size=1, max_size=3),
    )
    def add(self, added: list[tuple[Texts, Texts, bool]]):  # type: ignore[no-untyped-def]  # hypothesis' MultipleResults has no public type
        new = [
            NewRecord(
                "annex1",
                values,
                explanations,
                state=RecordState.FINAL if final else RecordState.DRAFT,
            )
            for values, explanations, final in added
        ]
        records = self.store.add(new)
        for record, (values, explanations, final) in zip(records, added, strict=True):
            self.expected[record.id] = _Expected(values, explanations)
            if final:
                self.expected[record.id].freeze()
        return multiple(*(record.id for record in records))

    @rule(record_id=live, values=_MAPPINGS, explanations=_MAPPINGS)
    def change(self, record_id: str, values: Texts, explanations: Texts) -> None:
        expected = self.expected[record_id]
        if record_id in self.bin:
            with pytest.raises(RecordNotFound):
                self.store.change(record_id, values, explanations)
        elif expected.final:
            with pytest.raises(RecordStateError):
                self.store.change(record_id, values, explanations)
        else:
            expected.change(values, explanations)
            self.store.change(record_id, values, explanations)

    @rule(record_ids=st.lists(live, min_size=1, max_size=3))
    def finalise(self, record_ids: list[str]) -> None:
        if self.bin.intersection(record_ids):
            with pytest.raises(RecordNotFound):
                self.store.finalise(record_ids)
            return
        self.store.finalise(record_ids)
        for record_id in record_ids:
            self.expected[record_id].freeze()

    @rule(record_id=live)
    def reopen(self, record_id: str) -> None:
        expected = self.expected[record_id]
        if record_id in self.bin:
            return
        if expected.final:
            self.store.reopen(record_id, "更正")
            expected.final = False
        else:
            with pytest.raises(RecordStateError):
                self.store.reopen(record_id, "更正")

    @rule(target=binned, record_id=consumes(live))
    def delete(self, record_id: str) -> str:
        self.store.delete(record_id)
        self.bin.add(record_id)
        return record_id

    @rule(target=live, record_id=consumes(binned))
    def undelete(self, record_id: str) -> str:
        self.store.undelete(record_id)
        self.bin.remove(record_id)
        return record_id

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder)

    @invariant()
    def all_is_as_expected(self) -> None:
        stored = self.store.records()
        assert [record.id for record in stored] == [
            record_id for record_id in self.expected if record_id not in self.bin
        ]
        for record in stored:
            expected = self.expected[record.id]
            assert record.values == expected.values
            assert record.explanations == expected.explanations
            assert (record.state is RecordState.FINAL) == expected.final
            frozen = self.store.revisions(record.id)
            assert [(kept.values, kept.explanations) for kept in frozen] == expected.frozen
            assert record.revision == len(expected.frozen) + (not expected.final)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    deadline=None,
    max_examples=15,  # each step waits for the disk
    stateful_step_count=15,
    suppress_health_check=[HealthCheck.too_slow],
)
