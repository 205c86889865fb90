"""Every schema ever released opens; a migration either succeeds whole or never was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import OperationalError

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.history import Action, texts_of_all
from gonghui_desktop.model.prints import Paper
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.backups.backup_files import Reason, listed
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.file.names import HEAD
from gonghui_desktop.store.schema import SCRIPTS, prepare
from gonghui_desktop.store.store import FILE_NAME, Store
from gonghui_desktop.store.tables import METADATA
from tests.files import copy_folder

_IDS = [f"{number:032x}" for number in (1, 2, 3)]

_NEXT = f"{int(HEAD) + 1:04}"
"""The revision after the newest one."""

_NEXT_SCRIPT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{_NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
"""
_ADD_COLUMN = '    op.add_column("records", sa.Column("note", sa.Text()))\n'


@pytest.fixture
def released(folder: Path, data_folder: Path) -> Path:
    """A database as version 1 of the schema was released, in its data folder."""
    folder.mkdir()
    path = folder / FILE_NAME
    shutil.copyfile(data_folder / "schemas" / "schema-0001.sqlite3", path)
    return path


def _scripts(folder: Path, upgrade: str) -> Path:
    """The real migrations and one more."""
    scripts = copy_folder(SCRIPTS, folder / "100% 迁移")
    (scripts / "versions" / f"schema_{_NEXT}.py").write_text(_NEXT_SCRIPT + upgrade, "utf-8")
    return scripts


def _migrate(path: Path, scripts: Path) -> None:
    database = Database(path)
    try:
        prepare(database, scripts, _NEXT)
    finally:
        database.close()


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if "backup_parts" not in line]


def _names(folder: Path) -> list[str]:
    """What lies in a data folder, without the mark."""
    return [file.name for file in folder.iterdir() if not file.name.endswith("-mark")]


def test_the_first_schema_opens_with_all_that_is_in_it(released: Path) -> None:
    with Store.open(released.parent) as store:
        reopened, final = store.records()
        assert [reopened.id, final.id] == _IDS[:2]
        assert reopened.values == {
            "unit_name": "中山市神湾﨑山五金制品有限公司工会委员会",
            "chairperson": "陈吉",
            "employees": "320",
            "goals": "一、\n二、",
        }
        assert reopened.explanations == {"employees": "已核对"}
        assert (reopened.state, reopened.revision) == (RecordState.DRAFT, 2)
        assert reopened.reopen_reason == "主席姓名写错"
        assert reopened.created_at.isoformat() == "2017-04-20T01:02:03.456789+00:00"
        assert (final.form, final.state) == ("annex2", RecordState.FINAL)
        assert [kept.values["chairperson"] for kept in store.revisions(_IDS[0])] == ["陈𠮷"]
        assert store.undelete(_IDS[2]).value("unit_name") == "废纸"
        assert store.profile() == Profile("district", "中山市某某区总工会", "李某", "0760-88880000")
        assert store.setting("window") == "AdnQywAD"


def test_the_second_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0002.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        reopened, final, unknown = store.records()
        assert [reopened.id, final.id] == _IDS[:2]
        assert (reopened.campaign, reopened.code_version) == ("2017", 2)
        assert reopened.edition.startswith("d352bc86")
        (frozen,) = store.revisions(_IDS[0])
        assert frozen.edition != reopened.edition
        assert store.definition(frozen.edition) != store.definition(reopened.edition)
        assert (unknown.campaign, unknown.edition, unknown.code_version) == ("2016", "", 1)
        assert unknown.values == {"old_field": "旧表的内容"}
        assert store.counts_by_campaign() == {"2016": 1, "2017": 2}
        package = store.last_package("2017")
        assert package is not None
        assert (package.revision, package.supersedes) == (1, "")
        assert store.last_package("2016") is None
        assert store.setting("campaign.current") == "2017"


def test_the_third_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0003.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        reopened, final, _ = store.records()
        newest, before, *oldest = store.history(reopened.id)
        assert (newest.action, newest.before, newest.after) == (Action.REVERT, "陈吉祥", "陈𠮷")
        assert (before.who, before.field, before.after) == ("lina", "chairperson", "陈吉祥")
        assert {(entry.action, entry.who) for entry in oldest} == {(Action.MIGRATE, "")}
        assert (final.stage, final.stage_at.day) == (Stage.PRINTED, 2)
        assert [entry.stage for entry in store.stages(final.id)] == [Stage.FINAL, Stage.PRINTED]
        assert {seal: at.day for seal, at in store.seals(final.id).items()} == {0: 3}
        assert [each.record.value("unit_name") for each in store.binned()] == ["废纸"]


def test_the_fourth_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0004.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        first, second = store.roster()
        assert (first.number, first.campaign, first.who) == (1, "2017", "lina")
        assert (first.name, first.reason) == ("大连示例重工（集团）有限公司", "2015年典型")
        assert first.source == "2015典型.xlsx"
        assert first.added_at.isoformat() == "2017-02-01T01:02:03.000004+00:00"
        assert (second.number, second.campaign, second.name) == (3, "2016", "中山餐饮 有限公司")
        assert (second.reason, second.source, second.who) == ("", "", "")
        (decision,) = store.decisions("2017")
        assert (decision.kind, decision.one, decision.other) == ("names", "甲 公司", "甲公司")
        assert (decision.is_same, decision.reason) == (False, "两家是母子公司")
        assert (decision.who, decision.at.day) == ("lina", 2)
        assert store.decisions("2016") == []
        assert len(store.records()) == 3  # as in the third schema


def test_the_fifth_schema_opens_with_all_that_is_in_it(folder: Path, data_folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / "schema-0005.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        first, second = store.prints(_IDS[0])
        assert first.paper == Paper(1, is_draft=False, code="1234 5678 9012 3")
        assert (first.copies, first.printer) == (4, "三楼财务室的 HP LaserJet")
        assert first.at.isoformat() == "2017-03-09T01:02:03.000004+00:00"
        assert (second.paper, second.copies) == (Paper(2, is_draft=True, code=""), 1)
        assert (second.printer, second.at.day) == ("", 10)
        assert store.prints(_IDS[1]) == []
        assert len(store.roster()) == 2  # as in the fourth schema


@pytest.mark.parametrize("schema", ["0001", "0002"])
def test_what_was_there_before_the_history_begins_it(
    folder: Path, data_folder: Path, schema: str
) -> None:
    folder.mkdir()
    shutil.copyfile(data_folder / "schemas" / f"schema-{schema}.sqlite3", folder / FILE_NAME)
    with Store.open(folder) as store:
        for record in store.records():
            assert record.stage.value == record.state.value
            assert record.stage_at == record.changed_at
            entries = store.history(record.id)
            assert {entry.action for entry in entries} == {Action.MIGRATE}
            assert {entry.at for entry in entries} == {record.changed_at}
            assert texts_of_all(entries) == (record.values, record.explanations)
        reopened, final = store.records()[:2]
        dates = [(each.revision, each.stage, each.at) for each in store.stages(reopened.id)]
        assert dates == [
            (1, Stage.FINAL, store.revisions(reopened.id)[0].finalised_at),
            (2, Stage.DRAFT, reopened.changed_at),
        ]
        assert [each.stage for each in store.stages(final.id)] == [Stage.FINAL]
        (binned,) = store.binned()
        assert store.history(binned.record.id)[0].after == "废纸"


def test_a_damaged_record_keeps_no_database_from_being_migrated(released: Path) -> None:
    with closing(sqlite3.connect(released)) as connection:
        connection.execute("UPDATE records SET field_values = x'e5' WHERE id = ?", (_IDS[1],))
        connection.execute(
            "UPDATE records SET explanations = CAST(x'7b22e5' AS TEXT) WHERE id = ?", (_IDS[0],)
        )
        connection.commit()
    with Store.open(released.parent) as store:
        assert store.records() == []
        assert [each.id for each in store.damaged()] == _IDS[:2]


def test_the_first_schema_belongs_to_the_first_campaign_and_its_forms(released: Path) -> None:
    with Store.open(released.parent) as store:
        for record in store.records():
            assert (record.campaign, record.code_version) == ("2017", 1)
            assert store.definition(record.edition) is not None
            assert {frozen.edition for frozen in store.revisions(record.id)} <= {record.edition}


def test_every_released_schema_has_its_frozen_database(data_folder: Path) -> None:
    frozen = {file.stem for file in (data_folder / "schemas").glob("*.sqlite3")}
    migrations = {file.stem for file in (SCRIPTS / "versions").glob("*.py")}
    assert {name.replace("-", "_") for name in frozen} == migrations
    assert max(migrations) == f"schema_{HEAD}"


def test_migrations_make_the_mapped_tables(folder: Path) -> None:
    Store.open(folder).close()
    migrated = create_engine(f"sqlite:///{folder / FILE_NAME}")
    mapped = create_engine("sqlite://")
    METADATA.create_all(mapped)
    ours, theirs = inspect(migrated), inspect(mapped)
    tables = set(ours.get_table_names()) - {"alembic_version"}
    assert tables == set(theirs.get_table_names())
    for table in tables:
        for describe in (
            "get_columns",
            "get_pk_constraint",
            "get_foreign_keys",
            "get_unique_constraints",
            "get_check_constraints",
        ):
            found, wanted = (str(getattr(end, describe)(table)) for end in (ours, theirs))
            assert found == wanted, (table, describe)
    indexes = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    )
    with migrated.connect() as one, mapped.connect() as other:
        assert one.exec_driver_sql(indexes).all() == other.exec_driver_sql(indexes).all()
    migrated.dispose()
    mapped.dispose()


def test_an_ordinary_start_does_not_load_alembic(released: Path) -> None:
    Store.open(released.parent).close()  # the first start of a newer program, which migrates
    code = """
import pathlib, sys
from gonghui_desktop.store.store import Store
Store.open(pathlib.Path(sys.argv[1])).close()
print("alembic" in sys.modules)
"""
    command = [sys.executable, "-c", code, str(released.parent)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "False"


def test_changes_wait_for_the_disk_and_references_hold(folder: Path) -> None:
    Store.open(folder).close()
    database = Database(folder / FILE_NAME)
    with database.driver() as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE alembic_version SET version_num = '0099'",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
        "PRAGMA application_id = 7",
    ],
)
def test_a_newer_or_foreign_database_is_left_alone(released: Path, damage: str) -> None:
    with closing(sqlite3.connect(released)) as connection:
        connection.execute(damage)
        connection.commit()
    before = _dump(released)
    with pytest.raises(StoreError, match=r"没有改动。请") as told:
        Store.open(released.parent)
    assert str(released) in str(told.value)
    assert _dump(released) == before


def test_an_older_database_is_copied_and_migrated(released: Path, tmp_path: Path) -> None:
    before = _dump(released)
    _migrate(released, _scripts(tmp_path, _ADD_COLUMN))
    with closing(sqlite3.connect(released)) as connection:
        rows = connection.execute("SELECT id, note FROM records ORDER BY id").fetchall()
    assert rows == [(record_id, None) for record_id in _IDS]
    copies = [backup.path for backup in listed(released.parent)]
    assert [_dump(copy) for copy in copies] == [before]
    assert listed(released.parent)[0].reason is Reason.MIGRATION


def test_a_newer_database_can_only_be_read(released: Path, tmp_path: Path) -> None:
    _migrate(released, _scripts(tmp_path, _ADD_COLUMN))
    before = _dump(released)
    with Store.open(released.parent) as store:
        assert "更新版本" in store.condition.read_only
        record, _ = store.records()
        with pytest.raises(StoreError, match="更新版本"):
            store.change(record.id, {"unit_name": "甲"})
        assert store.record(record.id) == record
    assert _dump(released) == before


def test_a_new_folder_gets_the_newest_schema_without_a_copy(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    _migrate(folder / FILE_NAME, _scripts(tmp_path, _ADD_COLUMN))
    assert _names(folder) == [FILE_NAME]


@pytest.mark.parametrize(
    ("upgrade", "error"),
    [
        (_ADD_COLUMN + '    op.execute("SELECT no_such_column")\n', OperationalError),
        (_ADD_COLUMN + "    raise RuntimeError\n", RuntimeError),
        ("    op.execute(\"DELETE FROM records WHERE form = 'annex3'\")\n", StoreError),
        ('    op.execute("UPDATE revisions SET record = record + 90")\n', StoreError),
        (
            '    op.execute("DELETE FROM settings")\n'
            '    op.execute("COMMIT")\n'
            "    raise RuntimeError\n",
            RuntimeError,
        ),
    ],
    ids=["fails", "raises", "loses a row", "breaks a reference", "commits and raises"],
)
def test_a_failed_migration_never_was(
    released: Path, tmp_path: Path, upgrade: str, error: type[Exception]
) -> None:
    before = _dump(released)
    with pytest.raises(error):
        _migrate(released, _scripts(tmp_path, upgrade))
    assert _dump(released) == before
    assert _names(released.parent) == [FILE_NAME]
    with Store.open(released.parent) as store:
        assert len(store.records()) == 2


def test_references_do_not_hinder_the_rebuilding_of_a_table(released: Path, tmp_path: Path) -> None:
    rebuild = (
        '    with op.batch_alter_table("records", recreate="always") as table:\n'
        '        table.add_column(sa.Column("note", sa.Text()))\n'
    )
    _migrate(released, _scripts(tmp_path, rebuild))
    with closing(sqlite3.connect(released)) as connection:
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (2,)


def test_without_a_copy_there_is_no_migration(
    released: Path,
    tmp_path: Path,
    limit_file_size: Callable[[int], AbstractContextManager[None]],
) -> None:
    before = _dump(released)
    less_than_the_file = (
        released.stat().st_size - 4096
    )  # and more than SQLite's own 32 KiB beside it
    with limit_file_size(less_than_the_file), pytest.raises(StoreError, match="磁盘"):
        _migrate(released, _scripts(tmp_path, _ADD_COLUMN))
    assert _dump(released) == before
    assert _names(released.parent) == [FILE_NAME]


def test_records_of_an_office_s_own_form_get_its_edition_with_their_frozen_copies(
    released: Path, campaign: Campaign
) -> None:
    with closing(sqlite3.connect(released)) as connection:
        connection.execute("UPDATE records SET form = 'annex4'")
        connection.commit()
    kept = definition_of(replace(campaign.form("annex1"), id="annex4"))
    with Store.open(released.parent) as store:
        assert store.has_unknown_editions()
        store.assign_editions("2017", [kept])
        assert not store.has_unknown_editions()
        for record in store.records():
            assert record.edition == kept.digest
            assert {frozen.edition for frozen in store.revisions(record.id)} <= {kept.digest}
        assert store.definition(kept.digest) == kept.text
