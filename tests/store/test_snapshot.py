"""What is read before the store is open is what the store would have said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.store.file.snapshot import SnapshotReader
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store

_FOREIGN = "PRAGMA application_id = 7"
_NEWER = "UPDATE alembic_version SET version_num = '9999'"
_OLDER = "UPDATE alembic_version SET version_num = '0000'"


@pytest.fixture
def filled(folder: Path) -> Path:
    """A folder with records of two forms, one of them final and one in the bin."""
    with Store.open(folder) as store:
        store.set_profile(Profile("district", "大连市示例区总工会", "王", "0411-83640000"))
        store.set_setting("window.tab", "annex2")
        made = store.add(
            [
                NewRecord("annex1", {"unit_name": "甲\U00020bb7"}, {"employees": "属实"}),
                NewRecord("annex2", {"industry": "餐饮"}),
                NewRecord("annex1", {"unit_name": "丙"}),
            ]
        )
        store.finalise([made[1].id])
        store.reopen(made[1].id, "人数有误")
        store.finalise([made[0].id])
        store.delete(made[2].id)
    return folder


def test_it_says_what_the_store_says(filled: Path) -> None:
    look = SnapshotReader.at(filled)

    assert look is not None
    with Store.open(filled) as store:
        assert look.records() == store.records()
        assert [record.state for record in look.records()] == [
            RecordState.FINAL,
            RecordState.DRAFT,
        ]
        for form in ("annex1", "annex2", "annex3"):
            assert look.records(form) == store.records(form)
        assert look.profile() == store.profile()
        for key in ("window.tab", "never.set"):
            assert look.setting(key) == store.setting(key)


def test_it_sees_what_another_program_has_just_stored(filled: Path) -> None:
    with Store.open(filled) as store:
        store.add([NewRecord("annex3", {"unit_name": "丁"})])

        look = SnapshotReader.at(filled)

        assert look is not None
        assert look.records() == store.records()


def test_it_is_a_moment_that_stays(filled: Path) -> None:
    look = SnapshotReader.at(filled)
    assert look is not None
    before = look.records()

    with Store.open(filled) as store:
        store.delete(before[0].id)

    assert look.records() == before


@pytest.mark.parametrize("change", [_FOREIGN, _NEWER, _OLDER])
def test_what_only_the_store_can_judge_is_left_to_it(filled: Path, change: str) -> None:
    with closing(sqlite3.connect(filled / FILE_NAME)) as connection, connection:
        connection.execute(change)

    assert SnapshotReader.at(filled) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database" * 500),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
    ],
)
def test_a_file_that_is_no_database_is_left_as_it_is(
    filled: Path, spoil: Callable[[Path], object]
) -> None:
    path = filled / FILE_NAME
    spoil(path)
    before = path.read_bytes() if path.exists() else None

    assert SnapshotReader.at(filled) is None
    assert (path.read_bytes() if path.exists() else None) == before


def test_there_is_nothing_to_see_in_a_folder_that_is_not_there(folder: Path) -> None:
    assert SnapshotReader.at(folder) is None
    assert not folder.exists()
