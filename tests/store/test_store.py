"""What a clerk relies on: what was stored comes back, and a final form stays as it is."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.entry import LONGEST_KEPT, LONGEST_TEXT
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.store import (
    NewRecord,
    RecordExists,
    RecordNotFound,
    RecordStateError,
    Store,
)

_ID = "0123456789abcdef0123456789abcdef"

# What normalisation, a C string or a 16-bit string type would change.
_HARD_TEXTS = [
    "﨑山 神 神",  # compatibility ideographs U+FA11, U+FA19, and the unified one
    "𠮷田 𪚥",  # beyond U+FFFF
    "葛󠄀城",  # with an ideographic variation selector
    "a\0b",
    "\ufeff行\r\n行\r行\u2028行\u0085",
    "é é ﬁ Ｋ ㎏",
    "'; DROP TABLE records; -- \" \\ \\u0041",
    " 前后有空格　",
    "长" * LONGEST_TEXT,
]


def _add(store: Store, **values: str) -> Record:
    return store.add([NewRecord("annex1", values)])[0]


@pytest.mark.parametrize("text", _HARD_TEXTS, ids=range(len(_HARD_TEXTS)))
def test_text_comes_back_code_point_by_code_point(store: Store, folder: Path, text: str) -> None:
    record = store.change(_add(store).id, {"unit_name": text}, {"unit_name": text})
    store.finalise([record.id])
    store.reopen(record.id, text)
    with Store.open(folder) as again:
        kept = again.record(record.id)
        frozen = again.revisions(record.id)[0]
    assert (kept.value("unit_name"), kept.explanations["unit_name"]) == (text, text)
    assert kept.reopen_reason == text
    assert frozen.values == {"unit_name": text}


@pytest.mark.parametrize("text", ["\ud83d", "名\udcff", "\ude00\ud83d"])
def test_half_a_character_is_refused_and_nothing_changes(store: Store, text: str) -> None:
    record = _add(store, unit_name="甲公司")
    with pytest.raises(InputError, match=r"unit_name.*坏字"):
        store.change(record.id, {"goals": "好", "unit_name": text})
    with pytest.raises(InputError, match=r"goals.*坏字"):
        store.change(record.id, {}, {"goals": text})
    with pytest.raises(InputError, match="坏字"):
        store.add([NewRecord("annex1"), NewRecord("annex1", {"unit_name": text})])
    with pytest.raises(InputError, match="坏字"):
        store.set_profile(Profile("district", text))
    assert store.records() == [record]
    assert store.profile() is None


def test_a_text_that_is_too_long_is_refused_and_nothing_changes(store: Store) -> None:
    longest = "长" * LONGEST_TEXT
    record = _add(store, unit_name=longest)
    for change in (
        lambda: store.change(record.id, {"goals": "好", "unit_name": longest + "长"}),
        lambda: store.change(record.id, {}, {"unit_name": longest + "长"}),
        lambda: store.add([NewRecord("annex1", {"unit_name": longest + "长"})]),
    ):
        with pytest.raises(InputError, match=r"unit_name.* 20001 字.*2 万字"):
            change()
    assert store.records() == [record]


def test_a_text_of_an_earlier_version_stays_and_can_be_shortened(store: Store) -> None:
    long, shorter = "长" * LONGEST_KEPT, "长" * (LONGEST_KEPT - 10_000)
    record = _add(store, unit_name="甲公司")
    stored = json.dumps({"unit_name": "甲公司", "goals": long})
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET field_values = ?", (stored,))
    assert store.change(record.id, {"unit_name": "乙公司"}).value("goals") == long
    assert store.change(record.id, {"goals": shorter}).value("goals") == shorter
    assert store.change(record.id, {"goals": long}).value("goals") == long  # undone
    with pytest.raises(InputError, match="最多能保存"):
        store.change(record.id, {"goals": long + "长"})
    with pytest.raises(InputError, match="最多能保存"):
        store.change(record.id, {"unit_name": shorter})
    store.change(record.id, {"goals": "短"})
    assert store.record(record.id).value("goals") == "短"


def test_records_are_listed_in_the_order_of_creation(store: Store) -> None:
    first = store.add([NewRecord("annex1"), NewRecord("annex3"), NewRecord("annex1")])
    second = store.add([NewRecord("annex1")])
    store.change(first[0].id, {"unit_name": "最后改的"})
    assert [record.id for record in store.records()] == [record.id for record in first + second]
    assert [record.id for record in store.records("annex1")] == [
        first[0].id,
        first[2].id,
        second[0].id,
    ]
    assert store.records("annex9") == []


def test_what_add_returns_is_what_is_stored(store: Store) -> None:
    new = NewRecord("annex2", {"unit_name": "甲", "goals": ""}, {"employees": "属实", "goals": ""})
    added = store.add([new])[0]
    assert added == store.record(added.id) == store.find(added.id)
    assert added.values == {"unit_name": "甲"}
    assert added.explanations == {"employees": "属实"}
    assert (added.state, added.revision, added.reopen_reason) == (RecordState.DRAFT, 1, "")
    assert added.created_at == added.changed_at
    assert abs(datetime.now(UTC) - added.created_at) < timedelta(minutes=1)


def test_change_leaves_other_fields_alone_and_empty_removes(store: Store) -> None:
    record = _add(store, unit_name="甲", goals="一", measures="二")
    changed = store.change(record.id, {"goals": "", "measures": "三"}, {"goals": "说明"})
    assert changed.values == {"unit_name": "甲", "measures": "三"}
    assert changed.explanations == {"goals": "说明"}
    assert store.change(record.id, {}, {"goals": ""}).explanations == {}
    assert changed.created_at == record.created_at
    assert changed.changed_at >= record.changed_at


def test_a_change_to_the_same_is_none(store: Store) -> None:
    record = _add(store, unit_name="甲")
    assert store.change(record.id, {"unit_name": "甲", "goals": ""}) == record


def test_what_comes_out_cannot_change_what_is_stored(store: Store) -> None:
    record = _add(store, unit_name="甲")
    with pytest.raises(TypeError):
        record.values["unit_name"] = "乙"  # type: ignore[index]  # that is what must fail


def test_an_acknowledged_change_survives_the_death_of_the_process(folder: Path) -> None:
    code = """
import os, pathlib, signal, sys
from gonghui_desktop.store.store import NewRecord, Store
store = Store.open(pathlib.Path(sys.argv[1]))
record = store.add([NewRecord("annex1")])[0]
store.change(record.id, {"unit_name": "甲公司"})
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode < 0
    with Store.open(folder) as store:
        assert [record.value("unit_name") for record in store.records()] == ["甲公司"]


def test_a_deleted_record_is_gone_until_it_is_restored(store: Store) -> None:
    record = _add(store, unit_name="甲")
    store.delete(record.id)
    assert store.records() == []
    assert store.find(record.id) is None
    for use in (store.record, store.delete, store.revisions):
        with pytest.raises(RecordNotFound, match=record.id):
            use(record.id)
    with pytest.raises(RecordNotFound):
        store.change(record.id, {"unit_name": "乙"})
    assert store.undelete(record.id) == record
    assert store.records() == [record]


def test_restoring_what_is_not_in_the_bin_is_refused(store: Store) -> None:
    record = _add(store)
    with pytest.raises(RecordExists):
        store.undelete(record.id)
    with pytest.raises(RecordNotFound):
        store.undelete(_ID)


@pytest.mark.parametrize("text", ["", "不是编号", "\udcff", "' OR 1 --", "a\0b"])
def test_what_is_no_id_is_not_found(store: Store, text: str) -> None:
    _add(store)
    assert store.find(text) is None
    for use in (store.record, store.delete, store.revisions):
        with pytest.raises(RecordNotFound):
            use(text)


def test_a_deleted_record_may_come_back_by_import(store: Store) -> None:
    store.add([NewRecord("annex1", {"unit_name": "旧"}, id=_ID)])
    store.delete(_ID)
    store.add([NewRecord("annex1", {"unit_name": "新"}, id=_ID)])
    with pytest.raises(RecordExists):
        store.undelete(_ID)
    assert store.record(_ID).value("unit_name") == "新"
    store.delete(_ID)
    assert store.undelete(_ID).value("unit_name") == "新"  # the one deleted last


def test_an_id_that_is_there_refuses_the_whole_batch(store: Store) -> None:
    store.add([NewRecord("annex1", id=_ID)])
    before = store.records()
    with pytest.raises(RecordExists, match=_ID):
        store.add([NewRecord("annex1"), NewRecord("annex1", id=_ID)])
    twice = NewRecord("annex1", id=_ID.replace("0", "f"))
    with pytest.raises(RecordExists):
        store.add([twice, twice])
    assert store.records() == before


@pytest.mark.parametrize(
    "wrong",
    [
        NewRecord("annex1", id="X" * 32),
        NewRecord("annex1", id="ab"),
        NewRecord("annex1", revision=0),
    ],
)
def test_misuse_is_a_bug_and_changes_nothing(store: Store, wrong: NewRecord) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.add([NewRecord("annex1"), wrong])
    assert store.records() == []


def test_a_final_record_is_read_only_until_reopened(store: Store) -> None:
    record = _add(store, unit_name="甲")
    final = store.finalise([record.id])[0]
    assert final.state is RecordState.FINAL
    with pytest.raises(RecordStateError, match="已经定稿"):
        store.change(record.id, {"unit_name": "乙"})
    with pytest.raises(RecordStateError, match="已经定稿"):
        store.change(record.id, {}, {"unit_name": "属实"})
    assert store.record(record.id) == final

    draft = store.reopen(record.id, "单位名称写错")
    assert (draft.state, draft.revision, draft.reopen_reason) == (
        RecordState.DRAFT,
        2,
        "单位名称写错",
    )
    assert store.change(record.id, {"unit_name": "乙"}).value("unit_name") == "乙"


def test_every_revision_is_kept_as_it_was(store: Store) -> None:
    record = store.add([NewRecord("annex1", {"unit_name": "甲"}, {"employees": "属实"})])[0]
    assert store.revisions(record.id) == []
    moment = datetime(2017, 5, 4, 8, 30, tzinfo=UTC)
    assert store.finalise([record.id], moment)[0].changed_at == moment
    store.reopen(record.id, "改名")
    store.change(record.id, {"unit_name": "乙"}, {"employees": ""})
    assert [revision.number for revision in store.revisions(record.id)] == [1]
    store.finalise([record.id])
    first, second = store.revisions(record.id)
    assert (first.number, first.values, first.reason) == (1, {"unit_name": "甲"}, "")
    assert (first.explanations, first.finalised_at) == ({"employees": "属实"}, moment)
    assert (second.number, second.values, second.reason) == (2, {"unit_name": "乙"}, "改名")
    assert second.explanations == {}


def test_a_revision_keeps_the_edition_that_it_was_made_with(store: Store) -> None:
    old, new = (Definition(digit * 64, "annex1", "{}") for digit in "ab")
    (record,) = store.add([NewRecord("annex1", edition=old.digest, code_version=1)], [old])
    store.finalise([record.id])
    store.reopen(record.id, "表样变了")
    store.change(record.id, {"unit_name": "甲"}, definition=new)
    store.finalise([record.id])
    kept = [(one.edition, one.code_version) for one in store.revisions(record.id)]
    assert kept == [(old.digest, 1), (new.digest, 2)]
    assert store.definition(old.digest) == "{}"


def test_making_final_again_changes_nothing(store: Store) -> None:
    record = _add(store)
    final = store.finalise([record.id])
    assert store.finalise([record.id]) == final
    assert len(store.revisions(record.id)) == 1


def test_making_final_is_all_or_none(store: Store) -> None:
    record = _add(store)
    with pytest.raises(RecordNotFound):
        store.finalise([record.id, _ID])
    assert store.records() == [record]
    assert store.revisions(record.id) == []


def test_reopening_wants_a_final_record_and_a_reason(store: Store) -> None:
    record = _add(store)
    with pytest.raises(RecordStateError, match="还是草稿"):
        store.reopen(record.id, "理由")
    store.finalise([record.id])
    with pytest.raises(InputError, match="原因"):
        store.reopen(record.id, " 　")
    assert store.record(record.id).revision == 1


def test_a_final_record_from_a_package_is_frozen_at_once(store: Store) -> None:
    incoming = NewRecord(
        "annex1",
        {"unit_name": "甲"},
        id=_ID,
        revision=3,
        state=RecordState.FINAL,
        reopen_reason="地址变了",
    )
    record = store.add([incoming])[0]
    assert (record.revision, record.state) == (3, RecordState.FINAL)
    kept = store.revisions(_ID)[0]
    assert (kept.number, kept.values, kept.reason) == (3, {"unit_name": "甲"}, "地址变了")
    assert store.reopen(_ID, "退回").revision == 4


def test_too_long_a_text_of_the_reporter_is_named_as_the_office_calls_it(store: Store) -> None:
    with pytest.raises(InputError, match=r"^“单位名称”有 20001 字，最多能保存 2 万字，请删短。$"):
        store.set_profile(Profile("district", "总" * 20_001))
    with pytest.raises(InputError, match=r"^“联系电话”有"):
        store.set_profile(Profile("district", "中山区总工会", contact_phone="1" * 20_001))
    assert store.profile() is None


def test_the_reporter_is_kept(store: Store, folder: Path) -> None:
    assert store.profile() is None
    store.set_profile(Profile("district", "中山市总工会"))
    profile = Profile("resident_industry", "某行业工会联合会", "李﨑", "0760-1")
    store.set_profile(profile)
    with Store.open(folder) as again:
        assert again.profile() == profile


def test_settings_are_kept(store: Store, folder: Path) -> None:
    assert store.setting("window") == ""
    store.set_setting("window", "AdnQywAD")
    store.set_setting("window", "AdnQywAE")
    store.set_setting("splitter", "1,2")
    with Store.open(folder) as again:
        assert (again.setting("window"), again.setting("splitter")) == ("AdnQywAE", "1,2")
