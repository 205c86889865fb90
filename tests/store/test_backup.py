"""A backup is a whole, working copy, or it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonghui_desktop.errors import StoreError
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store


def _restored(backup: Path, folder: Path) -> Store:
    """The store of a data folder into which the backup was laid."""
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(backup.read_bytes())
    return Store.open(folder)


def test_a_backup_holds_everything_and_opens_by_itself(store: Store, tmp_path: Path) -> None:
    kept, deleted = store.add(
        [NewRecord("annex1", {"unit_name": "陈𠮷记"}), NewRecord("annex2", {"unit_name": "废纸"})]
    )
    store.finalise([kept.id])
    store.delete(deleted.id)
    store.set_setting("window.tab", "annex2")
    before = store.records()

    store.backup(tmp_path / "备份.sqlite3")
    store.delete(kept.id)

    with _restored(tmp_path / "备份.sqlite3", tmp_path / "other computer") as restored:
        assert restored.records() == before
        assert len(restored.revisions(kept.id)) == 1
        assert restored.undelete(deleted.id).value("unit_name") == "废纸"
        assert restored.setting("window.tab") == "annex2"


def test_what_is_written_meanwhile_does_not_tear_a_backup(store: Store, tmp_path: Path) -> None:
    """Another program writes between two of our calls; each backup is of one moment."""
    (record,) = store.add([NewRecord("annex1", {"unit_name": "甲"})])
    with Store.open(tmp_path / "王小明 的资料#1") as other:
        for number in range(5):
            other.change(record.id, {"unit_name": f"甲 {number}", "address": f"路 {number}"})
            store.backup(tmp_path / f"{number}.sqlite3")
    for number in range(5):
        with _restored(tmp_path / f"{number}.sqlite3", tmp_path / f"of {number}") as restored:
            values = restored.record(record.id).values
            assert values == {"unit_name": f"甲 {number}", "address": f"路 {number}"}


def test_a_file_that_is_there_is_never_overwritten(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "备份.sqlite3"
    target.write_bytes(b"somebody's")
    with pytest.raises(StoreError, match=r"已经存在.*。"):
        store.backup(target)
    assert target.read_bytes() == b"somebody's"


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"。$"):
        store.backup(tmp_path / "no such folder" / "备份.sqlite3")
    assert not (tmp_path / "no such folder").exists()
    store.add([NewRecord("annex1", {"unit_name": "甲"})])  # and the store goes on
