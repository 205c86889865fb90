"""A backup is a whole, working copy, or it is not there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from gonghui_desktop.errors import StoreError
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

LimitFileSize = Callable[[int], AbstractContextManager[None]]


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
    target = tmp_path / "no such folder" / "备份.sqlite3"
    with pytest.raises(StoreError, match=r"请.*。$") as told:
        store.backup(target)
    assert str(told.value).startswith(f"无法写入“{target}”")
    assert not target.parent.exists()
    store.add([NewRecord("annex1", {"unit_name": "甲"})])  # and the store goes on


def test_a_file_in_place_of_the_folder_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x")
    with pytest.raises(StoreError, match=r"无法写入“.*备份\.sqlite3”：.*请.*。"):
        store.backup(tmp_path / "文件" / "备份.sqlite3")


def test_a_full_disk_is_told_with_the_name_of_the_copy(
    store: Store, tmp_path: Path, limit_file_size: LimitFileSize
) -> None:
    store.add([NewRecord("annex1", {"unit_name": "长" * 20_000})])
    with limit_file_size(50_000), pytest.raises(StoreError) as told:
        store.backup(tmp_path / "备份.sqlite3")
    assert str(told.value).startswith(f"无法写入“{tmp_path / '备份.sqlite3'}”：磁盘")
    assert not (tmp_path / "备份.sqlite3").exists()
