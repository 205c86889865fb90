"""The history of a record: complete, readable, and never without the first and the last text."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.history import Action, HistoryEntry, texts_of_all
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.store import FILE_NAME, NewRecord, RecordNotFound, Store

_SENTENCE = "围绕企业生产经营开展劳动竞赛和技能培训，落实集体协商制度。"


def _texts(store: Store, record_id: str, field: str) -> list[tuple[str, str]]:
    """What a field went through, the first step first, without its creation."""
    return [
        (entry.before, entry.after)
        for entry in reversed(store.history(record_id))
        if entry.field == field and entry.action is not Action.ADD
    ]


def _shift(folder: Path, record_id: str, back: timedelta) -> None:
    """Lets time pass: a record's history lies further back."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        rows = connection.execute(
            "SELECT number, at, since FROM history"
            " WHERE record = (SELECT number FROM records WHERE id = ?)",
            (record_id,),
        ).fetchall()
        for number, *moments in rows:
            moved = [
                (datetime.fromisoformat(each) - back).isoformat(timespec="microseconds")
                for each in moments
            ]
            connection.execute(
                "UPDATE history SET at = ?, since = ? WHERE number = ?", (*moved, number)
            )


def test_every_kind_of_change_leaves_its_entry(folder: Path) -> None:
    with Store.open(folder, who="李娜") as store:
        (record,) = store.add([NewRecord("annex1", {"unit_name": "甲"}, {"goals": "属实"})])
        store.change(record.id, {"unit_name": "乙"}, {"goals": "核对过"})
        store.change(record.id, {"unit_name": "甲"}, action=Action.REVERT)
        store.change(record.id, {}, definition=Definition("d" * 64, "annex1", "{}"))
        store.finalise([record.id])
        store.mark([record.id], Stage.PRINTED)
        store.set_seal(record.id, 1, datetime.now(UTC))
        final = store.record(record.id)
        opened = store.reopen(record.id, "更正")
        store.take_back([(final, opened)])
        store.delete(record.id)
        store.undelete(record.id)
        entries = list(reversed(store.history(record.id)))
    assert [(e.action, e.field, e.is_reason, e.before, e.after) for e in entries] == [
        (Action.ADD, "", False, "", "draft"),
        (Action.ADD, "unit_name", False, "", "甲"),
        (Action.ADD, "goals", True, "", "属实"),
        (Action.EDIT, "unit_name", False, "甲", "乙"),
        (Action.EDIT, "goals", True, "属实", "核对过"),
        (Action.REVERT, "unit_name", False, "乙", "甲"),
        (Action.MOVE, "", False, "", "d" * 64),
        (Action.FINALISE, "", False, "draft", "final"),
        (Action.STAGE, "", False, "final", "printed"),
        (Action.SEAL, "", False, "", "2"),
        (Action.REOPEN, "", False, "printed", "draft"),
        (Action.TAKE_BACK, "", False, "draft", "printed"),
        (Action.DELETE, "", False, "printed", ""),
        (Action.RESTORE, "", False, "", "printed"),
    ]
    assert {entry.who for entry in entries} == {"李娜"}
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    untold = {Action.MIGRATE, Action.MEND}
    assert {entry.action for entry in entries} == set(Action) - untold


def test_a_typed_sentence_is_one_entry(store: Store) -> None:
    record = store.add([NewRecord("annex1", {"goals": "原来的。"})])[0]
    for end in range(1, len(_SENTENCE) + 1):
        store.change(record.id, {"goals": _SENTENCE[:end]})
    assert _texts(store, record.id, "goals") == [("原来的。", _SENTENCE)]


def test_a_slip_of_the_finger_is_no_entry_of_its_own(store: Store) -> None:
    record = store.add([NewRecord("annex1")])[0]
    for typed in ("围绕", "围绕企", "围绕", "围绕生产", "围绕生产经营"):
        store.change(record.id, {"goals": typed})
    assert _texts(store, record.id, "goals") == [("", "围绕生产经营")]


@pytest.mark.parametrize(
    "steps",
    [
        ["", "新"],
        [_SENTENCE[:end] for end in range(len(_SENTENCE) - 1, 0, -1)],  # held backspace
        ["同样长的另一句话" * 4],
        [_SENTENCE[:3] + _SENTENCE[-3:]],
    ],
    ids=["emptied", "taken away key by key", "pasted over", "its middle taken out"],
)
def test_a_text_that_is_lost_while_typing_stays_in_the_history(
    store: Store, steps: list[str]
) -> None:
    record = store.add([NewRecord("annex1")])[0]
    for end in (5, 12, len(_SENTENCE)):
        store.change(record.id, {"goals": _SENTENCE[:end]})
    for typed in steps:
        store.change(record.id, {"goals": typed})
    kept = {text for pair in _texts(store, record.id, "goals") for text in pair}
    assert any(_SENTENCE.startswith(text) for text in kept if len(text) >= len(_SENTENCE) - 8)
    assert len(_texts(store, record.id, "goals")) <= 4


def test_another_field_a_pause_another_person_begin_an_entry(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1")])[0]
    store.change(record.id, {"goals": "一"})
    store.change(record.id, {"address": "路"})
    store.change(record.id, {"goals": "一二"})
    assert _texts(store, record.id, "goals") == [("", "一"), ("一", "一二")]
    _shift(folder, record.id, timedelta(seconds=61))
    store.change(record.id, {"goals": "一二三"})
    with Store.open(folder, who="别人") as other:
        other.change(record.id, {"goals": "一二三四"})
    store.change(record.id, {}, {"goals": "原因"})
    store.change(record.id, {"goals": "五"})
    assert len(_texts(store, record.id, "goals")) == 6
    assert [entry.who for entry in store.history(record.id)][2] == "别人"


def test_one_entry_takes_in_ten_minutes_at_most(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1")])[0]
    for end in range(1, 20):
        _shift(folder, record.id, timedelta(seconds=50))
        store.change(record.id, {"goals": "字" * end})
    spans = _texts(store, record.id, "goals")
    assert spans == [("", "字" * 12), ("字" * 12, "字" * 19)]


def test_a_clock_that_jumps_back_begins_an_entry(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1")])[0]
    store.change(record.id, {"goals": "一"})
    _shift(folder, record.id, timedelta(hours=-3))
    store.change(record.id, {"goals": "一二"})
    assert _texts(store, record.id, "goals") == [("", "一"), ("一", "一二")]


def test_a_value_taken_back_is_an_entry_of_its_own(store: Store) -> None:
    record = store.add([NewRecord("annex1")])[0]
    store.change(record.id, {"goals": "一"})
    store.change(record.id, {"goals": "二"}, action=Action.REVERT)
    store.change(record.id, {"goals": "二三"})
    assert _texts(store, record.id, "goals") == [("", "一"), ("一", "二"), ("二", "二三")]


def test_what_changed_nothing_leaves_nothing(store: Store) -> None:
    record = store.add([NewRecord("annex1", {"goals": "一"})])[0]
    before = store.history(record.id)
    store.change(record.id, {"goals": "一", "address": ""})
    with pytest.raises(StoreError):
        store.backup(Path("/nowhere/at/all"))
    assert store.history(record.id) == before


def test_the_bin_keeps_the_history(store: Store) -> None:
    record = store.add([NewRecord("annex1", {"goals": "一"})])[0]
    store.delete(record.id)
    assert store.history(record.id)[0].action is Action.DELETE
    store.add([NewRecord("annex1", id=record.id)])
    assert [entry.action for entry in store.history(record.id)] == [Action.ADD]
    with pytest.raises(RecordNotFound):
        store.history("f" * 32)


def test_old_entries_become_one_a_day_and_lose_neither_end(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"goals": "原来的"})])[0]
    for text in ("一", "二", "三"):
        store.change(record.id, {"goals": text})
        store.change(record.id, {"address": text})
    store.finalise([record.id])
    store.reopen(record.id, "更正")
    store.change(record.id, {"goals": "四"})
    whole = store.history(record.id)
    assert store.thin_history() == 0
    assert store.history(record.id) == whole
    _shift(folder, record.id, timedelta(days=91))
    store.change(record.id, {"goals": "五"})
    assert store.thin_history() == 4
    assert _texts(store, record.id, "goals") == [("原来的", "三"), ("三", "四"), ("四", "五")]
    assert _texts(store, record.id, "address") == [("", "三")]
    assert [each.action for each in store.history(record.id) if not each.field] == [
        Action.REOPEN,
        Action.FINALISE,
        Action.ADD,
    ]
    assert texts_of_all(store.history(record.id)) == ({"goals": "五", "address": "三"}, {})
    assert store.thin_history() == 0


def test_entries_are_plain_values_without_anything_of_the_table(store: Store) -> None:
    record = store.add([NewRecord("annex1", {"goals": "﨑\0𠮷"})])[0]
    (entry, _) = store.history(record.id)
    assert isinstance(entry, HistoryEntry)
    assert entry.after == "﨑\0𠮷"
    assert re.fullmatch(r"\d+", str(entry.number))
