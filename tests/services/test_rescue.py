"""The rescue file: what is kept, what is found again, and what is no file of ours."""

from __future__ import annotations

import json
import logging
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.errors import DamagedError, StoreBusyError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_KEPT, LONGEST_TEXT
from gonghui_desktop.services import records
from gonghui_desktop.services.safekeeping.recovery import recover
from gonghui_desktop.services.safekeeping.rescue import Rescued, RescueFile, forget
from gonghui_desktop.services.safekeeping.unsaved import Unsaved, conflict_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, Store

NOW = datetime(2017, 3, 8, 12, tzinfo=UTC)


@contextmanager
def _workspace(campaign: Campaign, folder: Path) -> Iterator[Workspace]:
    with Store.open(folder) as store:

        def no_printer() -> None:
            raise NotImplementedError

        yield Workspace(campaign, lambda: store, no_printer, folder=folder)  # type: ignore[arg-type]  # nothing is printed


@pytest.fixture
def ws(campaign: Campaign, tmp_path: Path) -> Iterator[Workspace]:
    with _workspace(campaign, tmp_path / "data") as workspace:
        yield workspace


def _file(ws: Workspace, tmp_path: Path) -> RescueFile:
    assert ws.folder is not None
    return RescueFile(ws.folder, tmp_path / "spare")


def _kept(record_id: str, *, stored: str = "", on_the_way: str = "", **typed: str) -> Rescued:
    seen = dict.fromkeys(typed, stored)
    on = dict.fromkeys(typed, on_the_way) if on_the_way else {}
    return Rescued(record_id, "annex1", "2017", {}, Unsaved(dict(typed), seen=seen), on, NOW)


def test_what_is_kept_is_found_by_the_next_run(ws: Workspace, tmp_path: Path) -> None:
    kept = _kept("a" * 32, goals="甲\ud800", stored="乙", on_the_way="丙")
    former = _file(ws, tmp_path)
    former.keep([kept])
    (found,) = _file(ws, tmp_path).found()
    assert found.entries == [kept]
    assert not found.is_foreign
    assert former.clear()
    assert _file(ws, tmp_path).found() == []


def test_where_the_data_folder_is_gone_it_goes_elsewhere(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    RescueFile(folder, tmp_path / "spare").keep([_kept("a" * 32, goals="甲")])
    assert not folder.exists()
    assert RescueFile(tmp_path / "other", tmp_path / "spare").found() == []
    assert len(RescueFile(folder, tmp_path / "spare").found()) == 1


@pytest.mark.parametrize(
    ("stored", "outcome"),
    [
        ("", "stored"),  # as she saw it
        ("半句", "stored"),  # what was on the way had arrived
        ("整句", "nothing"),  # all of it had
        ("别人的", "open"),
    ],
)
def test_what_is_found_is_stored_unless_somebody_else_wrote(
    ws: Workspace, tmp_path: Path, stored: str, outcome: str
) -> None:
    record = records.create(ws, "annex1")
    records.change(ws, record.id, {"goals": stored})
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句", on_the_way="半句")])
    found = recover(ws, _file(ws, tmp_path))
    assert (len(found.stored), len(found.open)) == (outcome == "stored", outcome == "open")
    expected = "别人的" if outcome == "open" else "整句"
    assert ws.store.record(record.id).value("goals") == expected
    assert len(found.files) == len(_file(ws, tmp_path).found()) == (outcome == "open")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_no_link_is_written_through_or_read(ws: Workspace, tmp_path: Path) -> None:
    """The data folder may come from elsewhere."""
    record = records.create(ws, "annex1")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "folder").write_text("theirs")
    shutil.rmtree(ws.store.folder / "rescue", ignore_errors=True)
    (ws.store.folder / "rescue").symlink_to(theirs)
    _file(ws, tmp_path).keep([_kept(record.id, unit_name="大连甲厂")])
    assert [each.name for each in theirs.iterdir()] == ["folder"]
    (left,) = _file(ws, tmp_path).found()
    assert left.path.parent == tmp_path / "spare"
    assert left.entries[0].texts.values == {"unit_name": "大连甲厂"}
    (ws.store.folder / "rescue").unlink()
    (ws.store.folder / "rescue").mkdir()
    (ws.store.folder / "rescue" / left.path.name).symlink_to(left.path)
    assert [each.path for each in _file(ws, tmp_path).found()] == [left.path]


def test_what_was_found_and_typed_on_since_is_no_conflict_at_the_next_start(
    ws: Workspace, tmp_path: Path
) -> None:
    """The program is killed again before it has told of what was found."""
    record = records.create(ws, "annex1")
    _file(ws, tmp_path).keep([_kept(record.id, goals="半句")])
    recover(ws, _file(ws, tmp_path))
    records.change(ws, record.id, {"goals": "半句，又写了整句"})
    found = recover(ws, _file(ws, tmp_path))
    assert (found.stored, found.open) == ((), ())
    assert ws.store.record(record.id).value("goals") == "半句，又写了整句"


def test_texts_of_a_record_that_is_gone_or_final_wait_for_a_decision(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    records.delete(ws, record.id)
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句")])
    found = recover(ws, _file(ws, tmp_path))
    assert [each.rescued.texts.values for each in found.open] == [{"goals": "整句"}]


def test_texts_of_another_campaign_stay_where_they_are(ws: Workspace, tmp_path: Path) -> None:
    kept = _kept("a" * 32, goals="甲")
    other = Rescued("b" * 32, "annex1", "2018", {}, kept.texts, {}, NOW)
    _file(ws, tmp_path).keep([other])
    found = recover(ws, _file(ws, tmp_path))
    assert (found.open, found.files) == ((), ())


def test_what_is_wrong_with_one_record_stops_no_other(ws: Workspace, tmp_path: Path) -> None:
    damaged, other = (records.create(ws, "annex1") for _ in range(2))
    _file(ws, tmp_path).keep([_kept(each.id, goals="整句") for each in (damaged, other)])
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME)) as connection, connection:
        where = (damaged.id,)
        connection.execute("UPDATE records SET field_values = '{' WHERE id = ?", where)
    found = recover(ws, _file(ws, tmp_path))
    assert [each.record.id for each in found.stored] == [other.id]
    assert [each.rescued.record_id for each in found.open] == [damaged.id]
    assert isinstance(found.open[0].error, DamagedError)


@pytest.mark.parametrize("place", ["find", "change"])
def test_a_bug_in_one_record_stops_no_other(
    ws: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
    place: str,
) -> None:
    broken, other = (records.create(ws, "annex1") for _ in range(2))
    _file(ws, tmp_path).keep([_kept(each.id, goals="整句") for each in (broken, other)])
    usual, text = getattr(Store, place), "整句"

    def fail(store: Store, record_id: str, *rest: object, **named: object) -> object:
        if record_id == broken.id:
            raise RuntimeError(text)
        return usual(store, record_id, *rest, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Store, place, fail)
        found = recover(ws, _file(ws, tmp_path))
    assert [each.record.id for each in found.stored] == [other.id]
    assert [each.rescued.record_id for each in found.open] == [broken.id]
    (told,) = [each.getMessage() for each in logged_errors]
    assert "RuntimeError" in told
    assert text not in told
    logged_errors.clear()


def test_a_store_that_is_busy_leaves_all_for_the_next_try(ws: Workspace, tmp_path: Path) -> None:
    record = records.create(ws, "annex1")
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句")])
    other = sqlite3.connect(tmp_path / "data" / FILE_NAME, isolation_level=None)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            recover(ws, _file(ws, tmp_path))
        other.execute("ROLLBACK")
    assert len(recover(ws, _file(ws, tmp_path)).stored) == 1


# a file that cannot be removed


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """Files that are open elsewhere, which Windows neither removes nor replaces."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    @contextmanager
    def hold() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", refuse)
            patched.setattr(Path, "replace", refuse)
            yield

    return hold


@pytest.mark.parametrize("by", ["this run", "a former run"])
def test_a_file_that_is_held_open_brings_no_deleted_text_back(
    ws: Workspace, tmp_path: Path, held: Callable[[], AbstractContextManager[None]], by: str
) -> None:
    record = records.create(ws, "annex1")
    mine = _file(ws, tmp_path)
    mine.keep([_kept(record.id, goals="写错的")])
    records.change(ws, record.id, {"goals": "写错的"})
    with held():
        if by == "this run":
            assert not mine.clear()
        else:
            forget(recover(ws, _file(ws, tmp_path)).files)
    records.change(ws, record.id, {"goals": ""})  # she deletes it again
    found = recover(ws, _file(ws, tmp_path))
    assert (found.stored, found.open) == ((), ())
    assert ws.store.record(record.id).value("goals") == ""
    forget(found.files)
    assert not list((tmp_path / "data" / "rescue").glob("*.json"))


def test_a_file_that_is_held_open_is_removed_later(
    ws: Workspace, tmp_path: Path, held: Callable[[], AbstractContextManager[None]]
) -> None:
    mine = _file(ws, tmp_path)
    mine.keep([_kept("a" * 32, goals="甲")])
    with held():
        assert not mine.clear()
    assert mine.clear()
    assert _file(ws, tmp_path).found() == []


def test_what_a_drive_comes_back_with_is_older_than_what_was_kept_since(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    mine, folder, away = _file(ws, tmp_path), tmp_path / "data", tmp_path / "away"
    mine.keep([_kept(record.id, goals="半句")])
    folder.rename(away)
    mine.keep([_kept(record.id, goals="整句")])
    away.rename(folder)
    found = recover(ws, _file(ws, tmp_path))
    assert [each.after for each in found.stored] == [{"goals": "整句"}]
    assert found.open == ()
    assert _file(ws, tmp_path).found() == []


def test_what_a_drive_comes_back_with_counts_no_more_once_all_is_stored(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    mine, folder, away = _file(ws, tmp_path), tmp_path / "data", tmp_path / "away"
    mine.keep([_kept(record.id, goals="半句")])
    folder.rename(away)
    assert not mine.clear()
    away.rename(folder)
    found = recover(ws, _file(ws, tmp_path))
    assert (found.stored, found.open) == ((), ())
    assert mine.clear()
    assert _file(ws, tmp_path).found() == []


# a folder that was moved, and other computers


def test_a_folder_that_was_moved_has_its_texts_with_it(ws: Workspace, tmp_path: Path) -> None:
    record = records.create(ws, "annex1")
    _file(ws, tmp_path).keep([_kept(record.id, goals="整句")])
    ws.store.close()
    moved = (tmp_path / "data").rename(tmp_path / "换了地方")
    with _workspace(ws.campaign, moved) as again:
        found = recover(again, RescueFile(moved, tmp_path / "spare"))
        assert [each.after for each in found.stored] == [{"goals": "整句"}]


def test_a_folder_that_was_moved_finds_what_had_no_room_in_it(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    mine = _file(ws, tmp_path)
    assert recover(ws, mine).files == ()  # the start
    ws.store.close()
    away = (tmp_path / "data").rename(tmp_path / "away")
    mine.keep([_kept(record.id, goals="整句")])
    away.rename(tmp_path / "data")
    assert len(list((tmp_path / "spare").glob("*.json"))) == 1
    moved = (tmp_path / "data").rename(tmp_path / "换了地方")
    with _workspace(ws.campaign, moved) as again:
        found = recover(again, RescueFile(moved, tmp_path / "spare"))
        assert [each.rescued.texts.values for each in found.open] == [{"goals": "整句"}]
    other = tmp_path / "other"
    with _workspace(ws.campaign, other) as stranger:
        assert recover(stranger, RescueFile(other, tmp_path / "spare")).files == ()


@pytest.mark.parametrize("wants", ["整句", "已存的"])
def test_what_another_computer_left_is_only_offered(
    ws: Workspace, tmp_path: Path, wants: str
) -> None:
    record = records.create(ws, "annex1")
    records.change(ws, record.id, {"goals": "已存的"})
    _file(ws, tmp_path).keep([_kept(record.id, stored="已存的", goals=wants)])
    (path,) = (tmp_path / "data" / "rescue").glob("*.json")
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "computer": "工会的另一台"}), "utf-8")
    found = recover(ws, _file(ws, tmp_path))
    assert ws.store.record(record.id).value("goals") == "已存的"
    assert [each.rescued.texts.values for each in found.open] == [{"goals": wants}] * (
        wants != "已存的"
    )
    assert all(conflict_of(each.error) == ws.store.record(record.id) for each in found.open)
    forget(found.files)
    _file(ws, tmp_path).keep([each.rescued for each in found.open])  # not decided in this run
    again = recover(ws, _file(ws, tmp_path))
    assert (len(again.stored), len(again.open)) == (0, len(found.open))


def test_a_text_longer_than_any_that_can_be_typed_is_not_taken(
    ws: Workspace, tmp_path: Path
) -> None:
    record = records.create(ws, "annex1")
    _file(ws, tmp_path).keep([_kept(record.id, goals="字" * LONGEST_TEXT)])
    assert len(recover(ws, _file(ws, tmp_path)).stored) == 1
    forget(each.path for each in _file(ws, tmp_path).found())
    _file(ws, tmp_path / "b").keep([_kept(record.id, goals="字" * (LONGEST_KEPT + 1))])
    assert _file(ws, tmp_path).found() == []
    _file(ws, tmp_path / "a").keep([_kept(record.id, goals="字" * LONGEST_KEPT)])
    found = recover(ws, _file(ws, tmp_path))
    assert (len(found.stored), len(found.open)) == (0, 1)  # an earlier version's is offered
    assert len(ws.store.record(record.id).value("goals")) == LONGEST_TEXT


@given(
    junk=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "form", "typed", "at", "seen"]), inner)
        ),
        max_leaves=8,
    )
)
def test_a_file_that_is_not_ours_is_left_alone(
    junk: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "rescue").mkdir()
    path = folder / "rescue" / "x.json"
    mine = RescueFile(folder, folder / "spare")
    ours = {"format": "gonghui-rescue", "version": 1, "data": str(folder)}
    for data in (junk, {**ours, "computer": platform.node(), "records": [junk]}):
        path.write_text(json.dumps(data), "utf-8")
        assert mine.found() == []
        assert path.exists()
