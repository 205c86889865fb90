"""A database of strangers: what goes into ours of it, and what does not."""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.store.backups.foreign import copy_out, look_into
from gonghui_desktop.store.file.condition import take_place
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.file.stopping import no_progress
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

_DEEP = "replace(hex(zeroblob(100000)), '0', '[')"


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """A backup of two records, with a frozen copy of the second."""
    store.add([NewRecord("annex1", {"unit_name": name}) for name in "甲乙"])
    store.finalise([store.records()[1].id])
    store.backup(tmp_path / "u盘")
    return tmp_path / "u盘"


def _edit(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def _copy(path: Path, folder: Path) -> int:
    folder.mkdir()
    damaged = copy_out(path, folder / "new", no_progress).damaged
    take_place(folder / "new", folder / FILE_NAME, datetime.now(UTC))
    return damaged


@pytest.mark.parametrize("stored", [_DEEP, "'{'", "x'00'"])
def test_a_text_that_cannot_be_read_takes_no_other_record_with_it(
    backup: Path, tmp_path: Path, stored: str
) -> None:
    _edit(backup, f"UPDATE records SET field_values = {stored} WHERE number = 1")
    _edit(backup, f"UPDATE revisions SET explanations = {stored}")

    assert _copy(backup, tmp_path / "new") == 2

    look = SnapshotReader.at(tmp_path / "new")
    assert look is not None
    with Store.open(tmp_path / "new") as copied:
        for reader in (look, copied):
            assert [each.value("unit_name") for each in reader.records()] == ["乙"]
        assert copied.doubtful() == []
        (found,) = copied.damaged()
        assert found.last_good is not None
        assert found.last_good.value("unit_name") == "甲"


def test_an_older_schema_is_brought_up_to_date_around_it(tmp_path: Path, data_folder: Path) -> None:
    older = tmp_path / "older"
    older.write_bytes((data_folder / "schemas" / "schema-0002.sqlite3").read_bytes())
    _edit(older, f"UPDATE records SET field_values = {_DEEP} WHERE number = 1")
    _copy(older, tmp_path / "new")
    with Store.open(tmp_path / "new") as copied:
        assert len(copied.damaged()) == 1
        assert copied.records()


@pytest.mark.parametrize("place", ["record", "frozen copy", "history"])
@pytest.mark.parametrize("text", ["长" * (LONGEST_KEPT + 1), "\ud800"])
def test_a_text_that_we_do_not_store_refuses_the_backup(
    backup: Path, tmp_path: Path, text: str, place: str
) -> None:
    stored = json.dumps({"unit_name": text})
    with closing(sqlite3.connect(backup)) as connection, connection:
        match place:
            case "record":
                connection.execute("UPDATE records SET field_values = ?", (stored,))
            case "frozen copy":
                connection.execute("UPDATE revisions SET explanations = ?", (stored,))
            case _:
                connection.execute("UPDATE history SET after = ?", ("长" * (LONGEST_KEPT + 1),))
    with pytest.raises(InputError, match=r"10 万字.*没有恢复.*另选一个"):
        _copy(backup, tmp_path / "new")


def test_the_longest_text_comes_back(store: Store, tmp_path: Path) -> None:
    longest = {"unit_name": "长" * LONGEST_KEPT}
    store.add([NewRecord("annex1")])
    store.backup(tmp_path / "u盘")
    with closing(sqlite3.connect(tmp_path / "u盘")) as connection, connection:
        stored = json.dumps(longest)  # by a version that took so much
        connection.execute("UPDATE records SET field_values = ?, explanations = ?", (stored,) * 2)
    assert _copy(tmp_path / "u盘", tmp_path / "new") == 0
    with Store.open(tmp_path / "new") as restored:
        assert restored.records()[0].values == longest


def _log(page_size: int, frames: int) -> bytes:
    """A log whose checksums are right, each frame a transaction on page 1."""
    log = struct.pack(">6I", 0x377F0682, 3007000, page_size, 0, 1, 2)
    sums = _checksum((0, 0), log)
    log += struct.pack(">2I", *sums)
    for _ in range(frames):
        head, page = struct.pack(">2I", 1, 1), bytes(page_size // 8 * 8)
        sums = _checksum(_checksum(sums, head), page)
        log += head + struct.pack(">4I", 1, 2, *sums) + page + bytes(page_size % 8)
    return log


def _checksum(sums: tuple[int, int], data: bytes) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"<{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


@pytest.mark.parametrize("page_size", [0, 511, 513, 516, 520, 65535])
def test_a_log_with_pages_of_no_size_is_no_log(
    backup: Path, tmp_path: Path, page_size: int
) -> None:
    backup.with_name("u盘-wal").write_bytes(_log(page_size, 1))
    assert look_into(backup).records == 2
    assert _copy(backup, tmp_path / "new") == 0


def test_a_log_goes_along_and_can_be_cancelled(store: Store, tmp_path: Path) -> None:
    store.add([NewRecord("annex1", {"unit_name": "甲"})])  # stands in the log
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        (tmp_path / name).write_bytes((store.folder / name).read_bytes())
    assert look_into(tmp_path / FILE_NAME).records == 1

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / FILE_NAME).with_name(f"{FILE_NAME}-wal").write_bytes(_log(4096, 300))
    (tmp_path / "new").mkdir()
    with pytest.raises(KeyboardInterrupt):
        copy_out(tmp_path / FILE_NAME, tmp_path / "new" / FILE_NAME, cancel)


def test_a_log_that_is_too_large_is_not_read(backup: Path) -> None:
    with backup.with_name("u盘-wal").open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(StoreError, match="太大"):
        look_into(backup)


def test_an_empty_file_is_told_to_be_no_backup(tmp_path: Path) -> None:
    (tmp_path / "空").touch()
    with pytest.raises(InputError, match="是空的，不是备份，请另选一个文件"):
        look_into(tmp_path / "空")
