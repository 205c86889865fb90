"""Backups by themselves, on demand, and back again; a backup is hostile until checked."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.errors import DataFileError, InputError, StoreError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.paths import forms_folder
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.catalogue import find_campaigns
from gonghui_desktop.services.imports.importing import import_one_of_many
from gonghui_desktop.services.imports.intake import Batch
from gonghui_desktop.services.safekeeping.backups import (
    Reason,
    back_up,
    back_up_before,
    back_up_if_due,
    backups,
    look_into,
    newest_good,
    recover,
    restore,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.file.mark_file import read_mark
from gonghui_desktop.store.file.names import HEAD
from gonghui_desktop.store.store import FILE_NAME, NewRecord, Store
from tests.files import copy_folder

_NOON = datetime(2026, 11, 28, 12, 0).astimezone()
Edit = Callable[[sqlite3.Connection], object]


def _never() -> FormPrinter:
    raise AssertionError("nothing is printed here")


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    data = tmp_path / "data"
    catalogue = find_campaigns(forms_folder(), data / "forms")
    with Store.open(data) as store:
        yield Workspace(campaign, lambda: store, _never, None, catalogue)


def _add(ws: Workspace, name: str) -> None:
    ws.store.add([NewRecord("annex1", {"unit_name": name}, campaign="2017")])


def _names(ws: Workspace) -> list[str]:
    return [record.value("unit_name") for record in ws.store.records()]


def _is_private(path: Path) -> bool:
    return path.stat().st_mode & 0o077 == 0


def test_one_a_day_if_something_changed(ws: Workspace) -> None:
    assert back_up_if_due(ws, _NOON) is None  # there is nothing
    _add(ws, "甲")
    made = back_up_if_due(ws, _NOON)
    assert made is not None
    assert (made.records, made.reason, made.at) == (1, Reason.DAILY, _NOON)
    _add(ws, "乙")
    assert back_up_if_due(ws, _NOON + timedelta(hours=5)) is None
    tomorrow = back_up_if_due(ws, _NOON + timedelta(days=1))
    assert tomorrow is not None
    assert tomorrow.records == 2
    ws.store.set_setting("window.tab", "annex2")
    assert back_up_if_due(ws, _NOON + timedelta(days=2)) is None
    assert [each.records for each in backups(ws.store.folder)] == [2, 1]


def test_old_ones_go_and_a_clock_that_jumps_back_takes_none(ws: Workspace) -> None:
    for day in range(60):
        _add(ws, str(day))
        back_up_if_due(ws, _NOON + timedelta(days=day))
    kept = backups(ws.store.folder)
    assert 7 + 6 <= len(kept) <= 7 + 8 + 3
    assert kept[0].records == 60
    _add(ws, "从前")
    made = back_up_if_due(ws, _NOON - timedelta(days=400))
    assert made is not None
    assert {each.path for each in kept} | {made.path} == {
        each.path for each in backups(ws.store.folder)
    }


def test_before_something_only_what_is_new_is_backed_up(ws: Workspace) -> None:
    _add(ws, "甲")
    assert back_up_before(ws, _NOON, Reason.IMPORT) is not None
    assert back_up_before(ws, _NOON, Reason.IMPORT) is None
    for number in range(9):
        _add(ws, str(number))
        back_up_before(ws, _NOON, Reason.IMPORT)  # in one second: each has a name of its own
    assert 5 <= len(backups(ws.store.folder)) <= 6


def test_files_chosen_together_have_one_backup_from_before_the_first(
    ws: Workspace, tmp_path: Path
) -> None:
    """With one before each of them, what was there before soon had none."""
    _add(ws, "原有的")
    batch = Batch()
    for number in range(7):
        record = {"form": "annex1", "values": {"unit_name": f"大连示例{number}厂"}}
        document = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps({**document, "records": [record]}), "utf-8")
        (outcome,) = import_one_of_many(ws, file, batch=batch)
        assert outcome.accepted, outcome.message
    assert len(ws.store.records()) == 8
    assert [(each.reason, each.records) for each in backups(ws.store.folder)] == [
        (Reason.IMPORT, 1)
    ]


def test_where_things_lie_on_a_computer_comes_from_no_backup(ws: Workspace, tmp_path: Path) -> None:
    """Whoever made it would choose which computer the next question for a file asks."""
    theirs, shipped = tmp_path / "theirs", forms_folder()
    places = {
        "folder.imports": "//host/x",
        "export.place.2017": "id //host/x.zip",
        "backups.saved": '[["//host/x", "2017-03-10"]]',
        "bin.erasing": '[["", ""]]',
    }
    with Store.open(theirs) as store:
        store.add([NewRecord("annex1", {"unit_name": "甲"}, campaign="2017")])
        for key, place in places.items():
            store.set_setting(key, place)
        store.set_setting("window.tab", "annex2")
        store.backup(tmp_path / "备份")
    ws.store.set_setting("folder.imports", "/srv")
    restore(ws, tmp_path / "备份", shipped, _NOON)
    found = [ws.store.setting(key) for key in (*places, "window.tab")]
    assert found == ["/srv", "", "", "", "annex2"]
    recover(ws.catalogue, tmp_path / "anew", tmp_path / "备份", shipped, _NOON)
    with Store.open(tmp_path / "anew") as store:
        assert [store.setting(key) for key in (*places, "window.tab")] == ["", "", "", "", "annex2"]


def test_a_cancelled_backup_leaves_nothing(ws: Workspace, tmp_path: Path) -> None:
    _add(ws, "甲" * 5000)

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(ws, tmp_path / "备份", cancel)
    with pytest.raises(KeyboardInterrupt):
        back_up_before(ws, _NOON, Reason.IMPORT, cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert not (ws.store.folder / "backups").exists()
    _add(ws, "乙")


def test_a_restore_brings_everything_back_and_can_be_taken_back(
    ws: Workspace, tmp_path: Path
) -> None:
    _add(ws, "甲")
    deleted = ws.store.add([NewRecord("annex1", {"unit_name": "废"})])[0]
    ws.store.delete(deleted.id)
    assert back_up(ws, tmp_path / "u盘") == 1
    _add(ws, "乙")

    done, _ = restore(ws, tmp_path / "u盘", forms_folder(), _NOON)

    assert _names(ws) == ["甲"]
    assert done.records == 1
    assert done.before is not None
    assert done.before.records == 2
    assert ws.store.undelete(deleted.id)
    _add(ws, "丙")
    with Store.open(ws.store.folder) as again:
        assert len(again.records()) == 3
    restore(ws, done.before.path, forms_folder(), _NOON)
    assert _names(ws) == ["甲", "乙"]


def test_what_another_program_stores_meanwhile_is_in_the_backup_before(
    ws: Workspace, tmp_path: Path
) -> None:
    _add(ws, "甲")
    back_up(ws, tmp_path / "u盘")
    _add(ws, "乙")
    written: list[str] = []

    def write(_done: int, _total: int) -> None:
        if not written and (ws.store.folder / "backups").is_dir():
            written.append("丙")
            with Store.open(ws.store.folder) as another:
                another.add([NewRecord("annex1", {"unit_name": "丙"}, campaign="2017")])

    done, _ = restore(ws, tmp_path / "u盘", forms_folder(), _NOON, write)

    assert written == ["丙"]
    assert _names(ws) == ["甲"]
    assert done.before is not None
    restore(ws, done.before.path, forms_folder(), _NOON)
    assert _names(ws) == ["甲", "乙", "丙"]


def test_a_clock_that_jumped_back_does_not_keep_from_restoring(
    ws: Workspace, tmp_path: Path
) -> None:
    _add(ws, "甲")
    back_up(ws, tmp_path / "u盘")
    _add(ws, "乙")
    back_up_if_due(ws, _NOON)
    _add(ws, "丙")
    done, _ = restore(ws, tmp_path / "u盘", forms_folder(), _NOON - timedelta(days=9))
    assert _names(ws) == ["甲"]
    assert done.before is not None
    assert done.before.records == 3


def test_a_restore_leaves_an_epoch_that_the_mark_knows(ws: Workspace, tmp_path: Path) -> None:
    _add(ws, "甲")
    back_up(ws, tmp_path / "u盘")
    _add(ws, "乙")
    restore(ws, tmp_path / "u盘", forms_folder(), _NOON)
    with closing(sqlite3.connect(ws.store.folder / FILE_NAME)) as connection:
        (epoch,) = connection.execute("PRAGMA user_version").fetchone()
    mark = read_mark(ws.store.folder / FILE_NAME)
    assert mark is not None
    assert epoch in mark.epochs


def test_on_another_computer_with_the_campaigns_that_were_added(
    ws: Workspace, tmp_path: Path, campaign: Campaign
) -> None:
    added = copy_folder(forms_folder() / "2017", ws.store.folder / "forms" / "2030")
    text = (added / "campaign.toml").read_text("utf-8")
    (added / "campaign.toml").write_text(text.replace('"2017"', '"2030"', 1), "utf-8")
    _add(ws, "甲")
    back_up(ws, tmp_path / "u盘")
    elsewhere = tmp_path / "elsewhere"
    with Store.open(elsewhere) as store:
        known = find_campaigns(forms_folder(), elsewhere / "forms")
        other = Workspace(campaign, lambda: store, _never, None, known)

        done, catalogue = restore(other, tmp_path / "u盘", forms_folder(), _NOON)

        assert _names(other) == ["甲"]
        assert done.faults == ()
        assert done.before is None
        assert catalogue.find("2030") is not None
        assert not [path for path in elsewhere.iterdir() if path.name.startswith(".")]


def _more_records(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE alembic_version SET version_num = ?", (f"{int(HEAD) + 1:04}",))


_HOSTILE: dict[str, tuple[Edit, str]] = {
    "another program's": (lambda each: each.execute("PRAGMA application_id = 7"), "不是本程序"),
    "newer": (_more_records, "更新版本"),
    "trigger": (
        lambda each: each.execute(
            "CREATE TRIGGER t AFTER UPDATE ON records BEGIN DELETE FROM records; END"
        ),
        "触发器",
    ),
    "view": (
        lambda each: each.executescript(
            "DROP TABLE settings; CREATE VIEW settings AS WITH RECURSIVE c(x) AS"
            " (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS key, x AS text FROM c"
        ),
        "视图",
    ),
    "more tables": (lambda each: each.execute("CREATE TABLE other (x)"), "不是本程序放进去"),
    "other column": (
        lambda each: each.execute("ALTER TABLE profile ADD COLUMN x GENERATED ALWAYS AS (1)"),
        "不是本程序放进去",
    ),
    "missing table": (lambda each: each.execute("DROP TABLE settings"), "损坏"),
    "broken reference": (
        lambda each: each.execute(
            "INSERT INTO revisions (record, revision, reason, field_values, explanations,"
            " finalised_at) VALUES (99, 1, '', '{}', '{}', '')"
        ),
        "损坏",
    ),
    "broken rule": (
        lambda each: each.executescript(
            "PRAGMA ignore_check_constraints = ON; UPDATE records SET state = 'x'"
        ),
        "损坏",
    ),
}


@pytest.mark.parametrize("kind", _HOSTILE)
def test_a_backup_that_is_not_ours_is_refused_and_nothing_changes(
    ws: Workspace, tmp_path: Path, kind: str
) -> None:
    edit, word = _HOSTILE[kind]
    _add(ws, "甲")
    path = tmp_path / "u盘"
    back_up(ws, path)
    with closing(sqlite3.connect(path)) as connection:
        edit(connection)
        connection.commit()
    content = path.read_bytes()

    with pytest.raises(InputError, match=word) as told:
        restore(ws, path, forms_folder(), _NOON)

    assert str(told.value).endswith("。")
    assert _names(ws) == ["甲"]
    assert path.read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "u盘"]
    assert not list(ws.store.folder.glob(".*"))


@pytest.mark.parametrize("content", [b"", b"xy", b"notes" * 9999, b"SQLite format 3\0" * 999])
def test_a_file_that_is_no_backup_is_refused(ws: Workspace, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "u盘").write_bytes(content)
    with pytest.raises((InputError, StoreError), match="备份"):
        restore(ws, tmp_path / "u盘", forms_folder(), _NOON)


def test_every_released_schema_is_restored(ws: Workspace, data_folder: Path) -> None:
    for path in sorted((data_folder / "schemas").glob("*.sqlite3")):
        done, _ = restore(ws, path, forms_folder(), _NOON)
        assert done.records == len(ws.store.records()) >= 2


def test_a_damaged_database_is_set_aside_for_the_newest_good_backup(
    ws: Workspace, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    for day in range(2):
        _add(ws, str(day))
        back_up_if_due(ws, _NOON + timedelta(days=day))
    ws.store.close()
    newest, older = backups(data)
    newest.path.write_bytes(newest.path.read_bytes()[:5000])
    damaged = b"SQLite format 3\0" + b"\xff" * 5000
    (data / FILE_NAME).write_bytes(damaged)
    with pytest.raises(DataFileError):
        Store.open(data)
    assert newest_good(data) == older

    done = recover(ws.catalogue, data, older.path, forms_folder(), _NOON)

    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    assert "20261128-120000" in done.aside.name
    with Store.open(data) as store:
        assert [record.value("unit_name") for record in store.records()] == ["0"]


def test_a_database_that_is_gone_is_missed_while_its_backups_are_there(
    ws: Workspace, tmp_path: Path
) -> None:
    _add(ws, "甲")
    back_up_if_due(ws, _NOON)
    ws.store.close()
    (tmp_path / "data" / FILE_NAME).unlink()
    with pytest.raises(DataFileError, match=r"不见了.*备份"):
        Store.open(tmp_path / "data")
    backup = newest_good(tmp_path / "data")
    assert backup is not None
    recover(ws.catalogue, tmp_path / "data", backup.path, forms_folder(), _NOON)
    with Store.open(tmp_path / "data") as store:
        assert len(store.records()) == 1


def test_backups_are_for_their_owner_alone(ws: Workspace, tmp_path: Path) -> None:
    _add(ws, "甲")
    made = back_up_if_due(ws, _NOON)
    back_up(ws, tmp_path / "u盘")
    assert made is not None
    for path in (made.path, made.path.parent, tmp_path / "u盘"):
        assert _is_private(path), path


def test_a_look_into_a_backup_says_when_and_how_much(ws: Workspace, tmp_path: Path) -> None:
    _add(ws, "甲")
    back_up(ws, tmp_path / "u盘")
    seen = look_into(tmp_path / "u盘", ws.readers)
    assert (seen.records, seen.schema) == (1, HEAD)
    assert seen.made_at is not None
    assert abs(seen.made_at - datetime.now().astimezone()) < timedelta(minutes=5)
    ws.store.close()
    shutil.copyfile(tmp_path / "data" / FILE_NAME, tmp_path / "by hand")
    assert look_into(tmp_path / "by hand", ws.readers).made_at is None
