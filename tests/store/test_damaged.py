"""One record that cannot be read stops no other, and is told with what is left of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.history import Action, texts_of_all
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.store import FILE_NAME, NewRecord, RecordNotFound, Store

_SECRET = "某某工会的内容"
_DAMAGES = [
    "field_values = CAST(X'7b22e5' || CAST(field_values AS BLOB) AS TEXT)",  # no UTF-8
    "field_values = '{'",
    "field_values = x'00'",
    "field_values = replace(hex(zeroblob(100000)), '0', '[')",  # deeper than Python goes
    "explanations = '[]'",
    "explanations = 7",
    "changed_at = 'yesterday'",
    "changed_at = '0001-01-01T00:00:00+14:00'",  # in no time zone of another office
    "changed_at = '9999-12-31T23:59:59+00:00'",
    "stage = 'draff'",
    "state = 'final', stage_at = ''",
    "form = x'00'",
    "revision = 'x9'",
]


def _damage(folder: Path, record_id: str, damage: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute(f"UPDATE records SET {damage} WHERE id = ?", (record_id,))


@pytest.mark.parametrize("damage", _DAMAGES)
def test_the_others_open_and_the_bad_one_is_told(store: Store, folder: Path, damage: str) -> None:
    bad, good = store.add([NewRecord("annex1", {"unit_name": _SECRET}, {"goals": "属实"})] * 2)
    changed = store.change(bad.id, {"unit_name": _SECRET + "二"})
    assert store.damaged() == []
    _damage(folder, bad.id, damage)

    assert store.records() == [good]
    assert store.records("annex1", "") == [good]
    look = SnapshotReader.at(folder)
    assert look is not None
    assert look.records() == [good]
    (found,) = store.damaged()
    assert (found.number, found.id, found.campaign) == (1, bad.id, "")
    if "form" in damage:
        assert (found.form, found.last_good) == ("", None)
    else:
        assert found.last_good is not None
        assert found.last_good.values == changed.values
        assert found.last_good.explanations == changed.explanations
        assert (found.last_good.id, found.last_good.edition) == (bad.id, bad.edition)
    with pytest.raises(StoreError, match="损坏") as told:
        store.record(bad.id)
    error: BaseException | None = told.value
    assert error is not None
    assert error.__cause__ is None
    assert _SECRET not in str(error)
    assert (
        error.__suppress_context__ or error.__context__ is None
    )  # nor does a log say what stands there


def test_without_a_history_the_last_revision_is_what_is_left(store: Store, folder: Path) -> None:
    bad = store.add([NewRecord("annex1", {"unit_name": _SECRET})])[0]
    store.finalise([bad.id])
    store.reopen(bad.id, "更正")
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("DELETE FROM history")
    _damage(folder, bad.id, "field_values = '{'")
    (found,) = store.damaged()
    assert found.last_good is not None
    assert found.last_good.values == {"unit_name": _SECRET}
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE revisions SET field_values = x'00'")
    assert store.damaged()[0].last_good is None


def test_a_damaged_one_in_the_bin_hides_no_other(store: Store, folder: Path) -> None:
    bad, good = store.add([NewRecord("annex1", {"unit_name": _SECRET})] * 2)
    store.delete(bad.id)
    store.delete(good.id)
    _damage(folder, bad.id, "field_values = x'e5'")
    assert [each.record.id for each in store.binned()] == [good.id]
    assert store.damaged() == []


@pytest.mark.parametrize("is_final", [False, True])
@pytest.mark.parametrize("damage", [each for each in _DAMAGES if "form" not in each])
def test_a_damaged_record_is_mended_and_goes_on(
    store: Store, folder: Path, damage: str, is_final: bool
) -> None:
    bad = store.add([NewRecord("annex1", {"unit_name": _SECRET}, {"goals": "属实"})])[0]
    store.finalise([bad.id])
    store.mark([bad.id], Stage.PRINTED)
    if not is_final:
        store.reopen(bad.id, "更正")
        store.change(bad.id, {"unit_name": _SECRET + "二", "goals": "一"}, {"goals": ""})
    good = store.record(bad.id)
    if is_final and "state" in damage:
        damage = damage.replace("'final'", "'draft'")
    _damage(folder, bad.id, damage)
    (found,) = store.damaged()
    assert found.last_good is not None

    mended = store.mend(found.number)

    assert mended == replace(good, changed_at=mended.changed_at)
    assert (mended.stage, mended.stage_at) == (good.stage, good.stage_at)
    assert store.records() == [mended]
    assert store.damaged() == []
    assert store.binned() == []  # the damaged row lies there, and is none to be brought back
    newest = store.history(bad.id)[0]
    assert (newest.action, newest.field) == (Action.MEND, "")
    assert texts_of_all(store.history(bad.id)) == (mended.values, mended.explanations)
    if is_final:
        store.reopen(bad.id, "更正")
    store.change(bad.id, {"unit_name": "丙"})
    store.finalise([bad.id])
    assert len(store.revisions(bad.id)) == 2
    with pytest.raises(RecordNotFound):
        store.mend(found.number)


def test_a_damaged_entry_hides_no_other(store: Store, folder: Path) -> None:
    record = store.add([NewRecord("annex1", {"unit_name": _SECRET})])[0]
    store.change(record.id, {"goals": "一"})
    whole = store.history(record.id)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute(
            "UPDATE history SET after = CAST(x'e5' AS TEXT) WHERE field = 'unit_name'"
        )
    assert store.history(record.id) == [e for e in whole if e.field != "unit_name"]
    _damage(folder, record.id, "field_values = '{'")
    assert store.damaged()[0].last_good is None  # half a history says nothing


def test_a_text_that_is_not_as_its_history_says_is_told(store: Store, folder: Path) -> None:
    """A bit that makes another character of one: nothing else notices."""
    bad, good = store.add([NewRecord("annex1", {"unit_name": _SECRET}, {"goals": "属实"})] * 2)
    store.change(bad.id, {"unit_name": _SECRET + "二", "address": "路"}, {"goals": ""})
    store.finalise([bad.id])
    store.reopen(bad.id, "更正")
    assert store.doubtful() == []
    _damage(folder, bad.id, "field_values = replace(field_values, '某某', '某柑')")
    assert [record.id for record in store.doubtful()] == [bad.id]
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("DELETE FROM history WHERE action = 'add' AND record = 1")
    assert store.doubtful() == []  # half a history says nothing
    assert good in store.records()
