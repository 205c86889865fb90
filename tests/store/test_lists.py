"""The roster and decisions about pairs, as the store keeps them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError, StoreBusyError
from gonghui_desktop.model.entry import LONGEST_KEPT, LONGEST_TEXT
from gonghui_desktop.model.prints import Paper, PrintEntry
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.store.backups.backup_files import Reason
from gonghui_desktop.store.backups.foreign import copy_out
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store


def _names(store: Store) -> list[tuple[str, str]]:
    return [(entry.name, entry.reason) for entry in store.roster()]


def test_a_unit_stands_on_the_roster_once_and_gets_the_reason_that_it_lacks(store: Store) -> None:
    listed = [
        Listed("大连甲有限公司"),
        Listed("大连乙厂", "2015年典型"),
        Listed("大连 甲有限责任公司"),
    ]
    added, before = store.add_to_roster("2017", (listed, "名单.xlsx"))
    assert ([each.name for each in added], before) == (["大连甲有限公司", "大连乙厂"], [])
    turn = store.roster_turn()
    assert store.add_to_roster("2017", (listed, "名单.xlsx")) == ([], [])
    assert store.roster_turn() == turn  # nobody need look again
    later = [Listed("大连甲（有限公司）", "2016年典型"), Listed("大连乙厂", "2016年典型")]
    added, (before_it,) = store.add_to_roster("2018", (later, "再次.xlsx"))
    assert (added, before_it.name, before_it.reason) == ([], "大连甲有限公司", "")
    assert _names(store) == [("大连甲有限公司", "2016年典型"), ("大连乙厂", "2015年典型")]
    assert {(each.campaign, each.source) for each in store.roster()} == {("2017", "名单.xlsx")}
    assert store.roster_turn() != turn


def test_what_is_taken_off_the_roster_comes_back_as_it_was(store: Store) -> None:
    store.add_to_roster("2017", ([Listed("甲厂", "2015年典型"), Listed("乙厂")], ""))
    entries = store.roster()
    store.replace_roster(entries[:1], ())
    assert _names(store) == [("乙厂", "")]
    store.replace_roster((), entries)  # one of them is still there
    assert store.roster() == entries


@pytest.mark.parametrize("name", ["长" * (LONGEST_TEXT + 1), "半\ud800字"])
def test_a_name_that_cannot_be_stored_keeps_the_whole_list_out(store: Store, name: str) -> None:
    with pytest.raises(InputError):
        store.add_to_roster("2017", ([Listed("甲厂"), Listed(name)], ""))
    assert store.roster() == []


def test_the_last_decision_about_a_pair_counts_until_it_is_taken_back(store: Store) -> None:
    first = store.decide("2017", "names", "甲", "乙", is_same=True, reason="改名")
    turn = store.decisions_turn()
    second = store.decide("2017", "names", "甲", "乙", is_same=False, reason="两家")
    assert store.decisions("2017") == [first, second]
    assert store.decisions("2018") == []
    assert store.decisions_turn() != turn
    store.take_back_decisions([second.number])
    assert store.decisions("2017") == [first]


def test_both_go_into_a_backup_and_out_of_it(store: Store, tmp_path: Path) -> None:
    store.add_to_roster("2017", ([Listed("甲厂", "2015年典型")], "名单.docx"))
    store.decide("2017", "names", "甲", "乙", is_same=False, reason="两家")
    store.backup(tmp_path / "u盘")
    copy_out(tmp_path / "u盘", tmp_path / FILE_NAME, lambda _done, _total: None)
    with Store.open(tmp_path) as restored:
        assert restored.roster() == store.roster()
        assert restored.decisions("2017") == store.decisions("2017")


def test_a_roster_alone_is_worth_a_backup_before_it_is_replaced(
    store: Store, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "leer"):
        pass
    assert store.is_backed_up()
    store.add_to_roster("2017", ([Listed("甲厂")], ""))
    assert not store.is_backed_up()
    with pytest.raises(StoreBusyError):
        store.take_in(tmp_path / "leer" / FILE_NAME)
    kept = store.keep_backup(datetime.now(UTC), Reason.RESTORE)
    turn = store.roster_turn()
    store.take_in(tmp_path / "leer" / FILE_NAME, backup=kept.path)
    assert store.roster() == []
    assert store.roster_turn() != turn


@pytest.mark.parametrize(
    ("table", "column"),
    [("roster", "source"), ("decisions", "one"), ("decisions", "other"), ("prints", "printer")],
)
def test_a_text_that_we_do_not_store_refuses_the_backup(
    store: Store, tmp_path: Path, table: str, column: str
) -> None:
    store.add_to_roster("2017", ([Listed("甲厂")], ""))
    store.decide("2017", "names", "甲", "乙", is_same=False, reason="两家")
    (record,) = store.add([NewRecord("annex1")])
    entry = PrintEntry(Paper(1, is_draft=True, code=""), 4, "三楼", record.created_at)
    store.keep_prints({record.id: entry})
    store.backup(tmp_path / "u盘")
    with closing(sqlite3.connect(tmp_path / "u盘")) as connection, connection:
        longest = "长" * (LONGEST_KEPT + 1)
        connection.execute(f"UPDATE {table} SET {column} = ?", (longest,))
    with pytest.raises(InputError, match="没有恢复"):
        copy_out(tmp_path / "u盘", tmp_path / "new", lambda _done, _total: None)


def test_a_damaged_row_hides_no_other(store: Store) -> None:
    store.add_to_roster("2017", ([Listed("甲厂"), Listed("乙厂")], ""))
    store.decide("2017", "names", "甲", "乙", is_same=False, reason="两家")
    store.decide("2017", "names", "丙", "丁", is_same=True, reason="一家")
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE roster SET name = CAST(x'e5' AS TEXT) WHERE number = 1")
        connection.execute("UPDATE decisions SET at = 'gestern' WHERE number = 1")
    assert _names(store) == [("乙厂", "")]
    assert [each.one for each in store.decisions("2017")] == ["丙"]
